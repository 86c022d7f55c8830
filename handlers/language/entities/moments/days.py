"""Date expressions that name days: an offset from today, a weekday, a date, a span of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from handlers.language.entities.moments.calendar import (
    WEEK,
    DateExpression,
    Present,
    Unit,
    Which,
    add_months,
    day,
    last_date,
    last_day,
    make_date,
    monday,
)
from handlers.language.entities.moments.durations import Duration, duration_of
from handlers.language.entities.moments.periods import NamedMonth
from handlers.language.meaning import Grain, Moment

OFFICE_HOURS = range(8, 20)
"""Hours that a bare number behind a weekday may be."""
SPOKEN_HOURS = range(1, 25)
"""Hours that one before a part of the day may be: "martes 5 por la tarde"."""


FARTHEST_NAMED = 3
"""Days from today that have a name ("trasanteayer")."""


@dataclass(frozen=True, slots=True)
class Offset:
    """So long from now (`sign` 1) or ago (-1), or from the day that `since` means: "mañana", "in 3 hours", "a week from Friday"."""

    duration: Duration
    sign: int = 1
    since: DateExpression | None = None

    @property
    def is_named_day(self) -> bool:
        """Whether it only names a day as today, tomorrow and yesterday do."""
        return self.since is None and self.duration == Duration(days=min(self.duration.days, FARTHEST_NAMED))

    def on(self, present: Present) -> Moment | None:
        """Returns the day, or the minute where minutes or hours are counted."""
        if not self.duration.is_reasonable:
            return None
        if self.since is not None:
            return self._from_day(self.since, present)
        if not self.duration.minutes:
            return day(self.duration.before_or_after(present.today, self.sign))
        moved = self.duration.before_or_after(present.today, self.sign)
        then = present.now.replace(year=moved.year, month=moved.month, day=moved.day)
        # Elapsed time, not wall clock time: three hours stay three hours across a change to summer time.
        then = (then.astimezone(UTC) + timedelta(minutes=self.sign * self.duration.minutes)).astimezone(then.tzinfo)
        return Moment(then.replace(second=0, microsecond=0, tzinfo=None), Grain.MINUTE)

    def _from_day(self, since: DateExpression, present: Present) -> Moment | None:
        base = since.on(present)
        if base is None or base.grain is Grain.MINUTE or self.duration.minutes:
            return None
        return day(self.duration.before_or_after(last_date(base) if self.sign > 0 else base.start, self.sign))


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week. `which`: bare (the tense decides), coming (nearest after today), next (English: not in this
    ISO week), last (before today), after (a week after the nearest, in either tense: nothing else is called so), other (that,
    or the latest one where it has been: "el otro lunes"). `weeks` counts further weeks.
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
        elif present.past and self.which in ("bare", "other"):
            found = self._latest(present)
        else:
            found = today + timedelta(days=(self.weekday - today.weekday() - 1) % WEEK + 1)
            if self.which in ("after", "other") or (self.which == "next" and monday(found) == monday(today)):
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
class CalendarDate:
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
            if not agreeing and self._agrees_soon(replace(present, tense="future" if present.past else "past")):
                return None  # on the 20th "jueves 26" is next week's, however it is told
            dates = agreeing or dates
        return dates[0] if dates else None

    def _agrees_soon(self, present: Present) -> bool:
        """Whether the next such day in a tense is the weekday that was said beside it."""
        nearest = next(self._within_reach(present), None) if self.which == "bare" else None
        return nearest is not None and nearest.weekday() == self.weekday

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
    """The first (1) … or last (-1) such weekday of the month that `of` means: "el primer lunes de diciembre".

    Without `of` it is the nearest in the direction of the tense ("el último viernes de mes").
    """

    nth: int
    weekday: int
    of: DateExpression | None = None

    def on(self, present: Present) -> Moment | None:
        """Returns the day, None where the month has fewer."""
        if self.of is None:
            return self._nearest(present)
        period = self.of.on(present)
        if period is None:
            return None
        found = self._in(period.start)
        if found and isinstance(self.of, NamedMonth) and self.of.which == "bare" and not self.of.year:
            if not present.past and found < present.today:
                found = self._in(period.start.replace(year=period.start.year + 1))
            elif present.past and found > present.today:
                found = self._in(period.start.replace(year=period.start.year - 1))
        return day(found) if found else None

    def _nearest(self, present: Present) -> Moment | None:
        sign, today = -1 if present.past else 1, present.today
        firsts = (add_months(today.replace(day=1), sign * n) for n in range(13))
        days = (found for first in firsts if (found := self._in(first)))
        return next((day(found) for found in days if (found - today).days * sign >= 0), None)

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
        duration = duration_of(abs(self.by), self.unit)
        if not duration.is_reasonable:
            return None
        other = duration.before_or_after(present.today, 1 if self.by > 0 else -1)
        return day(min(other, present.today), max(other, present.today))


@dataclass(frozen=True, slots=True)
class Between:
    """From one date expression to another, both included. The unsaid of one follows the other, in the direction of the tense."""

    first: DateExpression
    last: DateExpression

    def on(self, present: Present) -> Moment | None:
        """Returns the span, None where its end would come before its start."""
        said = _in_month_of(self.first, self.last)
        if present.past:
            last = self.last.on(present)
            first = last and said.on(_seen_from(said, last_date(last), present))
        else:
            first = said.on(present)
            last = first and self.last.on(_seen_from(self.last, first.start, present))
        if not first or not last or first.grain is not last.grain or first.start > last.start:
            return None
        return Moment(first.start, first.grain, last_date(last))


def _in_month_of(first: DateExpression, last: DateExpression) -> DateExpression:
    """The first day in the month that was said of the last one only: "del 3 a las 9 al 5 de marzo a las 14"."""
    if not isinstance(first, CalendarDate) or not isinstance(last, CalendarDate) or first.month or not last.month:
        return first
    if first.day <= last.day:
        return replace(first, month=last.month, year=last.year)
    year, month = divmod((last.year or 0) * 12 + last.month - 2, 12)
    return replace(first, month=month + 1, year=year if last.year else None)


def _seen_from(said: DateExpression, on: date, present: Present) -> Present:
    """The present moved to a day for what follows it ("del lunes al viernes"); "mañana" stays the day after this one.

    It is late there, so that a time said beside a weekday is no reason to go back.
    """
    if not isinstance(said, Weekday | CalendarDate | NamedMonth):
        return present
    return replace(present, now=datetime.combine(on, time(23, 59), present.now.tzinfo))
