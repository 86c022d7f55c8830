"""What a phrase means on the calendar: meanings that know no present, turned into dates by a `Present`.

A meaning is what was said ("the coming Tuesday", "the 15th", "the end of March"); `on(present)` says which day that is.
Days are local dates; a week begins on Monday (ISO 8601). A date that no calendar has gives None.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, Protocol

from handlers.language.meaning import Grain, Moment, Tense

Unit = Literal["minute", "hour", "day", "workday", "week", "month", "quarter", "year"]
Which = Literal["bare", "coming", "next", "last", "after"]
Edge = Literal["start", "middle", "end"]

WEEK = 7
SATURDAY = 5
FARTHEST: dict[Unit, int] = {
    "minute": 50_000, "hour": 5_000, "day": 5_000, "workday": 1_000, "week": 700, "month": 240, "quarter": 80, "year": 50,
}
"""The most of a unit that "in N days" may mean; more is no appointment."""


@dataclass(frozen=True, slots=True)
class Present:
    """The moment of speaking, aware, its own wall clock being local, and whether the talk is of past or future."""

    now: datetime
    tense: Tense

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.date()

    @property
    def past(self) -> bool:
        """Whether what is told has happened."""
        return self.tense == "past"


class Meaning(Protocol):
    """Something that names a day or a longer period."""

    def on(self, present: Present) -> Moment | None:
        """Returns the moment that is meant, None where it does not exist."""
        ...


def day(on: date, end: date | None = None) -> Moment:
    """A whole day, or the days from `on` to `end`."""
    return Moment(on, Grain.DAY, end)


def make_date(year: int, month: int, day_of_month: int) -> date | None:
    """Returns the date, None where it does not exist."""
    try:
        return date(year, month, day_of_month)
    except ValueError:
        return None


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def add_months(to: date, months: int) -> date:
    """The same day so many months on, or the last of that month where it is too short."""
    year, month = divmod(to.year * 12 + to.month - 1 + months, 12)
    return date(year, month + 1, min(to.day, calendar.monthrange(year, month + 1)[1]))


def monday(of: date) -> date:
    """The Monday of the ISO week."""
    return of - timedelta(days=of.weekday())


def first_of(unit: Unit, of: date) -> date:
    """The first day of the week, month, quarter or year that `of` is in."""
    if unit == "week":
        return monday(of)
    if unit == "month":
        return of.replace(day=1)
    if unit == "quarter":
        return date(of.year, (of.month - 1) // 3 * 3 + 1, 1)
    return date(of.year, 1, 1)


def step(unit: Unit, to: date, by: int) -> date:
    """Moves a date by so many units."""
    if unit == "day":
        return to + timedelta(days=by)
    if unit == "workday":
        return _workdays(to, by)
    if unit == "week":
        return to + timedelta(days=WEEK * by)
    return add_months(to, by * {"month": 1, "quarter": 3, "year": 12}[unit])


def _workdays(to: date, by: int) -> date:
    """Monday to Friday are counted; public holidays are not known here."""
    one = timedelta(days=1 if by > 0 else -1)
    left = abs(by)
    while left:
        to += one
        left -= to.weekday() < SATURDAY
    return to


@dataclass(frozen=True, slots=True)
class Shift:
    """So many units from now, or from the day that `since` means: "mañana", "in 3 hours", "a week from Friday"."""

    by: int
    unit: Unit = "day"
    since: Meaning | None = None
    halves: bool = False
    """Whether `by` counts half units: "hora y media" is three half hours, "medio año" one half year."""

    def on(self, present: Present) -> Moment | None:
        if abs(self.by) > FARTHEST[self.unit]:
            return None
        if self.unit in ("minute", "hour"):
            return self._minute(present)
        base = self.since.on(present) if self.since else day(present.today)
        if base is None or base.grain is not Grain.DAY:
            return None
        unit, by = self.unit, self.by
        if self.halves:
            unit, by = ("month", by * 6) if unit == "year" else ("day", by * 15) if unit == "month" else (unit, by)
        return day(step(unit, base.start, by))

    def _minute(self, present: Present) -> Moment:
        minutes = self.by * (60 if self.unit == "hour" else 1)
        if self.halves:
            minutes //= 2
        # Elapsed time, not wall clock time: three hours stay three hours across a change to summer time.
        then = (present.now.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(present.now.tzinfo)
        return Moment(then.replace(second=0, microsecond=0, tzinfo=None), Grain.MINUTE)


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week. `which`: bare (the tense decides), coming (nearest after today), next (English: not in this
    ISO week), last (before today), after (a week after the nearest). `weeks` counts further weeks."""

    weekday: int
    which: Which = "bare"
    weeks: int = 0
    hour: time | None = None

    def on(self, present: Present) -> Moment | None:
        today = present.today
        if self.which == "last":
            found = today - timedelta(days=(today.weekday() - self.weekday - 1) % WEEK + 1)
        elif present.past and self.which in ("bare", "after"):
            found = self._latest(present)
        else:
            found = today + timedelta(days=(self.weekday - today.weekday() - 1) % WEEK + 1)
            if self.which == "after" or (self.which == "next" and monday(found) == monday(today)):
                found += timedelta(days=WEEK)
        return day(found + timedelta(days=WEEK * self.weeks))

    def _latest(self, present: Present) -> date:
        found = present.today - timedelta(days=(present.today.weekday() - self.weekday) % WEEK)
        later = found == present.today and self.hour is not None and self.hour > present.now.time()
        return found - timedelta(days=WEEK) if later else found


