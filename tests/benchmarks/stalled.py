"""What a due opportunity costs the rule of what lies still, among few and among very many: all that is due is dealt with."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from handlers.kit.calendar.calendars import Calendars
from reminders.rule import Look
from reminders.rules.stalled import RULE
from storage.session.engine import is_sqlite
from storage.work import Store
from tests.benchmarks.history import OFFICE
from tests.benchmarks.pipeline import subject
from tests.benchmarks.scale import Scale
from tests.benchmarks.stores import KINDS, SHOWN, Stores, analyze
from tests.benchmarks.table import Row, median

RATIO = 1.3
FEW = 10_000
DUE_SHARE = 100
"""One in so many is due."""
MOST_LOOKS = 2_000


def measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    """Both stores, few and many in turns."""
    rows = []
    for kind in KINDS:
        many = scale.many_interactions
        note(f"stalled: {FEW:,} and {many:,} opportunities on {SHOWN[kind]}")
        stores = {}
        spent: dict[int, list[float]] = {FEW: [], many: []}
        for count in spent:
            stores[count] = subject(made.fresh(kind), count)[0]
        for run in range(scale.runs + 1):
            for count, store in stores.items():
                cost = _each(store, count)
                if run:  # the first warms up
                    spent[count].append(cost)
        for store in stores.values():
            store.close()
        few, lots = median(spent[FEW]), median(spent[many])
        what = f"a stalled one, {many // DUE_SHARE:,} due of {many:,}, {SHOWN[kind]}"
        rows.append(
            Row(
                what,
                f"{lots:.2f} ms",
                f"<= {RATIO} x of {FEW:,}",
                lots <= RATIO * few,
                f"{few:.2f} ms",
                f"{lots / few:.2f} x",
            )
        )
    return rows


def _each(store: Store, count: int) -> float:
    """Milliseconds for each one that is due: looked at, and written down as told, until nothing is due any more."""
    now = workday()
    past, later = now - timedelta(hours=1), now + timedelta(days=300)
    shown = "%Y-%m-%d %H:%M:%S.%f"
    values: dict[str, Any] = {"past": past, "later": later}
    if is_sqlite(store.engine):
        values = {name: at.strftime(shown) for name, at in values.items()}
    with store.engine.begin() as connection:
        connection.execute(
            text(
                f"UPDATE opportunities SET asked = 0, asked_at = NULL, look_at = CASE WHEN id > {count} - {count} / 5 AND id % 10 = 0"
                " THEN :past ELSE :later END WHERE state = 'open'"
            ),
            values,
        )
        due: int = connection.execute(
            text("SELECT count(*) FROM opportunities WHERE state = 'open' AND look_at < :later"),
            {"later": values["later"]},
        ).scalar_one()
    analyze(store)
    begun = time.perf_counter()
    for _look in range(MOST_LOOKS):
        with store.work(now) as work:
            look = Look(work, now, OFFICE, Calendars(work, OFFICE))
            items = list(RULE.due(look))
            for item in items:
                RULE.told(look, item)
            if not items and not work.attention.quiet(now):
                break
    else:
        raise AssertionError("something is due for ever")
    return (time.perf_counter() - begun) * 1000 / due


def workday() -> datetime:
    """The next Wednesday, at ten."""
    today = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0)
    return today + timedelta(days=(2 - today.weekday()) % 7)
