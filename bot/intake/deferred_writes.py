"""Small writes that are piggybacked on a turn's transaction instead of having one of their own.

A commit is a wait for the disk, or a round trip. How a send ended has to be written before the next one begins, and
while turns are being taken one of them commits in a moment anyway.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from storage.work import Store, Work


class RolledBackError(Exception):
    """The transaction that a deferred write was part of was rolled back, which was not the write's fault."""


@dataclass(frozen=True, eq=False, slots=True)
class DeferredWrite:
    """One write, and what its writer waits for."""

    write: Callable[[Work], None]
    settled: "asyncio.Future[None]"


class DeferredWrites:
    """Writes that wait for a transaction to join. They are added in the event loop, and applied in the store's threads."""

    def __init__(self) -> None:
        self._waiting: deque[DeferredWrite] = deque()

    def add(self, write: Callable[[Work], None]) -> DeferredWrite:
        """Has a write wait for the next transaction that applies deferred ones."""
        deferred = DeferredWrite(write, asyncio.get_running_loop().create_future())
        self._waiting.append(deferred)
        return deferred

    def apply(self, work: Work) -> Sequence[DeferredWrite]:
        """Does all waiting writes as part of this unit of work. How that ended is to be passed to `settle`."""
        applied: list[DeferredWrite] = []
        try:
            while (deferred := self._first()) is not None:
                applied.append(deferred)
                deferred.write(work)
        except Exception as error:
            self.settle(applied, error)
            raise
        return applied

    def _first(self) -> DeferredWrite | None:
        """Takes the first that waits. Another thread may take the last one at any moment: it is not looked for before it is taken."""
        try:
            return self._waiting.popleft()
        except IndexError:
            return None

    def settle(self, applied: Sequence[DeferredWrite], error: Exception | None = None) -> None:
        """Resolves the writes: they are committed, or `error` happened instead. Called from the store's threads."""
        for deferred in applied:
            loop = deferred.settled.get_loop()
            if not loop.is_closed():
                loop.call_soon_threadsafe(_resolve, deferred.settled, error)

    def flush(self, store: Store) -> None:
        """Gives the writes that still wait a transaction of their own."""
        if not self._waiting:
            return
        applied: Sequence[DeferredWrite] = ()
        try:
            with store.work() as work:
                applied = self.apply(work)
        except Exception as error:  # noqa: BLE001 - it is raised again where the writer waits
            self.settle(applied, error)
        else:
            self.settle(applied)


def _resolve(settled: "asyncio.Future[None]", error: Exception | None) -> None:
    if settled.done():  # resolved before, or its writer was cancelled
        return
    if error is None:
        settled.set_result(None)
    else:
        settled.set_exception(error)
