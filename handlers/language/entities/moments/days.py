"""Meanings that name days: a shift from today, a weekday, a date, a span of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from handlers.language.entities.moments.calendar import (
    FARTHEST,
    WEEK,
    Meaning,
    Present,
    Unit,
    Which,
    add_months,
    day,
    last_date,
    last_day,
    make_date,
    monday,
    step,
)
from handlers.language.entities.moments.periods import Month
from handlers.language.meaning import Grain, Moment

OFFICE_HOURS = range(8, 20)
"""Hours that a bare number behind a weekday may be."""
SPOKEN_HOURS = range(1, 25)
"""Hours that one before a part of the day may be: "martes 5 por la tarde"."""


@dataclass(frozen=True, slots=True)
class Shift:
    """So many units from now, or from the day that `since` means: "mañana", "in 3 hours", "a week from Friday"."""

    by: int
    unit: Unit = "day"
    since: Meaning | None = None
    halves: bool = False
    """Whether `by` counts half units: "hora y media" is three half hours, "medio año" one half year."""

    def on(self, present: Present) -> Moment | None:
        """Returns the day, or the minute where minutes or hours are counted."""
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
    ISO week), last (before today), after (a week after the nearest). `weeks` counts further weeks.
    """

    weekday: int
    which: Which = "bare"
    weeks: int = 0
    hour: time | None = None

    def on(self, present: Present) -> Moment | None:
        """Returns the day."""
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
        """Returns the day."""
        return day(monday(present.today) + timedelta(days=WEEK * self.step + self.weekday))


@dataclass(frozen=True, slots=True)
class Date:
    """A day of a month; what is not said follows from the tense: "el 11", "15/02", "25 de octubre de 2026".

    `step` counts months from this one ("el 5 del mes que viene"); `weekday` is what was said beside the date and only
    helps to choose the month of "martes 24". `which` is last or coming where that was said ("el pasado 3 de mayo").
    """

    day: int
    month: int | None = None
    year: int | None = None
    step: int | None = None
    weekday: int | None = None
    which: Which = "bare"

    @property
    def impossible(self) -> bool:
        """Whether no calendar has this date."""
        if self.month is None:
            return not 1 <= self.day <= 31
        return make_date(self.year or 2000, self.month, self.day) is None

    def on(self, present: Present) -> Moment | None:
        """Returns the day, None where no calendar has it."""
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

    def is_rather_hour(self, present: Present, *, part: bool) -> bool:
        """Whether the "lunes 10" that is no Monday soon is Monday at ten; `part` where "por la tarde" is said as well."""
        if self.weekday is None or self.month is not None or self.step is not None or self.impossible:
            return False
        if part:
            return self.day in SPOKEN_HOURS and next(self._within_reach(present)).weekday() != self.weekday
        found = self._nearest(present)
        return self.day in OFFICE_HOURS and found is not None and found.weekday() != self.weekday

    def _nearest(self, present: Present) -> date | None:
        dates = list(self._within_reach(present))
        if self.month is None and self.weekday is not None:
            # "martes 24": the first such day that is a Tuesday, if there is one within a few months.
            agreeing = [found for found in dates[:4] if found.weekday() == self.weekday]
            dates = agreeing or dates
        return dates[0] if dates else None

    def _is_past(self, present: Present) -> bool:
        return self.which == "last" or (self.which == "bare" and present.past)

    def _within_reach(self, present: Present) -> Iterator[date]:
        """The existing dates from today on in the direction of the tense, nearest first."""
        past, today = self._is_past(present), present.today
        for found in self._dates(present):
            if (found <= today if past else found >= today) and (found != today or self.which == "bare"):
                yield found

    def _dates(self, present: Present) -> Iterator[date]:
        """The existing dates of this month or year and the next ones in the direction of the tense, nearest first."""
        sign = -1 if self._is_past(present) else 1
        if self.month:
            # Nine years hold a 29 February on either side of a year like 2100.
            candidates = (make_date(present.today.year + sign * n, self.month, self.day) for n in range(9))
        else:
            firsts = (add_months(present.today.replace(day=1), sign * n) for n in range(8))
            candidates = (make_date(first.year, first.month, self.day) for first in firsts)
        return (found for found in candidates if found)


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The first (1) … or last (-1) such weekday of the month that `of` means: "el primer lunes de diciembre"."""

    nth: int
    weekday: int
    of: Meaning

    def on(self, present: Present) -> Moment | None:
        """Returns the day, None where the month has fewer."""
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
class Rolling:
    """The days from so many units ago until today (`by` below zero), or from today on: "los últimos 30 días"."""

    by: int
    unit: Unit

    def on(self, present: Present) -> Moment | None:
        """Returns the days, today included."""
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
        """Returns the span, None where its end would come before its start."""
        if present.past:
            last = self.last.on(present)
            first = last and self.first.on(_seen_from(self.first, last_date(last), present))
        else:
            first = self.first.on(present)
            last = first and self.last.on(_seen_from(self.last, first.start, present))
        if not first or not last or first.grain is not last.grain or first.start > last.start:
            return None
        return Moment(first.start, first.grain, last_date(last))


def _seen_from(meaning: Meaning, on: date, present: Present) -> Present:
    """The present moved to a day for what follows it ("del lunes al viernes"); "mañana" stays the day after this one.

    It is late there, so that a time said beside a weekday is no reason to go back.
    """
    if not isinstance(meaning, Weekday | Date | Month):
        return present
    return replace(present, now=datetime.combine(on, time(23, 59), present.now.tzinfo))
