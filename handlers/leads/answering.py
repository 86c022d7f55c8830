"""Who takes a lead on, and when a person first got in touch: taken, called, answered."""

from datetime import datetime

from handlers.kit.audit import undo_choice
from handlers.kit.follow_ups.told_besides import keep_promises
from handlers.kit.format.durations import BusinessDuration
from handlers.kit.format.phones import phone_shown
from handlers.kit.format.texts import Words, _
from handlers.kit.forms.filling import start
from handlers.kit.forms.form import Form, Said, Slot
from handlers.kit.forms.slot_types import FreeText
from handlers.kit.messages.action import Action, Choice, answer
from handlers.kit.messages.blocks import Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.amendment import Amendment
from handlers.kit.registry.registry import registry_of
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import Name
from handlers.language.slots.remarks import bids, looks_up
from handlers.leads import intake
from handlers.leads.card import card, title
from handlers.leads.lookup import (
    STANDS_FOR_LEAD,
    ALead,
    WhichLead,
    called_so,
    mine,
    mine_or_closed,
    named,
    numbered,
    there,
    to_open,
)
from storage.crm.leads.records import NEW, OUTBOUND, LeadRecord
from storage.crm.records import InteractionRecord

NAMED = 0.9
"""A score (`handlers.kit.dialog.candidates`): whoever enquired is called by name, and nobody known is; or by the lead's number."""
TOLD, PLANNED = "log_interaction", "set_reminder"
SPOKE, NOBODY = "+", "-"
"""What came of a call, where a button says it: stored while a form waits."""


def take(turn: Turn, lead: ALead) -> Reply:
    """It is this person's now. That answers nobody yet: the clock runs on."""
    lead = mine(turn, lead)
    if lead.state != NEW and lead.owner_id == turn.person.id:
        return card(turn, lead, _("You already have it."))
    _take(turn, lead)
    return card(turn, there(turn, lead.id), _("It's yours."), undo=undo_choice(turn))


def take_said(turn: Turn, text: str) -> Reply:
    """Takes the one that a sentence names: "cojo el lead de Ana Pérez"."""
    found = named(turn, text)
    if len(found) == 1:
        return take(turn, found[0])
    every = found or turn.work.leads.open(free=True, limit=6) or turn.work.leads.open(owner_id=turn.person.id, limit=6)
    if not every:
        raise Sorry(_("There is no lead to take."))
    return Reply.of(_("Which lead?"), choices=to_open(every, "take_lead"))


def call(turn: Turn, lead: ALead) -> Reply:
    """Their number, to dial now; whoever dials it has the lead. What came of it is asked: no clock stops before somebody was reached."""
    lead = mine(turn, lead)
    if lead.state == NEW:
        _take(turn, lead)
    _asked_no_more(turn, lead)
    return start(turn, CALLED, None, values={LEAD.name: lead.id})


def _asked_no_more(turn: Turn, lead: LeadRecord) -> None:
    """What came of an earlier call to them is asked no more: something else was told since, or they are called again."""
    talk = turn.conversation
    talk.form_stack = [
        form for form in talk.form_stack if (form.form, form.values.get(LEAD.name)) != (CALLED.name, lead.id)
    ]


class _CallOutcome(FreeText):
    """What came of a call: nobody answered, somebody did, or what was said, in any words."""

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """Whether anybody answered."""
        return (Choice(_("We spoke"), answer(SPOKE)), Choice(_("Nobody answered"), answer(NOBODY)))


def _what_came(_turn: Turn, said: Said) -> Words:
    return _("Their number: {phone}. What came of it?", phone=phone_shown(said[LEAD].phone) or "–")


def _called(turn: Turn, said: Said) -> Reply:
    """Only a call that somebody took is a response."""
    lead, outcome = mine(turn, said[LEAD]), said[OUTCOME]
    if outcome not in {SPOKE, NOBODY}:
        return told(turn, lead, outcome, kind="call")
    words = answered(turn, lead, "call") if outcome == SPOKE else _in_vain(turn, lead)
    return card(turn, there(turn, lead.id), *(words or (_("Noted."),)), undo=undo_choice(turn))


LEAD = Slot("lead", WhichLead(), _("Lead"), _("Which lead?"), "12")
OUTCOME = Slot("outcome", _CallOutcome(), _("What came of it"), _what_came, _("wants two ovens"))
CALLED = Form("lead_call", (LEAD, OUTCOME), save=_called, intent=TOLD)


