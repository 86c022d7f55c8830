"""How many of what, and for how much, in words."""

from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_decimal

from handlers.kit.format.texts import Price, Voice, Words, _, clip

NAME_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things: "10", "2,5"."""

    value: Decimal

    def show(self, voice: Voice) -> str:
        """As people of this locale write it."""
        return str(format_decimal(self.value, locale=voice.locale))


def counted(quantity: Decimal, unit: str | None, product: str) -> Words:
    """How many of what: "10 cajas · Vino"."""
    name = clip(product, NAME_SHOWN)
    return (
        _("{count} {unit} · {product}", count=Count(quantity), unit=unit, product=name)
        if unit
        else _("{count} × {product}", count=Count(quantity), product=name)
    )


def line(
    quantity: Decimal, unit: str | None, product: str, unit_price: Decimal | None, amount: Decimal, currency: str
) -> Words:
    """One line: "10 cajas · Vino × 18,50 € = 185 €"."""
    what = counted(quantity, unit, product)
    if unit_price is None:
        return _("{what}: {amount}", what=what, amount=Price(amount, currency))
    return _(
        "{what}, at {price}: {amount}", what=what, price=Price(unit_price, currency), amount=Price(amount, currency)
    )
