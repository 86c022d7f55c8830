"""Date expressions that name longer periods and their edges: a week, a month, a quarter, a year, the end of one."""

from dataclasses import dataclass
from datetime import date, timedelta

from handlers.language.entities.moments.calendar import (
    DateExpression,
    Edge,
    Present,
    Unit,
    Which,
    add_months,
    day,
    first_of,
    monday,
    step,
)
from handlers.language.meaning import Grain, Moment


@dataclass(frozen=True, slots=True)
class RelativePeriod:
    """A whole week, month, quarter or year, `step` of them from this one."""

    unit: Unit
    step: int

    def on(self, present: Present) -> Moment | None:
        """Returns the whole period."""
        return Moment(step(self.unit, first_of(self.unit, present.today), self.step), Grain(self.unit))


@dataclass(frozen=True, slots=True)
class NamedMonth:
    """A named month: the one in `year`, else the nearest in the direction of the tense (this one counts if bare)."""

    month: int
    year: int | None = None
    which: Which = "bare"
    year_step: int | None = None
    """Years from this one, where the year was named so: "marzo del año que viene"."""

    def on(self, present: Present) -> Moment | None:
        """Returns the whole month."""
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
class NumberedQuarter:
    """A quarter by its number: that of `year`, else the nearest in the direction of the tense, this one included."""

    quarter: int
    year: int | None = None
    year_step: int | None = None

    def on(self, present: Present) -> Moment | None:
        """Returns the whole quarter."""
        this = first_of("quarter", present.today)
        found = date(self.year or this.year + (self.year_step or 0), self.quarter * 3 - 2, 1)
        bare = self.year is None and self.year_step is None
        if bare and present.past and found > this:
            found = found.replace(year=this.year - 1)
        if bare and not present.past and found < this:
            found = found.replace(year=this.year + 1)
        return Moment(found, Grain.QUARTER)


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """A year by its number."""

    year: int

    def on(self, present: Present) -> Moment | None:
        """Returns the whole year, whenever it is said."""
        return Moment(date(self.year, 1, 1), Grain.YEAR)


@dataclass(frozen=True, slots=True)
class WeekOf:
    """The ISO week that holds a day: "la semana del 5 de octubre"."""

    of: DateExpression

    def on(self, present: Present) -> Moment | None:
        """Returns the whole week."""
        found = self.of.on(present)
        return Moment(monday(found.start), Grain.WEEK) if found else None


@dataclass(frozen=True, slots=True)
class EdgeOf:
    """The first, middle or last day of a period: "a fin de mes", "mid-March", "end of next quarter".

    `of` is the period that was named, None for the nearest in the direction of the tense ("fin de mes": this month's
    last day; "a principios de mes": the first of next month, or, told of the past, of this one).
    """

    edge: Edge
    unit: Unit
    of: DateExpression | None = None

    def on(self, present: Present) -> Moment | None:
        """Returns the day."""
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

    def _named(self, of: DateExpression, present: Present) -> Moment | None:
        period = of.on(present)
        if period is None:
            return None
        found = self._of(period.start)
        if isinstance(of, NamedMonth) and of.which == "bare" and not of.year:
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
