# ruff: noqa: ASYNC109 -- whoever waits says for how long
"""How tests wait for what a fake sees: a condition is looked at after every change, and nobody sleeps."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Changes:
    """Lets tests wait for what they expect, looked at again after every change: nobody sleeps."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Callable[[], object], asyncio.Future[None]]] = []

    def notify(self) -> None:
        """Something changed: wake those whose condition holds now."""
        if not self._waiting:
            return
        for condition, future in self._waiting:
            if not future.done() and condition():
                future.set_result(None)

    async def until(self, condition: Callable[[], T | None], timeout: float, what: str = "") -> T:
        """Returns the first true value of `condition`; AssertionError after `timeout` seconds without one."""
        try:
            async with asyncio.timeout(timeout):
                while not (value := condition()):
                    await self._changed_for(condition)
        except TimeoutError:
            raise AssertionError(f"{what or 'what the test waits for'} did not happen in {timeout} s") from None
        return value

    async def _changed_for(self, condition: Callable[[], object]) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        entry = (condition, future)
        self._waiting.append(entry)
        try:
            await future
        finally:
            self._waiting.remove(entry)
