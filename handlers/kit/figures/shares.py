"""Shares of a whole: how sure they are, when there is too little to say one, and whom they tell apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from math import sqrt
from typing import Final

Z: Final = 1.959963984540054
"""Standard errors on either side of 95 % of a normal distribution."""
COUNTS_BELOW: Final = 5
FEW_BELOW: Final = 30
HALF: Final = 0.5


class SampleSize(Enum):
    """How much there is to go by: nothing is never 0 %; under 5 are counted; under 30 are few."""

    NONE = "none"
    COUNTS = "counts"
    FEW = "few"
    ENOUGH = "enough"

    @classmethod
    def of(cls, n: int) -> "SampleSize":
        """What may be said of so many."""
        if n <= 0:
            return cls.NONE
        if n < COUNTS_BELOW:
            return cls.COUNTS
        return cls.FEW if n < FEW_BELOW else cls.ENOUGH


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a share (E. B. Wilson, JASA 22, 1927). Raises ValueError where there is no whole."""
    if not 0 <= part <= whole or whole == 0:
        raise ValueError(f"{part} is no part of {whole}")
    share, weight = part / whole, Z * Z / whole
    middle = (share + weight / 2) / (1 + weight)
    half = Z / (1 + weight) * sqrt(share * (1 - share) / whole + weight / (4 * whole))
    return (0.0 if part == 0 else middle - half, 1.0 if part == whole else middle + half)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, both counted."""

    part: int
    whole: int

    @property
    def evidence(self) -> SampleSize:
        """What may be said of it."""
        return SampleSize.of(self.whole)

    @property
    def rate(self) -> float | None:
        """From 0 to 1; None where there are too few to say one."""
        return self.part / self.whole if self.evidence in {SampleSize.FEW, SampleSize.ENOUGH} else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where it may lie, with 95 %; None where there are too few to say one."""
        return None if self.rate is None else wilson(self.part, self.whole)

    def trend_since(self, before: "Share") -> int:
        """1 or −1 where it is larger, or smaller, than a share before, and the interval of their difference leaves out 0; else 0.

        The interval is Newcombe's (Statistics in Medicine 17, 1998, method 10); there is none where either has too few to say a rate.
        """
        if self.rate is None or before.rate is None or self.interval is None or before.interval is None:
            return 0
        (low, high), (once_low, once_high) = self.interval, before.interval
        value = self.rate - before.rate
        if value - sqrt((self.rate - low) ** 2 + (once_high - before.rate) ** 2) > 0:
            return 1
        return -1 if value + sqrt((high - self.rate) ** 2 + (before.rate - once_low) ** 2) < 0 else 0


def trend(before: int, after: int) -> int:
    """1 or −1 where more, or fewer, things happened in a time than in one as long before, else 0: no arrow for chance.

    Of two counts of things that come by themselves the later one is a share of both, a half where nothing changed (J. Przyborowski
    and H. Wilenski, Biometrika 31, 1940): there is a trend where the interval of that share leaves out the half.
    """
    interval = Share(after, before + after).interval
    if interval is None:
        return 0
    low, high = interval
    return 1 if low > HALF else -1 if high < HALF else 0


def ranks(shares: Sequence[Share]) -> list[int | None]:
    """The place of each, from 1, only where its interval parts from all the others'; None for everyone else.

    Who has too few to say a rate has no place, and is in nobody's way.
    """
    intervals = [share.interval for share in shares]
    found: list[int | None] = []
    for at, mine in enumerate(intervals):
        others = [other for place, other in enumerate(intervals) if other and place != at]
        parted = mine is not None and others and all(mine[0] > high or mine[1] < low for low, high in others)
        found.append(1 + sum(low > mine[1] for low, _high in others) if mine and parted else None)
    return found
