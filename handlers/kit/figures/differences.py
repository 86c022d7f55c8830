"""Two groups compared: how much more of one did something, and how large a difference could be seen at all."""

from dataclasses import dataclass
from math import ceil, sqrt
from typing import Final

from handlers.kit.figures.shares import Share, Z, wilson

POWER: Final = 0.8416212335729143
"""Standard errors below which one in five falls: a difference that is there is found four times in five."""
_EXACT: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Difference:
    """How much larger the share of one group is than that of another, or what it spends a head, and where that may lie with 95 %."""

    value: float
    low: float
    high: float

    @property
    def is_separated(self) -> bool:
        """Whether the interval leaves out 0: the groups differ, whatever chance does."""
        return self.low > 0 or self.high < 0


def newcombe(one: Share, other: Share) -> Difference:
    """The difference of two independent shares (R. G. Newcombe, Statistics in Medicine 17, 1998, method 10).

    Raises ValueError where one of the groups is empty.
    """
    p1, p2 = one.part / one.whole, other.part / other.whole
    (low1, high1), (low2, high2) = wilson(one.part, one.whole), wilson(other.part, other.whole)
    value = p1 - p2
    low = value - sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2)
    return Difference(value, low, value + sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2))


def group_needed(base: float, raised: float) -> int:
    """How many each of two groups needs for this difference to be seen four times in five (J. L. Fleiss, 1981, without correction)."""
    middle = (base + raised) / 2
    errors = Z * sqrt(2 * middle * (1 - middle)) + POWER * sqrt(base * (1 - base) + raised * (1 - raised))
    return ceil((errors / (raised - base)) ** 2 - _EXACT)


def smallest_difference(told: int, held: int, base: float) -> float | None:
    """To which share, from `base`, the told ones must rise for it to be seen four times in five; None where even all would not do."""
    if told < 1 or held < 1 or not _seen(told, held, base, 1.0):
        return None
    low, high = base, 1.0
    while high - low > _EXACT:
        middle = (low + high) / 2
        low, high = (low, middle) if _seen(told, held, base, middle) else (middle, high)
    return high


def _seen(told: int, held: int, base: float, raised: float) -> bool:
    """Whether these groups would show that difference four times in five."""
    middle = (told * raised + held * base) / (told + held)
    under_none = Z * sqrt(middle * (1 - middle) * (1 / told + 1 / held))
    under_some = POWER * sqrt(base * (1 - base) / held + raised * (1 - raised) / told)
    return raised - base >= under_none + under_some
