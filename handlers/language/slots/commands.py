"""The slots of commands: what each intent but a telling and an introduction takes from its sentence."""

from collections.abc import Sequence
from datetime import datetime

from handlers.language.acts.besides import done_until
from handlers.language.acts.clauses import Clause, clauses
from handlers.language.acts.colleagues import colleagues_plan
from handlers.language.acts.forbidden import forbidden_step
from handlers.language.acts.verbatim import trimmed
from handlers.language.concepts.concepts import Cue, Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.moments.moments import read_moment
from handlers.language.entities.names.answers import match_name
from handlers.language.entities.names.looked_up import looked_up
from handlers.language.entities.names.unknown import find_unknown
from handlers.language.meaning import Context, Grain, Moment, Name
from handlers.language.questions.reader import read_question
from handlers.language.slots.channels import channel_cues, channel_of, wanted_channel
from handlers.language.slots.deals import sum_told
from handlers.language.slots.draft import Draft
from handlers.language.slots.introducing import fill_source
from handlers.language.slots.notes import WHO
from handlers.language.slots.notice import take_notice, tell_before
from handlers.language.slots.orders import noted_down, rearranged
from handlers.language.text.free_text import phrase_at, phrase_before, rest
from handlers.language.tokens import MOMENTS
from storage.names.names import NameEntry, NameKind

_CLOSED = frozenset({"won", "lost"})
_PAST_PERIODS = ("period", "past", "day", "future")
_GAP = 4
_LONGEST_NAME = 4
_FINISHED = ("done", "mark", "solved")
_PART_OF_WHAT = frozenset({"customer", "contact", "product", "promotion"})
"""Names stay where they stand in what is to be done: "llamar a Bar Sol"."""


def customer_only(draft: Draft) -> None:
    """Fills `customer`, known or plainly named."""
    draft.customers()
    _looked_up(draft)
    if "customer" not in draft.slots:
        for found in find_unknown(draft.cued):
            if found.kind is NameKind.CUSTOMER:
                draft.put("customer", found.name, found.start, found.end)


def show_history(draft: Draft) -> None:
    """The customer, or somebody who works there, and the period looked back on."""
    draft.customers()
    _looked_up(draft)
    _where_somebody_works(draft)
    _period(draft, past=True)


def _where_somebody_works(draft: Draft) -> None:
    """A customer that is not named is where the one known person works who is: "historial con Pepe"."""
    for mark in () if "customer" in draft.slots else draft.cued.reading.of(NameKind.CONTACT.value):
        known = mark.name.known if mark.name else None
        if mark.name and known and known.customer_id:  # called as it was said: not everybody may see what it is called
            entry = NameEntry(NameKind.CUSTOMER, known.customer_id, mark.name.text)
            draft.put_mark("customer", mark, Name(mark.name.text, (entry,)))
            return


def _looked_up(draft: Draft) -> None:
    """The name that is looked up: read as one name, like an answer, for a sentence has room for nothing else."""
    if "customer" not in draft.slots and (found := looked_up(draft.cued)):
        start, end = found[1].start, found[1].end
        name = match_name(draft.cued.reading.text[start:end], draft.context.names, {NameKind.CUSTOMER})
        draft.put("customer", name if name.candidates else found[1].name, start, end)


def brief_customer(draft: Draft) -> None:
    """The customer, and when they will be seen."""
    customer_only(draft)
    draft.future("when")


def show_contact(draft: Draft) -> None:
    """Whose number or address."""
    draft.customers()
    draft.name(NameKind.CONTACT)
    found = looked_up(draft.cued) if not draft.slots else None
    if found and found[0] == "show_contact":
        draft.put("contact", found[1].name, found[1].start, found[1].end)


def my_day(draft: Draft) -> None:
    """The period looked ahead on."""
    _period(draft, past=False)


def _period(draft: Draft, *, past: bool) -> None:
    for mark in draft.cued.reading.of(*_PAST_PERIODS):
        value = (mark.past or mark.future) if past else (mark.future or mark.past)
        if isinstance(value, Moment) and mark.relation in {"by", "until"} and not past:
            value = _up_to(value, draft.context)
        if isinstance(value, Moment) and draft.put_mark("period", mark, value):
            return


def _up_to(end: Moment, context: Context) -> Moment:
    """From today to the day of a moment: "antes de Navidad"."""
    today = context.now.astimezone(context.zone).date()
    last = end.end or end.start
    last = last.date() if isinstance(last, datetime) else last
    return Moment(today, Grain.DAY, last) if last > today else end


