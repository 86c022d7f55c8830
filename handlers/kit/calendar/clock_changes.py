"""When a zone's clocks change, and the stretches of a day between changes."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

STEP = timedelta(days=7)
"""Two changes that lie closer together than this are not told apart; zones leave a month between them."""

Stretch = tuple[datetime, datetime, timedelta]
"""From one instant (UTC) until before another, with the zone's offset in between."""


@lru_cache(maxsize=256)
def clock_changes(zone: ZoneInfo, year: int) -> tuple[datetime, ...]:
    """The instants (UTC, to the second) in a year (UTC) at which the zone's offset changes, in order."""
    found = []
    at = datetime(year, 1, 1, tzinfo=UTC)
    end = datetime(year + 1, 1, 1, tzinfo=UTC)
    while at < end:
        after = min(at + STEP, end)
        if _offset(zone, at) != _offset(zone, after):
            found.append(_first_after(zone, at, after))
        at = after
    return tuple(found)


@lru_cache(maxsize=256)
def changed_days(zone: ZoneInfo, year: int) -> frozenset[date]:
    """The local days of a year, and of the days around it, that a clock change makes longer or shorter."""
    days = set()
    for change in (c for y in (year - 1, year, year + 1) for c in clock_changes(zone, y)):
        before, after = ((change + offset).date() for offset in _around(zone, change))
        first, last = sorted((before, after))
        days |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    return frozenset(days)


def stretches(zone: ZoneInfo, day: date) -> list[Stretch]:
    """The instants whose local day may be this one, in stretches of one offset each."""
    midnight = datetime.combine(day, time.min, UTC)
    if day not in changed_days(zone, day.year):
        noon = datetime.combine(day, time(12), zone)
        return [(midnight - timedelta(days=1), midnight + timedelta(days=2), noon.utcoffset() or timedelta())]
    first, last = midnight - timedelta(days=2), midnight + timedelta(days=3)
    inside = [c for year in {first.year, last.year} for c in clock_changes(zone, year) if first < c < last]
    edges = [first, *sorted(inside), last]
    return [(start, end, _offset(zone, start)) for start, end in pairwise(edges)]


def _around(zone: ZoneInfo, change: datetime) -> tuple[timedelta, timedelta]:
    return _offset(zone, change - timedelta(seconds=1)), _offset(zone, change)


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _first_after(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The instant between two at which the offset changes."""
    before = _offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return high
