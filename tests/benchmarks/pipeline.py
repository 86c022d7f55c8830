"""The whole turn of /pipeline over very many opportunities, against the best plain SQL for the same figures in the same run."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from bot.clock import SystemClock
from bot.intake.turns import Turns
from handlers.kit.registry.registry import discover
from handlers.language.entities.names.lexicon import ordinary_words
from storage.crm.opportunities.records import NewStage
from storage.session.engine import is_sqlite
from storage.work import Store
from tests.benchmarks.history import CUSTOMERS, OFFICE
from tests.benchmarks.scale import Scale
from tests.benchmarks.stores import KINDS, SHOWN, ZONE, Stores, analyze, fill, tell
from tests.benchmarks.table import Row, median
from tests.office.local import LocalPlatform

RATIO, OFFSET = 1.3, 8.0
"""At most so many times the plain SQL, and so many milliseconds beside it."""
OPEN_SHARE = 20
"""One in so many is open."""
YEARS = 5
STAGES = (
    NewStage("Nuevo", 10, 5),
    NewStage("Cualificado", 25, 10),
    NewStage("Propuesta", 50, 7),
    NewStage("Negociación", 75, 5),
)
TURNS = 5

SERIES = {
    True: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})",
    False: "WITH n(i) AS (SELECT generate_series(1, {rows}))",
}


def measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    """Both stores, a turn and the plain SQL in turns."""
    rows = []
    for kind in KINDS:
        count = scale.many_interactions
        note(f"pipeline: {count:,} opportunities on {SHOWN[kind]}")
        store, turns, local = subject(made.fresh(kind), count)
        spent: list[tuple[float, float]] = []
        for run in range(scale.runs + 1):
            ours = median([_turn(store, turns, local) for _ in range(TURNS)])
            plain = median([_plain(store) for _ in range(TURNS)])
            if run:  # the first warms up
                spent.append((ours, plain))
        store.close()
        ours, plain = (median([pair[at] for pair in spent]) for at in (0, 1))
        over = median([(mine - OFFSET) / theirs for mine, theirs in spent])
        what = f"/pipeline, {count // OPEN_SHARE:,} open of {count:,}, {SHOWN[kind]}"
        rows.append(
            Row(
                what,
                f"{ours:.1f} ms",
                f"<= {RATIO} x + {OFFSET:.0f} ms",
                over <= RATIO,
                f"{plain:.1f} ms",
                f"{ours / plain:.2f} x",
            )
        )
    return rows


def subject(url: str, count: int) -> tuple[Store, Turns, LocalPlatform]:
    store = Store.open(url, everyday=ordinary_words())
    company = fill(store, CUSTOMERS)
    with store.work() as work:
        eva = work.people.add("Eva Mora", "manager", "es", ZONE)
        work.people.link(eva.id, "local", "1", "1")
        reps = [work.people.add(f"Rep{number} Prueba", "rep", "es", ZONE).id for number in range(50)]
        work.pipelines.begin("Ventas", STAGES, ["Precio", "Plazo"])
    tell(store, company, [eva.id], CUSTOMERS)
    with store.engine.begin() as connection:
        series = SERIES[is_sqlite(store.engine)].format(rows=count)
        for statement in _filling(store, company.ids[0], reps[0], count):
            connection.execute(
                text(
                    f"{series} {statement}"
                    if is_sqlite(store.engine)
                    else statement.replace("SELECT", f"{series} SELECT", 1)
                )
            )
    analyze(store)
    local = LocalPlatform()
    return store, Turns(store, discover(), {local.name: local}, OFFICE, SystemClock()), local


def _filling(store: Store, customer: int, rep: int, count: int) -> list[str]:
    """Written down evenly over the years; of the last tenth half is open, all else was closed within a month."""
    sqlite = is_sqlite(store.engine)
    now = datetime.now(UTC).replace(microsecond=0)

    def at(minutes: str) -> str:
        if sqlite:
            return f"(datetime('{now:%Y-%m-%d %H:%M:%S}', '-' || ({minutes}) || ' minutes') || '.000000')"
        return f"(timestamptz '{now.isoformat()}' - ({minutes}) * interval '1 minute')"

    def day(ahead: str) -> str:
        return f"date('{now:%Y-%m-%d}', ({ahead}) || ' days')" if sqlite else f"(date '{now:%Y-%m-%d}' + ({ahead}))"

    whole = YEARS * 365 * 24 * 60
    age = f"(({count} - i) * CAST({whole} AS bigint) / {count})"
    closed = f"({age} / 2)"
    is_open = f"(i > {count} - {count} / 10 AND i % 2 = 0)"
    amount = "(i % 2000 * 991 + 5000)"
    stamp = "created_at, updated_at"
    return [
        "INSERT INTO opportunities (id, customer_id, title, amount, currency, pipeline_id, stage_id, owner_id, state, expected_close,"
        f" closed_at, lost_reason_id, entered_stage_at, version, asked, {stamp})"
        f" SELECT i, {customer} + i % {CUSTOMERS}, 'máquina ' || i, {amount}, 'EUR', 1, i % 4 + 1, {rep} + i % 50,"
        f" CASE WHEN {is_open} THEN 'open' WHEN i % 3 = 0 THEN 'won' ELSE 'lost' END, {day('i % 90 - 10')},"
        f" CASE WHEN {is_open} THEN NULL ELSE {at(closed)} END, CASE WHEN {is_open} OR i % 3 = 0 THEN NULL ELSE i % 2 + 1 END,"
        f" {at(age)}, 1, 0, {at(age)}, {at(age)} FROM n",
        f"INSERT INTO opportunity_events (id, opportunity_id, at, kind, version, new_stage_id, new_amount, new_currency, {stamp})"
        f" SELECT i, i, {at(age)}, 'created', 1, 1, {amount}, 'EUR', {at(age)}, {at(age)} FROM n",
        f"INSERT INTO opportunity_events (id, opportunity_id, at, kind, version, old_stage_id, new_stage_id, {stamp})"
        f" SELECT {count} + i, i, {at(closed)}, CASE WHEN {is_open} THEN 'stage' WHEN i % 3 = 0 THEN 'won' ELSE 'lost' END, 2,"
        f" 1, i % 4 + 1, {at(closed)}, {at(closed)} FROM n",
    ]


def _turn(store: Store, turns: Turns, local: LocalPlatform) -> float:
    event = local.event("1", text="/pipeline", sent_at=datetime.now(UTC))
    begun = time.perf_counter()
    with store.work() as work:
        work.inbox.take([event])
    taken = turns.next()
    spent = (time.perf_counter() - begun) * 1000
    assert taken, "no turn was taken"
    shown = str(taken.outgoing[0].payload)
    assert "Ponderado: " in shown, "no pipeline"
    assert "Paradas: " in shown, "nothing lies still"
    assert "nuevas" in shown, "nothing changed"
    return spent


QUIET = f"(CASE o.stage_id {' '.join(f'WHEN {number} THEN :quiet_{stage.patience}' for number, stage in enumerate(STAGES, 1))} END)"
PLAIN = (
    "SELECT o.stage_id, o.currency, coalesce(o.expected_close < :today, :no), count(*), count(o.amount), sum(o.amount),"
    " sum((o.amount * s.probability + 50) / 100),"
    " sum(CAST(o.amount AS double precision) * o.amount * s.probability * (100 - s.probability))"
    " FROM opportunities o JOIN stages s ON s.id = o.stage_id WHERE o.state = 'open' AND o.archived_at IS NULL GROUP BY 1, 2, 3",
    "SELECT e.kind, o.currency, count(*), sum(o.amount) FROM (SELECT DISTINCT opportunity_id, kind FROM opportunity_events"
    " WHERE at >= :since AND at < :until AND kind IN ('created', 'stage', 'close_date', 'reopened') AND archived_at IS NULL"
    " AND (kind <> 'close_date' OR new_close > old_close)) e JOIN opportunities o ON o.id = e.opportunity_id"
    " WHERE o.archived_at IS NULL GROUP BY 1, 2",
    "SELECT state, currency, count(*), sum(amount) FROM opportunities WHERE closed_at IS NOT NULL AND closed_at >= :since"
    " AND closed_at < :until AND archived_at IS NULL GROUP BY 1, 2",
    "SELECT o.currency, count(*), sum(o.amount) FROM opportunities o WHERE o.state = 'open' AND o.archived_at IS NULL"
    f" AND o.created_at < {QUIET} AND NOT EXISTS (SELECT 1 FROM interactions i WHERE i.customer_id = o.customer_id AND i.at >= :first"
    f" AND i.at >= {QUIET} AND i.kind <> 'note' AND i.archived_at IS NULL) AND NOT EXISTS (SELECT 1 FROM follow_ups f WHERE f.opportunity_id = o.id"
    " AND f.state = 'open' AND f.due_at > :now AND f.archived_at IS NULL) AND NOT EXISTS (SELECT 1 FROM follow_ups f"
    " WHERE f.customer_id = o.customer_id AND f.opportunity_id IS NULL AND f.state = 'open' AND f.due_at > :now"
    " AND f.archived_at IS NULL) GROUP BY 1",
)


def _plain(store: Store) -> float:
    """The same figures, by hand."""
    zone, now = ZoneInfo(OFFICE.zone), datetime.now(UTC)
    today = now.astimezone(zone).date()

    def midnight(days: int) -> Any:
        at = datetime.combine(today + timedelta(days=days), time_of_day.min, zone).astimezone(UTC)
        return at.strftime("%Y-%m-%d %H:%M:%S.000000") if is_sqlite(store.engine) else at

    values = {
        "today": str(today) if is_sqlite(store.engine) else today,
        "no": False,
        "since": midnight(-7),
        "until": midnight(1),
        "first": midnight(-max(stage.patience for stage in STAGES) * 7 // 5),
        **{f"quiet_{stage.patience}": midnight(-stage.patience * 7 // 5) for stage in STAGES},
        "now": midnight(0),
    }
    begun = time.perf_counter()
    with store.engine.connect() as connection:
        for statement in PLAIN:
            used = {name: value for name, value in values.items() if re.search(rf":{name}\b", statement)}
            assert connection.execute(text(statement), used).all(), "a figure is missing"
    return (time.perf_counter() - begun) * 1000
