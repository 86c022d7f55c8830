"""Finding a customer by a misspelt name among very many."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from handlers.language.entities.names.answers import match_name
from handlers.language.entities.names.lexicon import ordinary_words
from storage.names.names import NameKind
from storage.names.search import StoredNames
from storage.session.engine import reading
from storage.work import Store
from tests.benchmarks.names import misspelt
from tests.benchmarks.scale import Scale
from tests.benchmarks.stores import KINDS, SHOWN, Company, Stores
from tests.benchmarks.table import Row, centile, median

SLOWEST_MS = 10.0
SHARE = 0.97


@dataclass
class Looked:
    """What the runs on one store showed: milliseconds, and how many were among the first three."""

    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    share: list[float] = field(default_factory=list)


def measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    """Looks up as many misspelt names in both stores, in turns."""
    note(f"names: {scale.names:,} customers with a contact each, on both stores")
    opened = [(kind, Store.open(url), company) for kind in KINDS for url, company in [made.big(kind, scale.names)]]
    looked = {kind: Looked() for kind in KINDS}
    for run in range(scale.runs):
        for kind, store, company in opened:
            look_up(store, company, scale.look_ups, random.Random(run), looked[kind])
    for _, store, _ in opened:
        store.close()
    return [_row(kind, looked[kind], scale) for kind in KINDS]


def look_up(store: Store, company: Company, count: int, chance: random.Random, looked: Looked) -> None:
    """Looks up customers' names with one letter wrong, and notes how it went."""
    picks = [chance.randrange(len(company.ids)) for _ in range(count)]
    asked = [(company.ids[pick], misspelt(company.customers[pick], chance)) for pick in picks]
    times, found = [], 0
    with reading(store.engine) as connection:
        book = StoredNames(connection, ordinary_words())
        for number, (id_, name) in enumerate([*asked[:20], *asked]):  # the first ones, told twice, are to warm up
            begun = time.perf_counter()
            candidates = match_name(name, book, {NameKind.CUSTOMER}).candidates[:3]
            if number >= 20:
                times.append((time.perf_counter() - begun) * 1000)
                found += id_ in [entry.id for entry in candidates]
    looked.p50.append(median(times))
    looked.p99.append(centile(times, 99))
    looked.share.append(found / count)


def _row(kind: str, looked: Looked, scale: Scale) -> Row:
    p99, share = median(looked.p99), median(looked.share)
    return Row(
        f"misspelt name among {scale.names:,}, {SHOWN[kind]}",
        f"p50 {median(looked.p50):.1f} ms, p99 {p99:.1f} ms, {share:.1%} in the first three",
        f"p99 <= {SLOWEST_MS:.0f} ms, >= {SHARE:.0%}",
        p99 <= SLOWEST_MS and share >= SHARE,
    )
