"""Slow work that turns asked for: outside any transaction, in a process of its own, and back as an event.

A job's function takes its payload and returns what the turn that follows should read: JSON in, JSON out. It is looked
up by name in the registry, so only the name and the payload are stored. A file that the payload names is fetched from
its platform first. A job that is given up comes back too: somebody waits for it.
"""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog

from bot.intake.executor import StoreExecutor, Urgency
from bot.jobs.charts.process import draw
from bot.jobs.model import ModelSettings
from bot.jobs.process import HelperProcess
from bot.jobs.worker import JobRequest, do_job, run_job
from bot.platforms.base import Platform
from bot.platforms.outcomes import SendError
from handlers.kit.charts import Chart
from handlers.kit.registry.registry import Job
from handlers.kit.turn import Company
from storage.messaging.inbox import RawEvent
from storage.messaging.jobs import JobRecord
from storage.messaging.leases import TICK
from storage.session.engine import this_process
from storage.vault import Vault
from storage.work import Store

log = structlog.get_logger()

LOOK_AGAIN = 1.0
MOST_TRIES = 3
RETRY_AFTER = timedelta(seconds=10)
MOST_FETCHED = 20 * 2**20
"""Bytes: what Telegram lets a bot download (core.telegram.org/bots/api#getfile)."""


class NotFetchedError(Exception):
    """A file could not be had from its platform; `passing` where it may be later."""

    def __init__(self, *, passing: bool) -> None:
        super().__init__("the file could not be fetched")
        self.passing = passing


class JobRunner:
    """Runs jobs, one at a time and beside the bot; nobody's message waits for them."""

    def __init__(
        self,
        store: Store,
        executor: StoreExecutor,
        kinds: Mapping[str, Job],
        *,
        platforms: Mapping[str, Platform],
        store_url: str,
        company: Company,
        vault: Vault,
        model: ModelSettings | None = None,
    ) -> None:
        self._model = model
        self._store, self._executor, self._kinds = store, executor, kinds
        self._platforms, self._store_url, self._company, self._vault = platforms, store_url, company, vault
        self._news = asyncio.Event()
        self._heavy, self._drawing = HelperProcess(), HelperProcess()
        self._began = False

    def wake(self) -> None:
        """A job was asked for."""
        self._news.set()

    async def run(self) -> None:
        """Does jobs until cancelled. With no capability that has any, there is nothing to look for."""
        if not self._kinds:
            await asyncio.Event().wait()
        while True:
            self._news.clear()
            try:
                await self.drain()
            except Exception as error:  # noqa: BLE001 - the store is out: what was asked for waits
                log.error("store_out", error=type(error).__name__)
            with suppress(
                TimeoutError
            ):  # not wait_for: before Python 3.12 that misses being cancelled when the news comes
                async with asyncio.timeout(LOOK_AGAIN):
                    await self._news.wait()

    async def drain(self) -> None:
        """Does all that waits now; the first time also what the last process was at when it was killed."""
        if not self._began:
            await self._executor.run(self._pick_up, urgency=Urgency.REST)
            self._began = True
        while (job := await self._executor.run(self._claim, urgency=Urgency.REST)) is not None:
            await self._do(job)

    def close(self) -> None:
        """Ends the helper processes, in the middle of a job if need be: it is done again."""
        self._heavy.close()
        self._drawing.close()

    async def _do(self, job: JobRecord) -> None:
        try:
            kind = self._kinds[job.kind]
            payload = await self._with_its_file(job)
            platform = self._platforms.get(job.platform)
            request = JobRequest(
                self._store_url,
                self._company,
                self._vault,
                job.id,
                job.platform,
                job.chat,
                job.account,
                quietly=platform is not None and platform.is_group(job.chat),
                model=self._model,
            )
            if kind.light:
                result = await asyncio.to_thread(do_job, kind.does, request, payload, self._store, self._draw)
            else:
                result = await asyncio.wrap_future(self._heavy.submit(run_job, kind.does, request, payload))
        except Exception as error:  # noqa: BLE001 - told, retried, or set aside
            log.warning("job_failed", job=job.id, kind=job.kind, error=type(error).__name__)
            hopeless = isinstance(error, NotFetchedError) and not error.passing
            again = RETRY_AFTER if job.tries < MOST_TRIES and not hopeless else None
            await self._executor.run(self._failed, job, error, again, urgency=Urgency.MARK)
        else:
            await self._executor.run(self._finished, job, result, urgency=Urgency.MARK)

    def _draw(self, chart: Chart) -> bytes:
        """In a process that can draw and nothing else: it is there in half the time of one that knows the store too."""
        return self._drawing.submit(draw, chart).result()

    async def _with_its_file(self, job: JobRecord) -> dict[str, Any]:
        """The payload, and where it names an attachment, that file's id among the store's files."""
        attachment = job.payload.get("attachment")
        if attachment is None:
            return job.payload
        try:
            content = await self._platforms[job.platform].fetch(attachment["reference"], MOST_FETCHED)
        except (SendError, KeyError) as error:
            raise NotFetchedError(passing=isinstance(error, SendError) and error.is_passing) from None
        return job.payload | {"file": await self._executor.run(self._keep, attachment, content, urgency=Urgency.REST)}

    def _keep(self, attachment: Mapping[str, str], content: bytes) -> int:
        with self._store.work() as work:
            return work.files.keep(attachment["name"], attachment.get("mime", ""), content)

    def _pick_up(self) -> None:
        """Nobody is at what the last process was at, where there is one process only."""
        if not self._store.single_writer:
            return
        with self._store.work() as work:
            if not work.leases.anybodys(TICK) or work.leases.holder(TICK) == this_process():
                work.jobs.abandoned()

    def _claim(self) -> JobRecord | None:
        with self._store.work() as work:
            return work.jobs.claim()

    def _failed(self, job: JobRecord, error: Exception, again: timedelta | None) -> None:
        with self._store.work() as work:
            work.jobs.failed(job.id, type(error).__name__, again_after=again)
            if again is None:
                failed = "fetch" if isinstance(error, NotFetchedError) else type(error).__name__
                work.inbox.take([_back(job, job.payload | {"failed": failed})])

    def _finished(self, job: JobRecord, result: dict[str, Any]) -> None:
        """Done, and back as an event, in one commit; its key keeps a job that ran twice from coming back twice."""
        with self._store.work() as work:
            work.jobs.done(job.id)
            work.inbox.take([_back(job, result)])


def _back(job: JobRecord, result: dict[str, Any]) -> RawEvent:
    raw = json.dumps({"job": job.kind, "result": result, "account": job.account})
    return RawEvent(job.platform, "job", str(job.id), job.chat, raw)
