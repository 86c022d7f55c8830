"""From a wording that was found to what it means: a date expression, a time of day, or what repeats."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from handlers.language.entities.moments.calendar import DateExpression
from handlers.language.entities.moments.days import (
    Between,
    CalendarDate,
    NthWeekday,
    Offset,
    Rolling,
    Weekday,
    WeekdayOfWeek,
)
from handlers.language.entities.moments.durations import Duration, duration_of
from handlers.language.entities.moments.holidays import Holiday, holiday_rule
from handlers.language.entities.moments.matching import WordingMatch
from handlers.language.entities.moments.periods import (
    CalendarYear,
    EdgeOf,
    NamedMonth,
    NumberedQuarter,
    RelativePeriod,
    WeekOf,
)
from handlers.language.entities.moments.recurrence import WEEKDAY_CODES, Repetition, parsed, yearly
from handlers.language.entities.moments.times import DAY, HOUR, NOON, ClockTime, DayPart

Value = DateExpression | ClockTime | DayPart | Repetition
Keys = Mapping[str, Any]
_THURSDAY = 3
"""The weekday by which the weeks of a month are counted: whichever week has more of its days in the month is the first."""
_FREQUENCIES = {
    "hour": ("HOURLY", 1),
    "minute": ("MINUTELY", 1),
    "day": ("DAILY", 1),
    "week": ("WEEKLY", 1),
    "fortnight": ("WEEKLY", 2),
    "half_month": ("DAILY", 15),
    "month": ("MONTHLY", 1),
    "quarter": ("MONTHLY", 3),
    "year": ("YEARLY", 1),
}


class Interpreter:
    """Tells what a wording means in a country; a method a section of the data, which describes the section's keys."""

    def __init__(self, country: str) -> None:
        self._country = country

    def value(self, match: WordingMatch) -> Value | None:
        """Returns what a wording means; None where its numbers make no sense, or its holiday is not kept here."""
        found: Value | None = getattr(self, f"_{match.wording.section}")(match.wording.keys, _by_name(match))
        return found

    def _date_expression(self, match: WordingMatch) -> DateExpression | None:
        value = self.value(match)
        return None if isinstance(value, ClockTime | DayPart | Repetition) else value

    # ------------------------------------------------------------------ days

    def _shift(self, keys: Keys, took: Keys) -> DateExpression | None:
        if "by" in keys:
            return Offset(duration_of(abs(keys["by"]), keys.get("unit", "day")), 1 if keys["by"] >= 0 else -1)
        if "duration" in took:
            duration = _duration(took["duration"])
        else:
            duration = duration_of(took.get("n", keys.get("n", 1)), took.get("unit", keys.get("unit", "day")))
        since: DateExpression | None = None
        if "day_expression" in took:
            since = self._date_expression(took["day_expression"])
            if since is None:
                return None
        elif "weekday" in took:
            since = Weekday(took["weekday"], "coming")
        elif "since" in keys:
            since = Offset(Duration(days=keys["since"]))
        return Offset(duration, keys["sign"], since)

    def _weekday(self, keys: Keys, took: Keys) -> DateExpression:
        day = next((value for name, value in took.items() if name.startswith("weekday")), None)
        return Weekday(keys["weekday"] if day is None else day, keys["which"], keys.get("weeks", 0))

    def _weekday_of_week(self, keys: Keys, took: Keys) -> DateExpression:
        return WeekdayOfWeek(took["weekday"], _step(keys, took))

    def _date(self, keys: Keys, took: Keys) -> DateExpression:
        if "numdate" in took or "spaced_date" in took:
            day, month, year = took.get("numdate") or took["spaced_date"]
            return CalendarDate(day, month, year)
        day = took.get("day", keys.get("day"))
        month = took.get("month", took.get("month_number"))
        step = _step(keys, took) if "month_ref" in took or "step" in keys else None
        return CalendarDate(day, month, _year_of(took), step, took.get("weekday"), keys.get("which", "bare"))

    def _dates(self, keys: Keys, took: Keys) -> DateExpression:
        year = _year_of(took)
        step = _step(keys, took) if "month_ref" in took or "step" in keys else None
        if "weekday2" in took and "day" not in took:
            return Between(Weekday(took["weekday"]), Weekday(took["weekday2"]))
        if "day" not in took and "day_day" not in took:
            return Between(NamedMonth(took["month"], year), NamedMonth(took["month2"], year))
        first, last = took["day_day"] if "day_day" in took else (took["day"], took["day2"])
        month = took.get("month")
        return Between(CalendarDate(first, month, year, step), CalendarDate(last, month, year, step))

    def _holiday(self, keys: Keys, took: Keys) -> DateExpression | None:
        rule = holiday_rule(took["named_holiday"].wording.keys["of"], self._country)
        if rule is None:
            return None
        year_step = _step(keys, took) if "year_ref" in took else None
        return Holiday(rule, _year_of(took), year_step, keys.get("which", "bare"), keys.get("after", False))

    def _nth(self, keys: Keys, took: Keys) -> DateExpression:
        of: DateExpression | None = None
        if "month" in took:
            of = NamedMonth(took["month"], _year_of(took))
        elif "month_ref" in took:
            of = RelativePeriod("month", _step(keys, took))
        nth = took.get("nth", keys.get("nth"))
        return WeekOf(NthWeekday(nth, _THURSDAY, of)) if keys.get("week") else NthWeekday(nth, took["weekday"], of)

    # ------------------------------------------------------------------ periods

    def _period(self, keys: Keys, took: Keys) -> DateExpression:
        return RelativePeriod(took.get("period", keys.get("unit")), keys["step"])

    def _month(self, keys: Keys, took: Keys) -> DateExpression:
        year_step = _step(keys, took) if "year_ref" in took else keys.get("year_step")
        return NamedMonth(_month_of(took) or 0, _year_of(took), keys.get("which", "bare"), year_step)

    def _quarter(self, keys: Keys, took: Keys) -> DateExpression:
        year_step = _step(keys, took) if "year_ref" in took else keys.get("year_step")
        return NumberedQuarter(_quarter_of(took) or 1, _year_of(took), year_step)

    def _year(self, _: Keys, took: Keys) -> DateExpression:
        return CalendarYear(took["year"])

    def _edge(self, keys: Keys, took: Keys) -> DateExpression:
        of: DateExpression | None = None
        if _month_of(took):
            of = NamedMonth(_month_of(took) or 0, _year_of(took))
        elif _quarter_of(took):
            of = NumberedQuarter(_quarter_of(took) or 1, _year_of(took))
        elif _year_of(took):
            of = CalendarYear(_year_of(took) or 0)
        elif "step" in keys or any(name.endswith("_ref") for name in took):
            of = RelativePeriod(keys["unit"], _step(keys, took))
        return EdgeOf(keys["edge"], keys["unit"], of)

    def _week_of(self, keys: Keys, took: Keys) -> DateExpression | None:
        if "named_holiday" in took:
            holiday = self._holiday({}, took)
            return WeekOf(holiday) if holiday else None
        return WeekOf(self._date({}, took))

    def _rolling(self, keys: Keys, took: Keys) -> DateExpression:
        return Rolling(keys["sign"] * took.get("n", keys.get("n", 1)), took["unit"])

    # ------------------------------------------------------------------ times

    def _clock(self, keys: Keys, took: Keys) -> Value | None:
        told = next(told for name, told in took.items() if name != "half")
        return _clock_time(told, took.get("half"), bare="bare" in keys)

    def _hours(self, _: Keys, took: Keys) -> Value | None:
        if "h_h" in took or "h" in took:
            first, last = took["h_h"] if "h_h" in took else (took["h"], took["h2"])
            ends = [ClockTime(first * HOUR), ClockTime(last * HOUR, half=_half(took.get("half")))]
            return _span(ends[0], ends[1])
        ends = []
        for name, told in took.items():
            if name.startswith("half"):
                ends[-1] = _with_half(ends[-1], told)
            else:
                found = _clock_time(told, None)
                if found is None:
                    return None
                ends.append(found)
        return _span(ends[0], ends[1])

    def _part(self, keys: Keys, took: Keys) -> Value:
        hour, minute = map(int, keys["at"].split(":"))
        minutes = hour * HOUR + minute + (DAY if keys["half"] == "midnight" else 0)
        day = keys["sign"] * took.get("n", keys.get("n", 1)) if "sign" in keys else keys.get("day")
        every = parsed(keys["every"]) if "every" in keys else None
        return DayPart(minutes, keys["half"], day, every)

    # ------------------------------------------------------------------ what repeats

    def _every(self, keys: Keys, took: Keys) -> Value | None:
        if "rule" not in keys:
            return self._every_year(keys, took)
        rule: str = keys["rule"]
        days = took.get("days") or took.get("days_plural")
        if days is not None:
            rule = rule.replace("{days}", ",".join(WEEKDAY_CODES[day] for day in dict.fromkeys(days)))
        weekday = took.get("weekday", took.get("weekdays_plural"))
        nths = took["nths"] if "nths" in took else (took.get("nth", took.get("nth_plural", keys.get("nth"))),)
        if weekday is not None and nths[0] is not None:
            rule = rule.replace("{nth}{weekday}", ",".join(f"{nth}{WEEKDAY_CODES[weekday]}" for nth in nths))
        monthdays = took["monthdays"] if "monthdays" in took else (took.get("day"),)
        rule = rule.replace("{day}", ",".join(map(str, monthdays)))
        unit = took.get("unit", took.get("period"))
        if unit is not None:
            if took.get("unit2", unit) != unit or unit not in _FREQUENCIES:
                return None
            frequency, times = _FREQUENCIES[unit]
            rule = rule.replace("{unit}", frequency).replace(
                "{n}", str(took.get("n", keys.get("n", took.get("nth", 1))) * times)
            )
        if days is not None and weekday is not None and days != (weekday,):
            return None  # "un lunes sí y un martes no" says nothing
        return parsed(rule)

    def _every_year(self, keys: Keys, took: Keys) -> Value | None:
        """Every year on the day, month or holiday that the wording names."""
        if "day_expression" in took:
            named = self._date_expression(took["day_expression"])
        elif "named_holiday" in took:
            named = self._holiday({}, took)
        elif "weekday" in took:
            named = self._nth(keys, took)
        elif "day" in took:
            named = self._date(keys, took)
        else:
            named = self._month(keys, took)
        return yearly(named) if named else None


