"""`cartera doctor` finds what is wrong, says what to do, and gives nothing away."""

import asyncio
import sys
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import text

from bot.cli.doctor import examine
from bot.doctor_findings import Finding, clock_finding
from bot.settings import Settings, load
from storage.messaging.leases import TICK
from storage.work import Store
from tests.fakes.telegram import TOKEN, FakeTelegram


def settings(url: str, folder: Path, fake: FakeTelegram | None = None, **more: object) -> Settings:
    telegram = {"telegram_bot_token": TOKEN, "telegram_api_url": fake.url} if fake else {}
    return load(database_url=url, data_dir=folder, _env_file=None, **telegram, **more)


def wrong(found: list[Finding]) -> str:
    """What is wrong, in one text; secrets are in nothing."""
    everything = "\n".join(finding.what for finding in found)
    assert TOKEN not in everything
    assert "s3cret" not in everything
    return "\n".join(finding.what for finding in found if not finding.ok)


def introduce(store: Store) -> None:
    """The first admin."""
    with store.work() as work:
        work.people.add("Elena Ruiz", "admin", "es", "Europe/Madrid")


async def test_a_new_house_is_told_what_comes_first(store: Store, store_url: str, tmp_path: Path) -> None:
    assert "nobody is admin yet" in wrong(await examine(settings(store_url, tmp_path), probe_seconds=0))
    empty = settings(f"sqlite:///{tmp_path}/empty.db", tmp_path)
    assert "not made yet" in wrong(await examine(empty, probe_seconds=0))


async def test_all_is_well(store: Store, store_url: str, tmp_path: Path) -> None:
    introduce(store)
    fake = await FakeTelegram.start()
    found = await examine(settings(store_url, tmp_path, fake), probe_seconds=1)
    await fake.stop()
    assert not wrong(found)
    said = "\n".join(finding.what for finding in found)
    assert "@cartera_bot" in said
    assert "agrees with Telegram" in said
    assert "GB free" in said
    assert "is not running" in said


async def test_a_rule_of_the_reminders_that_failed(store: Store, store_url: str, tmp_path: Path) -> None:
    introduce(store)
    with store.work() as work:
        work.nudges.failed("stalled", "7F3A", "KeyError at stalled.py:12")
        work.nudges.failed("stalled", "81B2", "KeyError at stalled.py:12")
    said = wrong(await examine(settings(store_url, tmp_path), probe_seconds=0))
    assert "the rule stalled failed 2 times" in said
    assert "ref 81B2: KeyError at stalled.py:12" in said


async def test_a_part_of_the_country_that_nobody_knows(store: Store, store_url: str, tmp_path: Path) -> None:
    introduce(store)
    asked = settings(store_url, tmp_path, country="ES", subdivision="XX")
    assert "a part XX of ES" in wrong(await examine(asked, probe_seconds=0))
    asked = settings(store_url, tmp_path, country="ES", subdivision="CT")
    assert not wrong(await examine(asked, probe_seconds=0))


async def test_a_token_that_telegram_refuses(store_url: str, tmp_path: Path) -> None:
    fake = await FakeTelegram.start(token="7000000002:AAAnotherTokenForTestsOnTheLocalMachine")  # noqa: S106 - opens nothing
    found = await examine(settings(store_url, tmp_path, fake), probe_seconds=1)
    await fake.stop()
    assert "refuses the token" in wrong(found)


async def test_telegram_cannot_be_reached(store_url: str, tmp_path: Path) -> None:
    fake = await FakeTelegram.start()
    await fake.stop()
    assert "cannot be reached" in wrong(await examine(settings(store_url, tmp_path, fake), probe_seconds=1))


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_another_poller_and_a_forgotten_webhook(store_url: str, tmp_path: Path) -> None:
    fake = await FakeTelegram.start(rates=False)
    url = f"{fake.url}/bot{TOKEN}"

    async def poll_on() -> None:
        async with aiohttp.ClientSession() as session:
            while True:
                async with session.post(f"{url}/getUpdates", json={"timeout": 20}) as response:
                    await response.read()

    other = asyncio.create_task(poll_on())
    await fake.until(lambda: fake.world.updates.polled)
    found = await examine(settings(store_url, tmp_path, fake), probe_seconds=5)
    other.cancel()
    await asyncio.gather(other, return_exceptions=True)
    assert "another program polls" in wrong(found)
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{url}/setWebhook", json={"url": "https://localhost:8443/old"}) as response,
    ):
        assert response.status == 200, await response.text()
    found = await examine(settings(store_url, tmp_path, fake), probe_seconds=1)
    await fake.stop()
    assert "a webhook is set" in wrong(found)


