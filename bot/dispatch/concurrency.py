"""How many things may be under way at once: one while each is quick, more where they take long."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType

SLOT_OPENS_AFTER = 0.03
"""Seconds that what is under way may take before another may begin beside it."""


class ConcurrencyLimit:
    """An async context manager that lets one in at a time, and up to `most` beside those that are slow.

    First come, first in. Nobody enters while anybody inside is `finishing`, however long that takes.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._inside: dict[asyncio.Task[object] | None, float] = {}
        self._finishing = 0
        self._gate = asyncio.Lock()
        self._changed = asyncio.Event()

    async def __aenter__(self) -> None:
        loop = asyncio.get_running_loop()
        async with self._gate:
            while (wait := self._wait(loop.time())) != 0:
                self._changed.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait):  # not wait_for, which can miss being cancelled before Python 3.12
                        await self._changed.wait()
            self._inside[asyncio.current_task()] = loop.time()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        del self._inside[asyncio.current_task()]
        self._changed.set()

    @contextmanager
    def finishing(self) -> Iterator[None]:
        """Around what must be over before the next may begin."""
        self._finishing += 1
        try:
            yield
        finally:
            self._finishing -= 1
            self._changed.set()

    def _wait(self, now: float) -> float | None:
        """Seconds until all who are inside are slow; None where somebody has to leave or finish first."""
        if self._finishing or len(self._inside) >= self._most:
            return None
        youngest = max(self._inside.values(), default=now - SLOT_OPENS_AFTER)
        return max(0.0, youngest + SLOT_OPENS_AFTER - now)