def set_reminder(draft: Draft) -> None:
    """What is to be done, when, by whom, about which customer."""
    draft.customers()
    if colleagues_plan(draft.cued):
        _colleague(draft)
    else:
        _addressee(draft)
    if draft.future("due", repeats=True) is None:
        _over(draft)
    notice = take_notice(draft)
    if size := noted_down(draft.cued) or phrase_at("writes_down", draft.cued.keys, 0):
        tokens = draft.cued.reading.tokens
        draft.taken.append((tokens[0].start, tokens[size - 1].end))
    draft.taken.extend(draft.cued.reading.impossible)
    if (size := phrase_at("i_have", draft.cued.keys, 0)) and not set(draft.cued.keys) & WHO:
        tokens = draft.cued.reading.tokens
        draft.taken.append((tokens[0].start, tokens[size - 1].end))
    if forbidden := forbidden_step(draft.cued):
        tokens = draft.cued.reading.tokens
        draft.taken.append((tokens[forbidden[0]].start, tokens[forbidden[1] - 1].end))
    _what(draft, "remind", "must", "filler")
    if notice:
        tell_before(draft, notice)


def _over(draft: Draft) -> None:
    """A moment that is over, where the sentence ends in it: whoever asks for another one does not do that "yesterday at 10"."""
    cued = draft.cued
    for at, token in enumerate(cued.reading.tokens):
        mark, behind = token.mark, cued.reading.tokens[at + 1 :]
        if mark is None or mark.kind not in MOMENTS or any(other.is_word or other.mark for other in behind):
            continue
        led = cued.reading.text[mark.start : mark.end].casefold().split()[0]
        part_of_what = any(
            phrase_before(name, cued.keys, at) or led in phrasebook().words(name) for name in ("not_when", "about_when")
        )
        if isinstance(mark.past, Moment) and not part_of_what:
            draft.taken.extend([(mark.start, mark.end), *mark.also])


def _colleague(draft: Draft) -> None:
    """Whose plan it is: "Hamish is calling to …"; their name and "is" are no part of what is to be done."""
    tokens = draft.cued.reading.tokens
    if (whose := tokens[0].mark) is not None:
        draft.put_mark("staff", whose, whose.name)
        draft.taken.append((tokens[0].start, tokens[phrase_at("others_auxiliaries", draft.cued.keys, 1)].end))


def _addressee(draft: Draft) -> None:
    """Who is to be reminded, where that is somebody else: whoever stands right behind "recuérdale a", "remind"; known or not."""
    cued = draft.cued
    tokens, keys = cued.reading.tokens, cued.keys
    begins = next((at for at in range(len(keys)) if phrase_at("addressing", keys, at)), None)
    if begins is None:
        return
    first = begins + phrase_at("addressing", keys, begins)
    if first < len(keys) and (size := phrase_at("everybody", keys, first)):
        extent = tokens[first].start, tokens[first + size - 1].end
        draft.put("staff", Name(cued.reading.text[slice(*extent)]), *extent)
        return
    if first >= len(keys) or keys[first] in phrasebook().words("addressed_self"):
        return
    if (mark := tokens[first].mark) is not None:
        if mark.kind == NameKind.STAFF.value:
            draft.put_mark("staff", mark, mark.name)
            ends_at = first + 1
            if ends_at < len(keys) and not phrase_at("steps", keys, ends_at):
                ends_at += phrase_at("addressed_ends", keys, ends_at)
            draft.taken.append(
                (tokens[begins].start, tokens[ends_at - 1].end)
            )  # "inform Luke to" is no part of what he is to do
        return
    deeds = {cue.first for cue in cued.all("do")}

    def ends(at: int) -> bool:
        return bool(phrase_at("addressed_ends", keys, at)) or (at > first and at in deeds)

    last = first
    while last < min(len(keys), first + _LONGEST_NAME) and tokens[last].mark is None and not ends(last):
        last += 1
    if first < last < len(keys) and ends(last):
        extent = tokens[first].start, tokens[last - 1].end
        draft.put("staff", Name(cued.reading.text[slice(*extent)]), *extent)