def _by_name(match: WordingMatch) -> dict[str, Any]:
    """The captures by name; the second of a name is `name2`."""
    named: dict[str, Any] = {}
    for name, value in match.captures:
        named[f"{name}2" if name in named else name] = value
    return named


def _step(keys: Keys, took: Keys) -> int:
    """How many periods from this one: of the wording itself, or of the reference in it ("del mes que viene")."""
    for name in ("week_ref", "month_ref", "quarter_ref", "year_ref"):
        if name in took:
            step: int = took[name].wording.keys["step"]
            return step
    own: int = keys["step"]
    return own


def _year_of(took: Keys) -> int | None:
    year: int | None = took.get("year", took.get("yy"))
    return year


def _month_of(took: Keys) -> int | None:
    month: int | None = took.get("month", took.get("month_name", took.get("month_short")))
    return month


def _quarter_of(took: Keys) -> int | None:
    for name in ("quarter_ordinal", "quarter_code", "n4", "nth"):
        if name in took:
            number: int = took[name]
            return number if number > 0 else 4
    return None


def _duration(match: WordingMatch) -> Duration:
    """The sum of the parts of a duration; a part may have a half, or minutes, told behind it."""
    total = Duration()
    for name, part in match.captures:
        if name == "component":
            total += _component(part.wording.keys, _by_name(part))
    return total


