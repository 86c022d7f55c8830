"""A platform that is out for a while costs time, and nothing else: what is owed goes out when it is back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.app import App, build
from bot.clock import MovableClock
from bot.platforms.outcomes import Failure, NotSent, Scope, SendError, Unknown
from bot.settings import Settings
from handlers.kit.format.texts import voice
from handlers.kit.messages.reply import Reply
from storage.crm.records import Due
from storage.messaging.outbox import Outgoing
from storage.messaging.records import Address
from storage.messaging.tables import OutboxRow
from tests.fakes.loop_clock import LoopClock
from tests.office.local import LocalPlatform
from tests.storage.big_company import NOW

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)

REFUSED = NotSent("no connection", Scope.PLATFORM)
BAD_GATEWAY = NotSent("HTTP 502", Scope.PLATFORM)
FAILED = NotSent("HTTP 500", Scope.MESSAGE)
DROPPED = Unknown("ServerDisconnectedError")
CHATS = [str(n) for n in range(1, 13)]


@dataclass
class Sender:
    """An application that only sends, on a platform that does as it is told, and the clock it goes by."""

    app: App
    local: LocalPlatform
    clock: LoopClock

    def says(self, text: str, chat: str = "1", *, kind: str = "reply", about: str | None = None) -> Outgoing:
        """Something to say, committed and offered as a turn's."""
        payload = Reply.of(text).payload(voice("es", "ES", NOW.date()))
        with self.app.store.work(NOW) as work:
            said = work.outbox.add(Address("local", chat), payload, kind=kind, about=about)
        assert said
        self.app.delivery.offer([said])
        return said

    def shows(self, chat: str) -> list[str]:
        """What stands in a chat."""
        return [message.text for message in self.local.screens[chat]]

    def stands(self, message: Outgoing) -> tuple[str, str | None]:
        """A message's state, and what is the matter with it."""
        with self.app.store.engine.connect() as connection:
            row = connection.execute(select(OutboxRow.state, OutboxRow.problem).where(OutboxRow.id == message.id)).one()
        return row.state, row.problem

    async def until(self, condition: Callable[[], object], *, passing: float = 0.0) -> None:
        """Waits until something holds, while `passing` seconds go by at each look."""
        for _look in range(4_000):
            if condition():
                return
            self.clock.advance(passing)
            await asyncio.sleep(0.002)
        raise AssertionError("it never holds")

    async def passes(self, seconds: float) -> None:
        """Time goes by, and whatever has to be done in it is."""
        until = self.clock.time() + seconds
        await self.until(lambda: self.clock.time() >= until, passing=seconds / 25)


@pytest.fixture
async def sender(store_url: str, tmp_path: Path) -> AsyncIterator[Sender]:
    """A sender that runs."""
    clock, local = LoopClock(asyncio.get_running_loop()), LocalPlatform()
    settings = Settings(database_url=store_url, data_dir=tmp_path, _env_file=None)
    app = build(settings, clock=MovableClock(NOW), platforms=[local], alone=True)
    sending = asyncio.create_task(app.delivery.run())
    yield Sender(app, local, clock)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    await app.close()


@pytest.mark.parametrize("failure", [REFUSED, BAD_GATEWAY, FAILED, DROPPED])
async def test_an_outage_of_40_seconds_delays_everything_and_loses_nothing(sender: Sender, failure: Failure) -> None:
    sender.local.out = SendError(failure)
    said = {chat: [sender.says(f"{n} para {chat}", chat) for n in range(3)] for chat in CHATS}
    await sender.passes(40)
    assert len(sender.local.refused) <= 12, "one tries for all"
    assert sender.shows("1") == []
    sender.local.out = None
    await sender.until(
        lambda: all(len(sender.shows(chat)) == len(messages) for chat, messages in said.items()), passing=0.5
    )
    for chat in CHATS:
        assert sender.shows(chat) == [f"{n} para {chat}" for n in range(3)], "each once, in order"


