"""The tax on what is offered: its name and its rate, a setting."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_WRITTEN = re.compile(r"(?P<name>\D*?[^\W\d_][.)]?)\s*(?P<rate>\d{1,2}(?:[.,]\d{1,2})?)\s*%?")
CENTS = Decimal("0.01")
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Tax:
    """A tax in per cent of the net amount."""

    name: str
    rate: Decimal

    @classmethod
    def parse(cls, text: str) -> "Tax | None":
        """From "VAT 20" or "IVA 21 %"; None for "". Raises ValueError for what is no such thing."""
        if not text.strip():
            return None
        found = _WRITTEN.fullmatch(text.strip())
        if found is None or not found["name"] or len(found["name"]) > LONGEST:
            raise ValueError(f"“{text}” is not a tax and its rate such as IVA 21 or VAT 20")
        return cls(found["name"], Decimal(found["rate"].replace(",", ".")))

    def of(self, net: Decimal) -> Decimal:
        """What it comes to, to the cent, half a cent up: reckoned once, of the sum of all lines."""
        return (net * self.rate / 100).quantize(CENTS, ROUND_HALF_UP)

    def __str__(self) -> str:
        return f"{self.name} {self.rate}"
