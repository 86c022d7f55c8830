"""How complaints go: how many at first contact, how long they take, by week and by cause."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.kit.figures.durations import Stint, median
from handlers.kit.figures.shares import Share
from storage.crm.complaints.records import ComplaintFigure

DAY = 86_400


@dataclass(frozen=True, slots=True)
class ComplaintFigures:
    """The figures of complaints that were opened in a time.

    `first_contact` is, of the closed ones, the share that took one contact with the customer at most. `median_days` is in days
    over all, those that are open counted as lasting on: None where half of them are not closed yet.
    """

    complaints: int
    closed: int
    first_contact: Share
    median_days: float | None
    by_cause: Sequence[tuple[str | None, int]]
    by_week: Sequence[tuple[date, int, int]]

    @classmethod
    def of(cls, found: Sequence[ComplaintFigure], now: datetime, zone: ZoneInfo, weeks: int) -> "ComplaintFigures":
        """Of these; by week are the last so many, each by its Monday: how many were opened in it, and how many closed."""
        closed = [one for one in found if one.closed_at is not None]
        stints = [
            Stint(((one.closed_at or now) - one.opened_at).total_seconds() / DAY, one.closed_at is not None)
            for one in found
        ]
        opened_in = Counter(_monday(one.opened_at, zone) for one in found)
        closed_in = Counter(_monday(one.closed_at, zone) for one in closed if one.closed_at)
        this = _monday(now, zone)
        mondays = [this - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]
        return cls(
            len(found),
            len(closed),
            Share(sum(one.contacts <= 1 for one in closed), len(closed)),
            median(stints) if stints else None,
            sorted(Counter(one.cause for one in found).items(), key=lambda pair: (-pair[1], pair[0] or "~")),
            [(monday, opened_in[monday], closed_in[monday]) for monday in mondays],
        )


def _monday(at: datetime, zone: ZoneInfo) -> date:
    day = at.astimezone(zone).date()
    return day - timedelta(days=day.weekday())
