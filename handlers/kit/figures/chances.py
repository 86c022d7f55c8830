"""What open opportunities are worth, and how likely a stage wins."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt
from typing import Final

CENT: Final = Decimal("0.01")
PRIOR: Final = 10
"""Opportunities that the probability in the settings counts for, beside those that history brings."""


@dataclass(frozen=True, slots=True)
class Weighted:
    """The expected value of some opportunities of one currency, and one standard deviation around it.

    `variance` is Σ a²·p·(1 − p): each is won whole or not at all, and none hangs on another.
    """

    value: Decimal
    variance: float

    @property
    def spread(self) -> Decimal:
        """√Σ a²·p·(1 − p), in cents."""
        return Decimal(sqrt(self.variance)).quantize(CENT, ROUND_HALF_UP)

    def __add__(self, other: "Weighted") -> "Weighted":
        return Weighted(self.value + other.value, self.variance + other.variance)


NOTHING: Final = Weighted(Decimal(0), 0.0)


def weighted(opportunities: Iterable[tuple[Decimal, int]]) -> Weighted:
    """Of amounts with their probability in per cent: Σ round(a·p), each rounded to the cent, half up."""
    value, variance = Decimal(0), 0.0
    for amount, percent in opportunities:
        value += (amount * percent / 100).quantize(CENT, ROUND_HALF_UP)
        variance += float(amount) ** 2 * percent * (100 - percent) / 10_000
    return Weighted(value, variance)


def suggested_probability(wins: int, closed: int, percent: int) -> int:
    """Per cent for a stage with `percent` in the settings: (wins + 10·p₀)/(n + 10), of all `closed` that were ever in it."""
    return round(100 * (wins + PRIOR * percent / 100) / (closed + PRIOR))
