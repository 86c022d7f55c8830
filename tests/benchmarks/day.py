"""A turn that shows the day: two hundred open follow-ups of one's own, among few and among very many of everybody's."""

import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from bot.clock import SystemClock
from bot.intake.turns import Turns
from handlers.kit.registry.registry import discover
from handlers.language.entities.names.lexicon import ordinary_words
from storage.crm.tables import FollowUpRow
from storage.work import Store
from tests.benchmarks.history import CUSTOMERS, OFFICE
from tests.benchmarks.scale import Scale
from tests.benchmarks.stores import KINDS, SHOWN, ZONE, Stores, analyze, fill
from tests.benchmarks.table import Row, median
from tests.office.local import LocalPlatform

TARGETS = {"sqlite": 10.0, "postgres": 15.0}
GROWTH = 1.3
OPEN = 200
COLLEAGUES = 50
BATCH = 10_000


def measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    """Both stores, with few and with many follow-ups, in turns."""
    rows = []
    for kind in KINDS:
        spent: dict[int, list[float]] = {}
        subjects = {}
        for count in (scale.few_interactions, scale.many_interactions):
            note(f"day: {count:,} follow-ups on {SHOWN[kind]}")
            subjects[count] = _subject(made.fresh(kind), count)
        for run in range(scale.runs + 1):
            for count, (store, turns, local) in subjects.items():
                once = median([_turn(store, turns, local) for _ in range(scale.turns)])
                if run:  # the first warms up
                    spent.setdefault(count, []).append(once)
        for store, _turns, _local in subjects.values():
            store.close()
        rows += _rows(kind, spent)
    return rows


def _subject(url: str, count: int) -> tuple[Store, Turns, LocalPlatform]:
    store = Store.open(url, everyday=ordinary_words())
    company = fill(store, CUSTOMERS)
    chance = random.Random(11)
    with store.work() as work:
        people = [work.people.add(f"Colega {number}", "rep", "es", ZONE) for number in range(COLLEAGUES)]
        work.people.link(people[0].id, "local", "1", "1")
        now = work.now
    for first in range(0, count, BATCH):
        rows = [
            _row(number, chance, company.ids, [person.id for person in people], now)
            for number in range(first, first + BATCH)
        ]
        with store.engine.begin() as connection:
            connection.execute(insert(FollowUpRow), rows)
    analyze(store)
    local = LocalPlatform()
    return store, Turns(store, discover(), {local.name: local}, OFFICE, SystemClock()), local


def _row(
    number: int, chance: random.Random, customers: Sequence[int], people: Sequence[int], now: datetime
) -> dict[str, object]:
    """The first two hundred are Ana's, and open; the rest is everybody's, and most of it done."""
    mine = number < OPEN
    due = (now + timedelta(days=chance.randint(-20, 10))).replace(microsecond=0)
    state = "open" if mine or (chance.random() < 0.02 and number % COLLEAGUES) else "done"
    return {
        "customer_id": chance.choice(customers),
        "owner_id": people[0 if mine else number % COLLEAGUES],
        "what": f"llamar por el pedido {number}",
        "due_at": due,
        "due_local": due.replace(tzinfo=None),
        "zone": ZONE,
        "grain": "day",
        "state": state,
        "nudge_at": None,
        "created_at": now,
        "updated_at": now,
    }


def _turn(store: Store, turns: Turns, local: LocalPlatform) -> float:
    event = local.event("1", text="/hoy", sent_at=datetime.now(UTC))
    begun = time.perf_counter()
    with store.work() as work:
        work.inbox.take([event])
    taken = turns.next()
    spent = (time.perf_counter() - begun) * 1000
    assert taken, "no turn was taken"
    assert "Atrasado" in str(taken.outgoing[0].payload), "no agenda"
    return spent


def _rows(kind: str, spent: dict[int, list[float]]) -> list[Row]:
    few, many = (median(times) for times in spent.values())
    growth = median([large / small for small, large in zip(*spent.values(), strict=True)])
    shown = [
        Row(
            f"/hoy, {OPEN} of {count:,} follow-ups, {SHOWN[kind]}",
            f"p50 {p50:.1f} ms",
            f"<= {TARGETS[kind]:.0f} ms",
            p50 <= TARGETS[kind],
            "",
            "",
        )
        for count, p50 in zip(spent, (few, many), strict=True)
    ]
    return [
        *shown,
        Row(
            f"… as they grow, {SHOWN[kind]}",
            f"{many:.1f} ms",
            f"<= {GROWTH} x",
            growth <= GROWTH,
            f"{few:.1f} ms",
            f"{growth:.2f} x",
        ),
    ]
