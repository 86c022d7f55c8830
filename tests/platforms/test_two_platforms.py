"""Telegram and Slack at once, each against its strict server and over each of Slack's transports: one person, one history."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import App, build
from bot.clock import MovableClock
from bot.settings import Settings
from tests.office.doors import Door, TelegramDoor
from tests.office.slack import SlackDoor

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


class Both:
    """An application on both platforms, and people who have an account on either."""

    def __init__(self, app: App, telegram: Door, slack: Door) -> None:
        self.app, self.telegram, self.slack = app, telegram, slack

    async def joins(self, door: Door, name: str, role: str = "rep") -> str:
        """A colleague who has accepted an invitation; returns their account."""
        with self.app.store.work() as work:
            code = work.people.invite(work.people.add(name, role, "es", "Europe/Madrid"))
        account = await door.enter(name, "es")
        assert name in await self.says(door, account, f"/start {code}")
        return account

    async def says(self, door: Door, account: str, text: str) -> str:
        """Writes; returns what is new on that screen."""
        before = len(door.texts(account))
        await door.do(self.app, account, "says", text, at=NOW)
        return "\n".join(door.texts(account)[before:])


@pytest.fixture(params=[False, True], ids=["socket", "http"])
async def both(request: pytest.FixtureRequest, tmp_path: Path, empty_sqlite: Path) -> AsyncIterator[Both]:
    path = tmp_path / "cartera.db"
    shutil.copy(empty_sqlite, path)
    clock = MovableClock(NOW)
    telegram, slack = TelegramDoor(twice=False), SlackDoor(twice=False, http=request.param)
    doors: tuple[Door, ...] = (telegram, slack)
    for door in doors:
        await door.open()
    platforms = [door.platform(clock) for door in doors]
    app = build(
        Settings(_env_file=None, database_url=f"sqlite:///{path}", data_dir=tmp_path),
        clock=clock,
        platforms=platforms,
        alone=True,
    )
    for platform in platforms:
        await platform.start()
    slack.serves(app)
    receiving = [asyncio.create_task(platform.receive(app.inbox)) for platform in platforms]
    with app.store.work(turn="setting the scene") as work:
        work.customers.add("Bar Sol")
    yield Both(app, telegram, slack)
    for task in receiving:
        task.cancel()
    await asyncio.gather(*receiving, return_exceptions=True)
    await app.close()
    for door in doors:
        await door.close()


async def test_a_visit_told_on_one_is_read_on_the_other_by_the_same_person_and_by_a_colleague(both: Both) -> None:
    ana = await both.joins(both.telegram, "Ana")
    luis = await both.joins(both.slack, "Luis")
    code = re.search(r"link (\S+)", await both.says(both.telegram, ana, "/vincular"))
    assert code
    ana_too = await both.slack.enter("Ana", "es")
    assert "Ana" in await both.says(both.slack, ana_too, f"/link {code[1]}")

    assert "Guardado: visita" in await both.says(both.telegram, ana, "visité a Bar Sol ayer, quieren 10 cajas")
    for reader in (ana_too, luis):
        assert "quieren 10 cajas" in await both.says(both.slack, reader, "historial de Bar Sol")
    assert "Guardado: visita" in await both.says(both.slack, ana_too, "visité a Bar Sol hoy, quieren 7 sillas")
    assert "quieren 7 sillas" in await both.says(both.telegram, ana, "historial de Bar Sol")
    assert "quieren 7 sillas" in await both.says(both.slack, luis, "historial de Bar Sol")
    with both.app.store.work() as work:
        assert sorted(person.name for person in work.people.everyone()) == ["Ana", "Luis"]


async def test_a_code_from_slack_links_telegram(both: Both) -> None:
    ana = await both.joins(both.slack, "Ana")
    code = re.search(r"link (\S+)", await both.says(both.slack, ana, "/vincular"))
    assert code
    ana_too = await both.telegram.enter("Ana", "es")
    assert "Ana" in await both.says(both.telegram, ana_too, f"/start {code[1]}")
    await both.says(both.slack, ana, "visité a Bar Sol ayer, quieren 10 cajas")
    assert "quieren 10 cajas" in await both.says(both.telegram, ana_too, "historial de Bar Sol")


async def test_a_reps_sentence_in_telegram_changes_the_managers_pipeline_in_slack(both: Both) -> None:
    ana = await both.joins(both.telegram, "Ana")
    eva = await both.joins(both.slack, "Eva", "manager")
    assert "No hay oportunidades abiertas" in await both.says(both.slack, eva, "¿cómo va el pipeline?")
    told = "Bar Sol: oportunidad máquina de café 3.000 € para fin de mes"
    assert "máquina de café" in await both.says(both.telegram, ana, told)
    seen = await both.says(both.slack, eva, "¿cómo va el pipeline?")
    assert "Nuevo" in seen
    assert "Ponderado: 300\u00a0€ ± 900\u00a0€" in seen
