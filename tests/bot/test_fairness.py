"""One chat's burst delays nobody else by more than a turn, and whoever was not invited gets a few answers."""

from collections.abc import AsyncIterator, Sequence
from itertools import islice
from pathlib import Path

import pytest

from bot.app import App, build
from bot.clock import MovableClock
from bot.intake.fairness import ALL, EACH, Rounds, UnregisteredBudget
from bot.settings import Settings
from storage.messaging.inbox import RawEvent
from storage.work import Store
from tests.office.local import LocalPlatform
from tests.storage.big_company import NOW

on_sqlite = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)


def came_in(store: Store, chats: Sequence[str]) -> None:
    """An event of each of these chats, in this order."""
    with store.work() as work:
        before = work.inbox.waiting()
        work.inbox.take([RawEvent("local", "bot", f"{before}:{n}:{chat}", chat, "{}") for n, chat in enumerate(chats)])


def taken(store: Store, rounds: Rounds, count: int) -> str:
    """The chats of the next turns."""
    order, latest = [], dict[str, int]()
    for _turn in range(count):
        with store.work() as work:
            event = rounds.next(work.inbox)
            if event is None:
                break
            work.inbox.done(event.id)
            assert event.id > latest.get(event.chat, 0), "a chat's own events come in order"
            latest[event.chat] = event.id
            order.append(event.chat)
    return "".join(order)


@on_sqlite
def test_who_writes_behind_a_burst_waits_for_one_turn(store: Store) -> None:
    rounds = Rounds()
    came_in(store, ["a"] * 200 + ["b", "c"])
    assert taken(store, rounds, 5) == "abcaa"
    came_in(store, ["b", "b", "d"])
    assert taken(store, rounds, 6) == "bdabaa"


@on_sqlite
def test_two_bursts_do_not_pass_the_turn_to_each_other(store: Store) -> None:
    rounds = Rounds()
    came_in(store, ["a", "b"] * 100 + ["c", "d"])
    assert taken(store, rounds, 7) == "abcdaba"


@on_sqlite
def test_all_is_taken(store: Store) -> None:
    rounds = Rounds()
    came_in(store, [*islice("abcabbca" * 20, 160), "d"])
    order = taken(store, rounds, 500)
    assert len(order) == 161
    with store.work() as work:
        assert work.inbox.waiting() == 0


@on_sqlite
def test_what_has_to_wait_until_it_is_tried_again_holds_up_its_own_chat_only(store: Store) -> None:
    rounds = Rounds()
    came_in(store, ["a", "a", "b", "c"])
    with store.work() as work:
        first = rounds.next(work.inbox)
        assert first
        work.inbox.later(first.id, 1, "the store was busy")
    assert taken(store, rounds, 9) == "bc"


@pytest.fixture
async def app(store_url: str, tmp_path: Path) -> AsyncIterator[App]:
    """An application on a platform without a network."""
    settings = Settings(database_url=store_url, data_dir=tmp_path, _env_file=None)
    opened = build(settings, clock=MovableClock(NOW), platforms=[LocalPlatform()], alone=True)
    yield opened
    await opened.close()


@on_sqlite
async def test_unregistered_users_get_a_few_answers_and_an_invitation_is_taken_all_the_same(app: App) -> None:
    local = app.platforms["local"]
    assert isinstance(local, LocalPlatform)
    with app.store.work(NOW) as work:
        code = work.people.invite(work.people.add("Ana Gil", "rep", "es", "Europe/Madrid"))
    for _message in range(EACH.burst + 5):
        await app.inbox.take([local.event("9", sent_at=NOW, text="hola")])
    await app.settle()
    assert len(local.screens["9"]) == EACH.burst
    await app.inbox.take([local.event("9", sent_at=NOW, text=f"/start {code}")])
    await app.settle()
    assert "Ana" in local.screens["9"][-1].text


def test_the_budget_fills_up_again_for_each_and_for_all() -> None:
    now = 0.0
    budget = UnregisteredBudget(clock=lambda: now)
    assert sum(budget.allows("telegram", "1") for _message in range(100)) == EACH.burst
    assert sum(budget.allows("telegram", str(n)) for n in range(2, 400)) == ALL.burst - EACH.burst
    now += EACH.every
    assert budget.allows("telegram", "1")
    assert not budget.allows("telegram", "1")
