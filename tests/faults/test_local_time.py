"""Whatever the clocks do, what comes each day comes once a day, at nine on its person's own clock."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.settings import Settings
from handlers.kit.turn import Company
from reminders.rule import Rule
from reminders.tick import every_rule, tick
from storage.crm.records import Due
from storage.people.records import Person
from storage.work import Store
from tests.faults.process import LONG

pytestmark = [
    pytest.mark.faults,
    pytest.mark.parametrize("store_url", ["sqlite", "postgres"] if LONG else ["sqlite"], indirect=True),
]

ZONES = (
    "Europe/Madrid",
    "Atlantic/Canary",
    "Europe/London",
    "America/New_York",
    "America/Mexico_City",
    "America/Santiago",
    "America/Havana",
    "America/Asuncion",
    "Africa/Casablanca",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
)
FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
NINE = time(9)
DAILY = {"follow_ups", "digests", "loose_notes"}
LOOKS = tuple(timedelta(minutes=minutes) for minutes in (-121, -61, -31, -1, 0, 1, 31, 61, 121))
"""When the ticker looks, around nine: right before, at it, and where a clock that was not moved would have nine."""


@dataclass(frozen=True)
class Transition:
    """The clock of a zone is moved."""

    zone: str
    at: datetime


def transitions(zone: str) -> Iterator[Transition]:
    """Every one of these years, to the hour."""
    there, day = ZoneInfo(zone), timedelta(days=1)
    for days in range((LAST - FIRST).days):
        hours = [FIRST + days * day + timedelta(hours=hour) for hour in range(25)]
        if hours[0].astimezone(there).utcoffset() == hours[-1].astimezone(there).utcoffset():
            continue
        for before, at in pairwise(hours):
            if before.astimezone(there).utcoffset() != at.astimezone(there).utcoffset():
                yield Transition(zone, at)


def test_what_comes_each_day_comes_once_at_nine_on_its_own_clock(store: Store) -> None:
    """A repeated follow-up, the morning's list and its digest, over days on which the clocks change."""
    company = Settings(_env_file=None).company
    rules = [rule for rule in every_rule() if rule.name in DAILY]
    people: dict[str, Person] = {}
    every = {zone: list(transitions(zone)) for zone in ZONES}
    assert sum(map(len, every.values())) > 60
    with store.work(FIRST) as work:
        for number, zone in enumerate(ZONES):
            person = work.people.add(f"Ana{number}", "rep", "es", zone)
            work.people.change(person.id, working="mon-sun 09:00-18:00")
            people[zone] = work.people.get(person.id)
            work.people.link(person.id, "local", str(number), str(number))
    for number, (zone, moved) in enumerate(every.items()):
        # In the short form one of each zone, by turns forward and back.
        for transition in moved if LONG else moved[number % 2 :][:1]:
            check(store, company, rules, people[zone], transition)


def check(store: Store, company: Company, rules: Sequence[Rule[Any]], person: Person, transition: Transition) -> None:
    there = ZoneInfo(transition.zone)
    day = transition.at.astimezone(there).date()
    days = [day + timedelta(days=n) for n in (-1, 0, 1)]
    begins = datetime.combine(days[0] - timedelta(days=1), time(20), there)
    with store.work(begins - timedelta(days=3)) as work:
        note = work.loose_notes.add(person.id, "una nota suelta", begins - timedelta(days=3))
    with store.work(begins) as work:
        first = datetime.combine(days[0], NINE)
        follow_up = work.follow_ups.add(
            "llamar",
            Due(first, person.zone, "minute", repeats=f"DTSTART:{first:%Y%m%dT%H%M%S}\nRRULE:FREQ=DAILY"),
            owner_id=person.id,
        )
        at = datetime.combine(days[0], NINE, there)
        work.digests.put(person.id, "morning", "local", str(person.id), "1", at.astimezone(UTC), shared=False)
    said, asked = Counter[date](), Counter[date]()
    for local in days:
        nine = datetime.combine(local, NINE, there).astimezone(UTC)
        for look in LOOKS:
            now = nine + look
            for message in tick(store, company, now, rules):
                assert now == nine, (transition, now.astimezone(there))
                assert message.payload["choices"]
                said[local] += 1
            with store.work(now) as work:
                digests = work.digests.of(person.id)
                assert digests
                if digests[0].next_at > nine and now >= nine:
                    asked[local] = 1
                    assert digests[0].next_at.astimezone(there).time() == NINE, transition
                else:
                    assert now < nine, transition
    # The follow-up each day; the loose note on the first that is no holiday, in the list of what may wait.
    assert set(said) == set(days), transition
    assert said.total() == len(days) + 1, transition
    assert asked == dict.fromkeys(days, 1), transition
    with store.work(now) as work:
        work.follow_ups.done(follow_up)
        work.loose_notes.placed(note)
        work.digests.end(person.id, "morning")
