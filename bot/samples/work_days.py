"""The days a company works, counted from today: stories are told in working days, so that nobody visits on a Sunday."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta

BACK = timedelta(days=548)
"""18 months, what the samples look back on."""
FARTHEST = timedelta(days=800)
"""The oldest day that has a number: some of what was sold is known for two years."""
AHEAD = timedelta(days=90)
CLOSED = frozenset({(1, 1), (1, 6), (5, 1), (12, 24), (12, 25), (12, 26), (12, 31)})
"""Days on which no supplier visits anybody, by month and day."""


class WorkDays:
    """Working days around `today`, numbered: 0 is today, or the first working day after it; −1 the one before."""

    def __init__(self, today: date) -> None:
        span = (today - FARTHEST + timedelta(days=n) for n in range((FARTHEST + AHEAD).days))
        self._days: Sequence[date] = [day for day in span if day.weekday() < 5 and (day.month, day.day) not in CLOSED]
        self._today = bisect_left(self._days, today)
        self._first = bisect_left(self._days, today - BACK)

    @property
    def first(self) -> int:
        """The number of the oldest day on which stories are told."""
        return self._first - self._today

    def __getitem__(self, number: int) -> date:
        return self._days[self._today + number]
