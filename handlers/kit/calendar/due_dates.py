"""From a moment that was said to the wall time at which a promise is due, on the clock of whoever has to keep it."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from handlers.kit.calendar.working_time import WorkingTime
from handlers.language.entities.moments.calendar import last_date
from handlers.language.meaning import Grain, Moment, Recurrence
from storage.crm.records import Due

OFTEN = re.compile(r"FREQ=(HOURLY|MINUTELY|SECONDLY)")
LATE_IN_MONTH = range(29, 32)


@dataclass(frozen=True, slots=True)
class WallClock:
    """The present of whoever has to keep a promise: their wall time, their zone, and when they work."""

    now: datetime
    zone: str
    working: WorkingTime


@dataclass(frozen=True, slots=True)
class DueMoment:
    """When a promise is due. `asked` is the time that was said, where it could not be kept."""

    due: Due
    asked: datetime | None = None


class OverError(Exception):
    """The moment that was asked for is over; `due` is when it would have been."""

    def __init__(self, due: Due) -> None:
        super().__init__("the moment is over")
        self.due = due


class TooOftenError(Exception):
    """A promise repeats once a day at most."""


def when(moment: Moment | Recurrence, clock: WallClock, *, deadline: bool = False) -> DueMoment:
    """When a promise for this moment is due.

    A day without an hour is brought up when work begins, and moved to the next working day; a deadline to the one
    before. Of a span the start counts; a week or a longer period that has begun is due by its last working day. A wall
    time that a clock change skips is moved behind it. Raises OverError for what is over, TooOftenError for what repeats more
    than once a day.
    """
    if isinstance(moment, Recurrence):
        return DueMoment(_first(moment, clock))
    if isinstance(moment.start, datetime):
        return _minute(moment.start, clock, deadline=deadline)
    return _day(moment, clock, deadline=deadline)


def _minute(asked: datetime, clock: WallClock, *, deadline: bool) -> DueMoment:
    due = Due(asked, clock.zone, "minute", deadline)
    if asked <= clock.now:
        raise OverError(due)
    local = Due.of(due.at, clock.zone, "minute").local
    due = _with_early(replace(due, local=local), clock)
    return DueMoment(due, asked if local != asked else None)


def _day(moment: Moment, clock: WallClock, *, deadline: bool) -> DueMoment:
    day, working = moment.start.date() if isinstance(moment.start, datetime) else moment.start, clock.working
    today = clock.now.date()
    if moment.grain is not Grain.DAY and day <= today <= last_date(moment):  # "some time this week", said on Monday
        day, deadline = working.day_before(last_date(moment) + timedelta(days=1)), True
        day = max(day, today)
    if day < today:
        raise OverError(Due(datetime.combine(day, working.opens_on(day)), clock.zone, "day", deadline))
    if day == today:
        return _later_today(clock, deadline=deadline)
    works = working.day_from(day)
    if deadline and works != day:
        works = max(working.day_before(day), working.day_from(today))
    local = datetime.combine(works, working.opens_on(works))
    due = _with_early(Due(local, clock.zone, "day", deadline), clock)
    if due.local <= clock.now:  # a deadline on Sunday, said on Friday: the rest of Friday
        return _later_today(clock, deadline=deadline)
    asked = datetime.combine(day, working.opens_on(day)) if works != day and moment.grain is Grain.DAY else None
    return DueMoment(due, asked)


def _later_today(clock: WallClock, *, deadline: bool) -> DueMoment:
    """“Today”, with no hour: when work begins, or an hour from now, or behind a break. Raises OverError where work is over for today."""
    today = clock.now.date()
    opening = datetime.combine(today, clock.working.opens_on(today))
    soon = clock.now.replace(second=0, microsecond=0) + timedelta(hours=1)
    local = opening if opening > clock.now else soon
    works = clock.working.open_from(local)
    if works.date() != today:
        raise OverError(Due(local, clock.zone, "day", deadline))
    return DueMoment(Due(works, clock.zone, "day", deadline))


def _with_early(due: Due, clock: WallClock) -> Due:
    """A deadline is brought up on the working day before as well, where that is still to come."""
    if not due.deadline:
        return due
    day = clock.working.day_before(due.local.date())
    early = datetime.combine(day, clock.working.opens_on(day))
    return replace(due, early=early) if early > clock.now else due


# ------------------------------------------------------------------ what repeats
def _first(moment: Recurrence, clock: WallClock) -> Due:
    rule, grain = _whole_months(moment.rrule), "minute" if moment.time else "day"
    if OFTEN.search(rule):
        raise TooOftenError
    today = clock.now.date()
    start = datetime.combine(today, moment.time or clock.working.opens_on(today))
    # "every second Monday" begins with the next Monday; its interval counts from there.
    searched = re.sub(r";?INTERVAL=\d+", "", rule) if "BY" in rule else rule
    first = rrulestr(searched, dtstart=start).after(clock.now)
    repeats = f"DTSTART:{first:%Y%m%dT%H%M%S}\nRRULE:{rule}"
    return _occurrence(first, Due(first, clock.zone, grain, repeats=repeats), clock.working)


def following(due: Due, now: datetime, working: WorkingTime) -> Due | None:
    """When a promise comes back next, after both its time and `now` (aware); None where it does not repeat.

    Reckoned on the wall clock, so that ten o'clock stays ten o'clock when the clocks change.
    """
    if due.repeats is None:
        return None
    local = max(now.astimezone(ZoneInfo(due.zone)).replace(tzinfo=None), due.local)
    found = rrulestr(due.repeats).after(local)
    return _occurrence(found, due, working) if found else None


def _occurrence(local: datetime, due: Due, working: WorkingTime) -> Due:
    """A promise that repeats, at one of its times."""
    if due.grain == "day":
        local = working.opening(local.date())
    at = Due(local, due.zone, due.grain).at
    return Due(Due.of(at, due.zone, due.grain).local, due.zone, due.grain, repeats=due.repeats)


def _whole_months(rule: str) -> str:
    """The 31st of each month is, in a shorter one, its last day; RFC 5545 would leave that month out."""
    found = re.search(r"BYMONTHDAY=(\d+)", rule)
    if found is None or int(found[1]) not in LATE_IN_MONTH:
        return rule
    days = ",".join(str(day) for day in range(28, int(found[1]) + 1))
    return rule.replace(found[0], f"BYMONTHDAY={days};BYSETPOS=-1")


# ------------------------------------------------------------------ kept
def due_as_json(due: Due) -> dict[str, Any]:
    """As a conversation keeps it."""
    early = due.early.isoformat() if due.early else None
    more = {"deadline": due.deadline, "repeats": due.repeats, "early": early, "even_away": due.even_away}
    return {"local": due.local.isoformat(), "zone": due.zone, "grain": due.grain} | {k: v for k, v in more.items() if v}


def due_from_json(raw: dict[str, Any]) -> Due:
    """What `due_as_json` wrote."""
    early = raw.get("early")
    return Due(
        datetime.fromisoformat(raw["local"]),
        raw["zone"],
        raw["grain"],
        raw.get("deadline", False),
        raw.get("repeats"),
        datetime.fromisoformat(early) if early else None,
        raw.get("even_away", False),
    )


def when_as_json(value: DueMoment) -> dict[str, Any]:
    """As a conversation keeps it."""
    return due_as_json(value.due) | ({"asked": value.asked.isoformat()} if value.asked else {})


def when_from_json(raw: dict[str, Any]) -> DueMoment:
    """What `when_as_json` wrote."""
    asked = raw.get("asked")
    return DueMoment(due_from_json(raw), datetime.fromisoformat(asked) if asked else None)