def move_reminder(draft: Draft) -> None:
    """Which follow-up, and its new moment: of two the last, or the one that is instead of the other."""
    draft.customers()
    draft.name(NameKind.CONTACT)
    instead = rearranged(draft.cued)
    for mark in [instead] if instead else reversed(draft.cued.reading.of("future", "day", "period")):
        if isinstance(mark.future, Moment) and draft.put_mark("due", mark, mark.future):
            break
    _what(draft, "move", "onward", "task", "filler")


def finish_reminder(draft: Draft) -> None:
    """Which follow-up is done."""
    draft.customers()
    draft.name(NameKind.CONTACT)
    _what(draft, *_FINISHED, "task", "filler", last=done_until(draft.cued, *_FINISHED))


def new_opportunity(draft: Draft) -> None:
    """What may be sold to whom, for how much, and when it may close."""
    customer_only(draft)
    sum_told(draft)
    draft.future("close")
    if "close" in draft.slots:
        draft.take_cues("close")
    _what(draft, "create", "new", "opportunity", "close", "filler", whose=False)


def move_opportunity(draft: Draft) -> None:
    """Which customer's, and to which stage."""
    customer_only(draft)
    _where_somebody_works(draft)
    if stage := _stage(draft.cued):
        draft.put("stage", stage.concept.partition(".")[2], *draft.cued.span(stage))


def win_opportunity(draft: Draft) -> None:
    """Whose, and for how much."""
    customer_only(draft)
    _where_somebody_works(draft)
    sum_told(draft)


def lose_opportunity(draft: Draft) -> None:
    """Whose, and why."""
    customer_only(draft)
    _where_somebody_works(draft)
    because = next((cue for cue in draft.cued.all("because") if not cue.inner), None)
    draft.take_cues("mark", "filler", "stageword")
    end = len(draft.cued.keys)
    if because is not None and (extent := trimmed(draft.cued, because.first, end, draft.taken)):
        draft.put("reason", draft.cued.reading.text[slice(*extent)], *extent)
        return
    lost = list(draft.cued.all("lost", "opportunity", "stage.lost", "because"))
    plain = [draft.cued.span(cue) for cue in lost if cue.last - cue.first <= 2]
    taken = [*draft.taken, *plain]
    if rest(draft.cued, taken) and (extent := trimmed(draft.cued, 0, end, taken)):
        draft.put("reason", draft.cued.reading.text[slice(*extent)], *extent)


def show_pipeline(draft: Draft) -> None:
    """Whose, of when, in which stage, by what."""
    draft.name(NameKind.STAFF)
    _period(draft, past=False)
    if stage := _stage(draft.cued):
        draft.put("stage", stage.concept.partition(".")[2], *draft.cued.span(stage))
    if by := next((cue for cue in draft.cued.cues if cue.concept.startswith("by.")), None):
        draft.put("by", by.concept.partition(".")[2], *draft.cued.span(by))


def show_forecast(draft: Draft) -> None:
    """Whose, of when: the closing of next month is looked for in next month, not on its last day."""
    draft.name(NameKind.STAFF)
    text, now = draft.cued.reading.text, draft.context.now.astimezone(draft.context.zone)
    for cue in draft.cued.all("close"):
        mark = draft.cued.reading.tokens[cue.first].mark
        if mark is not None:
            start = text.find(" ", mark.start, mark.end)
            period = read_moment(text[start : mark.end], now, "future", draft.context.locale) if start > 0 else None
            if isinstance(period, Moment):
                draft.put("period", period, start + 1, mark.end)
    _period(draft, past=False)


def list_leads(draft: Draft) -> None:
    """From which promotion, or from where."""
    draft.name(NameKind.PROMOTION)
    if "promotion" not in draft.slots:
        fill_source(draft)


def take_lead(draft: Draft) -> None:
    """Whose enquiry."""
    customer_only(draft)
    if "customer" not in draft.slots:
        draft.name(NameKind.CONTACT)


def list_promotions(draft: Draft) -> None:
    """For which customer."""
    draft.customers()


def brief_promotion(draft: Draft) -> None:
    """Which promotion, and for whom."""
    draft.name(NameKind.PROMOTION)
    draft.customers()


def log_complaint(draft: Draft) -> None:
    """Who complains, of what, how badly."""
    customer_only(draft)
    severity = next((cue for cue in draft.cued.cues if cue.concept.startswith("severity.") and not cue.inner), None)
    if severity is not None:
        draft.put("severity", severity.concept.partition(".")[2], *draft.cued.span(severity))
    _what(draft, "create", "complaint", "complains", "filler")


