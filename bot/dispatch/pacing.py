"""No faster than a platform allows: per chat, and in all; and not at all while it says to wait."""

import asyncio
from collections import deque
from collections.abc import Callable

from bot.platforms.base import Pace, Rates

MOST_CHATS = 5_000
"""Buckets kept; the ones unused for longest go first, long after they are full again."""
SECOND = 1.0
CAREFUL_FOR = 600.0
"""Seconds after a 429 during which a chat gets no burst, and the platform no more than THREE_QUARTERS of its rate."""
THREE_QUARTERS = 0.75
SAME_FLOOD = 2.0
"""Seconds within which a second chat's 429 means the bot as a whole."""


class Bucket:
    """A pace as reservations: each says when the next message may go, and counts it."""

    __slots__ = ("_due", "_pace", "no_burst_until")

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._due = 0.0
        self.no_burst_until = 0.0

    def reserve(self, now: float) -> float:
        """When the next may go, `now` or later, in the order in which this is asked."""
        burst = 1 if now < self.no_burst_until else self._pace.burst
        at = max(now, self._due - (burst - 1) * self._pace.every)
        self._due = max(self._due, at) + self._pace.every
        return at


class Window:
    """So many in any second, as reservations."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._taken: deque[float] = deque(maxlen=most)

    def reserve(self, now: float, share: float = 1.0) -> float:
        """When the next may go, `now` or later; with a `share`, as if only that part of the rate were allowed."""
        most = max(1, int(self.most * share))
        at = max(now, self._taken[-most] + SECOND) if len(self._taken) >= most else now
        self._taken.append(at)
        return at


class Pacer:
    """Waits until a message may go to a chat. Goes by the event loop's clock, whatever the business clock says."""

    def __init__(self, rates: Rates, is_group: Callable[[str], bool]) -> None:
        self._rates = rates
        self._is_group = is_group
        self._total = Window(rates.in_any_second) if rates.in_any_second else None
        self._chats: dict[str, Bucket] = {}
        self._paused: dict[str, float] = {}
        self._all_paused = 0.0
        self._careful_until = 0.0
        self._refused_last = ("", float("-inf"))
        self._unasked = asyncio.Lock()

    async def wait(self, chat: str, *, unasked: bool = False) -> None:
        """Returns when the next message may go to this chat. Of what is `unasked` one at a time waits for its place among all."""
        now = asyncio.get_running_loop().time
        await self._wait_out(chat)
        if bucket := self._bucket(chat):
            await _until(bucket.reserve(now()))
        if unasked:
            async with self._unasked:  # whoever is answered overtakes the thousands that are told of a promotion
                await self._wait_for_all()
        else:
            await self._wait_for_all()
        await self._wait_out(chat)

    async def _wait_for_all(self) -> None:
        """Returns when the platform as a whole may be sent one more."""
        now = asyncio.get_running_loop().time
        if self._total:
            await _until(self._total.reserve(now(), THREE_QUARTERS if now() < self._careful_until else 1.0))

    def pause(self, chat: str, seconds: float) -> None:
        """Nothing to this chat for so long."""
        self._paused[chat] = max(self._paused.get(chat, 0.0), asyncio.get_running_loop().time() + seconds)

    def refused(self, chat: str, seconds: float) -> bool:
        """The platform answered 429: its whole time is kept, and for a while what is allowed is not used to the full.

        It does not say whether the chat or the bot was too fast. A second chat's 429 within moments means the bot; returns whether
        it does.
        """
        now = asyncio.get_running_loop().time()
        self.pause(chat, seconds)
        if bucket := self._bucket(chat):
            bucket.no_burst_until = now + CAREFUL_FOR
        before, at = self._refused_last
        self._refused_last = (chat, now)
        if means_all := before not in {"", chat} and now - at <= SAME_FLOOD:
            self._pause_all(seconds)
        return means_all

    def remember(self, chat: str, seconds: float, *, means_all: bool) -> None:
        """Whoever sent before was refused for a time of which so much is left."""
        self.pause(chat, seconds)
        if means_all:
            self._pause_all(seconds)

    def _pause_all(self, seconds: float) -> None:
        now = asyncio.get_running_loop().time()
        self._all_paused = max(self._all_paused, now + seconds)
        self._careful_until = now + CAREFUL_FOR

    async def _wait_out(self, chat: str) -> None:
        loop = asyncio.get_running_loop()
        while (left := max(self._all_paused, self._paused.get(chat, 0.0)) - loop.time()) > 0:  # noqa: ASYNC110 - time is what is waited for
            await asyncio.sleep(left)
        self._paused.pop(chat, None)

    def _bucket(self, chat: str) -> Bucket | None:
        pace = self._rates.group if self._is_group(chat) else self._rates.chat
        if pace is None:
            return None
        bucket = self._chats.pop(chat, None) or Bucket(pace)
        while len(self._chats) >= MOST_CHATS:
            self._chats.pop(next(iter(self._chats)))
        self._chats[chat] = bucket
        return bucket


async def _until(at: float) -> None:
    loop = asyncio.get_running_loop()
    while (left := at - loop.time()) > 0:  # noqa: ASYNC110 - time is what is waited for
        await asyncio.sleep(left)
