"""What is known of an order while it is being told: its lines, each with its product."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from handlers.kit.format.order_lines import line
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.form import Said, SlotType, Unclear
from handlers.kit.messages.action import Choice, answer
from handlers.kit.turn import Turn
from handlers.language.entities.moments.moments import find_moments
from handlers.language.entities.order_lines import OrderLine, read_order
from handlers.language.meaning import Grain, Moment, NameKind
from storage.names.folding import fold

MOST_PRODUCTS = 5
"""Products of nearly one name that are offered."""
LONG = frozenset(Grain) - {Grain.MINUTE, Grain.DAY}
CENTS = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """A line of an order. A product without an id is a new one; `decided` where a person said so. `listed`: the price is the catalogue's."""

    product_id: int | None
    product: str
    quantity: Decimal
    unit: str | None
    unit_price: Decimal | None
    amount: Decimal
    currency: str
    decided: bool = False
    listed: bool = False

    def words(self) -> Words:
        """As a person reads it."""
        return line(self.quantity, self.unit, self.product, self.unit_price, self.amount, self.currency)


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
        return self._settled(turn, [_line(turn, one) for one in found])

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
    return days[0] if len(days) == 1 else None


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
    """The lines that a text orders: each with a price, or of a product that has one; None where it is no order.

    The day in it is no part of what is ordered; a week or a month leaves open which day it was, and is none.
    """
    if not charges:
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
    for one in found:
        known = turn.work.products.called(one.product)
        if one.price is None and one.total is None and (known is None or known.price is None):
            return None
    return found


def _line(turn: Turn, one: OrderLine) -> OrderedLine:
    known = turn.work.products.called(one.product)
    said = one.price or one.total
    each = one.price.value if one.price else None
    listed = said is None
    currency = said.currency if said else turn.company.currency
    if listed and known and known.price is not None:
        each, currency = known.price, known.currency or currency
    amount = one.total.value if one.total else ((each or Decimal(0)) * one.quantity).quantize(CENTS)
    name = known.name if known else one.product
    return OrderedLine(known.id if known else None, name, one.quantity, one.unit, each, amount, currency, listed=listed)


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
    )
