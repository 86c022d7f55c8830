"""How long: "an hour and a half", "two weeks and three days", as one sum of months, days and minutes."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from handlers.language.entities.moments.calendar import Unit, add_months, add_workdays, step

MINUTES_OF = {"minute": 1, "hour": 60}
DAYS_OF = {"day": 1, "week": 7, "fortnight": 14, "half_month": 15}
MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}
HALF_MONTH, HALF_DAY = 15, 12 * 60
"""Days and minutes that half a month and half a day are said for."""
LONGEST_MINUTES, LONGEST_DAYS, LONGEST_MONTHS = 300_000, 5_000, 600
"""The most that "in …" may mean; more is no appointment."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time. Months and days are of the calendar, minutes elapse; `workdays` are days from Monday to Friday."""

    months: int = 0
    days: int = 0
    minutes: int = 0
    workdays: int = 0

    def __add__(self, other: "Duration") -> "Duration":
        return Duration(
            self.months + other.months,
            self.days + other.days,
            self.minutes + other.minutes,
            self.workdays + other.workdays,
        )

    @property
    def is_reasonable(self) -> bool:
        """Whether an appointment may be so far away."""
        return (
            self.minutes <= LONGEST_MINUTES
            and self.days <= LONGEST_DAYS
            and self.months <= LONGEST_MONTHS
            and self.workdays <= LONGEST_DAYS
        )

    def before_or_after(self, day: date, sign: int) -> date:
        """Moves a day by the months, days and working days, in this order; the minutes are left to who knows the hour."""
        moved = step("day", add_months(day, sign * self.months), sign * self.days)
        return add_workdays(moved, sign * self.workdays) if self.workdays else moved


def duration_of(count: Fraction | int, unit: Unit) -> Duration:
    """Returns so many of a unit; a part of one is reckoned in what is said for it: half a month is 15 days."""
    whole, rest = divmod(Fraction(count), 1)
    if unit == "workday":
        return Duration(workdays=whole)
    if unit in MINUTES_OF:
        return Duration(minutes=int(count * MINUTES_OF[unit]))
    if unit in DAYS_OF:
        part = (
            Duration(minutes=int(rest * 2 * HALF_DAY)) if unit == "day" else Duration(days=int(rest * DAYS_OF[unit]))
        )
        return Duration(days=whole * DAYS_OF[unit]) + part
    months = Fraction(count) * MONTHS_OF[unit]
    return Duration(months=int(months), days=int(months % 1 * 2 * HALF_MONTH))
