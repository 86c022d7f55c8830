"""Calls that a platform has to answer before the bot can go on: repeated for as long as an outage lasts."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import structlog

log = structlog.get_logger()

T = TypeVar("T")

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 60.0
"""Seconds: whoever mends an outage sees within a minute that it is over."""


class CredentialError(Exception):
    """The platform will not have the bot as it is set up. The message is one sentence that names the setting, never its value."""


class UnansweredError(Exception):
    """The platform could not be asked. The message says in a sentence what follows from that."""


def pauses(first: float = FIRST_PAUSE, longest: float = LONGEST_PAUSE) -> Iterator[float]:
    """Seconds between tries: each about twice the one before, by chance a little more or less, so that many bots do not call at once."""
    pause = first
    while True:
        yield random.uniform(0.8, 1.2) * pause
        pause = min(pause * 2, longest)


async def persistently(
    call: Callable[[], Awaitable[T]], at_least: Callable[[Exception], float], *, platform: str, doing: str
) -> T:
    """Returns what the call returns, however often it fails before.

    `at_least` is asked for each failure: how many seconds the platform wants to be left alone, 0 where it says nothing; it
    raises what no repetition mends.
    """
    for pause in pauses():
        try:
            return await call()
        except Exception as error:  # noqa: BLE001 - `at_least` raises those that end it
            wait = max(pause, at_least(error))
            log.warning(
                "platform_unreachable", platform=platform, doing=doing, error=type(error).__name__, retry_in=wait
            )
            await asyncio.sleep(wait)
    raise AssertionError("there is always another pause")
