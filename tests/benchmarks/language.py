"""One message of about 200 characters understood, among very many customers; hostile texts of 4 KB.

Against dateparser's `search_dates` on the same texts in the same run, which only looks for the dates.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from dateparser.search import search_dates

from bot.process_tuning import tune_process
from handlers.language.entities.names.lexicon import ordinary_words
from handlers.language.meaning import Context, Moment, NextStep, Understanding
from handlers.language.understand import prepare, understand
from storage.work import Store
from tests.benchmarks.names import misspelt
from tests.benchmarks.scale import Scale
from tests.benchmarks.sentences import HOSTILE, NOW, ZONE, dated
from tests.benchmarks.stores import KINDS, SHOWN, Company, Stores
from tests.benchmarks.table import Row, centile, median

P50_MS, P99_MS, HOSTILE_MS = 8.0, 30.0, 100.0
LOCALES = {"es": "es_ES", "en": "en_GB"}
DATEPARSER = "dateparser"

Case = tuple[str, str, date]
Reader = Callable[[Case], set[date]]


@dataclass
class Measured:
    """What the runs of one reader showed: milliseconds, and how many texts' only date it found and nothing else."""

    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    hostile: list[float] = field(default_factory=list)

    def run(self, read: Reader, cases: list[Case]) -> None:
        """Reads the cases once."""
        times, right = [], 0
        for case in cases:
            begun = time.perf_counter()
            found = read(case)
            times.append((time.perf_counter() - begun) * 1000)
            right += found == {case[2]}
        self.p50.append(median(times))
        self.p99.append(centile(times, 99))
        self.right.append(right / len(cases))


def measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    """Both stores and dateparser, in turns, on the same texts."""
    note(f"language: {scale.names:,} customers with a contact each, on both stores")
    opened = [
        (kind, Store.open(url, everyday=ordinary_words()), company)
        for kind in KINDS
        for url, company in [made.big(kind, scale.names)]
    ]
    company = opened[0][2]
    prepare()
    tune_process()  # as the bot does: else the collector looks through hundred thousand names in the middle of a text
    measured = {name: Measured() for name in (*KINDS, DATEPARSER)}
    for run in range(-1, scale.runs):  # the first one warms up
        cases = _cases(company, scale.understood, random.Random(run))
        for kind, store, _ in opened:
            with _reader(store) as read:
                measured[kind].run(read, cases)
                measured[kind].hostile.append(max(_spent(read, ("es", text, NOW.date())) for text in HOSTILE))
        measured[DATEPARSER].run(_by_dateparser, cases)
        if run < 0:
            measured = {name: Measured() for name in measured}
        else:
            note(
                f"language, run {run + 1}: "
                + ", ".join(f"{name} {each.p50[-1]:.1f} ms" for name, each in measured.items())
            )
    for _, store, _ in opened:
        store.close()
    return [row for kind in KINDS for row in _rows(kind, measured[kind], measured[DATEPARSER])]


def _cases(company: Company, count: int, chance: random.Random) -> list[Case]:
    """Texts about customers, every other name with a letter wrong."""
    cases = []
    for number in range(count):
        customer = chance.choice(company.customers)
        cases.append(dated(number, misspelt(customer, chance) if number % 2 else customer))
    return cases


@contextmanager
def _reader(store: Store) -> Iterator[Reader]:
    with store.work() as work:

        def read(case: Case) -> set[date]:
            language, text, _ = case
            return _dates(understand(text, Context(NOW, ZONE, LOCALES[language], work.names, "EUR")))

        yield read


def _spent(read: Reader, case: Case) -> float:
    begun = time.perf_counter()
    read(case)
    return (time.perf_counter() - begun) * 1000


def _dates(heard: Understanding) -> set[date]:
    moments = [value.due if isinstance(value, NextStep) else value for value in heard.slots.values()]
    return {_day(moment.start) for moment in moments if isinstance(moment, Moment)}


def _by_dateparser(case: Case) -> set[date]:
    settings = {"RELATIVE_BASE": NOW.replace(tzinfo=None), "DATE_ORDER": "DMY"}
    found = search_dates(case[1], languages=[case[0]], settings=settings)
    return {_day(at) for _, at in found or ()}


def _day(start: date | datetime) -> date:
    return start.date() if isinstance(start, datetime) else start


def _rows(kind: str, ours: Measured, theirs: Measured) -> list[Row]:
    p50, p99, hostile = median(ours.p50), median(ours.p99), median(ours.hostile)
    ratio = median([one / other for one, other in zip(ours.p50, theirs.p50, strict=True)])
    return [
        Row(
            f"a message understood, {SHOWN[kind]}",
            f"p50 {p50:.1f} ms, p99 {p99:.1f} ms, {median(ours.right):.0%} right",
            f"<= {P50_MS:.0f} ms, <= {P99_MS:.0f} ms",
            p50 <= P50_MS and p99 <= P99_MS,
            f"search_dates {median(theirs.p50):.1f} ms, {median(theirs.p99):.1f} ms, {median(theirs.right):.0%} right",
            f"{ratio:.2f} x",
        ),
        Row(
            f"the slowest hostile text of 4 KB, {SHOWN[kind]}",
            f"{hostile:.0f} ms",
            f"<= {HOSTILE_MS:.0f} ms",
            hostile <= HOSTILE_MS,
        ),
    ]
