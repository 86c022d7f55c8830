"""A customer who stops hears nothing more: whatever waits to be sent when that turn commits is never sent."""

import asyncio
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import App, build
from bot.clock import MovableClock
from bot.settings import Settings
from handlers.kit.messages.action import Target
from handlers.kit.messages.reply import Reply
from handlers.kit.outreach.gate import Gate, Go
from storage.messaging.outbox import Outgoing
from tests.faults.process import LONG
from tests.office.local import LocalPlatform

pytestmark = pytest.mark.faults

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
CHATS, EACH = 5, 2_000 if LONG else 12
"""Customers, and messages for each: ten thousand in the long form."""
_STANDS = "SELECT 1 FROM customer_accounts WHERE chat = ? AND stopped_at IS NULL AND archived_at IS NULL"


class Watched(LocalPlatform):
    """Notes what was sent after a chat's stop was committed. Each send takes a moment, as a real one does."""

    def __init__(self, store_url: str) -> None:
        super().__init__()
        self.late: list[str] = []
        self.begun = 0
        self.enough = asyncio.Event()
        self._look = None if store_url.startswith("postgres") else sqlite3.connect(store_url.removeprefix("sqlite:///"))

    async def send(self, message: Outgoing, edits: str | None) -> str | None:
        """Looks at the store right when the send begins: in one statement, for a turn may commit on another thread just behind it."""
        if message.kind == "approach":
            if self._look and self._look.execute(_STANDS, (message.chat,)).fetchone() is None:
                self.late.append(message.chat)
            self.begun += 1
            if self.begun >= CHATS * 2:
                self.enough.set()
        await asyncio.sleep(0)
        return await super().send(message, edits)

    async def close(self) -> None:
        """The look too."""
        if self._look:
            self._look.close()


@pytest.fixture
def watched(store_url: str, tmp_path: Path) -> tuple[App, Watched]:
    platform = Watched(store_url)
    settings = Settings(database_url=store_url, data_dir=tmp_path, _env_file=None)
    return build(settings, clock=MovableClock(NOW), platforms=[platform], alone=True), platform


def _queue(app: App, platform: Watched, each: int) -> None:
    """Many messages for each of several customers, as if a promotion had gone wrong: without the gate's cap."""
    with app.store.work(NOW) as work:
        for chat in range(CHATS):
            customer = work.customers.add(f"Bar {chat}")
            account = work.customer_accounts.link(customer.id, platform.name, f"c{chat}", f"c{chat}", "es")
            work.consents.say(account.id, "promotions", granted=True, words="sí")
            gate = Gate(work, app.company, NOW)
            for number in range(each):
                gate.send(
                    Go(account, "promotions"), Reply.of("Oferta"), about=Target("test", 1), key=f"{chat}:{number}"
                )


def test_nothing_is_sent_after_the_commit(watched: tuple[App, Watched], store_url: str) -> None:
    """On SQLite each send looks whether the stop was committed before it; on PostgreSQL, where such a look comes too late, all sends
    are over when the last turn is.
    """
    app, platform = watched

    async def play() -> int:
        _queue(app, platform, EACH)
        stops = [platform.event(f"c{chat}", text="BAJA", sent_at=NOW) for chat in range(CHATS)]
        sending = asyncio.create_task(app.delivery.flush())
        await platform.enough.wait()
        await app.inbox.take(stops)
        await app.inbox.drain()
        begun = platform.begun
        await sending
        await app.settle()
        await app.close()
        return begun

    assert asyncio.run(play()) == platform.begun < CHATS * EACH
    assert not platform.late
    assert all("no le escribiremos más" in platform.screens[f"c{chat}"][-1].text for chat in range(CHATS))


def test_it_is_asked_before_each_send_whether_they_stopped(watched: tuple[App, Watched]) -> None:
    """Even where nobody took back what waits."""
    app, platform = watched

    async def play() -> None:
        _queue(app, platform, 3)
        with app.store.work(NOW) as work:
            account = work.customer_accounts.by_account(platform.name, "c0")
            assert account
            work.customer_accounts.stop(account.id)
        await app.settle()
        await app.close()

    asyncio.run(play())
    assert not platform.screens["c0"]
    assert len(platform.screens["c1"]) == 3
