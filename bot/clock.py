"""The business clock: what is due, and what "today" is. The machine's clock is another matter (leases, retries)."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Protocol


class Clock(Protocol):
    """Tells the business time."""

    def now(self) -> datetime:
        """The time now, aware, in UTC."""
        ...


class SystemClock:
    """The machine's time is the business's."""

    def now(self) -> datetime:
        """The time now."""
        return datetime.now(UTC)


class MovableClock:
    """A clock that stands where it is put: for tests and for trying a week in a minute."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """Where it stands."""
        return self._now

    def set(self, to: datetime) -> None:
        """Puts it there."""
        self._now = to.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Moves it on."""
        self._now += by


@dataclass(frozen=True, slots=True)
class Shift:
    """From this instant of the machine on, the business clock is so much ahead of it (or behind)."""

    since: datetime
    ahead: timedelta


class ShiftedClock:
    """A clock that runs on, and that can be put forward: for trying what comes back next week.

    It remembers its `shifts`, so that it can tell the business time of whatever the machine has written down.
    """

    def __init__(self, shifts: Iterable[Shift] = ()) -> None:
        self.shifts = tuple(shifts)

    def now(self) -> datetime:
        """The business time now."""
        return self.at(datetime.now(UTC))

    def at(self, machine: datetime) -> datetime:
        """What the business clock showed at an instant of the machine; as now, where that was before the first shift."""
        if not self.shifts:
            return machine
        number = max(bisect_right(self.shifts, machine, key=attrgetter("since")) - 1, 0)
        return machine + self.shifts[number].ahead

    def advance(self, by: timedelta) -> None:
        """Puts it forward."""
        ahead = self.shifts[-1].ahead if self.shifts else timedelta()
        self.shifts = (*self.shifts, Shift(datetime.now(UTC), ahead + by))
