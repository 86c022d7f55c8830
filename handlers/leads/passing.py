"""A lead goes to somebody else: to whoever's turn it is, or to a colleague whom somebody names."""

from collections.abc import Mapping

from handlers.kit.audit import undo_choice
from handlers.kit.follow_ups.follow_up import covered_by_me
from handlers.kit.format.texts import _
from handlers.kit.forms.form import Form, Said, Slot
from handlers.kit.messages.reply import Reply
from handlers.kit.people.colleagues import Colleague
from handlers.kit.people.managers import managers_of
from handlers.kit.people.permissions import MANAGERS
from handlers.kit.turn import Sorry, Turn
from handlers.leads.assigning import next_owner
from handlers.leads.card import announcement, card, title
from handlers.leads.intake import give
from handlers.leads.lookup import ALead, WhichLead, mine, named, there
from storage.crm.leads.records import LeadRecord
from storage.people.records import Person


def pass_on(turn: Turn, lead: ALead) -> Reply:
    """Not for this person: whoever's turn it is next has it; where everybody had it, the managers hear of it."""
    lead = mine(turn, lead)
    turn.work.leads.touch(lead.id, "passed", staff_id=turn.person.id)
    wait = turn.work.lead_waits.of(lead.id)
    had = turn.work.leads.had_by(lead.id, wait.started_at if wait else lead.arrived_at)
    to = next_owner(turn.work, turn.company, lead, without=had | {turn.person.id})
    _give_to(turn, lead, to)
    words = _("{name} has it now.", name=to.first_name) if to else _("Nobody else is free: I've told the managers.")
    return Reply.of(words, choices=undo_choice(turn))


LEAD = Slot("lead", WhichLead(), _("Lead"), _("Which lead?"), "12")
TO = Slot("staff", Colleague(), _("To whom"), _("Who is to have it?"), "Luis")


def _hand_over(turn: Turn, said: Said) -> Reply:
    """“Pasa el lead 12 a Luis”: whose turn it is does not matter, who may decide does."""
    lead, to = said[LEAD], said[TO]
    if lead.owner_id not in {None, turn.person.id, *covered_by_me(turn)} and turn.person.role not in MANAGERS:
        raise Sorry(_("{name} has that lead: they or a manager can hand it over.", name=lead.owner or ""))
    if to.id == lead.owner_id:
        return card(turn, lead, _("{name} has it already.", name=to.first_name))
    turn.work.leads.touch(lead.id, "passed", staff_id=turn.person.id)
    _give_to(turn, lead, to)
    if lead.owner_id not in {None, turn.person.id}:
        words = _("{name} has given {lead} to {to}.", name=turn.person.first_name, lead=title(lead), to=to.first_name)
        turn.tell(lead.owner_id or 0, Reply.of(words))
    return card(turn, there(turn, lead.id), _("{name} has it now.", name=to.first_name), undo=undo_choice(turn))


def names_lead(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a lead is named, by number or by name."""
    words = places["lead"]
    return any(c.isdigit() for c in words) or bool(named(turn, words, by_number=False))


def _give_to(turn: Turn, lead: LeadRecord, to: Person | None) -> None:
    """Whoever gets it hears of it: with the reminders where its clock runs, else at once."""
    give(turn.work, turn.company, lead, to)
    wait = turn.work.lead_waits.of(lead.id)
    if wait is not None and wait.is_waiting:
        return
    notice = _("{name} has passed this lead to you.", name=turn.person.first_name)
    for person in [to] if to else managers_of(turn.work, turn.person):
        if person.id != turn.person.id:
            turn.tell(person.id, announcement(there(turn, lead.id), notice))


GIVE = Form("give_lead", (LEAD, TO), save=_hand_over, title=_("Give a lead"))
