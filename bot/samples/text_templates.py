"""What a story is about, put into its words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from bot.samples.company import Product, SampleCompany
from handlers.kit.format.texts import Price, Voice

CENT = Decimal("0.01")
DISCOUNTS = (3, 5, 8, 10)


@dataclass(frozen=True, slots=True)
class SampleSubject:
    """What one story is about: a product and how many, a second one, a rival, a discount, an invoice."""

    product: Product
    count: int
    other: Product
    other_count: int
    rival: str
    lower: Decimal
    discount: int
    invoice: str

    @property
    def product_name(self) -> str:
        """The product without its article: "el café natural" → "Café natural"."""
        name = self.product.the.partition(" ")[2]
        return name[:1].upper() + name[1:]

    def total(self, text: str, amount: str) -> Decimal:
        """What an order in these words (not filled in yet) comes to."""
        total = self.count * self.product.price
        if "{otherqty}" in text:
            total += self.other_count * self.other.price
        return (total * (100 - self.discount) / 100 if amount == "cut" else total).quantize(CENT)


def subject(draw: Random, company: SampleCompany, products: list[Product]) -> SampleSubject:
    """Something to tell of, out of these products, of which there are two at least."""
    product, other = draw.sample(products, 2)
    return SampleSubject(
        product,
        _count(draw, product),
        other,
        _count(draw, other),
        draw.choice(company.rivals),
        (product.price * draw.choice((88, 90, 92, 95)) / 100).quantize(CENT),
        draw.choice(DISCOUNTS),
        f"F-{draw.randint(1200, 9800)}",
    )


def _count(draw: Random, product: Product) -> int:
    """Small orders are the usual ones; large ones are round."""
    count = round(draw.triangular(product.few, product.lots, product.few))
    return round(count / 5) * 5 if count > 20 else count


class SampleTexts:
    """Fills in the texts of a company's data file."""

    def __init__(self, company: SampleCompany, currency: str, voice: Voice) -> None:
        self._company, self._currency, self._voice = company, currency, voice
        self._prices: dict[Decimal, str] = {}

    def said(self, text: str, about: SampleSubject, contact: str, delivery: date) -> str:
        """The text with its blanks filled in; `delivery` is the day {day} names."""
        blanks: Mapping[str, object] = {
            "contact": contact,
            "qty": f"{about.count} {about.product.many}",
            "the": about.product.the,
            "count": f"{about.count} {self._unit(about.product)}",
            "otherqty": f"{about.other_count} {about.other.many}",
            "other": about.other.the,
            "rival": about.rival,
            "price": self._price(about.product.price),
            "lower": self._price(about.lower),
            "pct": about.discount,
            "invoice": about.invoice,
            "day": self._company.weekdays[delivery.weekday()],
        }
        filled = text.format_map(blanks)
        for apart, together in self._company.contracted.items():
            filled = filled.replace(apart, together)
        return re.sub(r"(^|\. )([a-z])", lambda start: start[1] + start[2].upper(), filled)

    def _unit(self, product: Product) -> str:
        """What is counted: "cajas de café" → "cajas", "taladros" → "taladros"."""
        return product.many.partition(f" {self._company.of} ")[0]

    def _price(self, price: Decimal) -> str:
        """As people write it: "4,20 €", "74 €"."""
        if price not in self._prices:
            said = self._voice.say(Price(price, self._currency))
            self._prices[price] = said.replace("\N{NO-BREAK SPACE}", " ")
        return self._prices[price]
