"""When people work: the hours of a working day, without weekends and public holidays."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.kit.calendar.public_holidays import public_holidays

SATURDAY = 5
LONGEST_BREAK = 31
"""Days. Nobody's calendar closes for longer; the search for a working day ends there."""


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """The hours of a company's working day, and its country (ISO 3166) for public holidays. Times are wall times."""

    opens: time
    closes: time
    country: str

    @classmethod
    def parse(cls, hours: str, country: str) -> "WorkingTime":
        """From "09:00-18:00". Raises ValueError for anything else."""
        if not re.fullmatch(r"\d{2}:\d{2}-\d{2}:\d{2}", hours):
            raise ValueError(f"«{hours}» is not a span of hours such as 09:00-18:00")
        opens, closes = (time.fromisoformat(part) for part in hours.split("-"))
        if opens >= closes:
            raise ValueError(f"«{hours}» ends before it begins")
        return cls(opens, closes, country)

    def is_working_day(self, day: date) -> bool:
        """Whether people work that day."""
        return day.weekday() < SATURDAY and day not in public_holidays(self.country, day.year)

    def is_open(self, local: datetime) -> bool:
        """Whether people work at this wall time."""
        return self.opens <= local.time() < self.closes and self.is_working_day(local.date())

    def day_from(self, day: date) -> date:
        """The first working day from this one on."""
        return next((d for d in _days(day, 1) if self.is_working_day(d)), day)

    def day_before(self, day: date) -> date:
        """The last working day before this one."""
        return next((d for d in _days(day - timedelta(days=1), -1) if self.is_working_day(d)), day - timedelta(days=1))

    def opening(self, day: date) -> datetime:
        """The wall time at which work begins on the first working day from this one on."""
        return datetime.combine(self.day_from(day), self.opens)

    def next_opening(self, local: datetime) -> datetime:
        """The first time, after this wall time, that a working day begins."""
        today = self.opening(local.date())
        return today if today > local else self.opening(local.date() + timedelta(days=1))


def _days(first: date, step: int) -> Iterator[date]:
    return (first + timedelta(days=step * n) for n in range(LONGEST_BREAK))
