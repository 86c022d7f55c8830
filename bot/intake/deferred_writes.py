"""Small writes that ride along in a turn's transaction instead of having one of their own.

A commit is a wait for the disk, or a round trip. How a send ended has to be written before the next one begins, and
while turns are being taken one of them commits in a moment anyway.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from storage.work import Store, Work


class MissedError(Exception):
    """The transaction that a write rode in was rolled back, which was not the write's fault."""


@dataclass(frozen=True, eq=False, slots=True)
class Rider:
    """One write, and what its writer waits for."""

    write: Callable[[Work], None]
    arrived: "asyncio.Future[None]"


class Riders:
    """Writes that wait for a transaction to ride in. They are added in the event loop, and board in the store's threads."""

    def __init__(self) -> None:
        self._waiting: deque[Rider] = deque()

    def add(self, write: Callable[[Work], None]) -> Rider:
        """Has a write wait for the next transaction that takes riders along."""
        rider = Rider(write, asyncio.get_running_loop().create_future())
        self._waiting.append(rider)
        return rider

    def board(self, work: Work) -> Sequence[Rider]:
        """Does all writes that wait in this work. When it has ended they are to be told, with `told`, how."""
        riding: list[Rider] = []
        try:
            while (rider := self._first()) is not None:
                riding.append(rider)
                rider.write(work)
        except Exception as error:
            self.told(riding, error)
            raise
        return riding

    def _first(self) -> Rider | None:
        """Takes the first that waits. Another thread may take the last one at any moment: it is not looked for before it is taken."""
        try:
            return self._waiting.popleft()
        except IndexError:
            return None

    def told(self, riding: Sequence[Rider], error: Exception | None = None) -> None:
        """Tells those who rode that their writes are committed, or what happened instead. Called from the store's threads."""
        for rider in riding:
            loop = rider.arrived.get_loop()
            if not loop.is_closed():
                loop.call_soon_threadsafe(_tell, rider.arrived, error)

    def alone(self, store: Store) -> None:
        """Gives those who still wait a transaction of their own."""
        if not self._waiting:
            return
        riding: Sequence[Rider] = ()
        try:
            with store.work() as work:
                riding = self.board(work)
        except Exception as error:  # noqa: BLE001 - it is raised again where the writer waits
            self.told(riding, error)
        else:
            self.told(riding)


def _tell(arrived: "asyncio.Future[None]", error: Exception | None) -> None:
    if arrived.done():  # told before, or its writer was cancelled
        return
    if error is None:
        arrived.set_result(None)
    else:
        arrived.set_exception(error)
