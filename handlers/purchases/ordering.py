"""An order that is told: read, shown line by line, and kept when it is confirmed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import On, Price, Words, _, clip, ngettext
from handlers.kit.forms.filling import start
from handlers.kit.forms.form import Confirmation, Form, Said, Slot
from handlers.kit.forms.moment_slots import Past
from handlers.kit.forms.name_first import customer_first, is_exactly_a_customer
from handlers.kit.forms.name_slots import CustomerName
from handlers.kit.forms.order_lines import LinePrices, OrderedLine, OrderLines, day_in, ordered, with_prices
from handlers.kit.forms.orders_told import order_told
from handlers.kit.forms.slot_types import FreeText
from handlers.kit.messages.action import NO, YES, Action, Choice, Target
from handlers.kit.messages.blocks import Entries, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.told_in_log import added_to, logged_of
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import Grain, Moment, NameKind
from storage.crm.records import CustomerRecord, InteractionRecord
from storage.names.folding import fold
from storage.purchases.records import PurchaseLine, PurchaseRecord

PURCHASE = "purchase"


def _today(turn: Turn, _said: Said) -> Moment:
    return Moment(turn.said_at.date(), Grain.DAY)


CUSTOMER = Slot("customer", CustomerName(), _("Customer"), _("Which customer?"))
LINES = Slot(
    "lines",
    OrderLines(),
    _("What"),
    _("How many of what, and at what price?"),
    _("10 boxes of wine at 18.50"),
)


def _ask_prices(turn: Turn, said: Said) -> Words:
    names = ", ".join(turn.voice.say(one.words_unpriced()) for one in said[LINES] if one.open)
    return _("At what price, of one? {what}", what=names)


def _none_open(_turn: Turn, said: Said) -> Sequence[Decimal] | None:
    return None if any(one.open for one in said[LINES]) else ()


PRICES = Slot("prices", LinePrices(), _("Prices"), _ask_prices, "4.20", default=_none_open, fixable=False)
WHEN = Slot("when", Past(), _("Date"), _("When was it?"), _("yesterday"), default=_today)
BACK = Slot("back", FreeText(), _("Return"), "", optional=True)
"""The word that says that it came back, where it did."""


def _day_told(turn: Turn, said: Said, slot: Slot[Any], text: str) -> None:
    """The day that the lines name is when it was: "10 cajas de vermut ayer por 120 €"."""
    if slot.name == PRICES.name:
        said.put(LINES, _lines(said))
    elif slot.name == LINES.name and WHEN not in said and (day := day_in(turn, text)):
        said.put(WHEN, WHEN.type.read(turn, text[day[0] : day[1]], said))


def _lines(said: Said) -> Sequence[OrderedLine]:
    return with_prices(said[LINES], said.get(PRICES) or ())


def _day(said: Said) -> date:
    start_ = said[WHEN].start
    return start_.date() if isinstance(start_, datetime) else start_


def _confirm(turn: Turn, said: Said) -> Confirmation:
    """What would be kept, word by word: a purchase is figures, and wrong ones are found late."""
    words: list[Words] = [
        _("{customer} gives back, {day}:", customer=said[CUSTOMER].name, day=On(_day(said)))
        if BACK in said
        else _("{customer} buys, {day}:", customer=said[CUSTOMER].name, day=On(_day(said)))
    ]
    words += [one.words() for one in _lines(said)]
    if len(_lines(said)) > 1:
        words.append(_("In all: {total}", total=turn.voice.say(_total(turn, _lines(said)))))
    if new := [one.product for one in _lines(said) if one.product_id is None]:
        words.append(
            ngettext(
                "New in the catalogue: {names}",
                "New in the catalogue: {names}",
                len(new),
                names=", ".join(dict.fromkeys(new)),
            )
        )
    if any(one.listed for one in _lines(said)):
        words.append(_("Where you said no price it is the list price."))
    if any(one.paid for one in _lines(said)):
        words.append(_("Where you said no price it is what they paid last."))
    words.append(_("Shall I keep it?"))
    return Confirmation("confirm", tuple(words), (Choice(_("Keep it"), YES), Choice(_("Don't save"), NO)))


def _total(turn: Turn, lines: Sequence[OrderedLine]) -> str:
    """What it comes to, a currency at a time."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for one in lines:
        sums[one.currency] += one.amount
    return " + ".join(turn.voice.say(Price(amount, currency)) for currency, amount in sums.items())


