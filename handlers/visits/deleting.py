"""Deleting what was logged, said in words: "borra la visita de hoy a Bar Sol". Undo brings it back."""

from collections.abc import Mapping
from datetime import datetime

from handlers.kit.audit import undo_choice
from handlers.kit.format.labels import KINDS
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.form import Form, Said, Slot
from handlers.kit.forms.moment_slots import Past
from handlers.kit.forms.name_slots import CustomerName
from handlers.kit.forms.slot_types import OneOf
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.moments.calendar import last_date
from handlers.language.meaning import Moment, NameKind
from handlers.visits.card import INTERACTION, mine, shown_when
from storage.crm.records import InteractionRecord

LOOKED_AT = 20
"""Records of a customer, the latest ones, among which it is looked for."""
MOST_OFFERED = 4

CUSTOMER = Slot("customer", CustomerName(), _("Customer"), _("Which customer?"))
KIND = Slot("kind", OneOf(KINDS), _("Kind"), _("What was it?"), optional=True)
WHEN = Slot("when", Past(), _("Date"), _("When was it?"), optional=True)


def _delete(turn: Turn, said: Said) -> Reply:
    """Deletes the one that fits; where several do, it asks which."""
    customer, kind, when = said[CUSTOMER], said.get(KIND), said.get(WHEN)
    page = turn.work.interactions.timeline(customer.id, limit=LOOKED_AT, kind=kind)
    found = [record for record in page.items if record.author_id == turn.person.id and _is_of(record, when)]
    if not found:
        raise Sorry(_nothing(customer.name, kind, on_that_day=when is not None))
    if len(found) == 1:
        return _delete_record(turn, found[0].id)
    choices = (Choice(_title(turn, one), Action("delete_record", {"interaction": one.id})) for one in found)
    return Reply.of(_("Which one shall I delete?"), choices=tuple(choices)[:MOST_OFFERED])


def _nothing(customer: str, kind: str | None, *, on_that_day: bool) -> Words:
    if kind is None:
        return _("I can't find anything that you logged about {customer}.", customer=customer)
    if on_that_day:
        return _("I can't find any {kind} of yours with {customer} on that day.", kind=KINDS[kind], customer=customer)
    return _("I can't find any {kind} of yours with {customer}.", kind=KINDS[kind], customer=customer)


def _is_of(record: InteractionRecord, when: Moment | None) -> bool:
    if when is None:
        return True
    first = when.start.date() if isinstance(when.start, datetime) else when.start
    return first <= record.day <= last_date(when)


def _title(turn: Turn, record: InteractionRecord) -> Words:
    return _(
        "{kind} · {when} · {summary}",
        kind=KINDS[record.kind],
        when=shown_when(turn, record),
        summary=clip(record.summary, 30),
    )


def _delete_record(turn: Turn, interaction: int) -> Reply:
    record = mine(turn, Target(INTERACTION, interaction))
    turn.work.interactions.archive(record.id)
    return Reply.of(
        _(
            "Deleted: {kind} · {customer} · {when}",
            kind=KINDS[record.kind],
            customer=record.customer,
            when=shown_when(turn, record),
        ),
        choices=undo_choice(turn),
    )


def _at_a_customer(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether it names a customer: "borra la nota de que no pagan" is something else."""
    return turn.match(places["customer"], {NameKind.CUSTOMER, NameKind.CONTACT}).known is not None


DELETE = Form("delete_record", (CUSTOMER, KIND, WHEN), save=_delete)

CAPABILITY = Capability(
    "deleting",
    about=_("Delete what was logged"),
    commands=(Command({"": "delete_record"}, DELETE, hidden=True, sayings="delete_record", fits=_at_a_customer),),
    actions={"delete_record": _delete_record},
    order=22,
)
