"""The slots of what took place: kind, with whom, when, what was said, what comes next."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta

from handlers.language.acts.absence import absent_persons, unanswered
from handlers.language.acts.clauses import clauses
from handlers.language.acts.colleagues import colleagues_deed
from handlers.language.acts.reaching import only_they_reached_us
from handlers.language.acts.records import listed
from handlers.language.acts.verbatim import is_facts, note, trimmed
from handlers.language.concepts.concepts import Cue, Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.concepts.sentiment import sentiment
from handlers.language.entities.moments.moments import read_moment
from handlers.language.entities.names.answers import match_name
from handlers.language.entities.names.lexicon import lexicon
from handlers.language.entities.names.places import little_words
from handlers.language.meaning import Context, Moment, Name, NextStep
from handlers.language.reading import is_past, is_today
from handlers.language.slots.draft import Draft
from handlers.language.slots.next_steps import StepCue, find_step, find_steps, is_expected
from handlers.language.slots.notes import WHO
from handlers.language.slots.pointing import pointed_at
from handlers.language.slots.rearranging import rearrangement
from handlers.language.text.free_text import is_pause, phrase_at, phrase_before
from handlers.language.tokens import MOMENTS, Mark
from storage.names.names import NameKind

_FORMS = ("did", "noun", "vague")
_NEAR = 5
"""Tokens behind a vague verb ("estuve en una …") within which a noun still says what it was."""


CALL = "call"
"""What it was that nobody answered."""
_LATER_TODAY = 1.5
_LONGEST_AGO = timedelta(days=60)
"""A date without a year that is further back is asked about rather than taken."""
_DENIED_NEAR = 2
"""Tokens before what was done within which a "no" is about it."""
_FACTS = frozenset({"kind", "customer", "contact", "when", "amount"})
"""Slots whose words say nothing that the card does not show; a mood, a product or a promotion is told in more words."""


def tell(draft: Draft) -> None:
    """Fills the slots of `log_interaction`."""
    cued, context = draft.cued, draft.context
    kind = _deed(draft)
    draft.inbound = only_they_reached_us(cued)
    steps = _steps(cued, kind, context)
    step = steps[0] if steps else None
    last = len(cued.reading.tokens)
    _names(draft)
    if when := _when(cued, kind, step, context):
        draft.put_mark("when", when, when.past)
    elif ahead := _still_to_come(cued, kind, step):
        draft.put_mark("when", ahead, ahead.future)
    for mark in cued.reading.of("amount"):
        if not _in_step(cued, mark, step):
            draft.put_mark("amount", mark, mark.amount)
            break
    if feeling := sentiment(cued, step.first if step else last):
        draft.put("sentiment", feeling.value, feeling.start, feeling.end)
    if step is not None:
        for one in steps:
            _next_step(draft, one)
    else:
        _rearranged(draft)
    draft.taken.extend(cued.reading.impossible)
    _summary(draft, kind, steps)


def _deed(draft: Draft) -> Cue | None:
    """What was done, which fills `kind` where the sender did it; a call that nobody answered was one all the same."""
    cued = draft.cued
    kind = _kind_cue(cued) or _stands_there(cued)
    if kind is not None and (
        _is_to_do(cued, kind, draft.context)
        or is_expected(cued, kind, draft.context.now.astimezone(draft.context.zone))
    ):
        kind = None
    denied = kind is not None and (_is_denied(cued, kind) or _is_called_off(cued, kind))
    by_another, nobody = _by_a_colleague(cued, kind), unanswered(cued)
    kind = None if denied else by_another or kind
    draft.unmet = denied or by_another is not None or nobody is not None
    if kind is not None and not kind.concept.startswith("other.") and by_another is None:
        draft.put("kind", kind.concept.partition(".")[0], *cued.span(kind))
    elif kind is None and nobody is not None:
        tokens = cued.reading.tokens
        draft.put("kind", CALL, tokens[nobody.start].start, tokens[nobody[-1]].end)
    return kind


def _kind_cue(cued: Cued) -> Cue | None:
    """What says of which kind it was: the first verb or noun; behind a vague verb a noun close to it."""
    found = [
        cue
        for cue in cued.all(*_FORMS)
        if not _is_theirs(cued, cue) and not _is_detail(cued, cue) and not _gives_a_name(cued, cue)
    ]
    cues = [cue for cue in found if not any(_outdone(cue, other) for other in found)]
    if not cues:
        return None
    first = cues[0]
    if not first.concept.endswith(".vague") and not first.concept.startswith("other."):
        return first
    for cue in cues[1:]:
        between = range(first.last, cue.first)
        open_kind = first.concept.startswith("other.")
        if cue.first > first.last + _NEAR or any((is_pause if open_kind else _parts)(cued, at) for at in between):
            break
        if cue.concept.endswith(".noun") or (open_kind and not cue.concept.startswith("other.")):
            return cue
    return first


def _stands_there(cued: Cued) -> Cue | None:
    """A visit that no verb tells of: "vista Pilar", "en Bar Sol con Marta", "at Red Lion with Gemma", where a message begins so."""
    if not cued.keys:
        return None
    if size := phrase_at("seen", cued.keys, 0):
        return Cue("visit.vague", 0, size) if cued.keys[size : size + 1] and cued.keys[size] in WHO else None
    size = phrase_at("stands_at", cued.keys, 0)
    end = next((at for at in range(len(cued.keys)) if is_pause(cued, at)), len(cued.keys))
    at = size
    while 0 < at < end and cued.keys[at] in lexicon().articles:
        at += 1
    if not size or at >= end or cued.keys[at] != "{customer}":
        return None
    joined = at + 1 < end and phrase_at("stands_with", cued.keys, at + 1) > 0
    return Cue("visit.vague", 0, size) if joined and "{contact}" in cued.keys[at + 1 : end] else None


def _is_detail(cued: Cued, cue: Cue) -> bool:
    """Whether it only names a number or an address that stands behind it: "su nuevo cel es 611 …", "el mail de Lautaro es …"."""
    words = phrasebook().words("phone_words") | phrasebook().words("email_words")
    behind = cued.keys[cue.last :]
    told = bool({"{phone}", "{email}"} & set(behind)) or any(key[0].isdigit() for key in behind[:_NEAR])
    return cue.concept.endswith(".noun") and told and any(key in words for key in cued.keys[cue.first : cue.last])


def _gives_a_name(cued: Cued, cue: Cue) -> bool:
    """Whether it says what somebody's name is: "the new buyer is called Marcus" tells of no call."""
    return any(
        phrase_at("is_called", cued.keys, at) >= cue.last - at > 0 for at in range(max(0, cue.first - 2), cue.first + 1)
    )


