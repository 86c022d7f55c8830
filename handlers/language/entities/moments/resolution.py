"""From a wording that was found to what it means: a day on the calendar, a time of day, or what repeats."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.language.entities.moments.calendar import Meaning
from handlers.language.entities.moments.days import Between, Date, NthWeekday, Rolling, Shift, Weekday, WeekdayOfWeek
from handlers.language.entities.moments.periods import EdgeOf, Month, Period, Quarter, WeekOf, Year
from handlers.language.entities.moments.reading import Match

HOUR, NOON, DAY = 60, 12 * 60, 24 * 60
OFFICE_OPENS, OFFICE_CLOSES = 8 * 60, 20 * 60
"""Minutes; an hour said without am or pm is the one in between, the end excluded."""


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day as it was said. `minutes` since midnight; `certain` where it was said on a 24-hour clock.

    `half` is what the words beside it made of it: am, morning, pm, night, noon, midnight or nothing. `until` ends a
    span; `day` is given where the wording names the day as well (0 today, -1 yesterday). `bare` is a mere number,
    which may be the day of the month instead ("hoy 20").
    """

    minutes: int
    certain: bool = False
    half: str | None = None
    until: int | None = None
    day: int | None = None
    bare: bool = False

    def of_day(self, half: str | None) -> int:
        """Minutes since that day's midnight; 1440 or more is after the next one. `half` is used where it has none."""
        return _of_day(self.minutes, self.half or half, certain=self.certain)

    def end_of_day(self, half: str | None) -> int | None:
        """The same of the end of a span, the first such time after its start."""
        if self.until is None:
            return None
        start = self.of_day(half)
        end = _of_day(self.until, self.half or half, certain=False)
        if self.until % NOON != end % NOON or end <= start:
            end = start + ((self.until - start) % NOON or NOON)
        return end


