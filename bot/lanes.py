"""How many things may be under way at once: one while each is quick, more where they take long."""

import asyncio
from types import TracebackType

LANE_OPENS_AFTER = 0.05
"""Seconds that what is under way may take before another may begin beside it."""


class Lanes:
    """An async context manager that lets one in at a time, and `most` where they are slow. First come, first in."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._inside = 0
        self._gate = asyncio.Lock()
        self._left = asyncio.Event()

    async def __aenter__(self) -> None:
        async with self._gate:
            if self._inside:
                self._left.clear()
                try:
                    await asyncio.wait_for(self._left.wait(), LANE_OPENS_AFTER)
                except TimeoutError:
                    while self._inside >= self._most:
                        self._left.clear()
                        await self._left.wait()
            self._inside += 1

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._inside -= 1
        self._left.set()
