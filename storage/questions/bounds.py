"""Whole days as the instants between which they lie, on the calendar of whoever asks."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, and_, case

from storage.questions.question import Period

MOST_MONTHS = 60


@dataclass(frozen=True, slots=True)
class Bounds:
    """When days begin: in the zone of whoever asks. `now` is the business clock's time."""

    now: datetime
    zone: ZoneInfo

    def within(self, column: Any, period: Period) -> ColumnElement[bool]:  # noqa: ANN401 - any column
        """Whether a date or an instant lies in a period."""
        after = period.last + timedelta(days=1)
        return and_(column >= self._begins(column, period.first), column < self._begins(column, after))

    def month(self, column: Any, period: Period) -> ColumnElement[int]:  # noqa: ANN401 - any column
        """Which of the period's months, counted from 0, a date or an instant lies in."""
        starts = months(period)
        return case(
            *((column < self._begins(column, after), at) for at, (_first, after) in enumerate(pairwise(starts))),
            else_=len(starts) - 1,
        )

    def _begins(self, column: Any, day: date) -> date | datetime:  # noqa: ANN401 - any column
        if isinstance(column.type, Date):
            return day
        return datetime.combine(day, time.min, self.zone)


def months(period: Period) -> list[date]:
    """The first days of a period's months, the latest `MOST_MONTHS` where they are more."""
    year, month = period.last.year, period.last.month
    found: list[date] = []
    while len(found) < MOST_MONTHS and (year, month) >= (period.first.year, period.first.month):
        found.append(date(year, month, 1))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found[::-1]