def say_answered(turn: Turn, lead: ALead) -> Reply:
    """The person wrote, called or went there."""
    lead = mine(turn, lead)
    words = answered(turn, lead, "answered")
    return card(turn, there(turn, lead.id), *(words or (_("Noted."),)), undo=undo_choice(turn))


def called_said(turn: Turn, text: str) -> Reply:
    """A sentence says that somebody got in touch: "he llamado al lead 12"."""
    found = named(turn, text)
    if len(found) == 1:
        return told(turn, found[0], turn.told, kind="answered")
    return Reply.of(_("Which lead?"), choices=to_open(found or turn.work.leads.open(limit=6), "answered_lead"))


def told_of(turn: Turn, text: str, by_name: bool) -> Amendment | None:
    """What is told of a lead, called by its number or its name; None where it is of none.

    "El lead 3 quiere 10 cajas", "he hablado con Panadería Rosa, le interesa el horno".
    """
    if found := numbered(text):
        return _told_by_number(turn, text, *found)
    return _told_by_name(turn, text) if by_name else None


def _told_by_number(turn: Turn, text: str, number: int, stood_in: str) -> Amendment | None:
    """What tells something of the lead of this number; None for what asks, orders, plans or takes."""
    heard = turn.read_standing_in(stood_in, STANDS_FOR_LEAD)
    read, means, plain = heard.read_as(TOLD), heard.understanding.intent, turn.understand(text).intent
    happened = read.unmet or read.inbound or read.slots.get("kind") in OUTBOUND
    tells = read.unmet or means in {TOLD, PLANNED, "unknown"} or (plain == "new_lead" and not looks_up(means))
    if not tells or bids(text) or plain == PLANNED or (plain == "take_lead" and not happened):
        return None
    if plain != TOLD and registry_of(turn).saying(turn, text):
        return None  # a command by its template
    plans = turn.read_as(PLANNED, text) if means == PLANNED else None
    planning = registry_of(turn).intent(PLANNED)

    def apply() -> Reply:
        lead = there(turn, number)
        if plans and "due" in plans.slots and planning and isinstance(planning[1], Form):
            return start(turn, planning[1], plans, text=text)
        return told(turn, lead, text)

    return Amendment(
        NAMED, "it tells of a lead by its number", _("something about lead {number}", number=number), apply
    )


def _told_by_name(turn: Turn, text: str) -> Amendment | None:
    heard = turn.read_as(TOLD, text)
    names = [name.text for slot in ("customer", "contact") if isinstance(name := heard.slots.get(slot), Name)]
    if heard.slots.get("kind") not in OUTBOUND or not names:
        return None
    found = [lead for lead in named(turn, " ".join(names), by_number=False) if called_so(lead, names)]
    if not found:
        return None

    def apply() -> Reply:
        if len(found) > 1:
            return Reply.of(_("Which lead?"), choices=to_open(found, "told_lead", text=text))
        return told(turn, found[0], text)

    words = _("something about {lead}", lead=title(found[0]))
    return Amendment(NAMED, "it tells of somebody who enquired", words, apply)


def told(turn: Turn, lead: ALead, text: str, kind: str = "note") -> Reply:
    """What somebody tells of a lead stays in its journey, letter by letter; where we reached them that is the first response.

    `kind` is how we got in touch where the words do not say it; a mere note reached nobody. A closed lead that got in touch with us
    is open again; whatever else is told of it is kept with it.
    """
    lead = mine_or_closed(turn, lead)
    _asked_no_more(turn, lead)
    named_ = numbered(text)
    heard = turn.read_standing_in(named_[1], STANDS_FOR_LEAD) if named_ else None
    read = heard.read_as(TOLD) if heard else turn.read_as(TOLD, text)
    planned = heard is not None and heard.understanding.intent == PLANNED
    how = kind if planned else str(read.slots.get("kind", kind))
    if read.inbound and not lead.is_open:
        words = _reopened(turn, lead, text)
    elif read.inbound:
        words = wrote_again(turn, lead, text)
    elif read.unmet:
        words = _in_vain(turn, lead, text)
    elif how in OUTBOUND:
        words = answered(turn, lead, how, message=text)
    else:
        turn.work.leads.touch(lead.id, "note", staff_id=turn.person.id, message=text)
        words = [_still_waits(turn, lead)]
    done = card(turn, there(turn, lead.id), *(words or (_("Noted."),)), undo=undo_choice(turn))
    return done + keep_promises(turn, text, customer_id=lead.customer_id, named=lead.name or lead.company)


