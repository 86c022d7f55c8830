"""Business time: how much of it lies between two instants, and when so much of it will have passed.

Business time is the set of instants whose wall time, in a zone, is in the hours of a working day. Whole weeks are
multiplied, public holidays and clock changes looked up by year, days off by range: what a wait costs to reckon does not
grow with its length.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from handlers.kit.calendar.clock_changes import changed_days, stretches
from handlers.kit.calendar.public_holidays import public_holidays
from handlers.kit.calendar.week import Week
from handlers.kit.calendar.working_time import WorkingTime

MINUTE = 60
WEEK = 7
LONGEST = 200 * 366
"""Days. A deadline that lies farther off is taken for none."""

Interval = tuple[datetime, datetime]
"""From one instant (UTC) until before another."""


@dataclass(frozen=True, slots=True)
class BusinessTime:
    """Somebody's working time on the clock of their zone."""

    working: WorkingTime
    zone: ZoneInfo

    def is_open(self, at: datetime) -> bool:
        """Whether this instant is business time."""
        return self.working.is_open(at.astimezone(self.zone).replace(tzinfo=None))

    def elapsed(self, start: datetime, end: datetime) -> float:
        """The business seconds from one instant until another; 0 where the other is earlier. Both are aware."""
        if end <= start:
            return 0.0
        return _Ledger.of(self).between(start.astimezone(UTC), end.astimezone(UTC)).total_seconds()

    def deadline(self, start: datetime, seconds: float) -> datetime:
        """The first instant, in this zone, by which so many business seconds have passed since `start`; `start` itself for none.

        Raises OverflowError where that never comes.
        """
        if seconds <= 0:
            return start.astimezone(self.zone)
        ledger, since = _Ledger.of(self), start.astimezone(UTC)
        day = ledger.day_by_which(since, seconds)
        begins = max(since, _noon(day - 2))  # behind no zone's beginning of that day
        left = timedelta(seconds=seconds) - ledger.between(since, begins)
        for opens, closes in ledger.intervals(begins, _noon(day + 3)):
            if left <= closes - opens:
                return (opens + left).astimezone(self.zone)
            left -= closes - opens
        raise AssertionError("the day was found by what it holds")


def _noon(ordinal: int) -> datetime:
    return datetime.combine(date.fromordinal(ordinal), time(12), UTC)


