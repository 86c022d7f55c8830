"""A dialog that is waited for: committed first, answered once, and never lost with whoever waited."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.app import App, build
from bot.clock import MovableClock
from bot.platforms.base import DialogResult
from bot.settings import Settings
from storage.messaging.inbox import KEEP_RAW, RawEvent
from tests.office.local import LocalPlatform
from tests.storage.big_company import NOW

LOCAL = LocalPlatform()


@pytest.fixture
async def app(store_url: str, tmp_path: Path) -> AsyncIterator[App]:
    """An office with Ana and a bar."""
    settings = Settings(database_url=store_url, data_dir=tmp_path, _env_file=None)
    app = build(settings, clock=MovableClock(NOW), platforms=[LocalPlatform()], alone=True)
    with app.store.work(NOW) as work:
        work.people.link(work.people.add("Ana", "rep", "es", "Europe/Madrid").id, "local", "1", "1")
        work.customers.add("Bar Sol")
    yield app
    await app.close()


def visit(**fields: str) -> RawEvent:
    return LOCAL.event("1", kind="submit", text="visit", fields=fields, sent_at=NOW)


def logged(app: App) -> int:
    with app.store.work(NOW) as work:
        bar = work.customers.exactly("Bar Sol")
        assert bar
        return len(work.interactions.timeline(bar.id, limit=10).items)


async def test_it_is_answered_by_a_turn_that_somebody_else_takes(app: App) -> None:
    running = asyncio.create_task(app.inbox.run())
    answered = await app.inbox.take_and_answer(visit(customer="Bar Sol", summary="quieren cajas"), 30)
    refused = await app.inbox.take_and_answer(visit(customer="Bar Sol", summary="quieren cajas", amount="mucho"), 30)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert answered == DialogResult({})
    assert refused
    assert list(refused.errors) == ["amount"]
    assert logged(app) == 1


async def test_who_dies_waiting_loses_nothing(app: App) -> None:
    event = visit(customer="Bar Sol", summary="quieren cajas")
    waiting = asyncio.create_task(app.inbox.take_and_answer(event, 30))
    await asyncio.sleep(0)  # it begins; its first call is under way, and is not called back
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    async with asyncio.timeout(10):  # urgent calls have a thread of their own, where this one may still be on its way
        while logged(app) == 0:
            await app.settle()
            await asyncio.sleep(0)
    assert await app.inbox.take_and_answer(event, 30) == DialogResult({}), (
        "pressed again, it is answered as it would have been"
    )
    await app.settle()
    assert logged(app) == 1


async def test_the_same_dialog_twice_at_once_has_one_effect_and_one_answer(app: App) -> None:
    event = visit(customer="Bar Sol", summary="quieren cajas")
    both = asyncio.gather(app.inbox.take_and_answer(event, 30), app.inbox.take_and_answer(event, 30))
    while not both.done():
        await app.inbox.drain()
        await asyncio.sleep(0)
    assert list(await both) == [DialogResult({}), DialogResult({})]
    assert logged(app) == 1


async def test_after_nobody_waits_the_turn_speaks_up_in_the_chat(app: App) -> None:
    event = visit(customer="Bar Sol", summary="quieren cajas", amount="mucho")
    assert await app.inbox.take_and_answer(event, 0) is None
    await app.settle()
    local = app.platforms["local"]
    assert isinstance(local, LocalPlatform)
    assert "importe" in local.screens["1"][-1].text
    assert await app.inbox.take_and_answer(event, 30) == DialogResult({}), "the same again is not asked twice"


async def test_what_was_answered_is_forgotten_with_what_was_written(app: App) -> None:
    event = visit(customer="Bar Sol", summary="quieren cajas", amount="mucho")
    waiting = asyncio.create_task(app.inbox.take_and_answer(event, 30))
    while not waiting.done():
        await app.inbox.drain()
        await asyncio.sleep(0)
    with app.store.work(NOW) as work:
        assert json.dumps(work.inbox.answered(event))
        work.machine_now += 2 * KEEP_RAW
        work.inbox.blank_old()
        assert work.inbox.answered(event) is None


async def test_what_goes_wrong_with_an_acknowledgement_tells_the_log_nothing_of_it(
    store_url: str, tmp_path: Path
) -> None:
    class Mute(LocalPlatform):
        async def acknowledge(self, raw: dict[str, Any]) -> None:
            raise ZeroDivisionError(f"with {raw} in it")

    settings = Settings(database_url=store_url, data_dir=tmp_path, _env_file=None)
    app = build(settings, clock=MovableClock(NOW), platforms=[Mute()], alone=True)
    try:
        with capture_logs() as logged_:
            await app.inbox.take([replace(visit(customer="Bar Sol"), waits=True)])
            await app.inbox.acknowledged()
    finally:
        await app.close()
    assert logged_ == [
        {"event": "not_acknowledged", "platform": "local", "error": "ZeroDivisionError", "log_level": "warning"}
    ]
