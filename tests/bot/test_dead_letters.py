"""What was set aside can be seen, taken up again and dropped; what it says is kept for a month at most."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from typer.testing import CliRunner, Result

from bot.cli.doctor import examine
from bot.cli.main import cli
from bot.settings import load
from reminders.tick import tidy
from storage.messaging.inbox import RawEvent
from storage.messaging.records import Address
from storage.messaging.tables import InboxRow, OutboxRow
from storage.work import Store

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)

SECRET = "esteban no paga"  # noqa: S105 - what somebody wrote
PAYLOAD = {"blocks": [["text", SECRET]], "choices": []}

Cartera = Callable[..., Result]


@pytest.fixture
def cartera(store_url: str, tmp_path: Path) -> Cartera:
    """The command line, on this store."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, list(arguments), env={"DATABASE_URL": store_url, "DATA_DIR": str(tmp_path)})

    return run


@pytest.fixture
def dead(store: Store) -> tuple[int, int]:
    """An event and a message that were set aside."""
    with store.work() as work:
        work.inbox.take([RawEvent("telegram", "bot", "1", "7", SECRET)])
        event = work.inbox.next()
        assert event
        work.inbox.set_aside(event.id, 5, "7F3A", "KeyError at filling.py:12")
        message = work.outbox.add(Address("telegram", "7"), PAYLOAD)
        assert message
        work.outbox.give_up(message.id, "dead", "message is too long")
    return event.id, message.id


def kept(store: Store) -> list[object]:
    """The texts that are still there."""
    with store.engine.connect() as connection:
        raw = connection.execute(select(InboxRow.raw)).scalars().all()
        payload = connection.execute(select(OutboxRow.payload)).scalars().all()
    return [text for text in (*raw, *payload) if text]


def test_they_are_listed_without_what_they_say(cartera: Cartera, dead: tuple[int, int]) -> None:
    event, message = dead
    shown = cartera("dead", "list")
    assert f"event:{event}" in shown.output
    assert "ref 7F3A" in shown.output
    assert f"message:{message}" in shown.output
    assert "message is too long" in shown.output
    assert SECRET not in shown.output


def test_they_are_taken_up_again(cartera: Cartera, store: Store, dead: tuple[int, int]) -> None:
    event, message = dead
    assert cartera("dead", "retry", f"event:{event}", f"message:{message}").exit_code == 0
    with store.work() as work:
        assert work.dead_letters.all() == []
        again = work.inbox.next()
        assert again
        assert (again.id, again.raw, again.tries) == (event, SECRET, 0)
        assert [waiting.id for waiting in work.outbox.waiting(["telegram"])] == [message]


def test_they_are_dropped_with_what_they_say(cartera: Cartera, store: Store, dead: tuple[int, int]) -> None:
    assert "2 dropped" in cartera("dead", "drop", "--all").output
    assert kept(store) == []
    assert "Nothing was set aside" in cartera("dead", "list").output


@pytest.mark.parametrize(
    ("arguments", "says", "code"),
    [((), "Say which", 2), (("event:9",), "there is no such dead letter", 1), (("9",), "they look like message:12", 2)],
)
def test_what_cannot_be_settled_is_said(
    cartera: Cartera, store: Store, arguments: tuple[str, ...], says: str, code: int
) -> None:
    result = cartera("dead", "retry", *arguments)
    assert says in result.output
    assert result.exit_code == code


@pytest.mark.parametrize(("days", "left"), [(29, 2), (31, 0)])
def test_what_they_say_is_kept_for_a_month(store: Store, dead: tuple[int, int], days: int, left: int) -> None:
    then = datetime.now(UTC) - timedelta(days=days)
    with store.work() as work:
        work.connection.execute(update(InboxRow).values(finished_at=then))
        work.connection.execute(update(OutboxRow).values(created_at=then))
        tidy(work)
    assert len(kept(store)) == left


async def test_the_doctor_says_what_waits_and_why(store: Store, store_url: str, tmp_path: Path) -> None:
    with store.work() as work:
        message = work.outbox.add(Address("telegram", "7"), PAYLOAD)
        assert message
        work.outbox.troubled(message.id, 3, "no connection (ClientConnectorError)")
    settings = load(_env_file=None, database_url=store_url, data_dir=tmp_path)
    found = [finding for finding in await examine(settings) if finding.what.startswith("Outbox")]
    assert [finding.ok for finding in found] == [False]
    assert "1 messages wait for telegram" in found[0].what
    assert "no connection (ClientConnectorError)" in found[0].what