def reopen(turn: Turn, lead: ALead) -> Reply:
    """The button: something may come of it after all."""
    lead = mine_or_closed(turn, lead)
    words = [] if lead.is_open else _reopened(turn, lead, None)
    return card(turn, there(turn, lead.id), *words, undo=undo_choice(turn))


def _reopened(turn: Turn, lead: LeadRecord, message: str | None) -> list[Words]:
    intake.reopen(turn.work, turn.company, lead, message, turn.person)
    return [_("It is open again, and yours: {lead}.", lead=title(lead))]


def after_contact(turn: Turn, logged: InteractionRecord) -> Reply | None:
    """One of us got in touch with a customer who had enquired: that is a first response, unless it is older, or a mere note."""
    if logged.kind not in OUTBOUND:
        return None
    exact = logged.at if logged.grain == "minute" else None
    words: list[Words] = []
    for lead in _enquired_by(turn, logged):
        words += answered(turn, lead, logged.kind, at=exact)
    return Reply(tuple(Paragraph(each) for each in words)) if words else None


def after_enquiry(turn: Turn, logged: InteractionRecord) -> Reply | None:
    """A customer who had enquired got in touch with us: whoever has the lead answers them all the same."""
    words: list[Words] = []
    waiting: list[LeadRecord] = []
    for lead in _enquired_by(turn, logged):
        words += wrote_again(turn, lead, logged.summary)
        waiting += [lead] if _is_waiting(turn, lead) else []
    if not waiting:
        return None
    choices = tuple(
        Choice(_("I've answered lead {number}", number=lead.id), Action("answered_lead", {"lead": lead.id}))
        for lead in waiting
    )
    return Reply(tuple(Paragraph(each) for each in words), choices)


def _enquired_by(turn: Turn, logged: InteractionRecord) -> list[LeadRecord]:
    """The open leads of a customer that were there on the day of what was logged."""
    found = turn.work.leads.of_customer(logged.customer_id)
    return [lead for lead in found if lead.is_open and logged.day >= turn.local(lead.arrived_at).date()]


def wrote_again(turn: Turn, lead: LeadRecord, message: str | None) -> list[Words]:
    """They got in touch once more: it stays in the journey, and stops no clock; says so where one runs."""
    turn.work.leads.touch(lead.id, "chat", staff_id=turn.person.id, message=message or None)
    return [_still_waits(turn, lead)] if _is_waiting(turn, lead) else []


def _in_vain(turn: Turn, lead: LeadRecord, message: str | None = None) -> list[Words]:
    """Nobody was reached: that stays in the journey, and the clock runs on."""
    turn.work.leads.touch(lead.id, "attempt", staff_id=turn.person.id, message=message)
    return [_still_waits(turn, lead)]


def _still_waits(turn: Turn, lead: LeadRecord) -> Words:
    waits = _is_waiting(turn, lead)
    return _("Still waiting for our answer: {lead}.", lead=title(lead)) if waits else _("Noted.")


def _is_waiting(turn: Turn, lead: LeadRecord) -> bool:
    wait = turn.work.lead_waits.of(lead.id)
    return wait is not None and wait.is_waiting


def answered(
    turn: Turn, lead: LeadRecord, kind: str, *, at: datetime | None = None, message: str | None = None
) -> list[Words]:
    """A person got in touch: that stops the clock, where it runs; says so. Who does it has the lead, unless somebody took it on.

    `message` is how it was told, letter by letter: it stays in the lead's journey.
    """
    if lead.state == NEW:
        _take(turn, lead)
    turn.work.leads.touch(lead.id, kind, staff_id=turn.person.id, message=message)
    wait = turn.work.lead_waits.of(lead.id)
    if wait is None or not wait.is_waiting or (at is not None and at < wait.started_at):
        return []
    at = min(at, turn.now) if at else turn.now
    seconds = turn.calendars.business_time_of(turn.person).elapsed(wait.started_at, at)
    turn.work.lead_waits.answer(wait, turn.person.id, at, seconds)
    return [_("First response to {lead}: after {time}.", lead=title(lead), time=BusinessDuration(seconds))]


def _take(turn: Turn, lead: LeadRecord) -> None:
    turn.work.leads.take(lead.id, turn.person.id)
    if lead.owner_id not in {None, turn.person.id}:
        words = _("{name} has taken {lead}.", name=turn.person.first_name, lead=title(lead))
        turn.tell(lead.owner_id or 0, Reply.of(words))
