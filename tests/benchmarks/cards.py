"""Turns that show a card and a brief: text in, replies committed, among very many customers and interactions.

Against a turn that shows a history, of the same customers in the same run.
"""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bot.clock import SystemClock
from bot.intake.turns import Turns
from handlers.kit.registry.registry import discover
from handlers.language.entities.names.lexicon import ordinary_words
from storage.work import Store
from tests.benchmarks.history import OFFICE, multiply
from tests.benchmarks.scale import Scale
from tests.benchmarks.stores import KINDS, SHOWN, ZONE, Company, Stores, fill, tell
from tests.benchmarks.table import Row, median
from tests.office.local import LocalPlatform

TARGETS = {"sqlite": 10.0, "postgres": 15.0}
ASKED = {"card": "/cliente {}", "brief": "/brief {}", "history": "/historial {}"}
"""Commands, which leave a question that a name of several may have raised."""


def measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    """Both stores, one after the other; the three kinds of turn by turns."""
    rows = []
    for kind in KINDS:
        note(f"cards: {scale.names:,} customers, {scale.many_interactions:,} interactions on {SHOWN[kind]}")
        store = Store.open(made.fresh(kind), everyday=ordinary_words())
        company = fill(store, scale.names)
        with store.work() as work:
            person = work.people.add("Ana Prueba", "rep", "es", ZONE)
            work.people.link(person.id, "local", "1", "1")
        tell(store, company, person.id, scale.few_interactions)
        multiply(store, scale.many_interactions // scale.few_interactions, scale.names)
        rows += _rows(kind, _spent(store, company, scale), scale)
        store.close()
    return rows


def _spent(store: Store, company: Company, scale: Scale) -> dict[str, list[float]]:
    """The milliseconds of each kind of turn."""
    local, chance = LocalPlatform(), random.Random(5)
    turns = Turns(store, discover(), {local.name: local}, OFFICE, SystemClock())
    spent: dict[str, list[float]] = {asked: [] for asked in ASKED}
    for count in (20, scale.turns * scale.runs):
        spent = {asked: [] for asked in ASKED}  # the first, short round warms
        for _ in range(count):
            customer = chance.choice(company.customers)
            for asked, text in ASKED.items():
                spent[asked].append(_turn(store, turns, local, text.format(customer), customer))
    return spent


def _turn(store: Store, turns: Turns, local: LocalPlatform, text: str, customer: str) -> float:
    event = local.event("1", text=text, sent_at=datetime.now(UTC))
    begun = time.perf_counter()
    with store.work() as work:
        work.inbox.take([event])
    taken = turns.next()
    spent = (time.perf_counter() - begun) * 1000
    assert taken, "no turn was taken"
    assert customer in str(taken.outgoing[0].payload), f"nothing of {customer}"
    return spent


def _rows(kind: str, spent: dict[str, list[float]], scale: Scale) -> list[Row]:
    beside = median(spent["history"])
    return [
        Row(
            f"{asked} turn, {scale.names:,} customers, {scale.many_interactions:,} interactions, {SHOWN[kind]}",
            f"p50 {p50:.1f} ms",
            f"<= {TARGETS[kind]:.0f} ms",
            p50 <= TARGETS[kind],
            f"history {beside:.1f} ms",
            f"{p50 / beside:.1f} x",
        )
        for asked in ("card", "brief")
        for p50 in (median(spent[asked]),)
    ]