@dataclass(frozen=True, slots=True)
class _Ledger:
    """Sums of business time by day, in seconds. Days are proleptic ordinals."""

    business: BusinessTime
    off: tuple[tuple[int, int], ...]
    """The ranges of days off, from a day until before another."""
    off_sums: tuple[int, ...]
    """What the ranges up to each hold, were they worked."""

    @classmethod
    @lru_cache(maxsize=512)
    def of(cls, business: BusinessTime) -> "_Ledger":
        """Made once for each working time and zone."""
        off = tuple((first.toordinal(), last.toordinal() + 1) for first, last in business.working.off.ranges)
        bare = cls(business, (), (0,))
        return cls(business, off, (0, *accumulate(bare._days(first, end) for first, end in off)))

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Business time from one instant (UTC) until another."""
        first, last = self._day_of(start) + 2, self._day_of(end) - 1  # clocks set back at midnight bring a day back
        if first >= last:
            return sum((closes - opens for opens, closes in self.intervals(start, end)), timedelta())
        edges = (
            interval
            for days in (range(first - 3, first), range(last, last + 3))
            for interval in self._clipped(days, start, end)
        )
        return sum((closes - opens for opens, closes in edges), timedelta(seconds=self.days(first, last)))

    def day_by_which(self, start: datetime, seconds: float) -> int:
        """The day in which so many business seconds will have passed. Raises OverflowError where there is none."""
        today = self._day_of(start)
        first = today + 2
        soon = self._clipped(range(today - 1, first), start, _noon(first + 2))
        left = seconds - sum((closes - opens).total_seconds() for opens, closes in soon)
        if left <= 0:
            return today
        low, step = first + WEEK * max(int(left) // sum(_seconds(self.business.working.week)) - 1, 0), WEEK
        while self.days(first, low + step) < left:
            low, step = low + step, 2 * step
            if low > first + LONGEST:
                raise OverflowError("so much business time never comes")
        return bisect_left(range(low + step), left, lo=low, key=lambda day: self.days(first, day + 1))

    def days(self, first: int, end: int) -> int:
        """The business seconds of the days from one until before another."""
        return self._days(first, end) - self._off_in(first, end)

    def intervals(self, start: datetime, end: datetime) -> list[Interval]:
        """Business time from one instant until another, which lie days apart, piece by piece and in order."""
        return sorted(self._clipped(range(self._day_of(start) - 1, self._day_of(end) + 2), start, end))

    def _day_of(self, at: datetime) -> int:
        return at.astimezone(self.business.zone).toordinal()

    def _clipped(self, days: range, start: datetime, end: datetime) -> Iterator[Interval]:
        for ordinal in days:
            day = date.fromordinal(ordinal)
            if self.business.working.is_working_day(day):
                for opens, closes in _intervals(self.business.working.week, self.business.zone, day):
                    clipped = max(opens, start), min(closes, end)
                    if clipped[0] < clipped[1]:
                        yield clipped

    def _days(self, first: int, end: int) -> int:
        """As `days`, were the ranges of days off worked."""
        per_day = _seconds(self.business.working.week)
        weeks, more = divmod(end - first, WEEK)
        weekday = date.fromordinal(first).weekday()
        seconds = weeks * sum(per_day) + sum(per_day[(weekday + n) % WEEK] for n in range(more))
        years = range(date.fromordinal(first).year, date.fromordinal(end).year + 1)
        return seconds + sum(self._exceptions(year, first, end) for year in years)

    def _exceptions(self, year: int, first: int, end: int) -> int:
        working = self.business.working
        ordinals, sums = _exceptional(working.week, working.country, working.subdivision, self.business.zone, year)
        return sums[bisect_left(ordinals, end)] - sums[bisect_left(ordinals, first)]

    def _off_in(self, first: int, end: int) -> int:
        """What the ranges of days off between two days hold, were they worked."""
        if not self.off:
            return 0
        begin = bisect_left(self.off, first, key=lambda days: days[1])  # the first that ends behind `first`
        stop = bisect_left(self.off, end, key=lambda days: days[0])
        seconds = self.off_sums[max(stop, begin)] - self.off_sums[begin]
        if begin < stop:
            cut_before, cut_behind = self.off[begin], self.off[stop - 1]
            if cut_before[0] < first:
                seconds -= self._days(cut_before[0], first)
            if cut_behind[1] > end:
                seconds -= self._days(end, cut_behind[1])
        return seconds


@lru_cache(maxsize=256)
def _seconds(week: Week) -> tuple[int, ...]:
    """The seconds of each weekday's hours, on a day without a clock change."""
    return tuple(sum(end - start for start, end in spans) * MINUTE for spans in week.days)


@lru_cache(maxsize=1024)
def _exceptional(
    week: Week, country: str, subdivision: str, zone: ZoneInfo, year: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The days of a year that hold more or less than their weekday's hours, and the sums of the difference before each."""
    usual, holidays = _seconds(week), public_holidays(country, year, subdivision)
    days = sorted(day for day in holidays | changed_days(zone, year) if day.year == year)
    differences = []
    for day in days:
        pieces = () if day in holidays else _intervals(week, zone, day)
        actual = sum((closes - opens for opens, closes in pieces), timedelta())
        differences.append(int(actual.total_seconds()) - usual[day.weekday()])
    return tuple(day.toordinal() for day in days), (0, *accumulate(differences))


@lru_cache(maxsize=4096)
def _intervals(week: Week, zone: ZoneInfo, day: date) -> tuple[Interval, ...]:
    """The hours of a day as instants; a clock change may split them, skip some or have some twice."""
    midnight = datetime.combine(day, time.min, UTC)
    found = []
    for begins, ends, offset in stretches(zone, day):
        for start, end in week.days[day.weekday()]:
            opens, closes = (midnight + timedelta(minutes=at) - offset for at in (start, end))
            piece = max(opens, begins), min(closes, ends)
            if piece[0] < piece[1]:
                found.append(piece)
    return tuple(sorted(found))