def _is_theirs(cued: Cued, cue: Cue) -> bool:
    """Whether it is part of what they want, or of what they did: "she wants a sample dropped off", "prefers WhatsApp", "he went with 15"."""
    if cue.first and cued.keys[cue.first - 1] in phrasebook().words("they"):
        return True
    clause = next(c for c in clauses(cued) if cue.first < c.last)
    return any(clause.first <= other.first and other.last <= cue.first for other in cued.all("wants", "prefers"))


def _is_to_do(cued: Cued, kind: Cue, context: Context) -> bool:
    """Whether what might name the kind is what comes next: "they want 10 boxes, call Marta on Monday", "so I'll email Jo"."""
    if phrase_before("told_whom", cued.keys, kind.first):
        return True
    if kind.concept.endswith(".did"):  # without its accent "que le llame el martes" looks like a past
        asked = next((at for at in range(kind.first + 1) if at + phrase_at("steps", cued.keys, at) >= kind.last), None)
        step = find_step(cued, asked - 1, context.now.astimezone(context.zone)) if asked is not None else None
        opens = asked is not None and (asked == 0 or (_may_begin(cued, asked) and not _is_accented(cued, kind)))
        said = step is not None and (
            step.due is not None or kind.concept.startswith("other.")
        )  # "told him I'd ask the boss"
        return said and step is not None and step.first == asked and opens
    if not kind.concept.endswith(".noun") or (kind.first == 0 and cued.concepts & {"says", "wants"}):
        return False
    if (
        not any(cue.concept.endswith(".do") and cue.first == kind.first for cue in cued.cues)
        or {"did", "vague"} & cued.concepts
    ):
        return False
    step = find_step(cued, kind.first - 1, context.now.astimezone(context.zone))
    return step is not None and step.due is not None and step.first <= kind.first <= step.said


def _may_begin(cued: Cued, at: int) -> bool:
    """Whether what is to be done may begin at a place: behind a pause, with a clause, or as what was promised."""
    begins = any(clause.first == at for clause in clauses(cued))
    return begins or is_pause(cued, at - 1) or _is_promised(cued, at)


