"""The thread executor of the store: how the event loop calls what blocks.

SQLite has one writer, so one thread does all work there, most urgent first: taking events in goes before turns, or
a busy hour would make a platform repeat what it sent. PostgreSQL gets a few threads, and chats run side by side; one
thread more does only what is urgent, which else would wait until one of those has finished its turn.
"""

import asyncio
import itertools
import queue
import threading
from collections.abc import Callable
from enum import IntEnum
from typing import Any, TypeVar

T = TypeVar("T")

STOP = 99
PATIENCE = 2.0
"""Seconds that what is not urgent waits at the most behind turns that never end; then it is the next one. Reminders would never come
in an hour so busy that somebody always waits.
"""

Calls = queue.PriorityQueue[tuple[int, int, Callable[[], None] | None]]


class Urgency(IntEnum):
    """What goes first when several things wait for the store."""

    TAKE_IN = 0
    MARK = 1
    TURN = 2
    REST = 3


class StoreExecutor:
    """Runs blocking calls in its own threads: `threads` of them and, with `express`, one that does only what is urgent."""

    def __init__(self, threads: int, *, express: bool = False, patience: float = PATIENCE) -> None:
        self.threads = threads
        self._patience = patience
        self._calls: Calls = queue.PriorityQueue()
        self._urgent: Calls = queue.PriorityQueue() if express else self._calls
        self._number = itertools.count()
        served = [self._calls] * threads + [self._urgent] * express
        self._workers = [
            (calls, threading.Thread(target=self._work, args=(calls,), name=f"store-{n}", daemon=True))
            for n, calls in enumerate(served)
        ]
        for _calls, worker in self._workers:
            worker.start()

    async def run(self, function: Callable[..., T], *args: object, urgency: Urgency = Urgency.REST) -> T:
        """Calls `function(*args)` in a thread and returns or raises what it did."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        begun = False

        def call() -> None:
            nonlocal begun
            if begun:  # it was put up twice, since it had waited long enough
                return
            begun = True
            try:
                result = function(*args)
            except BaseException as error:  # noqa: BLE001 - it is raised again where it is awaited
                _resolve(loop, future, future.set_exception, error)
            else:
                _resolve(loop, future, future.set_result, result)

        calls = self._urgent if urgency <= Urgency.MARK else self._calls
        number = next(self._number)
        calls.put((urgency, number, call))
        if urgency is not Urgency.REST:
            return await future
        waits_long = loop.call_later(self._patience, calls.put, (Urgency.TURN, number, call))
        try:
            return await future
        finally:
            waits_long.cancel()

    def close(self) -> None:
        """Finishes what was begun, and ends the threads."""
        for calls, _worker in self._workers:
            calls.put((STOP, next(self._number), None))
        for _calls, worker in self._workers:
            worker.join()

    @staticmethod
    def _work(calls: Calls) -> None:
        while (call := calls.get()[2]) is not None:
            call()


def _resolve(
    loop: asyncio.AbstractEventLoop, future: "asyncio.Future[T]", set_: Callable[[Any], None], value: object
) -> None:
    def settle() -> None:
        if not future.done():  # its waiter may have been cancelled
            set_(value)

    if not loop.is_closed():
        loop.call_soon_threadsafe(settle)
