"""The event loop's clock in the hands of a test: what waits for a time then happens without waiting."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class LoopClock:
    """The running event loop's clock, which tests may put forward: what waits for it then happens at once."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._ahead = 0.0
        self._real = loop.time
        loop.time = self.time  # type: ignore[method-assign]  # a clock is what a test may substitute

    def time(self) -> float:
        """Seconds."""
        return self._real() + self._ahead

    def advance(self, seconds: float) -> None:
        """Time passes."""
        self._ahead += seconds


class _Skipping(selectors.DefaultSelector):
    """Where a loop would wait for a time, that time has come."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready now; a loop that has nothing to do but wait is given the time it waits for."""
        if timeout is not None and timeout > 0:
            self.now += timeout
        return super().select(0 if timeout is not None else None)


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._skipping = _Skipping()
        super().__init__(self._skipping)

    def time(self) -> float:
        """Seconds that were waited for."""
        return self._skipping.now


def in_no_time(something: Coroutine[Any, Any, T]) -> T:
    """Runs what waits for times only, and for no thread and no network, as fast as it computes."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(something)
