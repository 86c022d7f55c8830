"""When people work: the hours of their week, without public holidays, closing days and absences. Times are wall times."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from handlers.kit.calendar.public_holidays import public_holidays
from handlers.kit.calendar.week import DAY, Span, Week

LONGEST_BREAK = 31
"""Days. Beside closing days and absences nobody's calendar closes for longer; the search for a working day ends there."""

DayRange = tuple[date, date]
"""From one day to another, both included."""


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Days on which nobody works, whatever weekday they are: ranges in order, apart from each other."""

    ranges: tuple[DayRange, ...] = ()

    @classmethod
    def of(cls, ranges: Iterable[DayRange]) -> "DaysOff":
        """From ranges in any order, that may overlap."""
        merged: list[DayRange] = []
        for first, last in sorted(ranges):
            if merged and first <= merged[-1][1] + timedelta(days=1):
                merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
            else:
                merged.append((first, last))
        return cls(tuple(merged))

    def around(self, day: date) -> DayRange | None:
        """The range that a day is in."""
        at = bisect_right(self.ranges, (day, date.max)) - 1
        return self.ranges[at] if at >= 0 and day <= self.ranges[at][1] else None


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """The hours of a week, the country (ISO 3166) and its subdivision for public holidays, and further days off."""

    week: Week
    country: str
    subdivision: str = ""
    off: DaysOff = field(default_factory=DaysOff)

    @classmethod
    def parse(cls, hours: str, country: str, subdivision: str = "") -> "WorkingTime":
        """From hours as `Week` reads them. Raises ValueError where they are wrong."""
        return cls(Week.parse(hours), country, subdivision)

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """The spans of one day, none where nobody works."""
        spans = self.week.days[day.weekday()]
        return () if not spans or self.is_holiday(day) or self.off.around(day) else spans

    def is_holiday(self, day: date) -> bool:
        """Whether it is a public holiday."""
        return day in public_holidays(self.country, day.year, self.subdivision)

    def is_working_day(self, day: date) -> bool:
        """Whether people work that day."""
        return bool(self.spans_on(day))

    def is_open(self, local: datetime) -> bool:
        """Whether people work at this wall time."""
        return self.week.has(local.weekday(), _minute(local)) and self.is_working_day(local.date())

    def opens_on(self, day: date) -> time:
        """The wall time at which that day's work begins; on a day off, the one at which it would on most days."""
        spans = self.week.days[day.weekday()] or next(spans for spans in self.week.days if spans)
        return _time(spans[0][0])

    def day_from(self, day: date) -> date:
        """The first working day from this one on."""
        return self._search(day, 1)

    def day_before(self, day: date) -> date:
        """The last working day before this one."""
        return self._search(day - timedelta(days=1), -1)

    def opening(self, day: date) -> datetime:
        """The wall time at which work begins on the first working day from this one on."""
        works = self.day_from(day)
        return datetime.combine(works, self.opens_on(works))

    def open_from(self, local: datetime) -> datetime:
        """The first wall time, from this one on, at which people work."""
        later = (span for span in self.spans_on(local.date()) if _minute(local) < span[1])
        if (span := next(later, None)) is None:
            return self.opening(local.date() + timedelta(days=1))
        return max(local, datetime.combine(local.date(), _time(span[0])))

    def next_opening(self, local: datetime) -> datetime:
        """The next wall time after this one at which work begins, after a night or after lunch."""
        later = (span for span in self.spans_on(local.date()) if _minute(local) < span[0])
        if (span := next(later, None)) is None:
            return self.opening(local.date() + timedelta(days=1))
        return datetime.combine(local.date(), _time(span[0]))

    def _search(self, day: date, step: int) -> date:
        """The first working day from here on, in a direction; where there is none for very long, the day itself."""
        found = day
        for _day in range(LONGEST_BREAK):
            if off := self.off.around(found):
                found = off[1 if step > 0 else 0] + timedelta(days=step)
            elif self.is_working_day(found):
                return found
            else:
                found += timedelta(days=step)
        return day


def _minute(local: datetime) -> float:
    return local.hour * 60 + local.minute + (local.second + local.microsecond / 1e6) / 60


def _time(minute: int) -> time:
    return time(*divmod(minute % DAY, 60))
