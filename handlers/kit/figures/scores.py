"""Net promoter score and satisfaction, with how sure they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Final

from handlers.kit.figures.shares import SampleSize, Share, Z

PROMOTES: Final = 9
DETRACTS: Final = 6
SATISFIED: Final = 4


@dataclass(frozen=True, slots=True)
class NetPromoter:
    """100·(promoters − detractors)/answers, of whole numbers from 0 to 10; who did not answer is in neither."""

    promoters: int
    detractors: int
    answers: int

    @classmethod
    def of(cls, scores: Iterable[int]) -> "NetPromoter":
        """Counts them."""
        counted = list(scores)
        return cls(sum(s >= PROMOTES for s in counted), sum(s <= DETRACTS for s in counted), len(counted))

    @classmethod
    def of_counts(cls, counts: Mapping[int, int]) -> "NetPromoter":
        """Of how often each score was given."""
        promoters = sum(count for score, count in counts.items() if score >= PROMOTES)
        detractors = sum(count for score, count in counts.items() if score <= DETRACTS)
        return cls(promoters, detractors, sum(counts.values()))

    @property
    def evidence(self) -> SampleSize:
        """What may be said of so many."""
        return SampleSize.of(self.answers)

    @property
    def score(self) -> float | None:
        """From −100 to 100; None where there are too few to say one."""
        if self.evidence in {SampleSize.NONE, SampleSize.COUNTS}:
            return None
        return 100 * (self.promoters - self.detractors) / self.answers

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where it may lie, with 95 % (adjusted Wald; B. Rocks, The American Statistician 70, 2016)."""
        if self.score is None:
            return None
        p, d = self.adjusted
        half = 100 * Z * self.error
        return max(-100.0, 100 * (p - d) - half), min(100.0, 100 * (p - d) + half)

    @property
    def adjusted(self) -> tuple[float, float]:
        """The shares of promoters and detractors, each with three quarters of an answer more."""
        n = self.answers + 3
        return (self.promoters + 0.75) / n, (self.detractors + 0.75) / n

    @property
    def error(self) -> float:
        """The standard error of their difference."""
        p, d = self.adjusted
        return sqrt((p + d - (p - d) ** 2) / (self.answers + 3))

    def trend_since(self, before: "NetPromoter") -> int:
        """1 or −1 where the difference's interval leaves out 0, else 0: no arrow for chance."""
        if self.score is None or before.score is None:
            return 0
        (p, d), (q, e) = self.adjusted, before.adjusted
        difference, half = (p - d) - (q - e), Z * sqrt(self.error**2 + before.error**2)
        return 0 if abs(difference) <= half else 1 if difference > 0 else -1


def satisfied(scores: Iterable[int]) -> Share:
    """Of numbers from 1 to 5, those that are 4 or 5."""
    counted = list(scores)
    return Share(sum(score >= SATISFIED for score in counted), len(counted))


def satisfied_of(counts: Mapping[int, int]) -> Share:
    """The same, of how often each number was given."""
    return Share(sum(count for score, count in counts.items() if score >= SATISFIED), sum(counts.values()))
