"""Who takes a lead on, and when a person first got in touch: taken, called, answered."""

from datetime import datetime

from handlers.kit.audit import undo_choice
from handlers.kit.follow_ups.told_besides import keep_promises
from handlers.kit.format.durations import BusinessDuration
from handlers.kit.format.phones import phone_shown
from handlers.kit.format.texts import Words, _
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.amendment import Amendment
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import Name
from handlers.leads.card import card, title
from handlers.leads.lookup import ALead, called_so, mine, named, there, to_open
from storage.crm.leads.records import NEW, OUTBOUND, LeadRecord
from storage.crm.records import InteractionRecord

NAMED = 0.9
"""A score (`handlers.kit.dialog.candidates`): whoever enquired is called by name, and nobody known is."""


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
    """Their number, to dial now: that counts as the first response."""
    lead = mine(turn, lead)
    words = answered(turn, lead, "call")
    number = _("Their number: {phone}", phone=phone_shown(lead.phone))
    return card(turn, there(turn, lead.id), number, *words, undo=undo_choice(turn))


def say_answered(turn: Turn, lead: ALead) -> Reply:
    """The person wrote, called or went there."""
    lead = mine(turn, lead)
    words = answered(turn, lead, "answered")
    return card(turn, there(turn, lead.id), *(words or (_("Noted."),)), undo=undo_choice(turn))


def called_said(turn: Turn, text: str) -> Reply:
    """A sentence says that somebody got in touch: "he llamado al lead 12"."""
    found = named(turn, text)
    if len(found) == 1:
        return say_answered(turn, found[0])
    return Reply.of(_("Which lead?"), choices=to_open(found or turn.work.leads.open(limit=6), "answered_lead"))


def told_of(turn: Turn, text: str) -> Amendment | None:
    """What is told of a lead, called by its name: "he hablado con Panadería Rosa, le interesa el horno"; None where it names none."""
    heard = turn.read_as("log_interaction", text)
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


def told(turn: Turn, lead: ALead, text: str) -> Reply:
    """What somebody tells of a lead stays in its journey, letter by letter; where we reached them that is the first response."""
    lead = mine(turn, lead)
    heard = turn.read_as("log_interaction", text)
    if heard.inbound:
        words = wrote_again(turn, lead, text)
    elif heard.unmet:
        turn.work.leads.touch(lead.id, str(heard.slots["kind"]), staff_id=turn.person.id, message=text)
        words = [_still_waits(turn, lead)]
    else:
        words = answered(turn, lead, str(heard.slots["kind"]), message=text)
    done = card(turn, there(turn, lead.id), *(words or (_("Noted."),)), undo=undo_choice(turn))
    return done + keep_promises(turn, text, customer_id=lead.customer_id, named=lead.name or lead.company)


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