@dataclass(frozen=True, slots=True)
class WeekdayOfWeek:
    """A weekday of this ISO week or of one `step` weeks away: "el martes de la semana que viene"."""

    weekday: int
    step: int

    def on(self, present: Present) -> Moment | None:
        return day(monday(present.today) + timedelta(days=WEEK * self.step + self.weekday))


@dataclass(frozen=True, slots=True)
class Date:
    """A day of a month; what is not said follows from the tense: "el 11", "15/02", "25 de octubre de 2026".

    `step` counts months from this one ("el 5 del mes que viene"); `weekday` is what was said beside the date and only
    helps to choose the month of "martes 24".
    """

    day: int
    month: int | None = None
    year: int | None = None
    step: int | None = None
    weekday: int | None = None

    @property
    def impossible(self) -> bool:
        """Whether no calendar has this date."""
        if self.month is None:
            return not 1 <= self.day <= 31
        return make_date(self.year or 2000, self.month, self.day) is None

    def on(self, present: Present) -> Moment | None:
        if self.impossible:
            return None
        if self.step is not None:
            first = add_months(present.today.replace(day=1), self.step)
            found = make_date(first.year, first.month, self.day)
        elif self.year and self.month:
            found = make_date(self.year, self.month, self.day)
        else:
            found = self._nearest(present)
        return day(found) if found else None

    def _nearest(self, present: Present) -> date | None:
        dates = [found for found in self._dates(present) if (found <= present.today if present.past else found >= present.today)]
        if self.month is None and self.weekday is not None:
            # "martes 24": the first such day that is a Tuesday, if there is one within a few months.
            agreeing = [found for found in dates[:4] if found.weekday() == self.weekday]
            dates = agreeing or dates
        return dates[0] if dates else None

    def _dates(self, present: Present) -> Iterator[date]:
        """The existing dates from here on in the direction of the tense, nearest first."""
        sign = -1 if present.past else 1
        if self.month:
            # Nine years hold a 29 February on either side of a year like 2100.
            candidates = (make_date(present.today.year + sign * n, self.month, self.day) for n in range(9))
        else:
            firsts = (add_months(present.today.replace(day=1), sign * n) for n in range(8))
            candidates = (make_date(first.year, first.month, self.day) for first in firsts)
        return (found for found in candidates if found)


@dataclass(frozen=True, slots=True)
class Period:
    """A whole week, month, quarter or year, `step` of them from this one."""

    unit: Unit
    step: int

    def on(self, present: Present) -> Moment | None:
        return Moment(step(self.unit, first_of(self.unit, present.today), self.step), Grain(self.unit))


