"""What the questionnaire's answers come to: each area's mean, now and wanted."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from handlers.readiness.items import items
from storage.readiness.readiness import ReadinessAnswer


@dataclass(frozen=True, slots=True)
class AreaScore:
    """An area's means over all answers to its items, 1 to 5, and how many people answered."""

    area: str
    now: float
    wanted: float
    people: int

    @property
    def gap(self) -> float:
        """How far it is from what is wanted."""
        return self.wanted - self.now


def scores(answers: Iterable[ReadinessAnswer]) -> Sequence[AreaScore]:
    """Each area of which somebody said something, in the order of the questionnaire. Nobody's silence counts as anything."""
    area_of = {item.name: item.area for item in items()}
    by_area: dict[str, list[ReadinessAnswer]] = defaultdict(list)
    for answer in answers:
        if answer.item in area_of:
            by_area[area_of[answer.item]].append(answer)
    return [
        AreaScore(
            area,
            fmean(one.now for one in by_area[area]),
            fmean(one.wanted for one in by_area[area]),
            len({one.staff_id for one in by_area[area]}),
        )
        for area in dict.fromkeys(item.area for item in items())
        if area in by_area
    ]


def weakest(found: Sequence[AreaScore]) -> AreaScore | None:
    """The area furthest from what is wanted; of several alike the one that is lowest now. None where nothing is lacking."""
    lacking = [one for one in found if one.gap > 0]
    return max(lacking, key=lambda one: (round(one.gap, 6), -one.now), default=None)
