"""Reckons how all customers stand, from their purchases: the nightly job. Runs in small steps beside a bot that goes on working."""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from handlers.kit.figures.buying import BuyingFigures, buying, classes, main_currency, scores, segment
from handlers.kit.format.texts import _
from handlers.kit.jobs import JobContext
from storage.standings.standings import IDS_AT_A_TIME, Spent

BATCH = 500
JOB = "reckon_standings"


def reckon(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """The job: `payload` has the "day" as of whose beginning it reckons. Returns how many customers stand somewhere."""
    today = date.fromisoformat(payload["day"])
    graded = _Graded()
    with context.store.look() as work:
        first, last = work.standings.range()
    for start in range(first, last + 1, IDS_AT_A_TIME):
        with context.store.look() as work:
            rows = list(_rows(work.standings.spent(start, start + IDS_AT_A_TIME - 1, today), today, graded))
        for some in _batches(rows):
            with context.store.work() as work:
                work.standings.write(some)
            context.rest()
        context.tell(_("Reckoning"), min(start + IDS_AT_A_TIME, last) - first, last - first)
    grades = graded.grades(today)
    while batch := list(islice(grades, BATCH)):
        with context.store.work() as work:
            work.standings.grade(batch)
        context.rest()
    with context.store.work() as work:
        work.standings.finish(today)
    return {"day": payload["day"], "count": graded.count, "quietly": payload.get("quietly", False)}


def _rows(customers: Iterator[tuple[int, Sequence[Spent]]], today: date, graded: "_Graded") -> Iterator[dict[str, Any]]:
    """What is written of each customer, but for what only a comparison with the others tells."""
    for customer, days in customers:
        currency = main_currency([(one.day, one.currency, one.hundredths) for one in days])
        stands = buying([(one.day, one.hundredths) for one in days if one.currency == currency], today)
        if stands is None:
            continue
        graded.add(customer, currency, stands)
        yield {
            "customer_id": customer,
            "day": today,
            "currency": currency,
            "sales": _money(stands.sales),
            "before": _money(stands.before),
            "orders": stands.orders,
            "last": stands.last,
            "gap": stands.gap,
            "expected": stands.expected,
            "recent": None if stands.recent is None else _money(stands.recent),
            "habitual": None if stands.habitual is None else _money(stands.habitual),
            "fallen": stands.fallen,
            "segment": "steady",
        }


@dataclass
class _Graded:
    """What classes and scores go by, some forty bytes a customer."""

    ids: "Mapping[str, array[int]]" = field(default_factory=lambda: defaultdict(lambda: array("q")))
    sales: "Mapping[str, array[int]]" = field(default_factory=lambda: defaultdict(lambda: array("q")))
    orders: "Mapping[str, array[int]]" = field(default_factory=lambda: defaultdict(lambda: array("q")))
    last: "Mapping[str, array[int]]" = field(default_factory=lambda: defaultdict(lambda: array("q")))
    first: "Mapping[str, array[int]]" = field(default_factory=lambda: defaultdict(lambda: array("q")))
    fallen: "Mapping[str, array[int]]" = field(default_factory=lambda: defaultdict(lambda: array("q")))

    @property
    def count(self) -> int:
        """How many customers there are."""
        return sum(map(len, self.ids.values()))

    def add(self, customer: int, currency: str, stands: BuyingFigures) -> None:
        """One more customer; they are compared with those who buy in the same currency."""
        self.ids[currency].append(customer)
        self.sales[currency].append(stands.sales)
        self.orders[currency].append(stands.orders)
        self.last[currency].append(stands.last.toordinal())
        self.first[currency].append(stands.first.toordinal())
        self.fallen[currency].append(-1 if stands.fallen is None else stands.fallen)

    def grades(self, today: date) -> Iterator[dict[str, Any]]:
        """Class, scores and segment of each."""
        for currency, ids in self.ids.items():
            letters = classes(self.sales[currency])
            value, often, lately = (scores(one[currency]) for one in (self.sales, self.orders, self.last))
            for at, customer in enumerate(ids):
                fallen = self.fallen[currency][at]
                stands = BuyingFigures(
                    self.sales[currency][at],
                    0,
                    self.orders[currency][at],
                    date.fromordinal(self.first[currency][at]),
                    date.fromordinal(self.last[currency][at]),
                    None,
                    None,
                    None if fallen < 0 else fallen,
                    None if fallen < 0 else 100,
                )
                yield {
                    "row": customer,
                    "letter": letters[at],
                    "recency": lately[at],
                    "frequency": often[at],
                    "value": value[at],
                    "segment": segment(stands, lately[at], often[at], today),
                }


def _money(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)


def _batches(rows: Sequence[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    for at in range(0, len(rows), BATCH):
        yield rows[at : at + BATCH]
