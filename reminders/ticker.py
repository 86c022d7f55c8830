"""When to look for what is due. The only file that knows APScheduler.

The scheduler keeps nothing and decides nothing: a job store shared by two processes runs jobs twice, a stall drops
them, and a clock change repeats or skips them. What is due lives in our tables and is unique by its key.
"""

import asyncio
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

TICK_SECONDS = 5
TIDY_HOURS = 6


class Ticker:
    """Calls `tick` every few seconds and `tidy` a few times a day, one at a time each, late rather than never."""

    def __init__(self, tick: Callable[[], Awaitable[None]], tidy: Callable[[], Awaitable[None]]) -> None:
        self._scheduler = AsyncIOScheduler(
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._scheduler.add_job(self._ending_quietly(tick), IntervalTrigger(seconds=TICK_SECONDS))
        self._scheduler.add_job(self._ending_quietly(tidy), IntervalTrigger(hours=TIDY_HOURS))

    def start(self) -> None:
        """Begins, in the running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Ends; nothing where it never began."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _ending_quietly(self, job: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        """The job, which a stop in its middle ends without a word: the scheduler logs a cancelled one as a failure."""

        async def run() -> None:
            try:
                await job()
            except asyncio.CancelledError:
                if self._scheduler.running:
                    raise

        return run
