"""A process beside the bot, for work that would hold everybody up: begun with the first work, ended with the bot.

It imports nothing that its work does not need: what a process loads is what whoever waits for the first result waits for.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class HelperProcess:
    """One process that does one thing after the other. Where it dies, what it was at raises BrokenExecutor, and the next begins another."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Has it done. The function is found by its module, and that is what the process imports."""
        # A fresh process, not a fork: this one has threads, and connections that must not be shared.
        pool = self._pool = self._pool or ProcessPoolExecutor(
            max_workers=1, mp_context=multiprocessing.get_context("spawn"), initializer=_alone
        )
        result = pool.submit(function, *args, **kwargs)
        result.add_done_callback(lambda done: self._forget(pool, done))
        return result

    def close(self) -> None:
        """Ends the process, in the middle of something if need be."""
        if self._pool:
            for process in list((self._pool._processes or {}).values()):  # noqa: SLF001 - public only from Python 3.14
                process.terminate()
            self._pool.shutdown(cancel_futures=True)

    def _forget(self, pool: ProcessPoolExecutor, done: Future[T]) -> None:
        if not done.cancelled() and isinstance(done.exception(), BrokenExecutor) and self._pool is pool:
            self._pool = None


def _alone() -> None:
    """Ctrl-C is for the process that waits for this one: it ends both. Where that one is killed, this one ends too.

    Else it would go on with what the next process begins again.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_bot, daemon=True).start()


def _end_with_the_bot() -> None:
    if bot := multiprocessing.parent_process():
        bot.join()
        os._exit(1)