def _is_promised(cued: Cued, at: int) -> bool:
    """Whether what is said at a place was promised or asked for before it: "le prometí a Nora que la llamo el lunes"."""
    return any(phrase_at("step_openers", cued.keys, before) for before in range(max(0, at - _NEAR - 2), at))


def _is_accented(cued: Cued, cue: Cue) -> bool:
    """Whether an accent says that it is over: "llamó", not "llamo"."""
    start, end = cued.span(cue)
    return cued.reading.text[start:end].casefold().endswith(("ó", "é"))


def _is_denied(cued: Cued, kind: Cue) -> bool:
    """Whether it did not take place: "no fui a Bar Sol", "didn't get to see them"."""
    return any(
        key in phrasebook().words("negations") for key in cued.keys[max(0, kind.first - _DENIED_NEAR) : kind.first]
    )


def _is_called_off(cued: Cued, kind: Cue) -> bool:
    """Whether it was to take place and did not: "visita a La Esquina cancelada", "the meeting with Nora was called off"."""
    clause = next(c for c in clauses(cued) if kind.first < c.last)
    off = any(
        phrase_at(words, cued.keys, at)
        for words in ("calls_off", "called_off")
        for at in range(clause.first, clause.last)
    )
    return kind.concept.endswith(".noun") and off


def _by_a_colleague(cued: Cued, kind: Cue | None) -> Cue | None:
    """What a colleague, who is named right before it, did: "Karen went to Daily Bread", "Luis visita mañana a Nora"."""
    if deed := colleagues_deed(cued):
        return deed
    before = cued.reading.tokens[kind.first - 1].mark if kind is not None and kind.first else None
    named = before is not None and before.kind == NameKind.STAFF.value
    begins = kind is not None and kind.first == 1
    return kind if kind is not None and named and (begins or not kind.concept.endswith((".noun", ".do"))) else None


def _outdone(cue: Cue, other: Cue) -> bool:
    """Whether another cue says the same words and more, or is a longer one that overlaps."""
    return other.first < cue.last and cue.first < other.last and other.last - other.first > cue.last - cue.first


def _parts(cued: Cued, at: int) -> bool:
    mark = cued.reading.tokens[at].mark
    return is_pause(cued, at) or (mark is not None and mark.kind in {"customer", "contact"})


def _steps(cued: Cued, kind: Cue | None, context: Context) -> Sequence[StepCue]:
    """The next steps, which come after the kind and the first name."""
    named = [
        at for at, token in enumerate(cued.reading.tokens) if token.mark and token.mark.kind in {"customer", "contact"}
    ]
    started = max([kind.last - 1, *(named[:1] if named[:1] < [kind.first + 8] else [])]) if kind else -1
    return find_steps(cued, started, context.now.astimezone(context.zone))


def _names(draft: Draft) -> None:
    draft.customers()
    absent = absent_persons(draft.cued)
    draft.absent.extend(mark.name for mark in absent if mark.name)
    for mark in (elsewhere := _of_others(draft)):
        if mark.name is not None:
            draft.also.append(mark.name)
            draft.taken.append((mark.start, mark.end))
    draft.name(NameKind.CONTACT, but=[*absent, *elsewhere, *_denied(draft.cued)])
    _namesake(draft, absent)
    draft.name(NameKind.PROMOTION)
    draft.name(NameKind.PRODUCT)


def _denied(cued: Cued) -> frozenset[Mark]:
    """Who is named only to say that it was somebody else, or something of theirs: "that was the Crown's, not Chuck's"."""
    tokens = cued.reading.tokens
    return frozenset(
        token.mark
        for at, token in enumerate(tokens)
        if token.mark and token.mark.kind == NameKind.CONTACT and phrase_before("instead_of", cued.keys, at)
    )


def _of_others(draft: Draft) -> Sequence[Mark]:
    """Those who are listed, and work at other customers than the first one: "vi a Manolo, a Pepe y a Toño"."""
    named = listed(draft.cued)
    customer = draft.slots.get("customer")
    first = customer if isinstance(customer, Name) else named[0].name if named else None
    if first is None or first.known is None:
        return ()
    main = first.known.customer_id or first.known.id
    people = (mark for mark in named if mark.kind == NameKind.CONTACT.value and mark.name)
    return [mark for mark in people if mark.name and main not in {entry.customer_id for entry in mark.name.candidates}]


