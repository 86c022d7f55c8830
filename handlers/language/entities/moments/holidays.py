"""Holidays: on which day one falls in a year and a country, and which of them is meant."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from handlers.language.entities.moments.calendar import WEEK, Present, Which, day, last_day, make_date
from handlers.language.meaning import Grain, Moment

ANYWHERE = "any"
"""What stands for a country in the data where all that are not named do the same."""


@dataclass(frozen=True, slots=True)
class HolidayRule:
    """How the day of a holiday is found: a date, the nth weekday of a month, or so many days from Easter Sunday.

    `plus` further days are added, and `days` are how many it lasts.
    """

    month: int = 0
    day: int = 0
    nth: int = 0
    weekday: int = 0
    easter: int | None = None
    plus: int = 0
    days: int = 1

    def first_day(self, year: int) -> date | None:
        """Returns the (first) day in a year, None where the calendar has none."""
        if self.easter is not None:
            from dateutil.easter import easter  # noqa: PLC0415  # what few messages name

            sunday: date = easter(year)
            return sunday + timedelta(days=self.easter)
        if not self.nth:
            return make_date(year, self.month, self.day)
        if self.nth < 0:
            last = last_day(year, self.month)
            found = last - timedelta(days=(last.weekday() - self.weekday) % WEEK)
        else:
            first = date(year, self.month, 1)
            found = first + timedelta(days=(self.weekday - first.weekday()) % WEEK + WEEK * (self.nth - 1))
        return found + timedelta(days=self.plus)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday of a year, or the nearest in the direction of the tense, today included.

    `which` is last or coming where that was said; `after` means the day after it ("después de Reyes").
    """

    rule: HolidayRule
    year: int | None = None
    year_step: int | None = None
    which: Which = "bare"
    after: bool = False

    def on(self, present: Present) -> Moment | None:
        """Returns the day, or the week of one that lasts a week."""
        spans = [span for year in self._years(present) if (span := self._in(year))]
        if self.year is None and self.year_step is None:
            spans = self._in_direction(spans, present)
        if not spans:
            return None
        start, end = spans[0]
        return day(start) if start == end else Moment(start, Grain.WEEK)

    def _years(self, present: Present) -> list[int]:
        if self.year is not None:
            return [self.year]
        this = present.today.year
        return [this + self.year_step] if self.year_step is not None else [this + n for n in range(-2, 3)]

    def _in(self, year: int) -> tuple[date, date] | None:
        start = self.rule.first_day(year)
        if start is None:
            return None
        end = start + timedelta(days=self.rule.days - 1)
        return (end + timedelta(days=1),) * 2 if self.after else (start, end)

    def _in_direction(self, spans: list[tuple[date, date]], present: Present) -> list[tuple[date, date]]:
        """The spans that are meant, the nearest first."""
        today = present.today
        if self.which == "last":
            return [span for span in reversed(spans) if span[1] < today]
        if self.which != "bare":
            return [span for span in spans if span[0] > today]
        if present.past:
            return [span for span in reversed(spans) if span[0] <= today]
        return [span for span in spans if span[1] >= today]


@cache
def holiday_rules() -> Mapping[str, Mapping[str, HolidayRule]]:
    """Returns by holiday and country how its day is found; read at the first call."""
    source = files("handlers.language") / "data" / "holidays.toml"
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    return {name: {country: _rule(told) for country, told in places.items()} for name, places in data.items()}


def _rule(told: Mapping[str, Any]) -> HolidayRule:
    told = dict(told)
    if "date" in told:
        month, of_month = map(int, told.pop("date").split("-"))
        return HolidayRule(month, of_month, **told)
    return HolidayRule(**told)


def holiday_rule(name: str, country: str) -> HolidayRule | None:
    """Returns how a holiday's day is found in a country, None where it is not kept."""
    places = holiday_rules()[name]
    return places.get(country, places.get(ANYWHERE))
