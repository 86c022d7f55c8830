"""What a customer buys: on the card, in the brief, as a list."""

from collections.abc import Mapping
from datetime import timedelta

from handlers.kit.format.order_lines import line
from handlers.kit.format.texts import Price, ShortDay, Words, _, clip, ngettext
from handlers.kit.forms.form import Form, Said, Slot
from handlers.kit.forms.name_first import is_exactly_a_customer
from handlers.kit.forms.name_slots import KnownCustomer
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Entries, Facts, Heading, Paragraph
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Sorry, Turn
from storage.crm.records import CustomerRecord
from storage.purchases.records import Bought

ON_A_CARD = 3
PAGE = 8
YEAR = timedelta(days=365)

CUSTOMER = Slot("customer", KnownCustomer(), _("Customer"), _("Which customer?"))


def on_card(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """What they bought most of in a year."""
    since = turn.local(turn.now).date() - YEAR
    bought = turn.work.purchases.bought(customer.id, since=since, limit=ON_A_CARD)
    if not bought:
        return None
    facts: list[tuple[Words, Words]] = [(_("Buys"), "; ".join(turn.voice.say(_in_short(one)) for one in bought))]
    return Reply((Facts(facts),), (Choice(_("Purchases"), Action("purchases", {"customer": customer.id})),))


def _in_short(one: Bought) -> Words:
    """One product: "Vino, 12 times, last 9 nov, 1.850 €"."""
    times = ngettext("once", "{count} times", one.orders)
    return _(
        "{product}, {times}, last {day}, {amount}",
        product=clip(one.product, 40),
        times=times,
        day=ShortDay(one.last),
        amount=Price(one.amount, one.currency),
    )


def purchases(turn: Turn, customer: int, at: int = 0) -> Reply:
    """A page of what a customer bought, the newest first."""
    record = turn.work.customers.get(customer)
    if record is None or customer not in turn.work.customers.visible({customer}):
        raise Sorry(_("I can't find that customer."))
    found = turn.work.purchases.of_customer(customer, limit=PAGE + 1, offset=at)
    heading = Heading(_("Purchases of {customer}", customer=record.name))
    new = Choice(_("Add a purchase"), Action("new_purchase", {"customer": customer}))
    if not found:
        return Reply((heading, Paragraph(_("None is noted."))), (new,))
    page = Pager.of(found, PAGE, next=at + PAGE)
    items = [
        (
            ShortDay(one.day) if not one.reference else _("{day} · {what}", day=ShortDay(one.day), what=one.reference),
            line(one.quantity, one.unit, one.product, one.unit_price, one.amount, one.currency),
        )
        for one in page.items
    ]
    return Reply((heading, Entries(items)), (*page.more(Action("purchases", {"customer": customer})), new))


def _list(turn: Turn, said: Said) -> Reply:
    return purchases(turn, said[CUSTOMER].id)


def is_of_one(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a sentence asks for one known customer's purchases, and nothing else."""
    return is_exactly_a_customer(turn, places["customer"])


LIST = Form("purchases", (CUSTOMER,), save=_list, title=_("Purchases"))