def _namesake(draft: Draft, absent: Collection[Mark]) -> None:
    """A colleague's name may be that of somebody at the customer as well, who is then meant."""
    customer = draft.slots.get("customer")
    if "contact" in draft.slots or not isinstance(customer, Name) or customer.known is None:
        return
    for mark in draft.cued.reading.of(NameKind.STAFF.value):
        if mark in absent:
            continue
        said = draft.cued.reading.text[mark.start : mark.end]
        there = match_name(said, draft.context.names, {NameKind.CONTACT}).candidates
        own = tuple(entry for entry in there if entry.customer_id == customer.known.id)
        if own:
            draft.put_mark("contact", mark, Name(said, own))


def _in_step(cued: Cued, mark: Mark, step: StepCue | None) -> bool:
    tokens = cued.reading.tokens
    return step is not None and tokens[step.first].start <= mark.start < tokens[step.last - 1].end


def _when(cued: Cued, kind: Cue | None, step: StepCue | None, context: Context) -> Mark | None:
    """When it took place: of the moments that were, the one that is closest to how the telling begins."""
    now = context.now.astimezone(context.zone)
    best: tuple[float, Mark] | None = None
    for at, token in enumerate(cued.reading.tokens):
        mark = token.mark
        if mark is None or mark.kind not in MOMENTS or mark.kind == "future" or not isinstance(mark.past, Moment):
            continue
        if _in_step(cued, mark, step) or not (is_past(mark, now) or is_today(mark, now)):
            continue
        if not _dates_it(cued, at, kind) or _rather_to_come(mark, now):
            continue
        worth = _worth(cued, at, mark, kind, today=is_today(mark, now)) - (0.0 if is_past(mark, now) else _LATER_TODAY)
        if worth > 0 and (best is None or worth > best[0]):
            best = worth, mark
    return best[1] if best else None


def _still_to_come(cued: Cued, kind: Cue | None, step: StepCue | None) -> Mark | None:
    """The day to come that stands where a report says when it was: "visité a Bar Sol mañana". Whoever keeps it has to ask."""
    if kind is None or not kind.concept.endswith(".did"):
        return None
    clause = next(c for c in clauses(cued) if kind.first < c.last)
    for at in range(clause.first, clause.last):
        mark = cued.reading.tokens[at].mark
        if mark is None or mark.kind != "future" or mark.relation != "at" or not isinstance(mark.future, Moment):
            continue
        if not _in_step(cued, mark, step) and not phrase_before("not_when", cued.keys, at):
            return mark
    return None


def _dates_it(cued: Cued, at: int, kind: Cue | None) -> bool:
    """Whether a moment can be when it took place: in the clause that says what it was, or in one of nothing but facts.

    "hablé con Marta, el martes le llegaron mal 3 botellas" was today.
    """
    found = clauses(cued)
    mine = next((clause for clause in found if clause.first <= at < clause.last), None)
    if kind is None:
        return not _is_talked_about(cued, at)
    if mine is not None and mine.first == 0 and getattr(cued.reading.tokens[at].mark, "kind", "") == "past":
        return True  # how the telling begins says when, whatever is told of later: "a good chat with Tom yesterday, told him …"
    if mine is None or mine.first <= kind.first < mine.last:
        return True
    marked = {place for place, token in enumerate(cued.reading.tokens) if token.mark}
    again = {place for cue in cued.all(*_FORMS) for place in range(cue.first, cue.last)}
    return is_facts(cued, mine, marked | again)


def _is_talked_about(cued: Cued, at: int) -> bool:
    """Whether a bare date stands in what is told, where nothing is said to have taken place: "nos debe dos, paga el 30"."""
    mark = cued.reading.tokens[at].mark
    if mark is None or mark.kind != "day":
        return False
    little = little_words()
    return any(token.is_word and token.key not in little for token in cued.reading.tokens[:at])


def _rather_to_come(mark: Mark, now: datetime) -> bool:
    """Whether a date that either tense would read is much closer ahead than behind: "2 Dec, tasting booked" is no visit a year ago."""
    past, future = mark.past, mark.future
    if mark.kind not in {"day", "period"} or not isinstance(past, Moment) or not isinstance(future, Moment):
        return False
    if past == future:
        return False
    behind = now.date() - _day(past)
    return behind > _LONGEST_AGO and _day(future) - now.date() < behind


def _day(moment: Moment) -> date:
    return moment.start.date() if isinstance(moment.start, datetime) else moment.start


