"""Long polling: a batch of updates is committed before the next call confirms it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.platforms.base import EventSink
from bot.platforms.retrying import pauses
from bot.platforms.telegram.introduction import REFUSED, seconds_of
from storage.messaging.inbox import RawEvent

log = structlog.get_logger()

CONFLICT_AGAIN = 5.0
STORE_AGAIN = 1.0
LEAST_POLL = 1.0
"""Seconds that a poll takes that brings nothing new: a server that does not wait is not asked as fast as it answers."""

Updates = Sequence[dict[str, Any]]
Poll = Callable[[int], Awaitable[Updates]]
"""Asks for the updates from an offset on."""


async def poll_into(inbox: EventSink, poll: Poll, events: Callable[[Updates], Sequence[RawEvent]]) -> None:
    """Takes in what comes, until cancelled; outages of Telegram and of the store are waited out."""
    clock = asyncio.get_running_loop().time
    offset, waits = 0, pauses()
    while True:
        began = clock()
        try:
            updates = await poll(offset)
            waits = pauses()
        except Conflict:
            log.warning("telegram_conflict", hint="another process polls this bot, or a webhook is set")
            await asyncio.sleep(CONFLICT_AGAIN)
            continue
        except RetryAfter as wait:
            await asyncio.sleep(seconds_of(wait))
            continue
        except TelegramError as error:
            hint = {"hint": REFUSED} if isinstance(error, InvalidToken) else {}
            log.warning("telegram_unreachable", error=type(error).__name__, **hint)
            await asyncio.sleep(next(waits))
            continue
        try:
            await inbox.take(events(updates))
        except Exception as error:  # noqa: BLE001 - the store is out: not confirmed, so the same updates come again
            log.error("updates_not_taken", error=type(error).__name__)
            await asyncio.sleep(STORE_AGAIN)
            continue
        # Not the highest number ever: after an idle week they go on at a random one, which may be lower.
        before, offset = (
            offset,
            max(
                (number + 1 for update in updates if isinstance(number := update.get("update_id"), int)), default=offset
            ),
        )
        if offset == before:
            await asyncio.sleep(max(0.0, began + LEAST_POLL - clock()))
