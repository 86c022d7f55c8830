"""Whole turns, text in and replies committed, in a small company and in one a hundred times as large, by turns.

Each customer has as many interactions in both, so that the answers are as long, and only what has to be looked through grows.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import cycle

from tests.benchmarks.names import misspelt
from tests.benchmarks.path import LOGS
from tests.benchmarks.scale import Scale
from tests.benchmarks.stores import KINDS, OPEN, SHOWN, Company, Stores
from tests.benchmarks.table import Row, median
from tests.benchmarks.talking import Talk

GROWTH = 1.3
TARGETS = {"sqlite": 10.0, "postgres": 15.0}
HISTORY_TARGETS = {"sqlite": 8.0, "postgres": 12.0}

TEXTS: Mapping[str, str] = {
    "history": "historial de {customer}",
    "card": "/cliente {customer}",
    "brief": "/brief {customer}",
    "agenda": "/hoy",
    "find": "{misspelt}",
    "log": LOGS[0],
}
"""What is said for each kind of turn."""


@dataclass
class Subject:
    """One store, and the medians of its runs in milliseconds, by kind of turn."""

    company: Company
    talk: Talk
    customers: Iterator[int]
    spent: dict[str, list[float]] = field(default_factory=lambda: {asked: [] for asked in TEXTS})

    def run(self, count: int, chance: random.Random) -> None:
        """So many turns of each kind."""
        for asked, text in TEXTS.items():
            self.spent[asked].append(median([self._turn(asked, text, chance) for _ in range(count)]))

    def _turn(self, asked: str, text: str, chance: random.Random) -> float:
        customer = self.company.customers[next(self.customers)]
        told = text.format(customer=customer, misspelt=misspelt(customer, chance))
        taken, spent = self.talk.says("1", told)
        shown = str(taken.outgoing[0].payload)
        expected = {"agenda": "Atrasado", "find": ""}.get(asked, customer)
        assert expected in shown, f"{told}: {shown}"
        return spent


def measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    """Both stores, each with few and with many interactions."""
    subjects = {}
    for kind in KINDS:
        for count in (scale.few_interactions, scale.many_interactions):
            note(f"growth: {count:,} interactions on {SHOWN[kind]}")
            subjects[kind, count] = _subject(*made.grown(kind, count))
    chance = random.Random(3)
    for subject in subjects.values():
        subject.run(10, chance)  # warm
        subject.spent = {asked: [] for asked in TEXTS}
    for _ in range(scale.runs):
        for subject in subjects.values():
            subject.run(scale.turns, chance)
    for subject in subjects.values():
        subject.talk.store.close()
    return [row for kind in KINDS for row in _rows(kind, subjects, scale)]


def _subject(url: str, company: Company) -> Subject:
    order = list(range(len(company.ids)))
    random.Random(5).shuffle(order)  # nobody is visited twice before everybody was: that would be asked about
    return Subject(company, Talk.at(url), cycle(order))


def _rows(kind: str, subjects: Mapping[tuple[str, int], Subject], scale: Scale) -> list[Row]:
    few, many = subjects[kind, scale.few_interactions], subjects[kind, scale.many_interactions]
    rows = []
    for asked in TEXTS:
        small, large = median(few.spent[asked]), median(many.spent[asked])
        growth = median([b / a for a, b in zip(few.spent[asked], many.spent[asked], strict=True)])
        target = (HISTORY_TARGETS if asked == "history" else TARGETS)[kind]
        what = f"{asked} turn ({OPEN} open)" if asked == "agenda" else f"{asked} turn"
        rows.append(
            Row(
                f"{what}, {len(many.company.ids):,} customers, {scale.many_interactions:,} interactions, {SHOWN[kind]}",
                f"p50 {large:.1f} ms",
                f"<= {target:.0f} ms, <= {GROWTH} x",
                large <= target and growth <= GROWTH,
                f"with {scale.few_interactions:,}: {small:.1f} ms",
                f"{growth:.2f} x",
            )
        )
    return rows