def _worth(cued: Cued, at: int, mark: Mark, kind: Cue | None, *, today: bool) -> float:
    """How likely a moment tells when it took place: it was, it stands by the verb, nothing like "hasta" governs it."""
    worth = 2.0 if mark.kind == "past" else 1.0
    worth -= 0.01 * at
    if kind is not None:
        near = range(min(kind.first, at), max(kind.last, at))
        paused = any(is_pause(cued, i) for i in near)
        worth += 0.0 if paused else 2.0
        worth -= 1.5 if paused and at > kind.first and mark.kind == "day" and not today else 0.0
        between = [cue for cue in cued.all("says") if kind.last <= cue.first < at]
        worth -= 1.2 if between else 0.0
    if mark.kind == "period":
        worth -= 1.0
    before = phrase_before("not_when", cued.keys, at)
    own = cued.reading.text[mark.start : mark.end].split()
    governed = before or (own and own[0].casefold() in phrasebook().words("not_when"))
    if governed or mark.relation != "at":
        worth -= 1.0 if kind is not None and kind.concept.startswith("event") and at - kind.last < _NEAR else 4.0
    return worth


def _next_step(draft: Draft, step: StepCue) -> None:
    """What is to be done, in the sender's words without the moment at their edges, and when."""
    cued = draft.cued
    due = [(step.due.start, step.due.end), *step.due.also] if step.due else []
    extent = trimmed(cued, step.said, step.last, due) or trimmed(cued, step.first, step.last, due)
    if extent is None:
        return
    tokens, (start, end) = cued.reading.tokens, extent
    moment = step.due.future if step.due and isinstance(step.due.future, Moment) else None
    what = NextStep(cued.reading.text[start:end], moment, pointed_at(cued, step.first, step.said, start))
    if not draft.put("next_step", what, tokens[step.first].start, tokens[step.last - 1].end):
        draft.further.append(what)
        draft.taken.append((tokens[step.first].start, tokens[step.last - 1].end))


def _rearranged(draft: Draft) -> None:
    """What was agreed and is moved is what comes next, at its new moment: "sinead wants to move our mtg to thurs 3pm"."""
    context, said = draft.context, rearrangement(draft.cued, draft.context)
    if said is None or said.cancels or said.ordered or not said.called or not said.to or (said.words and not said.told):
        return
    moment = read_moment(said.to, context.now.astimezone(context.zone), "future", context.locale)
    if isinstance(moment, Moment):
        at = draft.cued.reading.text.rfind(said.to)
        draft.put("next_step", NextStep(said.called, moment), at, at + len(said.to))


def _summary(draft: Draft, kind: Cue | None, steps: Sequence[StepCue]) -> None:
    """The note: what of the message does not stand on the card already."""
    cued = draft.cued
    kept = (
        {"customer"} if _joins_customers(cued) else set()
    )  # "los de Valdés y los de Óptica Mar comparten nave" stays whole
    told = {(span.start, span.end) for span in draft.spans if span.slot not in _FACTS or span.slot in kept}
    facts = [extent for extent in draft.taken if extent not in told]
    if kind is not None and not kind.concept.startswith("other."):  # "dropped samples" says more than the card
        facts += [cued.span(cue) for cue in cued.all(*_FORMS) if cue.first >= kind.first and cue.last <= kind.last + 1]
        facts += [cued.span(cue) for cue in _said_again(cued, kind)]
    promised = [(step.first, step.last) for step in steps if step.due and not step.told]
    if extent := note(cued, facts, promised):
        draft.put("summary", cued.reading.text[slice(*extent)], *extent)


def _joins_customers(cued: Cued) -> bool:
    """Whether the clause of the first customer tells of a second one too, and of no deed at either: what they do, they do together."""
    first = next((at for at, key in enumerate(cued.keys) if key == "{customer}"), None)
    if first is None:
        return False
    clause = next(c for c in clauses(cued) if first < c.last)
    second = any(key == "{customer}" for key in cued.keys[first + 1 : clause.last])
    return second and not any(cue.first < first for cue in cued.all("did", "vague"))


def _said_again(cued: Cued, kind: Cue) -> Iterator[Cue]:
    """What says the same kind once more before the first pause: "le escribí a Sonia por whatsapp"."""
    pause = next((at for at in range(kind.last, len(cued.keys)) if is_pause(cued, at)), len(cued.keys))
    of = kind.concept.partition(".")[0]
    again = (f"{of}.noun", "event.did") if of == "event" else (f"{of}.noun",)
    return (cue for cue in cued.cues if kind.last <= cue.first < pause and cue.concept in again)
