"""A turn that shows a history: text in, replies committed, with few and with very many interactions of each customer.

Against the same rows by plain SQL, through the driver alone, in the same run.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.clock import SystemClock
from bot.intake.turns import Turns
from handlers.kit.registry.registry import discover
from handlers.kit.turn import Company as Office
from handlers.language.entities.names.lexicon import ordinary_words
from storage.crm.tables import InteractionRow
from storage.work import Store
from tests.benchmarks.scale import Scale
from tests.benchmarks.stores import KINDS, SHOWN, ZONE, Company, Stores, analyze, copy_rows, fill, tell
from tests.benchmarks.table import Row, median
from tests.office.local import LocalPlatform

TARGETS = {"sqlite": 8.0, "postgres": 12.0}
GROWTH = 1.3
CUSTOMERS = 1_000
OFFICE = Office("Cartera", "es_ES", ZONE, "ES", "EUR")

PLAIN = """
    SELECT i.id, i.customer_id, c.name, i.author_id, s.name, i.kind, i.at, i.day, i.grain, i.summary, i.amount,
           i.currency, i.sentiment, i.promotion, i.product, i.source, i.archived_at, p.id, p.name
    FROM (SELECT * FROM interactions WHERE customer_id = {0} AND archived_at IS NULL ORDER BY at DESC, id DESC LIMIT {0}) i
    JOIN customers c ON c.id = i.customer_id JOIN staff s ON s.id = i.author_id
    LEFT JOIN interaction_contacts m ON m.interaction_id = i.id AND m.archived_at IS NULL
    LEFT JOIN contacts p ON p.id = m.contact_id ORDER BY i.at DESC, i.id DESC, m.id
"""


@dataclass
class Subject:
    """One store with so many interactions, and what its runs showed, in milliseconds."""

    kind: str
    store: Store
    company: Company
    turns: Turns
    local: LocalPlatform
    turn_ms: list[float] = field(default_factory=list)
    plain_ms: list[float] = field(default_factory=list)

    def run(self, count: int, chance: random.Random) -> None:
        """Shows histories of customers picked at random, and reads the same rows by plain SQL."""
        picks = [chance.randrange(len(self.company.ids)) for _ in range(count)]
        self.turn_ms.append(median([self._turn(self.company.customers[pick]) for pick in picks]))
        self.plain_ms.append(median([self._plain(self.company.ids[pick]) for pick in picks]))

    def _turn(self, customer: str) -> float:
        event = self.local.event("1", text=f"historial de {customer}", sent_at=datetime.now(UTC))
        begun = time.perf_counter()
        with self.store.work() as work:
            work.inbox.take([event])
        taken = self.turns.next()
        spent = (time.perf_counter() - begun) * 1000
        assert taken, "no turn was taken"
        assert customer in str(taken.outgoing[0].payload), f"no history of {customer}"
        return spent

    def _plain(self, customer_id: int) -> float:
        sql = PLAIN.format("?" if self.kind == "sqlite" else "%s")
        with self.store.engine.connect() as connection:
            cursor = connection.connection.cursor()
            begun = time.perf_counter()
            cursor.execute(sql, (customer_id, 6))
            rows = cursor.fetchall()
            spent = (time.perf_counter() - begun) * 1000
        assert rows, "no interactions"
        return spent


def measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    """Both stores, with few and with many interactions, in turns."""
    subjects: dict[tuple[str, int], Subject] = {}
    for kind in KINDS:
        for count in (scale.few_interactions, scale.many_interactions):
            note(f"history: {count:,} interactions on {SHOWN[kind]}")
            subjects[kind, count] = _subject(kind, made.fresh(kind), count, scale)
    chance = random.Random(3)
    for subject in subjects.values():
        subject.run(20, chance)  # warm
        subject.turn_ms.clear()
        subject.plain_ms.clear()
    for _ in range(scale.runs):
        for subject in subjects.values():
            subject.run(scale.turns, chance)
    for subject in subjects.values():
        subject.store.close()
    return [row for kind in KINDS for row in _rows(kind, subjects, scale)]


def _subject(kind: str, url: str, count: int, scale: Scale) -> Subject:
    store = Store.open(url, everyday=ordinary_words())
    company = fill(store, CUSTOMERS)
    with store.work() as work:
        person = work.people.add("Ana Prueba", "rep", "es", ZONE)
        work.people.link(person.id, "local", "1", "1")
    tell(store, company, [person.id], min(count, scale.few_interactions))
    if count > scale.few_interactions:
        copy_rows(store, InteractionRow, count // scale.few_interactions, CUSTOMERS)
        analyze(store)
    local = LocalPlatform()
    return Subject(kind, store, company, Turns(store, discover(), {local.name: local}, OFFICE, SystemClock()), local)


def _rows(kind: str, subjects: dict[tuple[str, int], Subject], scale: Scale) -> list[Row]:
    few, many = subjects[kind, scale.few_interactions], subjects[kind, scale.many_interactions]
    growth = median([large / small for small, large in zip(few.turn_ms, many.turn_ms, strict=True)])
    rows = []
    for subject, count in ((few, scale.few_interactions), (many, scale.many_interactions)):
        p50, plain = median(subject.turn_ms), median(subject.plain_ms)
        rows.append(
            Row(
                f"history turn, {count // CUSTOMERS:,} interactions with each customer, {SHOWN[kind]}",
                f"p50 {p50:.1f} ms",
                f"<= {TARGETS[kind]:.0f} ms",
                p50 <= TARGETS[kind],
                f"plain SQL {plain:.2f} ms",
                f"{p50 / plain:.0f} x",
            )
        )
    rows.append(
        Row(
            f"… as it grows, {SHOWN[kind]}",
            f"{median(many.turn_ms):.1f} ms",
            f"<= {GROWTH} x",
            growth <= GROWTH,
            f"{median(few.turn_ms):.1f} ms",
            f"{growth:.2f} x",
        )
    )
    return rows
