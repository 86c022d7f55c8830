"""Messages to one chat go out in the order in which they were said, whoever tells the sender of which one first."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from bot.app import App, build
from bot.clock import MovableClock
from bot.settings import Settings
from handlers.kit.format.texts import voice
from handlers.kit.messages.reply import Reply
from storage.messaging.claims import Claims
from storage.messaging.outbox import Outgoing
from storage.messaging.records import Address
from storage.session.engine import this_process
from tests.office.local import LocalPlatform
from tests.storage.big_company import NOW

LOCAL = LocalPlatform()


@pytest.fixture
async def app(store_url: str, tmp_path: Path) -> AsyncIterator[App]:
    """An application, its sender running, and nobody else."""
    LOCAL.screens.clear()
    settings = Settings(database_url=store_url, data_dir=tmp_path, _env_file=None)
    app = build(settings, clock=MovableClock(NOW), platforms=[LOCAL], alone=True)
    sending = asyncio.create_task(app.delivery.run())
    yield app
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    await app.close()


def say(app: App, text: str, chat: str = "1") -> Outgoing:
    """A turn of its own that says something."""
    with app.store.work(NOW) as work:
        said = work.outbox.add(Address("local", chat), Reply.of(text).payload(voice("es", "ES", NOW.date())))
    assert said
    return said


async def shown(*texts: str) -> None:
    """Waits until all of this is on the screen, and nothing else."""
    async with asyncio.timeout(20):
        while [message.text for message in LOCAL.screens["1"]] != list(texts):
            assert len(LOCAL.screens["1"]) < len(texts), LOCAL.screens["1"]
            await asyncio.sleep(0.005)


async def marked(app: App, message: Outgoing) -> None:
    """Waits until the store knows that this was sent, which is a moment after it was."""
    sent = sql("SELECT state FROM outbox WHERE id = :id").bindparams(id=message.id)
    async with asyncio.timeout(20):
        while True:
            with app.store.engine.connect() as connection:
                if connection.execute(sent).scalar_one() == "sent":
                    return
            await asyncio.sleep(0.005)


async def test_what_is_told_of_late_still_goes_first(app: App) -> None:
    first, second = say(app, "uno"), say(app, "dos")
    app.delivery.offer([second])
    app.delivery.offer([first])
    await shown("uno", "dos")


async def test_what_another_process_said_goes_first(app: App) -> None:
    say(app, "uno")
    app.delivery.offer([say(app, "dos")])
    await shown("uno", "dos")


async def test_what_waits_for_others_holds_nobody_up(app: App) -> None:
    say(app, "otro chat", chat="2")
    third = say(app, "tres")
    assert third.behind is None
    app.delivery.offer([third])
    await shown("tres")
    await marked(app, third)
    assert say(app, "cuatro").behind is None, "what was sent is waited for no more"


async def test_what_a_process_that_lives_began_to_send_unasked_no_other_sends(store_url: str, tmp_path: Path) -> None:
    """A sender that stalls loses its lease, goes on, and what it was sending went out twice."""
    LOCAL.screens.clear()
    settings = Settings(database_url=store_url, data_dir=tmp_path, _env_file=None)
    app = build(settings, clock=MovableClock(NOW), platforms=[LOCAL], alone=False)
    here, _colon, _number = this_process().rpartition(":")
    holders = {"stalls": f"{here}:{os.getppid()}", "gone": f"{here}:99999999", "far": "elsewhere:1", "free": None}
    sent = sql("SELECT key, state FROM outbox ORDER BY key")
    with app.store.work(NOW) as work:
        for key, holder in holders.items():
            payload = Reply.of(key).payload(voice("es", "ES", NOW.date()))
            message = work.outbox.add(Address("local", key), payload, kind="nudge", key=key)
            assert message
            if holder:
                assert work.topic(Claims).claim(message.id, holder) == holder
        work.connection.execute(sql("UPDATE outbox SET claimed_at = '2020-01-01 00:00:00.000000' WHERE key = 'far'"))
    await app.delivery.flush()
    with app.store.engine.connect() as connection:
        states = {key: state for key, state in connection.execute(sent)}  # noqa: C416 - rows are not pairs to dict()'s type
    assert states == {"far": "unknown", "free": "sent", "gone": "sent", "stalls": "new"}
    assert {chat for chat, screen in LOCAL.screens.items() if screen} == {"free", "gone"}
    await app.close()
