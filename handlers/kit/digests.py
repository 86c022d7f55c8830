"""When digests come."""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handlers.kit.calendar.working_time import WorkingTime

JOB: Final = "digest"
"""A stored name: the job as which a digest comes back as a turn."""
A_DAY = timedelta(days=1)


def first_time(kind: str, working: WorkingTime, zone: ZoneInfo, now: datetime) -> datetime:
    """The next time after now at which a digest of this kind comes, by the working time of whoever gets it."""
    today = now.astimezone(zone).date()
    at = opening(working, _day(kind, working, today), zone)
    if at > now:
        return at
    return opening(working, _day(kind, working, _after(kind, today)), zone)


def opening(working: WorkingTime, day: date, zone: ZoneInfo) -> datetime:
    """When work begins on a day."""
    return working.opening(day).replace(tzinfo=zone)


def _day(kind: str, working: WorkingTime, day: date) -> date:
    """The day of the digest for the day, the week or the month that a day is in."""
    if kind == "morning":
        return working.day_from(day)
    if kind == "week":
        return working.day_from(day - timedelta(days=day.weekday()))
    return working.day_before(_next_month(day))


def _after(kind: str, day: date) -> date:
    """A day of the next day, week or month."""
    if kind == "morning":
        return day + A_DAY
    return day + timedelta(days=7) if kind == "week" else _next_month(day)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
