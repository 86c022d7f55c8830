"""A reminder of which nobody knows whether it arrived is brought up again when its owner's work next begins."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.settings import Settings
from reminders.tick import every_rule, tick
from storage.crm.records import Due
from storage.messaging.outbox import Outgoing
from storage.people.records import Person
from storage.work import Store

FRIDAY = datetime(2026, 11, 20, 10, tzinfo=UTC)  # 11:00 in Madrid
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)  # 9:00 in Madrid, when work begins
COMPANY = Settings(_env_file=None).company


@pytest.fixture
def ana(store: Store) -> Person:
    """A colleague who can be reached."""
    with store.work(FRIDAY) as work:
        person = work.people.add("Ana", "rep", "es", "Europe/Madrid")
        work.people.link(person.id, "local", "1", "1")
    return person


def told(store: Store, now: datetime) -> list[list[str]]:
    """The texts of what a tick says."""
    said: list[Outgoing] = tick(store, COMPANY, now, every_rule())
    return [[content for _kind, content in message.payload["blocks"]] for message in said]


def lost_reminder(store: Store, ana: Person) -> int:
    """A reminder whose answer was lost; returns its follow-up."""
    with store.work(FRIDAY) as work:
        follow_up = work.follow_ups.add("llamar a Marta", Due.of(FRIDAY, ana.zone, "minute"), owner_id=ana.id)
    [message] = tick(store, COMPANY, FRIDAY, every_rule())
    with store.work(FRIDAY) as work:
        work.outbox.give_up(message.id, "unknown", "ServerDisconnectedError")
    return follow_up


def test_it_speaks_again_at_the_next_opening_and_says_so(store: Store, ana: Person) -> None:
    lost_reminder(store, ana)
    for later in (FRIDAY + timedelta(minutes=1), FRIDAY + timedelta(hours=12), MONDAY - timedelta(minutes=1)):
        assert told(store, later) == []
    assert told(store, MONDAY) == [
        [
            "Puede que ya te lo haya dicho: se cortó la conexión mientras te lo mandaba.",
            "Ahora: llamar a Marta",
        ]
    ]
    assert told(store, MONDAY + timedelta(minutes=5)) == [], "once"


def test_what_was_done_meanwhile_is_not_brought_up(store: Store, ana: Person) -> None:
    follow_up = lost_reminder(store, ana)
    told(store, FRIDAY + timedelta(minutes=1))
    with store.work(FRIDAY) as work:
        work.follow_ups.done(follow_up)
    assert told(store, MONDAY) == []
