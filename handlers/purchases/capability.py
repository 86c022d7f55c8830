"""Purchases: what customers buy, told in a sentence, on the card, in a list."""

from typing import Annotated

from handlers.kit.format.texts import _
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from handlers.purchases import card, correcting, ordering, products
from handlers.purchases.activity import RECORDS
from storage.crm.records import CustomerRecord


def _customer(turn: Turn, raw: object) -> CustomerRecord:
    found = turn.work.customers.get(int(str(raw)))
    if found is None:
        raise Sorry(_("I can't find that customer."))
    return found


ACustomer = Annotated[CustomerRecord, _customer]


def _new(turn: Turn, customer: ACustomer) -> Reply:
    return ordering.of_customer(turn, customer)


def _catalogue(turn: Turn, at: int = 0) -> Reply:
    return products.catalogue(turn, at)


CAPABILITY = Capability(
    "purchases",
    about=_("What customers buy: tell me the order, or send me the invoices as a file"),
    commands=(
        Command({"es": "compra", "en": "purchase"}, ordering.in_words, _("A customer bought something")),
        Command({"": "order_told"}, ordering.ORDER, hidden=True, sayings="order", fits=ordering.is_order),
        Command(
            {"es": "compras", "en": "purchases"},
            card.LIST,
            _("What a customer bought"),
            takes=("{customer}",),
            sayings="purchases_of",
            fits=card.is_of_one,
        ),
        Command(
            {"es": "productos", "en": "products"},
            products.in_words,
            _("The products, with their prices"),
            phrases={"es": ("catalogo", "lista de productos", "mis productos"), "en": ("catalogue", "product list")},
        ),
    ),
    actions={
        "purchases": card.purchases,
        "new_purchase": _new,
        "keep_purchase": ordering.keep,
        "products": _catalogue,
    },
    contributes={
        "card": card.on_card,
        "after_log": ordering.after_log,
        "after_addition": ordering.after_addition,
        "corrected": correcting.follow,
    },
    amends={ordering.PURCHASE: correcting.amendment},
    records=RECORDS,
    examples={
        "es": ("Bar Sol pide 10 cajas de vino a 18,50", "compras de Bar Sol"),
        "en": ("The Crown ordered 10 boxes of wine at 18.50", "purchases of The Crown"),
    },
    order=22,
)