def _component(keys: Keys, took: Keys) -> Duration:
    """One part of a duration: "two weeks", "media hora", "1h30", "dos horas y cuarto"."""
    if "hm" in took or "hm_colon" in took:
        return Duration(minutes=took.get("hm", took.get("hm_colon")))
    count = Fraction(took["n_halves"], 2) if "n_halves" in took else Fraction(took.get("n", keys.get("n", 1)))
    if "half" in keys:
        count += Fraction(keys["half"], 2)
    further = keys.get("minutes", 0) + took.get("m", 0)
    unit = took.get("unit", keys.get("unit"))
    return (duration_of(count, unit) if unit else Duration()) + Duration(minutes=further)


def _clock_time(told: WordingMatch, half: WordingMatch | None, *, bare: bool = False) -> ClockTime | None:
    """A time as it was said, with the half of the day that was said beside it or in the middle of it."""
    took, keys = dict(told.captures), told.wording.keys
    if "at" in keys:
        return ClockTime(int(keys["at"]) * HOUR, certain=True)
    certain = False
    if "h" in took:
        hour, minute = took["h"], 0
    elif "noon" in took:
        hour, minute, certain = took["noon"].wording.keys["at"], 0, True
    else:
        hour, minute, certain = next(took[name] for name in ("clock", "dotted", "hhmm") if name in took)
    spoken = next((took[name] for name in ("m", "mm", "m_word", "tens_minutes") if name in took), 0)
    shift = keys.get("plus", 0) - keys.get("minus", 0) + keys.get("sign", 1) * spoken
    minutes = hour * HOUR + minute
    if max(minutes, minutes + shift) > DAY:
        return None
    time = ClockTime(minutes, certain, shift=shift, bare=bare)
    half = took.get("half", half)
    if half is None:
        return time
    afternoon = minutes >= NOON + HOUR and half.wording.keys["half"] in ("am", "morning")
    return None if afternoon else _with_half(time, half)


def _with_half(time: ClockTime, half: WordingMatch) -> ClockTime:
    keys = half.wording.keys
    return ClockTime(time.minutes, time.certain, keys.get("half"), time.shift, None, keys.get("day"), time.bare)


def _half(match: WordingMatch | None) -> str | None:
    return match.wording.keys["half"] if match else None


def _span(start: ClockTime, end: ClockTime) -> ClockTime:
    return ClockTime(start.minutes, start.certain, start.half, start.shift, end, start.day)
