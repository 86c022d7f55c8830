"""The brief before a visit: what to know about a customer on the way there."""

from collections.abc import Sequence

from handlers.kit.format.labels import STATUSES
from handlers.kit.format.lists import happened, joined, open_point
from handlers.kit.format.texts import DateSpan, ShortDay, Words, _
from handlers.kit.forms.form import Form, Said, Slot
from handlers.kit.forms.moment_slots import HistoryPeriod
from handlers.kit.forms.name_slots import CustomerName, others_meant
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Block, Entries, Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Turn
from handlers.language.meaning import Moment
from storage.crm.records import CustomerRecord, InteractionRecord

LOOKED_AT = 30
"""Latest contacts in which it is looked who of us was there."""
TOLD = 3
PEOPLE = 4

CUSTOMER = Slot("customer", CustomerName(), _("Customer"), _("Which customer will you see?"))
WHEN = Slot("when", HistoryPeriod(), _("When"), _("When will you see them?"), optional=True)


def _show(turn: Turn, said: Said) -> Reply:
    others = others_meant(turn, said, lambda name: _("Brief: {customer}", customer=name), "brief")
    return others + _brief(turn, said[CUSTOMER], said.get(WHEN))


def _of(turn: Turn, customer: CustomerRecord) -> Reply:
    """The brief for the customer that a card is about."""
    return _brief(turn, customer, None)


def _brief(turn: Turn, customer: CustomerRecord, when: Moment | None) -> Reply:
    """One phone screen: open points, last contacts, who was there, whom to ask for; then what other capabilities advise."""
    latest = turn.work.interactions.timeline(customer.id, limit=LOOKED_AT).items
    title = (
        _("Brief: {customer} · {when}", customer=customer.name, when=DateSpan(when))
        if when
        else _("Brief: {customer}", customer=customer.name)
    )
    blocks: tuple[Block, ...] = (Heading(title), Facts(_facts(turn, customer, latest)))
    if open_points := turn.work.follow_ups.open_for(customer.id, limit=TOLD):
        blocks += (Paragraph(_("Still open:")), Entries([open_point(f, longest=60) for f in open_points]))
    if latest:
        blocks += (
            Paragraph(_("Latest activity:")),
            Entries([happened(record, longest=90) for record in latest[:TOLD]]),
        )
    else:
        blocks += (Paragraph(_("Nobody has logged anything yet: you'll be the first.")),)
    choices = (
        Choice(_("History"), Action("history", {"customer": customer.id})),
        Choice(_("Card"), Action("card", {"customer": customer.id})),
        Choice(_("Log a visit"), Action("log_visit", {"customer": customer.id})),
    )
    return Reply(blocks, choices, about=Target("customer", customer.id)) + turn.contributions("brief", customer)


def _facts(turn: Turn, customer: CustomerRecord, latest: Sequence[InteractionRecord]) -> list[tuple[Words, Words]]:
    people = turn.work.customers.contacts(customer.id)[:PEOPLE]
    known: list[tuple[Words, Words | None]] = [
        (_("Status"), STATUSES.get(customer.status) if customer.status != "customer" else None),
        (_("Owner"), customer.owner if customer.owner_id != turn.person.id else None),
        (_("Address"), customer.address),
        (_("People"), ", ".join(joined([c.name, f"({c.role})" if c.role else None], " ") for c in people)),
        (_("Colleagues who've visited"), _colleagues(turn, latest)),
    ]
    return [(label, value) for label, value in known if value]


def _colleagues(turn: Turn, latest: Sequence[InteractionRecord]) -> str:
    """Each colleague among the latest contacts, with their last day there."""
    last: dict[str, InteractionRecord] = {}
    for record in latest:
        last.setdefault(record.author, record)
    return ", ".join(
        f"{name.split()[0]} ({turn.voice.say(ShortDay(record.day))})" for name, record in list(last.items())[:PEOPLE]
    )


BRIEF = Form("brief", (CUSTOMER, WHEN), save=_show, intent="brief_customer", title=_("Prepare a visit"))

CAPABILITY = Capability(
    "brief",
    about=_("A brief before you see a customer"),
    commands=(
        Command(
            {"es": "brief", "en": "brief"},
            BRIEF,
            _("A brief before you see a customer"),
            reads_as="prepárame la visita a {}",
        ),
    ),
    actions={"brief": _of},
    intents={"brief_customer": BRIEF},
    examples={"es": ("mañana veo a Bar Sol",), "en": ("seeing The Crown tomorrow, brief me",)},
    order=16,
)
