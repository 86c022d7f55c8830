"""An event that cannot be handled is set aside, seen by whoever looks, and delays nobody."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from typer.testing import CliRunner

from bot.app import build
from bot.cli.main import cli
from bot.settings import Settings
from storage.crm.tables import CustomerRow
from storage.messaging.inbox import MAX_TRIES, RawEvent
from storage.messaging.tables import InboxRow
from storage.session.engine import reading
from storage.work import Store
from tests.fakes.telegram import TOKEN, TelegramControl
from tests.faults.process import LONG, RUNNER, Bot
from tests.faults.running import PATIENCE, running
from tests.faults.town import all_done, eventually, kept, settle_town, visits
from tests.office.local import LocalPlatform

pytestmark = pytest.mark.faults


def doctor(store_url: str, folder: Path) -> str:
    """What `cartera doctor` says."""
    result = CliRunner().invoke(
        cli,
        ["doctor"],
        env={
            "DATABASE_URL": store_url,
            "DATA_DIR": str(folder),
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": "http://127.0.0.1:9",
        },
    )
    assert result.exit_code == 1, result.output
    assert TOKEN not in result.output
    return result.output


async def test_an_event_whose_turn_raises_is_set_aside(store_url: str, tmp_path: Path) -> None:
    async with running(store_url, tmp_path, people=4, traps=True) as bot:
        ana, *others = bot.users
        for other, visit in zip(others, visits([user.id for user in others], 3), strict=True):
            await ana.says(f"/raises {visit.mark}")
            await other.says(visit.text)
        await ana.says("visité a Talleres Vigo, quieren cajas del lote zz99999")
        await bot.quiet()
        for other in others:
            assert "Guardado" in other.last.text
        first, *_, last = ana.inbox
        assert "Guardado" in last.text, "her next message is answered"
        with bot.store.work() as work:
            dead = work.inbox.dead()
        assert [event.problem.partition(" ")[0] for event in dead if event.problem] == ["TrapError"] * 3
        assert str(dead[-1].reference) in first.text, "she has the reference"
        with reading(bot.store.engine) as connection:
            assert not connection.execute(select(CustomerRow.id).where(CustomerRow.name.startswith("Mitad"))).all(), (
                "half of it stayed"
            )
    said = await asyncio.to_thread(doctor, store_url, tmp_path)
    assert str(dead[0].reference) in said
    assert "TrapError" in said
    assert "zz0" not in said, "a dead letter shows nobody's words"


async def test_an_event_that_nothing_explains_is_set_aside(store_url: str, tmp_path: Path) -> None:
    async with running(store_url, tmp_path) as bot:
        ana = bot.users[0]
        broken = {
            "message_id": "x",
            "date": [],
            "chat": {"id": ana.id, "type": "private"},
            "from": ana.person,
            "text": {"a": 1},
        }
        bot.fake.push_raw({"message": broken})
        await ana.says("visité a Talleres Vigo, quieren cajas del lote zz00001")
        await ana.sees("Guardado", timeout=PATIENCE)
        await bot.quiet()
    assert "unreadable" in await asyncio.to_thread(doctor, store_url, tmp_path)


@pytest.mark.parametrize("store_url", ["sqlite", "postgres"] if LONG else ["postgres"], indirect=True)
async def test_an_event_that_takes_the_process_down_is_set_aside_and_what_stood_beside_it_is_not(
    store: Store,
    store_url: str,
    tmp_path: Path,
) -> None:
    async with await TelegramControl.spawn(rates=False) as telegram:
        culprit, *others = await telegram.users([f"Rep {n}" for n in range(9)])
        settle_town(store, [culprit, *others])
        told = visits(others, 16)
        bot = Bot(store_url, telegram, tmp_path, command=(*RUNNER, "--traps"))
        # They are there together, as after an outage, and the culprit is the first.
        await telegram.says([(culprit, "/exits"), *((visit.chat, visit.text) for visit in told)])
        deaths = 0
        async with bot:
            while deaths <= MAX_TRIES:
                if (code := await _ends_or_is_done(bot, store)) is None:
                    break
                assert code == 70
                deaths += 1
                if not LONG and deaths == 1:
                    _skip_tries(store)
                await bot.start()
            await bot.meanwhile(all_done(store, telegram, 1 + len(told)))
        assert deaths == (MAX_TRIES if LONG else 2)
        assert sorted(mark for _author, mark in kept(store)) == sorted(visit.mark for visit in told)
        with store.work() as work:
            assert [event.problem for event in work.inbox.dead()] == ["it took the process down"]


async def _ends_or_is_done(bot: Bot, store: Store) -> int | None:
    """The process's exit code; None where it has come to the end of what waits."""

    def over() -> bool:
        with store.work() as work:
            return not bot.running or bool(work.inbox.dead())

    await eventually(over, "the culprit's end, or the bot's", seconds=120)
    return None if bot.running else await bot.died()


def _skip_tries(store: Store) -> None:
    """The short form does not wait for every try."""
    with store.work() as work:
        work.connection.execute(
            update(InboxRow).where(InboxRow.state == "new", InboxRow.raw.contains("/exits")).values(tries=MAX_TRIES - 2)
        )


def test_a_later_try_waits_without_holding_anybody_up(store: Store) -> None:
    with store.work() as work:
        work.inbox.take([RawEvent("local", "b", str(n), chat, "{}") for n, chat in enumerate(["1", "1", "2"])])
    with store.work() as work:
        event = work.inbox.next()
        assert event
        work.inbox.later(event.id, 1, "OperationalError")
    with store.work() as work:
        found = work.inbox.next()
        assert found
        assert found.chat == "2", "its own chat waits, in order; the other does not"


@pytest.mark.parametrize("store_url", ["postgres"], indirect=True)
async def test_an_old_event_has_one_try_counted_however_many_threads_look_for_it(
    store: Store, store_url: str, tmp_path: Path
) -> None:
    local = LocalPlatform()
    with store.work() as work:
        work.inbox.take([local.event(str(chat), sent_at=datetime.now(UTC), text="hola") for chat in range(150)])
    settings = Settings(_env_file=None, database_url=store_url, data_dir=tmp_path)
    app = build(settings, platforms=[local], alone=True)
    try:
        await asyncio.gather(*(app.inbox.drain() for _thread in range(app.executor.threads)))
    finally:
        await app.close()
    with store.work() as work:
        counted = work.connection.execute(select(InboxRow.tries, func.count()).group_by(InboxRow.tries)).all()
    assert counted == [(1, 150)]