@dataclass(frozen=True, slots=True)
class Month:
    """A named month: the one in `year`, else the nearest in the direction of the tense (this one counts if bare)."""

    month: int
    year: int | None = None
    which: Which = "bare"
    year_step: int | None = None
    """Years from this one, where the year was named so: "marzo del año que viene"."""

    def on(self, present: Present) -> Moment | None:
        if self.year or self.year_step is not None:
            year = self.year or present.today.year + (self.year_step or 0)
            return Moment(date(year, self.month, 1), Grain.MONTH)
        this, year = present.today.replace(day=1), present.today.year
        found = date(year, self.month, 1)
        if self.which == "last" or (self.which == "bare" and present.past):
            if found > this or (found == this and self.which == "last"):
                found = found.replace(year=year - 1)
        elif found < this or (found == this and self.which != "bare"):
            found = found.replace(year=year + 1)
        return Moment(found, Grain.MONTH)


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter by its number: that of `year`, else the nearest in the direction of the tense, this one included."""

    quarter: int
    year: int | None = None
    year_step: int | None = None

    def on(self, present: Present) -> Moment | None:
        this = first_of("quarter", present.today)
        found = date(self.year or this.year + (self.year_step or 0), self.quarter * 3 - 2, 1)
        bare = self.year is None and self.year_step is None
        if bare and present.past and found > this:
            found = found.replace(year=this.year - 1)
        if bare and not present.past and found < this:
            found = found.replace(year=this.year + 1)
        return Moment(found, Grain.QUARTER)


@dataclass(frozen=True, slots=True)
class Year:
    """A year by its number."""

    year: int

    def on(self, present: Present) -> Moment | None:  # noqa: ARG002  # the same whenever it is said
        return Moment(date(self.year, 1, 1), Grain.YEAR)


@dataclass(frozen=True, slots=True)
class EdgeOf:
    """The first, middle or last day of a period: "a fin de mes", "mid-March", "end of next quarter".

    `of` is the period that was named, None for the nearest in the direction of the tense ("fin de mes": this month's
    last day; "a principios de mes": the first of next month, or, told of the past, of this one).
    """

    edge: Edge
    unit: Unit
    of: Meaning | None = None

    def on(self, present: Present) -> Moment | None:
        if self.of is not None:
            return self._named(self.of, present)
        first = first_of(self.unit, present.today)
        days = [self._of(step(self.unit, first, n)) for n in (-1, 0, 1)]
        if present.past:
            found = max(edge for edge in days if edge <= present.today)
        elif self.edge == "start":
            found = min(edge for edge in days if edge > present.today)
        else:
            found = min(edge for edge in days if edge >= present.today)
        return day(found)

    def _named(self, of: Meaning, present: Present) -> Moment | None:
        period = of.on(present)
        if period is None:
            return None
        found = self._of(period.start)
        if isinstance(of, Month) and of.which == "bare" and not of.year:
            # A month that has begun may have its edge behind it: "a principios de noviembre" said on the 20th.
            if not present.past and found < present.today:
                found = self._of(period.start.replace(year=period.start.year + 1))
            if present.past and found > present.today:
                found = self._of(period.start.replace(year=period.start.year - 1))
        return day(found)

    def _of(self, first: date) -> date:
        if self.edge == "start":
            return first
        if self.unit == "week":
            return first + timedelta(days=2 if self.edge == "middle" else 4)  # Wednesday; Friday ends a working week
        if self.edge == "middle":
            return first.replace(day=15) if self.unit == "month" else add_months(first, 6)
        return step(self.unit, first, 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The first (1) … or last (-1) such weekday of the month that `of` means: "el primer lunes de diciembre"."""

    nth: int
    weekday: int
    of: Meaning

    def on(self, present: Present) -> Moment | None:
        period = self.of.on(present)
        if period is None:
            return None
        found = self._in(period.start)
        if found and isinstance(self.of, Month) and self.of.which == "bare" and not self.of.year:
            if not present.past and found < present.today:
                found = self._in(period.start.replace(year=period.start.year + 1))
            elif present.past and found > present.today:
                found = self._in(period.start.replace(year=period.start.year - 1))
        return day(found) if found else None

    def _in(self, first: date) -> date | None:
        if self.nth < 0:
            last = last_day(first.year, first.month)
            return last - timedelta(days=(last.weekday() - self.weekday) % WEEK)
        found = first + timedelta(days=(self.weekday - first.weekday()) % WEEK + WEEK * (self.nth - 1))
        return found if found.month == first.month else None


@dataclass(frozen=True, slots=True)
class WeekOf:
    """The ISO week that holds a day: "la semana del 5 de octubre"."""

    of: Meaning

    def on(self, present: Present) -> Moment | None:
        found = self.of.on(present)
        return Moment(monday(found.start), Grain.WEEK) if found else None


@dataclass(frozen=True, slots=True)
class Rolling:
    """The days from so many units ago until today (`by` below zero), or from today on: "los últimos 30 días"."""

    by: int
    unit: Unit

    def on(self, present: Present) -> Moment | None:
        if abs(self.by) > FARTHEST[self.unit]:
            return None
        unit = "day" if self.unit in ("hour", "minute") else self.unit
        other = step(unit, present.today, self.by)
        return day(min(other, present.today), max(other, present.today))


@dataclass(frozen=True, slots=True)
class Between:
    """From one meaning to another, both included. The unsaid of one follows the other, in the direction of the tense."""

    first: Meaning
    last: Meaning

    def on(self, present: Present) -> Moment | None:
        if present.past:
            last = self.last.on(present)
            first = last and self.first.on(_speaking_on(present, last_date(last)))
        else:
            first = self.first.on(present)
            last = first and self.last.on(_speaking_on(present, first.start))
        if not first or not last or first.grain is not last.grain or first.start > last.start:
            return None
        return Moment(first.start, first.grain, last_date(last))


def _speaking_on(present: Present, on: date) -> Present:
    """The same present on another day, late enough that a time said beside a weekday is no reason to go back."""
    return replace(present, now=datetime.combine(on, time(23, 59), present.now.tzinfo))


def last_date(moment: Moment) -> date:
    """The last day of a moment that has no time of day."""
    if moment.end is not None:
        return moment.end
    if moment.grain is Grain.DAY:
        return moment.start
    unit: Unit = moment.grain.value  # type: ignore[assignment]  # the grains above a day are units
    return step(unit, moment.start, 1) - timedelta(days=1)