def _of_day(minutes: int, half: str | None, *, certain: bool) -> int:
    hour = minutes // HOUR
    if half in ("am", "morning") and hour == 12:
        return minutes - NOON if half == "am" else minutes
    if half == "pm" and hour < 12:
        return minutes + NOON
    if half == "noon":
        return minutes + NOON if hour < 10 else minutes
    if half in ("night", "midnight"):
        if hour == 12:
            return minutes + NOON
        return minutes + NOON if 5 <= hour < 12 else minutes
    if half or certain or hour > 12 or minutes < HOUR:
        return minutes
    minutes %= NOON
    return minutes if OFFICE_OPENS <= minutes < OFFICE_CLOSES else minutes + NOON


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day: the minutes it stands for, the half it makes of an hour beside it, and the day if it says so.

    `every` is the rule of one that repeats ("por las tardes").
    """

    minutes: int
    half: str
    day: int | None = None
    every: str | None = None


@dataclass(frozen=True, slots=True)
class Every:
    """What repeats, as an RFC 5545 rule."""

    rrule: str


Said = Meaning | Hour | Part | Every


def said(match: Match) -> Said | None:
    """Returns what a wording means; None where its numbers make no sense."""
    return _BUILDERS[match.rule.section](match.rule.keys, _by_name(match))


def _by_name(match: Match) -> dict[str, Any]:
    """The captures by name; the second of a name is `name2`."""
    named: dict[str, Any] = {}
    for name, value in match.captures:
        named[f"{name}2" if name in named else name] = value
    return named


Keys = Mapping[str, Any]


def _shift(keys: Keys, took: Keys) -> Meaning:
    unit = took.get("unit", keys.get("unit", "day"))
    since: Meaning | None = None
    if "weekday" in took:
        since = Weekday(took["weekday"], "coming")
    elif "since" in keys:
        since = Shift(keys["since"])
    by = keys["by"] if "by" in keys else keys["sign"] * took.get("n", took.get("n_halves", keys.get("n", 1)))
    if "and_a_half" in keys:
        return Shift(2 * by + keys["sign"], unit, since, halves=True)
    return Shift(by, unit, since, halves=keys.get("halves", False))


def _weekday(keys: Keys, took: Keys) -> Meaning:
    day = next((value for name, value in took.items() if name.startswith("weekday")), None)
    return Weekday(keys["weekday"] if day is None else day, keys["which"], keys.get("weeks", 0))


def _weekday_of_week(keys: Keys, took: Keys) -> Meaning:
    return WeekdayOfWeek(took["weekday"], keys["step"])


def _date(keys: Keys, took: Keys) -> Meaning:
    if "numdate" in took:
        day, month, year = took["numdate"]
        return Date(day, month, year)
    named = took.get("feast", took.get("eve", keys.get("on")))
    if named:
        month, day = map(int, named.split("-"))
        return Date(day, month, _year(took))
    day = took.get("day", keys.get("day"))
    month = took.get("month", took.get("month_number"))
    return Date(day, month, _year(took), keys.get("step"), took.get("weekday"), keys.get("which", "bare"))


def _year(took: Keys) -> int | None:
    year: int | None = took.get("year", took.get("yy"))
    return year


def _month_of(took: Keys) -> int | None:
    month: int | None = took.get("month", took.get("month_name", took.get("month_short")))
    return month


def _dates(keys: Keys, took: Keys) -> Meaning:
    year, step = _year(took), keys.get("step")
    if "weekday2" in took and "day" not in took:
        return Between(Weekday(took["weekday"]), Weekday(took["weekday2"]))
    if "day" not in took and "day_day" not in took:
        return Between(Month(took["month"], year), Month(took["month2"], year))
    first, last = took["day_day"] if "day_day" in took else (took["day"], took["day2"])
    return Between(Date(first, took.get("month"), year, step), Date(last, took.get("month"), year, step))


def _period(keys: Keys, took: Keys) -> Meaning:
    return Period(took.get("period", keys.get("unit")), keys["step"])


def _month(keys: Keys, took: Keys) -> Meaning:
    return Month(_month_of(took) or 0, _year(took), keys.get("which", "bare"), keys.get("year_step"))


def _quarter_of(took: Keys) -> int | None:
    for name in ("quarter_ordinal", "quarter_code", "n4", "nth"):
        if name in took:
            number: int = took[name]
            return number if number > 0 else 4
    return None


def _quarter(keys: Keys, took: Keys) -> Meaning:
    return Quarter(_quarter_of(took) or 1, _year(took), keys.get("year_step"))


def _year_alone(_: Keys, took: Keys) -> Meaning:
    return Year(took["year"])


def _edge(keys: Keys, took: Keys) -> Meaning:
    of: Meaning | None = None
    if _month_of(took):
        of = Month(_month_of(took) or 0, _year(took))
    elif _quarter_of(took):
        of = Quarter(_quarter_of(took) or 1, _year(took))
    elif _year(took):
        of = Year(_year(took) or 0)
    elif "step" in keys:
        of = Period(keys["unit"], keys["step"])
    return EdgeOf(keys["edge"], keys["unit"], of)


def _nth(keys: Keys, took: Keys) -> Meaning:
    of: Meaning = Month(took["month"], _year(took)) if "month" in took else Period("month", keys["step"])
    return NthWeekday(took["nth"], took["weekday"], of)


def _week_of(_: Keys, took: Keys) -> Meaning:
    return WeekOf(_date({}, took))


def _rolling(keys: Keys, took: Keys) -> Meaning:
    return Rolling(keys["sign"] * took.get("n", keys.get("n", 1)), took["unit"])


def _clock(keys: Keys, took: Keys) -> Said | None:
    minutes, certain = _minutes(next(told for name, told in took.items() if name != "half"))
    half = took.get("half")
    if not 0 <= minutes <= DAY:
        return None
    told = half.rule.keys if half else {}
    return Hour(minutes, certain, told.get("half"), day=told.get("day"), bare="bare" in keys)


def _hours(_keys: Keys, took: Keys) -> Said | None:
    if "h_h" in took or "h" in took:
        first, last = took["h_h"] if "h_h" in took else (took["h"], took["h2"])
        start, end, certain = first * HOUR, last * HOUR, False
    else:
        ends = [_minutes(match) for name, match in took.items() if name.startswith(("time", "exact", "noon"))]
        (start, certain), (end, _) = ends[0], ends[-1]
    halves = _halves(took)
    if halves[0]:
        # "11am to 1pm", "9am to 11": each end by itself.
        return Hour(
            _of_day(start, halves[0], certain=certain), certain=True, until=_of_day(end, halves[1], certain=False)
        )
    if halves[1] == "pm" and end < start < NOON:
        # "from 11 to 1pm": only the end is in the afternoon.
        return Hour(start, certain=True, until=end + NOON)
    return Hour(start, certain, halves[1], end)


def _halves(took: Keys) -> tuple[str | None, str | None]:
    """What was said of the half of the day of the first end of a span, and of the second."""
    names = [name.rstrip("2") for name in took]
    told = [value.rule.keys["half"] for name, value in took.items() if name.startswith("half")]
    if len(told) == 2:
        return told[0], told[1]
    if not told:
        return None, None
    return (told[0], None) if names[-1] != "half" else (None, told[0])


def _minutes(told: Match) -> tuple[int, bool]:
    """Minutes since midnight of a time as it was said, and whether its hour leaves no doubt."""
    took, keys = dict(told.captures), told.rule.keys
    certain = False
    if "at" in keys:
        return int(keys["at"]) * HOUR, True
    if "h" in took:
        hour, minute = took["h"], 0
    else:
        hour, minute, certain = next(took[name] for name in ("clock", "dotted", "hhmm") if name in took)
    spoken = next((took[name] for name in ("m", "mm", "m_word", "tens_minutes") if name in took), 0)
    minute += keys.get("plus", 0) - keys.get("minus", 0) + keys.get("sign", 1) * spoken
    minutes = hour * HOUR + minute
    if minutes < HOUR <= hour * HOUR and not certain:
        minutes += NOON  # "ten to one" is ten to thirteen; words like "at night" make of it what they do of any hour
    return (minutes % DAY if minutes < 0 else minutes), certain


def _part(keys: Keys, _: Keys) -> Said:
    hour, minute = map(int, keys["at"].split(":"))
    minutes = hour * HOUR + minute + (DAY if keys["half"] == "midnight" else 0)
    return Part(minutes, keys["half"], keys.get("day"), keys.get("every"))


_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES = {
    "hour": ("HOURLY", 1),
    "minute": ("MINUTELY", 1),
    "day": ("DAILY", 1),
    "week": ("WEEKLY", 1),
    "month": ("MONTHLY", 1),
    "quarter": ("MONTHLY", 3),
    "year": ("YEARLY", 1),
}
MOST_REPEATS = 400
"""The largest interval of a rule, in its unit."""


def weekdays_from(first: int, last: int) -> Every:
    """Every day of the week from one to another: "de lunes a viernes"."""
    days = (_DAYS[(first + n) % 7] for n in range((last - first) % 7 + 1))
    return Every(f"FREQ=WEEKLY;BYDAY={','.join(days)}")


def _every(keys: Keys, took: Keys) -> Said | None:
    rule: str = keys["rule"]
    days = took.get("days") or took.get("days_plural")
    if days is not None:
        rule = rule.replace("{days}", ",".join(_DAYS[day] for day in dict.fromkeys(days)))
    weekday = took.get("weekday", took.get("weekdays_plural"))
    nth = took.get("nth", took.get("nth_plural"))
    if weekday is not None and nth is not None:
        rule = rule.replace("{nth}{weekday}", f"{nth}{_DAYS[weekday]}")
    if "day" in took:
        if not 1 <= took["day"] <= 31:
            return None
        rule = rule.replace("{day}", str(took["day"]))
    if "unit" in took:
        frequency, times = _FREQUENCIES[took["unit"]]
        interval = took.get("n", 1) * times
        if not 1 <= interval <= MOST_REPEATS:
            return None
        rule = rule.replace("{unit}", frequency).replace("{n}", str(interval))
    return Every(rule.replace(";INTERVAL=1;", ";").removesuffix(";INTERVAL=1"))


_BUILDERS: Mapping[str, Callable[[Keys, Keys], Said | None]] = {
    "shift": _shift,
    "weekday": _weekday,
    "weekday_of_week": _weekday_of_week,
    "date": _date,
    "dates": _dates,
    "period": _period,
    "month": _month,
    "quarter": _quarter,
    "year": _year_alone,
    "edge": _edge,
    "nth": _nth,
    "week_of": _week_of,
    "rolling": _rolling,
    "clock": _clock,
    "hours": _hours,
    "part": _part,
    "every": _every,
}
