"""No faster than a platform allows: per chat, per group, and in all; and not at all while it says to wait."""

import asyncio
from collections.abc import Callable

from aiolimiter import AsyncLimiter

from bot.platforms.base import Rates

MOST_CHATS = 5_000
"""Limiters kept; the ones unused for longest go first, long after their minute."""


class Pacer:
    """Waits until a message may go to a chat. Goes by the machine's clock, whatever the business clock says."""

    def __init__(self, rates: Rates, is_group: Callable[[str], bool]) -> None:
        self._rates = rates
        self._is_group = is_group
        self._total = AsyncLimiter(1, 1 / rates.total_per_second) if rates.total_per_second else None
        self._chats: dict[str, AsyncLimiter] = {}
        self._paused: dict[str, float] = {}
        self._all_paused = 0.0

    async def wait(self, chat: str) -> None:
        """Returns when the next message may go to this chat."""
        await self._wait_out(chat)
        if limiter := self._limiter(chat):
            await limiter.acquire()
        if self._total:
            await self._total.acquire()
        await self._wait_out(chat)

    def pause(self, chat: str, seconds: float, *, everywhere: bool) -> None:
        """Nothing to this chat (or to any) for so long: the platform said so, and its whole time is kept."""
        until = asyncio.get_running_loop().time() + seconds
        if everywhere:
            self._all_paused = max(self._all_paused, until)
        else:
            self._paused[chat] = max(self._paused.get(chat, 0.0), until)

    async def _wait_out(self, chat: str) -> None:
        loop = asyncio.get_running_loop()
        while (left := max(self._all_paused, self._paused.get(chat, 0.0)) - loop.time()) > 0:  # noqa: ASYNC110 - time is what is waited for
            await asyncio.sleep(left)
        self._paused.pop(chat, None)

    def _limiter(self, chat: str) -> AsyncLimiter | None:
        group = self._is_group(chat)
        per_minute = self._rates.group_per_minute if group else None
        if not per_minute and not self._rates.chat_seconds:
            return None
        limiter = self._chats.pop(chat, None)
        if limiter is None:
            limiter = AsyncLimiter(1, 60 / per_minute) if per_minute else AsyncLimiter(1, self._rates.chat_seconds or 1)
            while len(self._chats) >= MOST_CHATS:
                self._chats.pop(next(iter(self._chats)))
        self._chats[chat] = limiter
        return limiter