def list_complaints(draft: Draft) -> None:
    """Whose."""
    draft.customers()


def set_preference(draft: Draft) -> None:
    """How, and how often, a customer wants to hear from us."""
    customer_only(draft)
    if "customer" not in draft.slots:
        draft.name(NameKind.CONTACT)
    if channel := wanted_channel(draft.cued):
        draft.put("channel", channel_of(channel), *draft.cued.span(channel))
    elif avoided := next(channel_cues(draft.cued), None):
        draft.put("avoided", channel_of(avoided), *draft.cued.span(avoided))
    draft.future("when", (), repeats=True)


def survey_results(draft: Draft) -> None:
    """Which survey, over which period."""
    _period(draft, past=True)
    draft.take_cues("show", "ask", "survey", "answers", "filler", "results", "customer")
    cued = draft.cued
    name = rest(cued, draft.taken)
    draft.put_words("survey", name, 0)


def ask(draft: Draft) -> None:
    """The question; and, where it cannot be answered, the words of it that nobody understands."""
    asked, reading = read_question(draft.cued.reading, draft.context), draft.cued.reading
    if asked is not None and not asked.command:
        draft.put("question", asked.question, 0, len(reading.text))
        draft.put("unread", asked.unread, 0, len(reading.text))


def _what(draft: Draft, *concepts: str, whose: bool = True, last: int | None = None) -> None:
    """Fills `what` with the words, up to `last`, that are left without the moment and the command's own words; with the names, if `whose`."""
    cued = draft.cued
    end = _lead_in(draft, concepts)
    own = [cue for cue in cued.all(*concepts) if not _names_a_thing(cued, cue)]
    taken = [cued.span(cue) for cue in own if cue.last <= end or cue.concept == "filler"]
    named = {(span.start, span.end) for span in draft.spans if whose and span.slot in _PART_OF_WHAT}
    first = next((clause.first for clause in clauses(cued) if not _is_name_alone(cued, clause)), 0)
    edges = [extent for extent in draft.taken if extent not in named]
    extent = trimmed(cued, first, len(cued.keys) if last is None else last, [*edges, *taken])
    if extent and _says_something(cued, extent):
        draft.put("what", cued.reading.text[slice(*extent)], *extent)


def _names_a_thing(cued: Cued, cue: Cue) -> bool:
    """Whether words name a thing: those that may address somebody behind an article, "comida con mi jefe"; the call of "book a call"."""
    if cue.concept == "remind":
        return any(phrase_at("engagements", cued.keys, at) for at in range(cue.first, cue.last))
    return cue.concept == "filler" and cue.first > 0 and cued.keys[cue.first - 1] in phrasebook().words("of_mine")


def _says_something(cued: Cued, extent: tuple[int, int]) -> bool:
    """Whether a part of the text is more than little words: "on it" is nothing to be done, "call them" is."""
    little = phrasebook().words("function") | phrasebook().words("glue")
    deeds = {cue.first for cue in cued.all("do")}
    return any(
        extent[0] <= token.start < extent[1]
        and (token.is_word or token.mark)
        and (token.key not in little or at in deeds)
        for at, token in enumerate(cued.reading.tokens)
    )


def _is_name_alone(cued: Cued, clause: Clause) -> bool:
    """Whether a clause only says whom it is about: "Bar Sol: …"."""
    return all(cued.keys[at] in WHO for at in range(clause.first, clause.last))


def _lead_in(draft: Draft, concepts: Sequence[str]) -> int:
    """Where the command's own words end that a sentence begins with: cues with at most a few words between them.

    What stands behind whoever is told to do it is what they are to do: "tell Luke to follow up".
    """
    cued, last = draft.cued, 0
    told = next((span.end for span in draft.spans if span.slot == "staff"), len(cued.reading.text))
    for cue in cued.all(*concepts):
        if cue.first <= last + _GAP and cued.reading.tokens[cue.first].start < told:
            last = max(last, cue.last)
    return last


def _stage(cued: Cued) -> Cue | None:
    """The stage a sentence names; of several the last, and an open one before won or lost."""
    found = [cue for cue in cued.cues if cue.concept.startswith("stage.") and not cue.inner] or [
        cue for cue in cued.cues if cue.concept.startswith("stage.")
    ]
    open_ones = [cue for cue in found if cue.concept.partition(".")[2] not in _CLOSED]
    return next(reversed(open_ones or found), None)