async def test_a_bot_that_runs_is_not_disturbed(store: Store, store_url: str, tmp_path: Path) -> None:
    introduce(store)
    fake = await FakeTelegram.start()
    with store.work() as work:
        work.leases.take(TICK, "another.example:1")
    found = await examine(settings(store_url, tmp_path, fake), probe_seconds=1)
    polls = [call for call in fake.sent if call.method.casefold() == "getupdates"]
    await fake.stop()
    assert not polls
    assert not wrong(found)
    assert any("The bot runs" in finding.what for finding in found)


async def test_losses_and_what_waits_too_long(store: Store, store_url: str, tmp_path: Path) -> None:
    event = (
        "INSERT INTO inbox (platform, bot, event_id, chat, received_at, state, tries, reference, problem) VALUES"
        " ('local', 'b', '{id}', '1', '{at}', '{state}', 5, 'AB12', 'TrapError at x.py:1')"
    )
    message = "INSERT INTO outbox (platform, chat, kind, token, state, tries, created_at) VALUES ('local', '1', 'reply', 't', 'dead', 1, '{at}')"
    with store.work() as work:
        now = f"{work.machine_now:%Y-%m-%d %H:%M:%S}"
        for statement in (
            event.format(id=1, at=now, state="dead"),
            event.format(id=2, at="2026-01-01 00:00:00", state="new"),
            message.format(at=now),
        ):
            work.connection.execute(text(statement))
    found = wrong(await examine(settings(store_url, tmp_path)))
    assert "ref AB12" in found
    assert "(dead): 1" in found
    assert "1 events wait" in found


async def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    found = await examine(settings("postgresql://cartera:s3cret@127.0.0.1:9/none", tmp_path))
    assert "does not answer" in wrong(found)


@pytest.mark.parametrize(("behind", "says"), [(3.0, ""), (90.0, "90 seconds behind"), (-90.0, "90 seconds ahead")])
def test_a_clock_that_is_off(behind: float, says: str) -> None:
    found = wrong(clock_finding("Telegram", behind))
    assert says in found
    assert bool(found) == bool(says)


def findings_about(found: list[Finding], what: str) -> tuple[bool, str]:
    [finding] = [finding for finding in found if finding.what.startswith(what)]
    return finding.ok, finding.what


@pytest.mark.parametrize(("package", "ok"), [("there", True), ("missing", False)])
async def test_which_text_leaves_the_house_for_a_language_model(
    package: str, ok: bool, store: Store, store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    introduce(store)
    if package == "missing":
        monkeypatch.setitem(sys.modules, "openai", None)
    off = await examine(settings(store_url, tmp_path), probe_seconds=0)
    assert findings_about(off, "Language model") == (True, "Language model: off; no text leaves the house.")
    asked = settings(store_url, tmp_path, llm_url="https://models.example/v1", llm_model="small", llm_key="s3cret")
    found = await examine(asked, probe_seconds=0)
    assert "s3cret" not in "".join(finding.what for finding in found)
    well, said = findings_about(found, "Language model")
    assert well is ok
    assert "up to 500 characters each, are sent to models.example; nothing else is" in said
    assert ("cartera[llm]" in said) is not ok


@pytest.mark.parametrize(("package", "ok"), [("there", True), ("missing", False)])
async def test_where_peoples_own_programs_ask(
    package: str, ok: bool, store: Store, store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    introduce(store)
    if package == "missing":
        monkeypatch.setitem(sys.modules, "mcp", None)
    off = await examine(settings(store_url, tmp_path), probe_seconds=0)
    assert findings_about(off, "Programs (MCP)") == (True, "Programs (MCP): off.")
    asked = settings(store_url, tmp_path, mcp="on", public_url="https://crm.example")
    well, said = findings_about(await examine(asked, probe_seconds=0), "Programs (MCP)")
    assert well is ok
    assert ("at https://crm.example/mcp, with each person's own token" in said) is ok
    assert ("pip install 'cartera[mcp]'" in said) is not ok
