"""When a question is about: a period that is named, or since when."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import cast

from handlers.language.entities.countries import country_of
from handlers.language.entities.moments.calendar import Unit, add_months, first_of, last_date, step
from handlers.language.meaning import Grain, Moment
from handlers.language.questions.words import Words
from handlers.language.tokens import Mark
from storage.questions.question import EVER, Dated, Period

WEEK = 7
_SEASONS = {"spring": (3, 21), "summer": (6, 21), "autumn": (9, 22), "winter": (12, 21)}
"""On which day of which month each begins, north of the equator."""
_SOUTH = frozenset({"AR", "AU", "BO", "CL", "NZ", "PE", "PY", "UY", "ZA"})
_LOOKED_BACK = frozenset({"at", "since"})
_UNTIL = frozenset({"by", "until"})
"""Of what is to come, from today: "before Christmas"."""
_UNITS = {"day": 1, "week": WEEK}


def period_of(words: Words, of: Dated, *, since: bool = False, ahead: bool = False) -> Period | None:
    """The period of a message; None where it names none.

    `since` where a length of time, or a day, is how far back it goes: "sin visita en 60 días". `ahead` where what is asked for
    is to come.
    """
    today = words.context.now.astimezone(words.context.zone).date()
    for at, mark in words.moments:
        # "been up to today" asks for today: nobody has been until it
        relations = _LOOKED_BACK | {"until"} if words.is_before(at, "been", "did") else _LOOKED_BACK
        if (found := _named(mark, today, relations, since=since, ahead=ahead)) is not None:
            words.taken.add(at)
            return Period(*found, of)
    if (length := _length(words, today)) is not None:
        first, longer = length
        return Period(EVER, first, of) if longer and not since else Period(first, today, of)
    if (span := _so_far(words, today) or _season(words, today)) is not None:
        return Period(*span, of)
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
        since = words.is_led_by(at, "since") and words.has("since from")
        words.take(f"season {name}", "since")
        return first, today if since else add_months(first, 3) - timedelta(days=1)
    return None


def this_month(words: Words, of: Dated) -> Period:
    """The month that it is."""
    today = words.context.now.astimezone(words.context.zone).date()
    first = today.replace(day=1)
    return Period(first, add_months(first, 1) - timedelta(days=1), of)


def _named(mark: Mark, today: date, relations: frozenset[str], *, since: bool, ahead: bool) -> tuple[date, date] | None:
    moment = (mark.future or mark.past) if ahead else (mark.past or mark.future)
    until = ahead and mark.relation in _UNTIL
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
