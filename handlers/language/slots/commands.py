"""The slots of commands: what each intent but a telling, an introduction and a reminder takes from its sentence."""

from datetime import datetime

from handlers.language.acts.verbatim import trimmed
from handlers.language.concepts.concepts import Cue, Cued
from handlers.language.entities.moments.moments import read_moment
from handlers.language.entities.names.answers import match_name
from handlers.language.entities.names.looked_up import looked_up
from handlers.language.entities.names.unknown import find_unknown
from handlers.language.meaning import Context, Grain, Moment, Name
from handlers.language.questions.reader import read_question
from handlers.language.slots.channels import channel_cues, channel_of, wanted_channel
from handlers.language.slots.deal_titles import put_title
from handlers.language.slots.deals import sum_told
from handlers.language.slots.draft import Draft
from handlers.language.slots.introducing import fill_source
from handlers.language.slots.to_be_done import put_what
from handlers.language.text.free_text import rest
from storage.names.names import NameEntry, NameKind

_CLOSED = frozenset({"won", "lost"})
_PAST_PERIODS = ("period", "past", "day", "future")


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


def new_opportunity(draft: Draft) -> None:
    """What may be sold to whom, for how much, and when it may close."""
    customer_only(draft)
    sum_told(draft)
    draft.future("close")
    if "close" in draft.slots:
        draft.take_cues("close")
    put_title(draft)


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
    put_what(draft, "create", "complaint", "complains", "filler")


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


def _stage(cued: Cued) -> Cue | None:
    """The stage a sentence names; of several the last, and an open one before won or lost."""
    found = [cue for cue in cued.cues if cue.concept.startswith("stage.") and not cue.inner] or [
        cue for cue in cued.cues if cue.concept.startswith("stage.")
    ]
    open_ones = [cue for cue in found if cue.concept.partition(".")[2] not in _CLOSED]
    return next(reversed(open_ones or found), None)