@pytest.mark.parametrize(("refused", "everybody_waits"), [(["1"], False), (["1", "2"], True)])
async def test_who_sends_next_keeps_the_pause_that_another_process_was_told(
    sender: Sender, refused: list[str], everybody_waits: bool, store_url: str, tmp_path: Path
) -> None:
    """A process that was killed in a pause was started again and sent in it."""
    sender.local.out = SendError(NotSent("HTTP 429", Scope.CHAT, wait=60))
    said = [sender.says("uno", chat) for chat in refused]
    await sender.until(lambda: all(sender.stands(one)[1] for one in said))
    sender.local.out = None
    (tmp_path / "next").mkdir()
    settings = Settings(database_url=store_url, data_dir=tmp_path / "next", _env_file=None)
    local = LocalPlatform()
    app = build(settings, clock=MovableClock(NOW), platforms=[local], alone=True)
    with app.store.work(NOW) as work:
        work.outbox.add(Address("local", "3"), Reply.of("tres").payload(voice("es", "ES", NOW.date())))
    sending = asyncio.create_task(app.delivery.run())
    if not everybody_waits:
        await sender.until(lambda: local.screens["3"])
    await sender.passes(50)
    assert bool(local.screens["3"]) is not everybody_waits
    assert not any(local.screens[chat] for chat in refused)
    await sender.until(
        lambda: all(local.screens[chat] or sender.local.screens[chat] for chat in [*refused, "3"]), passing=1
    )
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    await app.close()


async def test_a_reminder_waits_for_its_platform_too(sender: Sender) -> None:
    sender.local.out = SendError(REFUSED)
    reminder = sender.says("Llama a Marta", kind="nudge")
    await sender.passes(600)
    assert sender.stands(reminder) == ("new", "no connection"), "whoever asks hears why"
    sender.local.out = None
    await sender.until(lambda: sender.shows("1") == ["Llama a Marta"], passing=1)


async def test_a_reminder_of_what_was_done_meanwhile_is_not_sent(sender: Sender) -> None:
    with sender.app.store.work(NOW) as work:
        ana = work.people.add("Ana", "rep", "es", "Europe/Madrid")
        due = Due.of(NOW, ana.zone, "minute")
        done, still_open = (work.follow_ups.add(what, due, owner_id=ana.id) for what in ("llamar", "escribir"))
    sender.local.out = SendError(REFUSED)
    told = [sender.says(f"Ahora {n}", kind="nudge", about=f"follow_up:{n}") for n in (done, still_open)]
    await sender.passes(30)
    with sender.app.store.work(NOW) as work:
        work.follow_ups.done(done)
    sender.local.out = None
    await sender.until(lambda: sender.shows("1") == [f"Ahora {still_open}"], passing=1)
    assert sender.stands(told[0]) == ("expired", "no longer true")


async def test_only_a_reminder_that_may_have_arrived_is_unknown(sender: Sender) -> None:
    sender.local.out = SendError(DROPPED)
    reminder = sender.says("Llama a Marta", kind="nudge")
    await sender.until(lambda: sender.stands(reminder)[0] == "unknown")


async def test_a_reply_is_not_brought_up_a_day_later(sender: Sender) -> None:
    payload = Reply.of("Guardado").payload(voice("es", "ES", NOW.date()))
    old: list[Outgoing] = []
    with sender.app.store.work() as work:
        for hours in (23, 25):
            said = work.outbox.add(Address("local", str(hours)), payload)
            assert said
            old.append(said)
            since = datetime.now(UTC) - timedelta(hours=hours)
            work.connection.execute(update(OutboxRow).where(OutboxRow.id == said.id).values(created_at=since))
    await sender.until(lambda: sender.shows("23") == ["Guardado"])
    await sender.until(lambda: sender.stands(old[1]) == ("dead", "not taken for 24 hours"))
    assert sender.shows("25") == []


async def test_a_message_that_the_platform_always_fails_on_is_given_up_and_nobody_else_waits(sender: Sender) -> None:
    sender.local.refuse["1"] = SendError(FAILED)
    poison = sender.says("imposible")
    others = 0
    while sender.stands(poison)[0] == "new":
        others += 1
        sender.says(f"hola {others}", "2")
        await sender.until(lambda: len(sender.shows("2")) == others)  # noqa: B023 - it is awaited at once
        await sender.passes(20)
        assert others < 60
    assert sender.stands(poison) == ("dead", "HTTP 500")
    assert 8 <= len(sender.local.refused) <= 12, "tries count from when the platform answered others"
    del sender.local.refuse["1"]
    sender.says("y ahora")
    await sender.until(lambda: sender.shows("1") == ["y ahora"], passing=1)
