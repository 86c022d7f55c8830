"""Reckoning with dates: weeks, months, quarters, and what a date expression is.

A date expression is what was said ("the coming Tuesday", "the 15th", "the end of March") and knows no present;
`on(present)` says which day that is. Days are local dates; a week begins on Monday (ISO 8601). A date that no calendar
has gives None.
"""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from handlers.language.meaning import Grain, Moment, Tense

Unit = Literal["minute", "hour", "day", "workday", "week", "fortnight", "half_month", "month", "quarter", "year"]
Which = Literal["bare", "coming", "next", "last", "after", "other"]
Edge = Literal["start", "middle", "end"]

WEEK = 7
SATURDAY = 5


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


class DateExpression(Protocol):
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
    """Moves a date by so many units of a day or more."""
    if unit == "day":
        return to + timedelta(days=by)
    if unit == "week":
        return to + timedelta(days=WEEK * by)
    return add_months(to, by * {"month": 1, "quarter": 3, "year": 12}[unit])


def add_workdays(to: date, by: int) -> date:
    """Moves a date by so many working days: Monday to Friday are counted, public holidays are not known here."""
    one = timedelta(days=1 if by > 0 else -1)
    left = abs(by)
    while left:
        to += one
        left -= to.weekday() < SATURDAY
    return to


def last_date(moment: Moment) -> date:
    """The last day of a moment: of one with a time of day its own, and never one that no calendar has."""
    said = moment.start if moment.end is None else moment.end
    start = said.date() if isinstance(said, datetime) else said
    if moment.end is not None or moment.grain in {Grain.MINUTE, Grain.DAY}:
        return start
    unit: Unit = moment.grain.value  # type: ignore[assignment]  # the grains above a day are units
    try:
        return step(unit, start, 1) - timedelta(days=1)
    except (ValueError, OverflowError):  # the year 9999 has no next one
        return date.max
