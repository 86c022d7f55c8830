"""What repeats: a rule of RFC 5545 in its parts, and how the parts that are said apart become one rule."""

from dataclasses import dataclass, replace
from typing import Literal

from handlers.language.entities.moments.calendar import DateExpression
from handlers.language.entities.moments.days import Between, CalendarDate, NthWeekday, Weekday
from handlers.language.entities.moments.holidays import Holiday
from handlers.language.entities.moments.periods import EdgeOf, NamedMonth

Frequency = Literal["MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LARGEST_INTERVAL = 400
_EDGES = {"start": 1, "middle": 15, "end": -1}
_WEEKS_OF_DAYS = {7: 1, 8: 1, 14: 2, 15: 2, 21: 3, 28: 4}
"""What is said in days and meant in weeks where a weekday stands beside it: "cada quince días los lunes"."""


@dataclass(frozen=True, slots=True)
class Repetition:
    """A rule of RFC 5545. `weekdays` may have their number before them, as in "1MO"."""

    frequency: Frequency
    interval: int = 1
    months: tuple[int, ...] = ()
    monthdays: tuple[int, ...] = ()
    weekdays: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()

    @property
    def rrule(self) -> str:
        """The rule as it is written."""
        parts = {
            "FREQ": (self.frequency,),
            "INTERVAL": (self.interval,) if self.interval > 1 else (),
            "BYMONTH": self.months,
            "BYMONTHDAY": self.monthdays,
            "BYDAY": self.weekdays,
            "BYSETPOS": self.positions,
        }
        return ";".join(f"{name}={','.join(map(str, values))}" for name, values in parts.items() if values)

    @property
    def _is_bare(self) -> bool:
        """Whether it says how often and nothing else."""
        return not (self.months or self.monthdays or self.weekdays)

    def joined(self, other: "Repetition") -> "Repetition | None":
        """One rule of two that are said together: "cada dos semanas" and "los lunes"; None where they are two."""
        if self._is_bare:
            return other._with_frequency_of(self)  # noqa: SLF001 - of its own class
        if other._is_bare:  # noqa: SLF001 - of its own class
            return self._with_frequency_of(other)
        return self._in_months_of(other) or other._in_months_of(self)  # noqa: SLF001 - of its own class

    def _in_months_of(self, yearly: "Repetition") -> "Repetition | None":
        """The days of a month, in the months of a rule that names no more than those: "every March" and "on the 8th"."""
        if yearly.monthdays or yearly.weekdays or yearly.frequency != "YEARLY":
            return None
        of_month = self.frequency == "MONTHLY" and self.interval == 1
        return replace(self, frequency="YEARLY", interval=yearly.interval, months=yearly.months) if of_month else None

    def _with_frequency_of(self, often: "Repetition") -> "Repetition | None":
        """The rule, as often as another one says that says only that."""
        if often.frequency == self.frequency and 1 in (often.interval, self.interval):
            return replace(self, interval=often.interval * self.interval)
        if self.frequency == "WEEKLY" and self.interval == 1 and often.frequency == "DAILY":
            weeks = 1 if often.interval == 1 else _WEEKS_OF_DAYS.get(often.interval)
            return replace(self, interval=weeks) if weeks else None
        return None

    def on(self, day: DateExpression) -> "Repetition | None":
        """The rule on a day that is said beside it: "every 3 weeks" and "on Monday"; None where the two do not fit."""
        told = _rule_of(day)
        return self.joined(told) if told else None


def _rule_of(day: DateExpression) -> Repetition | None:
    """The rule of a day, for whom something else says how often; None for a day that comes only once."""
    match day:
        case Weekday(which="bare", weeks=0):
            return Repetition("WEEKLY", weekdays=(WEEKDAY_CODES[day.weekday],))
        case Between(first=Weekday(weekday=first), last=Weekday(weekday=last)):
            return weekly(*((first + n) % 7 for n in range((last - first) % 7 + 1)))
        case NthWeekday(of=NamedMonth(month=month, year=None, year_step=None)):
            return Repetition("YEARLY", months=(month,), weekdays=(f"{day.nth}{WEEKDAY_CODES[day.weekday]}",))
        case NthWeekday(of=None):
            return Repetition("MONTHLY", weekdays=(f"{day.nth}{WEEKDAY_CODES[day.weekday]}",))
        case CalendarDate(year=None, step=None, weekday=None, which="bare") if not day.impossible:
            months = (day.month,) if day.month else ()
            return Repetition("YEARLY" if months else "MONTHLY", months=months, monthdays=(day.day,))
        case EdgeOf(unit="month", of=None):
            return Repetition("MONTHLY", monthdays=(_EDGES[day.edge],))
        case EdgeOf(unit="month", of=NamedMonth(month=month, year=None, year_step=None)):
            return Repetition("YEARLY", months=(month,), monthdays=(_EDGES[day.edge],))
        case NamedMonth(which="bare", year=None, year_step=None):
            return Repetition("YEARLY", months=(day.month,))
        case Holiday(which="bare", year=None, year_step=None, after=False):
            return _of_holiday(day)
    return None


def _of_holiday(holiday: Holiday) -> Repetition | None:
    """The rule of a holiday; Easter and what hangs on it follow none."""
    rule = holiday.rule
    if rule.easter is not None or rule.plus:
        return None
    if rule.nth:
        return Repetition("YEARLY", months=(rule.month,), weekdays=(f"{rule.nth}{WEEKDAY_CODES[rule.weekday]}",))
    return Repetition("YEARLY", months=(rule.month,), monthdays=(rule.day,))


def weekly(*weekdays: int) -> Repetition:
    """Every week on these days, Monday being 0."""
    return Repetition("WEEKLY", weekdays=tuple(WEEKDAY_CODES[day] for day in dict.fromkeys(weekdays)))


def yearly(day: DateExpression) -> Repetition | None:
    """Every year on a day: "cada 15 de enero"; None where the day does not come each year."""
    told = _rule_of(day)
    return told if told and told.frequency == "YEARLY" else None


def parsed(rrule: str) -> Repetition | None:
    """Reads a rule as it is written; None where its numbers make no sense."""
    parts = dict(part.split("=", 1) for part in rrule.split(";"))
    interval = int(parts.get("INTERVAL", 1))
    monthdays = tuple(int(day) for day in _listed(parts, "BYMONTHDAY"))
    if not 1 <= interval <= LARGEST_INTERVAL or not all(1 <= abs(day) <= 31 for day in monthdays):
        return None
    return Repetition(
        parts["FREQ"],  # type: ignore[arg-type]  # by the format of the rules
        interval,
        tuple(map(int, _listed(parts, "BYMONTH"))),
        monthdays,
        tuple(_listed(parts, "BYDAY")),
        tuple(map(int, _listed(parts, "BYSETPOS"))),
    )


def _listed(parts: dict[str, str], name: str) -> list[str]:
    return parts[name].split(",") if name in parts else []