def _save(turn: Turn, said: Said) -> Reply:
    """Keeps the lines, with products that are new."""
    sign = -1 if BACK in said else 1
    made: dict[str, int] = {}
    lines = []
    for one in _lines(said):
        product = one.product_id
        if product is None:
            known = turn.work.products.called(one.product)  # somebody may have added it while the question waited
            product = made.get(fold(one.product)) or (known.id if known else turn.work.products.add(one.product))
            made[fold(one.product)] = product
        lines.append(
            PurchaseLine(product, sign * one.quantity, sign * one.amount, one.currency, one.unit, one.unit_price)
        )
    ids = turn.work.purchases.add(said[CUSTOMER].id, _day(said), lines, source=said.source)
    target = Target(PURCHASE, ids[0])
    turn.conversation.made(target, turn.incoming.sent_at)
    heading = (
        _("Kept: return of {customer}", customer=said[CUSTOMER].name)
        if BACK in said
        else _("Kept: purchase of {customer}", customer=said[CUSTOMER].name)
    )
    items: list[tuple[Words, Words]] = [(On(_day(said)), one.words()) for one in _lines(said)]
    total = turn.voice.say(_total(turn, _lines(said)))
    card = Choice(_("Card"), Action("card", {"customer": said[CUSTOMER].id}))
    kept = Reply(
        (Heading(heading), Entries(items), Paragraph(_("In all: {total}", total=total))),
        (*undo_choice(turn), card),
        about=target,
    )
    return kept if BACK in said else kept + turn.contributions("purchased", said[CUSTOMER])


ORDER = Form(
    "purchase",
    (CUSTOMER, LINES, PRICES, WHEN, BACK),
    save=_save,
    check=_confirm,
    enrich=_day_told,
    title=_("A purchase"),
)


# ------------------------------------------------------------------ what is meant so
def is_order(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a sentence names a customer, maybe with somebody there, and nothing but what they buy of us."""
    if not is_exactly_a_customer(turn, places["customer"]) or ordered(turn, places["lines"]) is None:
        return False
    who = turn.match(places["who"], {NameKind.CONTACT}) if "who" in places else None
    customer = turn.match(places["customer"], {NameKind.CUSTOMER}).known
    return who is None or any(customer and one.customer_id == customer.id for one in who.candidates)


def may_repeat(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a sentence names a customer who has bought something before."""
    known = turn.match(places["customer"], {NameKind.CUSTOMER}).known
    return known is not None and is_exactly_a_customer(turn, places["customer"]) and bool(_last_order(turn, known.id))


def _last_order(turn: Turn, customer: int) -> Sequence[OrderedLine]:
    """What a customer ordered last, as it would be ordered once more."""
    return [as_ordered(one) for one in turn.work.purchases.last_order(customer)]


def as_ordered(one: PurchaseRecord) -> OrderedLine:
    """A line that was kept, as one that is told."""
    return OrderedLine(one.product_id, one.product, one.quantity, one.unit, one.unit_price, one.amount, one.currency)


def again(turn: Turn, name: str) -> Reply:
    """The order before, once more: shown as any other, and kept when it is confirmed."""
    known = turn.match(name, {NameKind.CUSTOMER}).known
    lines = _last_order(turn, known.id) if known else ()
    if known is None or not lines:
        raise Sorry(_("I can't find that customer."))
    return start(turn, ORDER, None, values={"customer": known.id, "lines": LINES.type.dump(lines)})


def in_words(turn: Turn, words: str) -> Reply:
    """`/compra Bar Sol 10 cajas de vino a 18,50`: the name comes first."""
    if not words.strip():
        return start(turn, ORDER, None, guided=True)
    if named := customer_first(turn, words):
        told = {"lines": named[1]} if named[1] else {}
        return start(turn, ORDER, None, answers={"customer": named[0], **told})
    return start(turn, ORDER, None, first=words, guided=True)


def of_customer(turn: Turn, customer: CustomerRecord) -> Reply:
    """A button: a purchase of this customer."""
    return start(turn, ORDER, None, values={"customer": customer.id}, guided=True)


def keep(turn: Turn, customer: int, lines: str, day: str) -> Reply:
    """A button below a log that told of an order."""
    when = {"start": day, "grain": "day"}
    return start(turn, ORDER, None, values={"customer": customer, "when": when}, answers={"lines": lines}, told=lines)


def after_log(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """After a log that tells of an order: to keep it as a purchase."""
    logged = logged_of(turn, customer)
    return _offered(turn, logged, logged.summary) if logged else None


def after_addition(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """The same after what was added to a log: of that alone."""
    logged = logged_of(turn, customer)
    return _offered(turn, logged, added_to(logged)) if logged else None


def _offered(turn: Turn, logged: InteractionRecord, words: str) -> Reply | None:
    told = order_told(turn, words)
    if not told:
        return None
    arguments = {"customer": logged.customer_id, "lines": told, "day": logged.day.isoformat()}
    keep = Choice(_("Keep as a purchase: {what}", what=clip(told, 40)), Action("keep_purchase", arguments))
    return Reply((), (keep,))
