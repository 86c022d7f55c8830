"""A colleague's follow-ups as a calendar (RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from storage.crm.records import FollowUpRecord

if TYPE_CHECKING:
    from icalendar import Event

LASTS = timedelta(minutes=30)
"""How long a calendar shows what is to be done at an hour."""
PRODUCT = "-//Cartera//Follow-ups//EN"


def calendar(name: str, follow_ups: Iterable[FollowUpRecord], *, host: str, now: datetime) -> bytes:
    """What is open, an event each: at its hour on the clock of its zone, or on its whole day; what repeats, with its rule."""
    from icalendar import Calendar  # noqa: PLC0415 - 6 MB, for whoever subscribes

    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", name)
    for follow_up in follow_ups:
        found.add_component(_event(follow_up, host, now))
    found.add_missing_timezones()
    return bytes(found.to_ical())


def _event(follow_up: FollowUpRecord, host: str, now: datetime) -> "Event":
    from icalendar import Event, vRecur  # noqa: PLC0415

    event = Event()
    event.add("uid", f"follow-up-{follow_up.id}@{host}")
    event.add("dtstamp", now)
    what = follow_up.what if not follow_up.customer else f"{follow_up.what} · {follow_up.customer}"
    event.add("summary", what)
    local = follow_up.due_local
    if follow_up.grain == "minute":
        start = local.replace(tzinfo=ZoneInfo(follow_up.zone))
        event.add("dtstart", start)
        event.add("dtend", start + LASTS)
    else:
        event.add("dtstart", local.date())
    if follow_up.repeats:
        event.add("rrule", vRecur.from_ical(follow_up.repeats.partition("RRULE:")[2].strip()))
    return event
