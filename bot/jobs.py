"""Slow work that turns asked for: outside any transaction, in a process of its own, and back as an event.

A job's function takes its payload and returns what the turn that follows should read: JSON in, JSON out. It is looked
up by name in the registry, so only the name and the payload are stored.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog

from bot.bridge import Bridge, Urgency
from storage.inbox import RawEvent
from storage.jobs import Job
from storage.work import Store

log = structlog.get_logger()

JobFunction = Callable[[dict[str, Any]], dict[str, Any]]

LOOK_AGAIN = 1.0
MOST_TRIES = 3
RETRY_AFTER = timedelta(seconds=10)


class Jobs:
    """Runs jobs, one process at a time; nobody's message waits for them."""

    def __init__(self, store: Store, bridge: Bridge, functions: Mapping[str, JobFunction]) -> None:
        self._store, self._bridge, self._functions = store, bridge, functions
        self._news = asyncio.Event()
        self._pool: ProcessPoolExecutor | None = None

    def wake(self) -> None:
        """A job was asked for."""
        self._news.set()

    async def run(self) -> None:
        """Does jobs until cancelled. With no capability that has any, there is nothing to look for."""
        if not self._functions:
            await asyncio.Event().wait()
        while True:
            self._news.clear()
            try:
                await self.drain()
            except Exception as error:  # noqa: BLE001 - the store is out: what was asked for waits
                log.error("store_out", error=type(error).__name__)
            with suppress(TimeoutError):  # not wait_for: before Python 3.12 that misses being cancelled when the news comes
                async with asyncio.timeout(LOOK_AGAIN):
                    await self._news.wait()

    async def drain(self) -> None:
        """Does all that waits now."""
        while (job := await self._bridge.run(self._claim, urgency=Urgency.REST)) is not None:
            await self._do(job)

    def close(self) -> None:
        """Ends the helper process."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    async def _do(self, job: Job) -> None:
        try:
            function = self._functions[job.kind]
            self._pool = self._pool or ProcessPoolExecutor(max_workers=1)
            result = await asyncio.get_running_loop().run_in_executor(self._pool, function, job.payload)
        except Exception as error:  # noqa: BLE001 - told, retried, or set aside
            log.warning("job_failed", job=job.id, kind=job.kind, error=type(error).__name__)
            again = RETRY_AFTER if job.tries < MOST_TRIES else None
            await self._bridge.run(self._failed, job, type(error).__name__, again, urgency=Urgency.MARK)
        else:
            await self._bridge.run(self._finished, job, result, urgency=Urgency.MARK)

    def _claim(self) -> Job | None:
        with self._store.work() as work:
            return work.jobs.claim()

    def _failed(self, job: Job, problem: str, again: timedelta | None) -> None:
        with self._store.work() as work:
            work.jobs.failed(job.id, problem, again_after=again)

    def _finished(self, job: Job, result: dict[str, Any]) -> None:
        """Done, and back as an event, in one commit; its key keeps a job that ran twice from coming back twice."""
        raw = json.dumps({"job": job.kind, "result": result, "account": job.account})
        with self._store.work() as work:
            work.jobs.done(job.id)
            work.inbox.take([RawEvent(job.platform, "job", str(job.id), job.chat, raw)])
