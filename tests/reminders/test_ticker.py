"""The ticker: what a stop interrupts is no failure."""

import asyncio
import logging
from datetime import UTC, datetime

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from reminders.ticker import Ticker


async def test_a_stop_in_the_middle_of_a_tick_is_not_logged_as_a_failure(caplog: pytest.LogCaptureFixture) -> None:
    began = asyncio.Event()

    async def tick() -> None:
        began.set()
        await asyncio.Event().wait()

    ticker = Ticker(tick, tick)
    ticker.start()
    for job in _scheduler(ticker).get_jobs():
        job.modify(next_run_time=datetime.now(UTC))
    await began.wait()
    with caplog.at_level(logging.WARNING):
        ticker.stop()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)
    assert caplog.records == []


def _scheduler(ticker: Ticker) -> AsyncIOScheduler:
    found = ticker._scheduler
    assert isinstance(found, AsyncIOScheduler)
    return found
