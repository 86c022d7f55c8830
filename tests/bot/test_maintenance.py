"""`cartera staff`, `backup`, `restore`, `doctor` as they are typed."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import cli
from storage.crm.records import Due
from storage.messaging.leases import TICK
from storage.work import Store

Typed = Callable[..., Result]
NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.fixture
def typed(store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Types a command."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, list(arguments), env={"DATABASE_URL": store_url, "DATA_DIR": str(tmp_path)})

    return run


def test_roles_teams_and_a_leaver(store: Store, typed: Typed) -> None:
    with store.work(NOW) as work:
        for name, role in (("Elena Ruiz", "admin"), ("Ana Pons", "rep"), ("Luis Gil", "rep")):
            work.people.add(name, role, "es", "Europe/Madrid")
        luis = work.people.named("Luis")[0]
        work.people.link(luis.id, "local", "7", "7")
    with store.work(NOW, person=luis, turn="t") as work:
        bar = work.customers.add("Bar Sol")
        follow_up = work.follow_ups.add(
            "llamar", Due(NOW.replace(tzinfo=None), "UTC", "minute"), owner_id=luis.id, customer_id=bar.id
        )
    assert "Ana Pons is now manager" in typed("staff", "role", "ana", "manager").output
    assert "no role" in typed("staff", "role", "ana", "boss").output
    assert typed("staff", "team", "ana", "Norte").exit_code == 0
    assert "Ana Pons  manager  team: Norte  has not joined" in typed("staff", "list").output
    assert "Luis Gil  rep  team: -  local" in typed("staff", "list").output
    assert "only admin" in typed("staff", "role", "Elena", "rep").output
    assert "Who takes them over?" in typed("staff", "leave", "Luis").output
    assert "1 customers and 1 follow-ups are Ana Pons's now" in typed("staff", "leave", "Luis", "--to", "Ana").output
    assert "Nobody here is called Luis" in typed("staff", "leave", "Luis").output
    with store.work(NOW) as work:
        assert work.people.by_account("local", "7") is None
        owner, open_point = work.customers.get(bar.id), work.follow_ups.get(follow_up)
    assert owner
    assert open_point
    assert (owner.owner, open_point.owner) == ("Ana Pons", "Ana Pons")


def test_a_backup_comes_back(store: Store, typed: Typed) -> None:
    with store.work(NOW) as work:
        work.people.add("Elena Ruiz", "admin", "es", "Europe/Madrid")
        work.leases.take(TICK, "another.example:1")
    assert "rows, version" in typed("backup", "monday.cartera").output
    running = typed("restore", "monday.cartera", "--replace")
    assert running.exit_code == 2
    assert "The bot is running" in running.output
    with store.work(NOW) as work:
        work.leases.give_back(TICK, "another.example:1")
        work.people.add("Ana Pons", "rep", "es", "Europe/Madrid")
    refused = typed("restore", "monday.cartera")
    assert refused.exit_code == 2
    assert "--replace" in refused.output
    assert "Restored" in typed("restore", "monday.cartera", "--replace").output
    with store.work(NOW) as work:
        assert [person.name for person in work.people.everyone()] == ["Elena Ruiz"]


def test_doctor_ends_with_1_where_something_is_wrong(
    store: Store, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert typed("doctor").exit_code == 1
    with store.work(NOW) as work:
        work.people.add("Elena Ruiz", "admin", "es", "Europe/Madrid")
    assert typed("doctor").exit_code == 0
    monkeypatch.setenv("TIMEZONE", "Mars/Olympus")
    wrong = typed("doctor")
    assert wrong.exit_code == 1
    assert "WRONG  TIMEZONE" in wrong.output
