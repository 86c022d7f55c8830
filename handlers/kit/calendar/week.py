"""The hours of a working week: several spans a day, by weekday, and how that is written.

`mon-thu 09:00-14:00,16:00-19:00; fri 08:00-15:00`: groups of days between semicolons, each with its spans between commas.
Days are named `mon` to `sun`, alone, in ranges and between commas (`mon,wed-fri`); a group without days is Monday to Friday.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise

from storage.people.records import Hours

Span = tuple[int, int]
"""From one minute of the day until before another; 1440 is midnight at its end."""

DAY = 24 * 60
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKDAYS = range(5)
MOST_SPANS = 4
"""A day that falls into more pieces is a typing error; it also bounds what a column has to hold."""

_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)")


@dataclass(frozen=True, slots=True)
class Week:
    """The spans of each weekday, Monday first, in order and apart from each other. At least one day has any."""

    days: tuple[tuple[Span, ...], ...]

    @classmethod
    def of(cls, spans: Iterable[tuple[int, Span]]) -> "Week":
        """From pairs of a weekday (0 is Monday) and a span. Raises ValueError where they overlap, or there are none."""
        days: list[list[Span]] = [[] for _name in NAMES]
        for weekday, span in spans:
            days[weekday].append(span)
        for found in days:
            found.sort()
            if any(later[0] < earlier[1] for earlier, later in pairwise(found)):
                raise ValueError("two spans of a day overlap")
            if len(found) > MOST_SPANS:
                raise ValueError(f"a day has {MOST_SPANS} spans at most")
        if not any(days):
            raise ValueError("there are no hours in it")
        return cls(tuple(tuple(found) for found in days))

    @classmethod
    def parse(cls, text: str) -> "Week":
        """From the written form. Raises ValueError, which says what is wrong, for anything else."""
        spans: list[tuple[int, Span]] = []
        for group in text.split(";"):
            named, hours = _parted(group.strip())
            spans += [(weekday, span) for weekday in _weekdays(named, group) for span in _spans(hours)]
        try:
            return cls.of(spans)
        except ValueError as error:
            raise ValueError(f"“{text}”: {error}") from None

    def __str__(self) -> str:
        return "; ".join(
            " ".join(part for part in (_named(weekdays), ",".join(map(_written, spans))) if part)
            for weekdays, spans in self.groups()
        )

    def groups(self) -> list[tuple[list[int], tuple[Span, ...]]]:
        """The days that have hours, neighbours with the same hours together: `([0, 1, 2, 3], spans), ([4], spans)`."""
        runs = groupby(range(len(NAMES)), key=lambda weekday: self.days[weekday])
        return [(list(weekdays), spans) for spans, weekdays in runs if spans]

    def without(self, quiet: Hours) -> "Week":
        """What of each day's hours is not quiet; a day whose hours all are has whatever else of it is not."""
        start, end = (at.hour * 60 + at.minute for at in (quiet.start, quiet.end))
        loud = [(end, start)] if start > end else [(0, start), (end, DAY)] if start < end else [(0, DAY)]
        days = []
        for spans in self.days:
            left = [(max(a, c), min(b, d)) for a, b in spans for c, d in loud]
            kept = tuple(span for span in left if span[0] < span[1])
            days.append(kept if kept or not spans else tuple(span for span in loud if span[0] < span[1]))
        return Week(tuple(days))

    def has(self, weekday: int, minute: float) -> bool:
        """Whether this minute of that weekday is in a span."""
        spans = self.days[weekday]
        at = bisect_right(spans, (minute, DAY)) - 1
        return at >= 0 and minute < spans[at][1]


def _parted(group: str) -> tuple[str, str]:
    """The days and the hours of a group."""
    first = re.search(r"\d", group)
    if first is None:
        raise ValueError(f"“{group}” is not a span of hours such as 09:00-18:00")
    return group[: first.start()].strip(), group[first.start() :]


def _spans(hours: str) -> list[Span]:
    found = []
    for written in hours.split(","):
        span = _SPAN.fullmatch(written.strip())
        if span is None:
            raise ValueError(f"“{written.strip()}” is not a span of hours such as 09:00-18:00")
        start = int(span[1]) * 60 + int(span[2])
        end = int(span[3]) * 60 + int(span[4]) if span[3] else DAY
        if start >= end:
            raise ValueError(f"“{written.strip()}” ends before it begins")
        found.append((start, end))
    return found


def _weekdays(named: str, group: str) -> list[int]:
    if not named:
        return list(WORKDAYS)
    found: list[int] = []
    for part in named.split(","):
        first, _dash, last = (name.strip().casefold() for name in part.partition("-"))
        if first not in NAMES or (last or first) not in NAMES:
            raise ValueError(f"“{group}”: days are {', '.join(NAMES)}, or a range such as mon-fri")
        start, end = NAMES.index(first), NAMES.index(last or first)
        found += [(start + n) % len(NAMES) for n in range((end - start) % len(NAMES) + 1)]
    return found


def _named(weekdays: list[int]) -> str:
    if weekdays == list(WORKDAYS):
        return ""
    first, last = NAMES[weekdays[0]], NAMES[weekdays[-1]]
    return first if first == last else f"{first}-{last}"


def _written(span: Span) -> str:
    return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in span)
