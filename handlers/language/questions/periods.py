"""When a question is about: a period that is named, or since when."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import cast

from handlers.language.entities.countries import country_of
from handlers.language.entities.moments.calendar import Unit, add_months, first_of, last_date, step
from handlers.language.entities.moments.moments import read_moment
from handlers.language.meaning import Grain, Moment
from handlers.language.questions.phrases import means
from handlers.language.questions.words import Words
from handlers.language.tokens import Mark
from storage.questions.question import EVER, Against, Comparison, Dated, Period

WEEK = 7
_SEASONS = {"spring": (3, 21), "summer": (6, 21), "autumn": (9, 22), "winter": (12, 21)}
"""On which day of which month each begins, north of the equator."""
_SOUTH = frozenset({"AR", "AU", "BO", "CL", "NZ", "PE", "PY", "UY", "ZA"})
_LOOKED_BACK = frozenset({"at", "since"})
LEADS = ("versus", "more than", "less than", "same span")
"""What leads to the period that another is compared with."""
_UNTIL = frozenset({"by", "until"})
"""Of what is to come, from today: "before Christmas"."""
_A_MONTH, _A_QUARTER = 31, 92
_UNITS = {"day": 1, "week": WEEK}


def period_of(words: Words, of: Dated, *, since: bool = False, ahead: bool = False) -> Period | None:
    """The period of a message; None where it names none.

    `since` where a length of time, or a day, is how far back it goes: "sin visita en 60 días". `ahead` where what is asked for
    is to come.
    """
    today = words.context.now.astimezone(words.context.zone).date()
    for at, mark in words.moments:
        if words.is_led_by(at, *LEADS):
            continue
        # "been up to today" asks for today: nobody has been until it
        relations = _LOOKED_BACK | {"until"} if words.is_before(at, "been", "did") else _LOOKED_BACK
        until = ahead and mark.relation in _UNTIL and not means(words.text([at]), "on")  # "para mañana" is that day
        if ahead and not until:
            relations |= _UNTIL
        if (found := _named(mark, today, relations, since=since, ahead=ahead, until=until)) is not None:
            words.taken.add(at)
            return Period(*found, of)
    if (length := _length(words, today)) is not None:
        first, longer = length
        return Period(EVER, first, of) if longer and not since else Period(first, today, of)
    if (span := _so_far(words, today) or _season(words, today)) is not None:
        return Period(*span, of)
    return None


def compared(words: Words, of: Dated, period: Period | None) -> tuple[Period, Against] | None:
    """Both periods, where one is compared with another; None where none is.

    Where only the earlier one is said, "more than last year", the other is what there has been of the present one, and of the
    earlier one the same days.
    """
    today = words.context.now.astimezone(words.context.zone).date()
    if period is None and words.has("same span"):
        return None
    for at, mark in words.moments:
        if at in words.taken or not (
            words.is_led_by(at, *LEADS, *(("join", "ask sum", "ask count") if period else ()))
        ):
            continue
        found = _named(mark, today, _LOOKED_BACK, since=False, ahead=False, until=False)
        if found is not None:
            words.taken.add(at)
            return _beside(words, Period(*found, of), period, today)
    if (found := _earlier(words, period, today)) is not None:
        return _beside(words, Period(*found, of), period, today)
    return None


def _beside(words: Words, earlier: Period, period: Period | None, today: date) -> tuple[Period, Against]:
    """The period and that which it is compared with; whether more or less is asked for."""
    same = words.take("same span")
    more, less = words.take("more than"), words.take("less than")
    words.take("versus", "join")
    comparison = Comparison.OVER if more else Comparison.UNDER if less else Comparison.IS
    if period is not None and same:
        months = 12 * (period.first.year - earlier.first.year)
        earlier = Period(add_months(period.first, -months), add_months(period.last, -months), period.of)
    if period is None:
        first = _present(earlier, today)
        period = Period(first, today, earlier.of)
        earlier = replace(earlier, last=min(earlier.last, earlier.first + (today - first)))
    return period, Against(earlier, comparison)


def _present(earlier: Period, today: date) -> date:
    """When the present year, quarter, month or week began, as the earlier one was one."""
    length = (earlier.last - earlier.first).days
    unit: Unit = (
        "year" if length > _A_QUARTER else "quarter" if length > _A_MONTH else "month" if length > WEEK else "week"
    )
    return first_of(unit, today)


def _earlier(words: Words, period: Period | None, today: date) -> tuple[date, date] | None:
    """The earlier period in words that are no moment: "el trimestre anterior", "the one before", "compared to September"."""
    if any(words.is_led_by(words.first(f"before {unit}"), *LEADS, "join") for unit in words.of("before", free=True)):
        return _so_far(words, today)
    if period is not None and words.take("before same"):
        days = period.last - period.first + timedelta(days=1)
        whole = add_months(period.last + timedelta(days=1), -1) >= period.first and period.first.day == 1
        if not whole:
            return period.first - days, period.first - timedelta(days=1)
        months = 12 * (period.last.year - period.first.year) + period.last.month - period.first.month + 1
        return add_months(period.first, -months), period.first - timedelta(days=1)
    for run in words.unknown():
        if words.is_led_by(run[0], *LEADS):
            moment = read_moment(words.text(run), words.context.now, "past", words.context.locale)
            if isinstance(moment, Moment) and not isinstance(moment.start, datetime):
                words.taken.update(run)
                return moment.start, _last(moment, moment.start)
    return None


def _so_far(words: Words, today: date) -> tuple[date, date] | None:
    """This year, quarter or month until today, or how long "for ages" is: said, so that it can be changed."""
    for unit in words.of("span", free=True):
        words.take(f"span {unit}")
        return first_of(cast("Unit", unit), today), today
    for unit in words.of("before", free=True):
        words.take(f"before {unit}")
        first = step(cast("Unit", unit), first_of(cast("Unit", unit), today), -1)
        return first, step(cast("Unit", unit), first, 1) - timedelta(days=1)
    for days in words.of("ago", free=True):
        words.take(f"ago {days}", "since")
        return today - timedelta(days=int(days)), today
    return None


def _season(words: Words, today: date) -> tuple[date, date] | None:
    """The latest summer that has begun, or since it began; on the half of the earth where the company is."""
    for name in words.of("season", free=True):
        at = words.first(f"season {name}")
        names = list(_SEASONS)
        half_a_year = 2 if country_of(words.context.locale) in _SOUTH else 0
        month, day = _SEASONS[names[(names.index(name) + half_a_year) % len(names)]]
        begins = date(today.year, month, day)
        first = begins if begins <= today else begins.replace(year=today.year - 1)
        since = words.is_led_by(at, "since from")
        words.take(f"season {name}", "since")
        return first, today if since else add_months(first, 3) - timedelta(days=1)
    return None


def past_close(words: Words) -> Period | None:
    """The days that are over, of what should have been closed by now: "con la fecha de cierre pasada"."""
    today = words.context.now.astimezone(words.context.zone).date()
    return Period(EVER, today - timedelta(days=1), Dated.CLOSE) if words.take("past close") else None


def this_month(words: Words, of: Dated) -> Period:
    """The month that it is."""
    today = words.context.now.astimezone(words.context.zone).date()
    first = today.replace(day=1)
    return Period(first, add_months(first, 1) - timedelta(days=1), of)


def _named(
    mark: Mark, today: date, relations: frozenset[str], *, since: bool, ahead: bool, until: bool
) -> tuple[date, date] | None:
    moment = (mark.future or mark.past) if ahead else (mark.past or mark.future)
    if not isinstance(moment, Moment) or not (until or mark.relation in relations):
        return None
    first = moment.start.date() if isinstance(moment.start, datetime) else moment.start
    is_day = moment.grain in {Grain.DAY, Grain.MINUTE} and moment.end is None
    last = first if is_day else _last(moment, first)
    if until:
        return min(today, last), last
    if since and is_day and first > today:
        return today - (first - today), today  # "in 60 days", looking back
    if mark.relation == "since" or (since and is_day and first < today):
        return first, max(first, today)
    return first, last


def _last(moment: Moment, first: date) -> date:
    end = last_date(moment) if moment.grain is not Grain.MINUTE else moment.end
    if isinstance(end, datetime):
        return end.date()
    return end or first


def _length(words: Words, today: date) -> tuple[date, bool] | None:
    """Since when, by a length of time that is no moment by itself, and whether it is longer ago: "hace más de 60 días"."""
    for first, last, number, unit in _lengths(words):
        if words.is_before(first, "since", "over"):
            longer = words.is_before(first, "over")
            words.taken.update(range(first, last))
            words.take("since", "over")
            ago = add_months(today, -number) if unit == "month" else today - timedelta(days=number * _UNITS[unit])
            return ago, longer
    return None


def _lengths(words: Words) -> Iterator[tuple[int, int, int, str]]:
    """Each length of time: its tokens, how many of which unit: "60 días", "a month"."""
    for unit in ("day", "week", "month"):
        for part in words.means.get(f"one {unit}", ()):
            yield part.first, part.last, 1, unit
        for part in words.means.get(f"unit {unit}", ()):
            for at, number in words.numbers:
                if part.first == at + 1:
                    yield at, part.last, number, unit
