"""Events in, turns taken: the one bridge between the event loop and the synchronous core."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

import structlog

from bot.bridge import Bridge, Urgency
from bot.memory import keep_what_is_loaded
from bot.platforms.base import Platform
from bot.turns import Taken, Turns
from handlers.language.understand import prepare
from storage.inbox import RawEvent
from storage.work import Store

log = structlog.get_logger()

LOOK_AGAIN = 1.0
"""Seconds between looks for events that another process took in, or whose retry has come."""
STORE_IS_OUT = 2.0


class Inbox:
    """Takes events in and has their turns taken, `bridge.threads` at a time; order holds within a chat."""

    def __init__(self, store: Store, bridge: Bridge, turns: Turns, platforms: Mapping[str, Platform],
                 on_taken: Callable[[Taken], None]) -> None:
        self._store, self._bridge, self._turns = store, bridge, turns
        self._platforms = platforms
        self._on_taken = on_taken
        self._news = asyncio.Event()
        self._acknowledging: set[asyncio.Task[None]] = set()

    async def take(self, events: Sequence[RawEvent]) -> None:
        """Writes events down; when this returns they are committed, and may be acknowledged."""
        if not events:
            return
        await self._bridge.run(self._write, events, urgency=Urgency.TAKE_IN)
        self._news.set()
        for event in events:
            if "callback_query" in event.raw or "block_actions" in event.raw:
                self._acknowledge(event)

    async def run(self) -> None:
        """Takes turns until cancelled. Events are taken in from the beginning, turns once the languages are learnt."""
        await asyncio.to_thread(prepare)
        keep_what_is_loaded()
        async with asyncio.TaskGroup() as runners:
            for _runner in range(self._bridge.threads + 1):  # one more turn waits ready: no thread idles while the loop is busy
                runners.create_task(self._run())

    async def drain(self) -> None:
        """Takes the turns of all that waits now, in this task; for tests, tools and the end of a process."""
        while (taken := await self._bridge.run(self._turns.next, urgency=Urgency.TURN)) is not None:
            self._on_taken(taken)

    async def _run(self) -> None:
        while True:
            self._news.clear()
            try:
                await self.drain()
            except Exception as error:  # noqa: BLE001 - the store is out: what was taken in waits, and so do we
                log.error("store_out", error=type(error).__name__)
                await asyncio.sleep(STORE_IS_OUT)
                continue
            with suppress(TimeoutError):  # not wait_for: before Python 3.12 that misses being cancelled when the news comes
                async with asyncio.timeout(LOOK_AGAIN):
                    await self._news.wait()

    def _write(self, events: Sequence[RawEvent]) -> int:
        with self._store.work() as work:
            return work.inbox.take(events)

    def _acknowledge(self, event: RawEvent) -> None:
        platform = self._platforms.get(event.platform)
        if platform is None:
            return
        task = asyncio.create_task(platform.acknowledge(json.loads(event.raw)))
        self._acknowledging.add(task)
        task.add_done_callback(self._acknowledging.discard)
