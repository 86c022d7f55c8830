"""Events in, turns taken: the one place where the event loop hands over to the synchronous core."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog

from bot.intake.batching import EventBatcher
from bot.intake.dialog_lookup import DialogLookup
from bot.intake.executor import StoreExecutor, Urgency
from bot.intake.transcript_lookup import TranscriptLookup
from bot.intake.turns import TurnResult, Turns
from bot.platforms.base import DialogResult, Platform
from bot.process_tuning import tune_process
from handlers.language.understand import prepare
from storage.messaging.inbox import RawEvent
from storage.work import Store

log = structlog.get_logger()

LOOK_AGAIN = 1.0
"""Seconds between looks for events that another process took in, or whose retry has come."""
STORE_IS_OUT = 2.0
LOOK_FOR_ANSWER = 0.1
"""Seconds between looks for the answer of a turn that another process takes."""
SPARE = 5.0
"""Seconds that a turn goes on believing that somebody waits: longer than they do, who say when they give up."""


class Intake:
    """Takes events in and has their turns taken, `executor.threads` at a time; order holds within a chat."""

    def __init__(
        self,
        store: Store,
        executor: StoreExecutor,
        turns: Turns,
        platforms: Mapping[str, Platform],
        on_taken: Callable[[TurnResult], None],
        dialogs: DialogLookup,
        transcripts: TranscriptLookup,
    ) -> None:
        self._store, self._executor, self._turns = store, executor, turns
        self.dialog, self.transcript, self.file_in = dialogs, transcripts, transcripts.file
        self._platforms = platforms
        self._on_taken = on_taken
        self._batcher = EventBatcher(self._written)
        self._news = asyncio.Event()
        self._turned = asyncio.Event()
        self._acknowledging: set[asyncio.Task[None]] = set()

    async def take(self, events: Sequence[RawEvent]) -> None:
        """Writes events down; when this returns they are committed, and may be acknowledged."""
        if not events:
            return
        await self._batcher.take(events)
        self._news.set()
        for event in events:
            if event.waits:
                self._acknowledge(event)

    async def take_and_answer(self, event: RawEvent, seconds: float) -> DialogResult | None:
        """Takes a filled-in dialog in, and returns what became of it; None where that takes longer than so many seconds.

        The event is committed first, and this only waits: cancelled or killed, the turn is taken all the same. The same
        event again gets the same answer. After None the turn goes on in the chat.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        await self._executor.run(self._write, [event], timedelta(seconds=seconds + SPARE), urgency=Urgency.TAKE_IN)
        self._news.set()
        while True:
            self._turned.clear()
            answer = await self._executor.run(self._answer, event, urgency=Urgency.TAKE_IN)
            left = until - loop.time()
            if answer is None and left <= 0:
                answer = await self._executor.run(self._stop_waiting, event, urgency=Urgency.TAKE_IN)
                return DialogResult(answer["errors"]) if answer else None
            if answer is not None:
                return DialogResult(answer["errors"])
            with suppress(TimeoutError):
                async with asyncio.timeout(min(left, LOOK_FOR_ANSWER)):
                    await self._turned.wait()

    async def acknowledged(self) -> None:
        """Returns when all has been said that could not wait for a turn."""
        while self._acknowledging:
            await asyncio.wait(self._acknowledging)

    async def run(self) -> None:
        """Takes turns until cancelled. Events are taken in from the beginning, turns once the languages are learnt."""
        await asyncio.to_thread(prepare)
        tune_process()
        async with asyncio.TaskGroup() as runners:
            for _runner in range(
                self._executor.threads + 1
            ):  # one more turn waits ready: no thread idles while the loop is busy
                runners.create_task(self._run())

    async def drain(self) -> None:
        """Takes the turns of all that waits now, in this task; for tests, tools and the end of a process."""
        while (taken := await self._executor.run(self._turns.next, urgency=Urgency.TURN)) is not None:
            self._on_taken(taken)
            self._turned.set()

    async def _run(self) -> None:
        while True:
            self._news.clear()
            try:
                await self.drain()
            except Exception as error:  # noqa: BLE001 - the store is out: what was taken in waits, and so do we
                log.error("store_out", error=type(error).__name__)
                await asyncio.sleep(STORE_IS_OUT)
                continue
            with suppress(
                TimeoutError
            ):  # not wait_for: before Python 3.12 that misses being cancelled when the news comes
                async with asyncio.timeout(LOOK_AGAIN):
                    await self._news.wait()

    async def _written(self, events: Sequence[RawEvent]) -> None:
        await self._executor.run(self._write, events, urgency=Urgency.TAKE_IN)

    def _write(self, events: Sequence[RawEvent], awaited_for: timedelta | None = None) -> int:
        with self._store.work() as work:
            return work.inbox.take(events, awaited_for=awaited_for)

    def _answer(self, event: RawEvent) -> dict[str, Any] | None:
        with self._store.look() as work:
            return work.inbox.answered(event)

    def _stop_waiting(self, event: RawEvent) -> dict[str, Any] | None:
        with self._store.work() as work:
            return work.inbox.nobody_waits(event)

    def _acknowledge(self, event: RawEvent) -> None:
        platform = self._platforms.get(event.platform)
        if platform is None:
            return
        task = asyncio.create_task(self._acknowledge_now(platform, event))
        self._acknowledging.add(task)
        task.add_done_callback(self._acknowledging.discard)

    async def _acknowledge_now(self, platform: Platform, event: RawEvent) -> None:
        try:
            await platform.acknowledge(json.loads(event.raw))
        except Exception as error:  # noqa: BLE001 - no matter, and asyncio would log what it holds when it forgets the task
            log.warning("not_acknowledged", platform=platform.name, error=type(error).__name__)
