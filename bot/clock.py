"""The business clock: what is due, and what "today" is. The machine's clock is another matter (leases, retries)."""

from datetime import UTC, datetime, timedelta
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
