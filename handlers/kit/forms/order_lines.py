"""What is known of an order while it is being told: its lines, each with its product."""

import re
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal

from handlers.kit.format.order_lines import counted, line
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.form import Said, SlotType, Unclear
from handlers.kit.messages.action import Choice, answer
from handlers.kit.turn import Turn
from handlers.language.entities.moments.moments import find_moments
from handlers.language.entities.order_lines import OrderLine, price_of, read_order
from handlers.language.meaning import Grain, Moment, NameKind
from handlers.language.text.any_of import any_of
from storage.crm.records import CustomerRecord
from storage.names.folding import fold

MOST_PRODUCTS = 5
"""Products of nearly one name that are offered."""
LONG = frozenset(Grain) - {Grain.MINUTE, Grain.DAY}
CENTS = Decimal("0.01")
_WANTED_BY = re.compile(rf"(?:^|\s){any_of('wanted_by')}\s+(?:\S+\s*){{0,4}}$", re.IGNORECASE)
_JOINED = re.compile(rf"^{any_of('adds_more')}\s+", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """A line of an order. A product without an id is a new one; `decided` where a person said so.

    `listed`: the price is the catalogue's; `paid`: it is what this customer paid last. `open` where nobody knows it yet.
    """

    product_id: int | None
    product: str
    quantity: Decimal
    unit: str | None
    unit_price: Decimal | None
    amount: Decimal
    currency: str
    decided: bool = False
    listed: bool = False
    paid: bool = False
    open: bool = False

    def priced(self, price: Decimal, currency: str) -> "OrderedLine":
        """The line at a price of one."""
        amount = (price * self.quantity).quantize(CENTS)
        return replace(self, unit_price=price, amount=amount, currency=currency, open=False)

    def told(self, locale: str, own: str) -> str:
        """As somebody would write it, whose `own` currency need not be named, so that it is read as the same line again."""
        currency = "" if self.currency == own else f" {self.currency}"
        what = f"{self.unit} de {self.product}" if self.unit else self.product
        count = f"{self.quantity.normalize():f}"
        if self.open:
            return f"{count} {what}"
        if self.unit_price is None:
            return f"{count} {what} por {_written(self.amount, locale)}{currency}"
        return f"{count} {what} a {_written(self.unit_price, locale)}{currency}"

    def words(self) -> Words:
        """As a person reads it."""
        return line(self.quantity, self.unit, self.product, self.unit_price, self.amount, self.currency)

    def words_unpriced(self) -> Words:
        """How many of what, while nobody knows at which price."""
        return counted(self.quantity, self.unit, self.product)


class OrderLines(SlotType[Sequence[OrderedLine]]):
    """How many of what at which price, a line each. A price nobody said is the catalogue's, where that has one.

    With `charges` what has but a price is a line as well, and no product.
    """

    takes_text = True

    def __init__(self, *, charges: bool = False) -> None:
        self._charges = charges

    def read(self, turn: Turn, text: str, said: Said) -> Sequence[OrderedLine]:
        """The lines of an answer."""
        found = ordered(turn, text, charges=self._charges)
        if found is None:
            unpriced = read_order(without_day(turn, text), turn.locale, turn.company.currency)
            if unpriced and all(one.price is None and one.total is None for one in unpriced):
                raise Unclear(
                    _("At what price each? Tell me with the price: “{lines} at 18.50”.", lines=clip(text, 80))
                )
            raise Unclear(_("Tell me how many of what, and at what price: “10 boxes of wine at 18.50”."))
        return self._settled(turn, [_line(turn, one, said.customer) for one in found])

    def told(self, turn: Turn, value: Sequence[OrderedLine]) -> str:
        """All of them, as somebody would write them."""
        return "; ".join(one.told(turn.locale, turn.company.currency) for one in value)

    def extended(self, turn: Turn, value: Sequence[OrderedLine], text: str, said: Said) -> Sequence[OrderedLine] | None:
        """The lines with those that are added: "y 2 de cava a 5", counted in what the last one is counted in."""
        more = _JOINED.sub("", text.strip(), count=1)
        if more == text.strip() or ordered(turn, more, charges=self._charges) is None:
            return None
        try:
            return self.read(turn, f"{self.told(turn, value)}; {more}", said)
        except Unclear:
            return None

    def chosen(self, turn: Turn, value: Any, said: Said) -> Sequence[OrderedLine]:  # noqa: ANN401 - JSON
        """The lines with a product that was chosen."""
        return self._settled(turn, self.load(turn, value)) if isinstance(value, list) else self.read(turn, value, said)

    def dump(self, value: Sequence[OrderedLine]) -> Any:  # noqa: ANN401
        """As JSON: decimals as text."""
        return [
            {name: str(one) if isinstance(one, Decimal) else one for name, one in asdict(row).items()} for row in value
        ]

    def load(self, turn: Turn, raw: Any) -> Sequence[OrderedLine]:  # noqa: ANN401
        """From JSON."""
        return [_loaded(row) for row in raw]

    def show(self, value: Sequence[OrderedLine]) -> Words:
        """How many lines there are, or the only one."""
        return value[0].words() if len(value) == 1 else _("{count} lines", count=len(value))

    def _settled(self, turn: Turn, lines: Sequence[OrderedLine]) -> Sequence[OrderedLine]:
        """The lines, where each product is known or new beyond doubt. Raises Unclear for the first that may be several."""
        for at, one in enumerate(lines):
            if one.product_id is not None or one.decided or (self._charges and one.unit_price is None):
                continue
            alike = _alike(turn, one.product)
            if not alike:
                continue
            choices = [Choice(clip(name, 50), answer(self.dump(_with(turn, lines, at, id_)))) for id_, name in alike]
            new = [*lines[:at], replace(one, decided=True), *lines[at + 1 :]]
            choices.append(Choice(_("A new product: {name}", name=clip(one.product, 40)), answer(self.dump(new))))
            raise Unclear(_("Which product is “{name}”?", name=clip(one.product, 60)), choices=choices)
        return lines


def day_in(turn: Turn, text: str) -> tuple[int, int] | None:
    """Where the one day stands that a text of an order names: "10 cajas de vermut ayer por 120 €"; None for more than one."""
    days = _spans(turn, text, {Grain.DAY})
    return days[0] if len(days) == 1 and until_delivery(turn, text) is None else None


def until_delivery(turn: Turn, text: str) -> str | None:
    """A text up to the day by which it is wanted, "10 cajas de vino a 18,50 para el viernes"; None where it names none."""
    for start, end in _spans(turn, text, set(Grain)):
        found = _WANTED_BY.search(text[:end])
        if found is not None and found.end() >= start:
            return text[: found.start()].rstrip(" ,")
    return None


def without_day(turn: Turn, text: str) -> str:
    """What is ordered without the day on which it was."""
    day = day_in(turn, text)
    return " ".join(f"{text[: day[0]].rstrip(' ,')} {text[day[1] :]}".split()) if day else text


def _spans(turn: Turn, text: str, grains: Collection[Grain]) -> list[tuple[int, int]]:
    """Where days, weeks or months stand in a text, but those in the name of a product."""
    return [
        (one.start, one.end)
        for one in find_moments(text, turn.said_at, "past", turn.locale)
        if isinstance(one.moment, Moment)
        and one.moment.grain in grains
        and turn.match(text[one.start : one.end], {NameKind.PRODUCT}).known is None
    ]


def ordered(turn: Turn, text: str, *, charges: bool = False) -> list[OrderLine] | None:
    """The lines that a text orders; None where it is no order: neither a price is said nor a product known.

    The day in it is no part of what is ordered; a week or a month leaves open which day it was, and is none.
    """
    if not charges:
        if until_delivery(turn, text) is not None:
            return None
        text = without_day(turn, text)
        if _spans(turn, text, LONG):
            return None
    found = read_order(
        text,
        turn.locale,
        turn.company.currency,
        is_product=lambda name: turn.work.products.called(name) is not None,
        charges=charges,
    )
    if found is None:
        return None
    if charges:  # a quote, or an offer: each line needs its price
        return found if all(one.price or one.total or _list_price(turn, one) for one in found) else None
    return found if any(one.price or one.total or turn.work.products.called(one.product) for one in found) else None


def _list_price(turn: Turn, one: OrderLine) -> Decimal | None:
    known = turn.work.products.called(one.product)
    return known.price if known else None


def _line(turn: Turn, one: OrderLine, customer: CustomerRecord | None) -> OrderedLine:
    known = turn.work.products.called(one.product)
    name = known.name if known else one.product
    line = OrderedLine(
        known.id if known else None, name, one.quantity, one.unit, None, Decimal(0), turn.company.currency, open=True
    )
    if one.price:
        return line.priced(one.price.value, one.price.currency)
    if one.total:
        return replace(line, amount=one.total.value, currency=one.total.currency, open=False)
    if known and known.price is not None:
        return replace(line.priced(known.price, known.currency or line.currency), listed=True)
    bought = turn.work.purchases.of_customer(customer.id, product_id=known.id, limit=1) if known and customer else []
    if bought and bought[0].unit_price is not None:
        return replace(line.priced(bought[0].unit_price, bought[0].currency), paid=True)
    return line


def _written(value: Decimal, locale: str) -> str:
    """A sum as people of a locale write it, without marks between thousands."""
    return str(format_decimal(value, format="0.00####", locale=locale))


class LinePrices(SlotType[Sequence[Decimal]]):
    """The prices of those lines of an order of which nobody knows one, in their order."""

    def read(self, turn: Turn, text: str, said: Said) -> Sequence[Decimal]:
        """As many prices as there are such lines."""
        numbers = [price_of(found, turn.locale, turn.company.currency) for found in _NUMBER.findall(text)]
        lines: Sequence[OrderedLine] = said.by_name("lines") or ()
        if len(numbers) != sum(one.open for one in lines) or None in numbers:
            raise Unclear
        return [one.value for one in numbers if one is not None]

    def dump(self, value: Sequence[Decimal]) -> Any:  # noqa: ANN401
        """As JSON: decimals as text."""
        return [str(one) for one in value]

    def load(self, turn: Turn, raw: Any) -> Sequence[Decimal]:  # noqa: ANN401
        """From JSON."""
        return [Decimal(one) for one in raw]

    def show(self, value: Sequence[Decimal]) -> Words:
        """One after another."""
        return "; ".join(f"{one:f}" for one in value)


def with_prices(lines: Sequence[OrderedLine], prices: Sequence[Decimal]) -> list[OrderedLine]:
    """The lines, those without a price at the prices that were said for them."""
    waiting = iter(prices)
    return [
        one.priced(price, one.currency) if one.open and (price := next(waiting, None)) is not None else one
        for one in lines
    ]


def _alike(turn: Turn, name: str) -> list[tuple[int, str]]:
    """The products that a name nobody has may mean."""
    candidates = turn.match(name, {NameKind.PRODUCT}).candidates[:MOST_PRODUCTS]
    return [(entry.id, entry.name) for entry in candidates if fold(entry.name) != fold(name)]


def _with(turn: Turn, lines: Sequence[OrderedLine], at: int, product_id: int) -> Sequence[OrderedLine]:
    product = turn.work.products.get(product_id)
    name = product.name if product else lines[at].product
    return [*lines[:at], replace(lines[at], product_id=product_id, product=name), *lines[at + 1 :]]


def _loaded(row: dict[str, Any]) -> OrderedLine:
    price = row["unit_price"]
    return OrderedLine(
        row["product_id"],
        row["product"],
        Decimal(row["quantity"]),
        row["unit"],
        None if price is None else Decimal(price),
        Decimal(row["amount"]),
        row["currency"],
        row["decided"],
        row["listed"],
        row.get("paid", False),
        row.get("open", False),
    )
