"""The customer's card: who they are, whose, what happened last and what is open."""

from handlers.kit.format.labels import STATUSES
from handlers.kit.format.lists import happened, open_point, person
from handlers.kit.format.phones import phones_shown
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.form import Form, Said, Slot
from handlers.kit.forms.name_slots import KnownCustomer
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Block, Entries, Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Turn
from storage.crm.records import CustomerRecord

PEOPLE_SHOWN = 3
OPEN_SHOWN = 2

CUSTOMER = Slot("customer", KnownCustomer(), _("Customer"), _("Which customer?"))


def _show(turn: Turn, said: Said) -> Reply:
    return _card(turn, said[CUSTOMER])


def _card(turn: Turn, customer: CustomerRecord) -> Reply:
    """One phone screen; whatever other capabilities know follows."""
    people, target = turn.work.customers.contacts(customer.id), Target("customer", customer.id)
    this = {"customer": customer.id}
    blocks: tuple[Block, ...] = (Heading(customer.name), Facts(_facts(turn, customer)))
    latest = turn.work.interactions.timeline(customer.id, limit=1).items
    lines = [
        *(open_point(f, longest=80) for f in turn.work.follow_ups.open_for(customer.id, limit=OPEN_SHOWN)),
        *(happened(record, longest=120) for record in latest),
    ]
    blocks += (Entries(lines) if lines else Paragraph(_("No activity yet.")),)
    if people:
        blocks += (Entries([person(contact) for contact in people[:PEOPLE_SHOWN]]),)
    choices: tuple[Choice, ...] = (
        Choice(_("History"), Action("history", this)),
        Choice(_("Brief"), Action("brief", this)),
        Choice(_("Edit"), Action("edit", {"subject": str(target)})),
        Choice(_("Log a visit"), Action("log_visit", this)),
    )
    if len(people) > PEOPLE_SHOWN:
        choices += (Choice(_("All contacts"), Action("contacts", this)),)
    return Reply(blocks, choices, about=target) + turn.contributions("card", customer)


def _facts(turn: Turn, customer: CustomerRecord) -> list[tuple[Words, Words]]:
    """What is known, a line each."""
    nicknames, further = turn.work.customers.also(customer.id)
    known: list[tuple[Words, Words | None]] = [
        (_("Status"), STATUSES.get(customer.status) if customer.status != "customer" else None),
        (_("Owner"), customer.owner),
        (_("Also called"), clip(", ".join(nicknames), 80)),
        (_("Phone"), phones_shown([customer.phone, *further])),
        (_("E-mail"), customer.email),
        (_("Address"), clip(customer.address or "", 120)),
        (_("Sector"), customer.sector),
    ]
    return [(label, value) for label, value in known if value]


CARD = Form("card", (CUSTOMER,), save=_show, intent="show_customer", title=_("A customer's card"))

CAPABILITY = Capability(
    "card",
    about=_("A customer's card: owner, numbers, people, what is open"),
    commands=(
        Command(
            {"es": "cliente", "en": "customer"},
            CARD,
            _("A customer's card"),
            reads_as="ficha de {}",
            sayings="customer_of_number",
        ),
        Command({"es": "ficha", "en": "card"}, CARD, _("A customer's card"), reads_as="ficha de {}", hidden=True),
    ),
    actions={"card": _card},
    intents={"show_customer": CARD},
    examples={"es": ("ficha de Bar Sol",), "en": ("card of The Crown",)},
    order=15,
)
