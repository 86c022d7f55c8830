"""What a tick of all rules costs for each follow-up and lead that is due, among few and among very many, and where nothing is due."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, event, text

from bot.process_tuning import tune_process
from reminders.tick import every_rule, tick
from storage.session.engine import is_sqlite
from storage.work import Store
from tests.benchmarks.history import CUSTOMERS, OFFICE
from tests.benchmarks.pipeline import SERIES
from tests.benchmarks.scale import Scale
from tests.benchmarks.stalled import workday
from tests.benchmarks.stores import KINDS, SHOWN, ZONE, Stores, analyze, fill
from tests.benchmarks.table import Row, median

RATIO, EMPTY_MS, HELD_MS = 1.3, 10.0, 100.0
"""Of few; milliseconds of a tick where nothing is due; and for which one transaction of a tick may keep others from writing."""
FEW = 10_000
DUE_SHARE = 100
"""One in so many is due."""
TICKS = 5
"""At most so many are measured of each run: two thousand that are due."""
EMPTY_TICKS = 10
REPS = 50
FAR = timedelta(days=3_000)


class Subject:
    """A store with so many open follow-ups and leads, and what its runs showed, in milliseconds."""

    def __init__(self, url: str, count: int) -> None:
        self.store = Store.open(url)
        self.each: list[float] = []
        self.empty: list[float] = []
        self.held: list[float] = []
        self._rules = every_rule()
        company = fill(self.store, CUSTOMERS)
        with self.store.work() as work:
            reps = [work.people.add(f"Rep{number} Prueba", "rep", "es", ZONE).id for number in range(REPS)]
            for number, id_ in enumerate(reps):
                work.people.link(id_, "local", str(number), str(number))
        begun = workday() - timedelta(days=1)
        self._values = {"rows": count, "customer": company.ids[0], "rep": reps[0]}
        self._values |= {"begun": self._at(begun), "far": self._at(begun + FAR)}
        stamp, stamped = "created_at, updated_at", ":begun, :begun"
        self._fill(
            f"follow_ups (customer_id, owner_id, what, due_at, due_local, zone, grain, deadline, state, nudge_at, {stamp})"
            f" SELECT :customer + i % {CUSTOMERS}, :rep + i % {REPS}, 'llamar por el pedido', :far, :local, 'UTC', 'minute',"
            f" false, 'open', :far, {stamped} FROM n",
            local=self._at((begun + FAR).replace(tzinfo=None)),
        )
        self._fill(
            f"leads (id, name, phone, email, state, owner_id, arrived_at, {stamp})"
            f" SELECT i, 'Pepe ' || i, '+346' || (10000000 + i), 'p' || i || '@marin.example', 'taken', :rep + i % {REPS},"
            f" :begun, {stamped} FROM n"
        )
        self._fill(
            f"lead_waits (lead_id, started_at, target_at, assigned_at, step, look_at, {stamp})"
            f" SELECT i, :begun, :begun, :begun, 'owner', :far, {stamped} FROM n"
        )
        analyze(self.store)
        event.listen(self.store.engine, "begin", _begins)

    def run(self, number: int) -> None:
        """One in a hundred falls due, another one each run; then nothing is."""
        now = workday() + timedelta(weeks=number)
        while self._tick(now):
            pass  # the morning's digests, and what else that day brings by itself
        self._set(number, now - timedelta(minutes=1))
        self.held, said, begun = [], 0, time.perf_counter()
        for _tick in range(TICKS):
            told = self._tick(now)
            said += told
            if not told:
                break
        spent = (time.perf_counter() - begun) * 1000
        assert said, "nothing was due"
        self.each.append(spent / said)
        self._set(number, now + FAR)
        while self._tick(now):
            pass
        empty = []
        for _tick in range(EMPTY_TICKS):
            begun = time.perf_counter()
            told_now = tick(self.store, OFFICE, now, self._rules)
            empty.append((time.perf_counter() - begun) * 1000)
            assert not told_now
        self.empty.append(median(empty))

    def _tick(self, now: datetime) -> int:
        event.listen(self.store.engine, "commit", self._ends)
        said = tick(self.store, OFFICE, now, self._rules)
        event.remove(self.store.engine, "commit", self._ends)
        with self.store.engine.begin() as connection:  # as if it was sent meanwhile
            connection.execute(text("UPDATE outbox SET state = 'sent', message_id = id WHERE state = 'new'"))
        return len(said)

    def _set(self, number: int, at: datetime) -> None:
        with self.store.engine.begin() as connection:
            which = {
                "at": self._at(at),
                "begun": self._at(at - timedelta(hours=1)),
                "share": DUE_SHARE,
                "number": number,
            }
            connection.execute(
                text(
                    "UPDATE follow_ups SET nudge_at = :at, due_at = :at WHERE id % :share = :number AND state = 'open'"
                ),
                which,
            )
            connection.execute(
                text(
                    "UPDATE lead_waits SET step = 'owner', look_at = :at, assigned_at = :begun WHERE id % :share = :number"
                ),
                which,
            )
        analyze(self.store)

    def _fill(self, statement: str, **more: object) -> None:
        sqlite = is_sqlite(self.store.engine)
        series = SERIES[sqlite].format(rows=":rows" if sqlite else "CAST(:rows AS integer)")
        whole = (
            f"{series} INSERT INTO {statement}"
            if sqlite
            else f"INSERT INTO {statement.replace('SELECT', f'{series} SELECT', 1)}"
        )
        values = {name: value for name, value in (self._values | more).items() if f":{name}" in whole}
        with self.store.engine.begin() as connection:
            connection.execute(text(whole), values)

    def _at(self, at: datetime) -> Any:
        return at.strftime("%Y-%m-%d %H:%M:%S.%f") if is_sqlite(self.store.engine) else at

    def _ends(self, connection: Connection) -> None:
        self.held.append((time.perf_counter() - connection.info["begun"]) * 1000)


def measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    """Both stores, few and many in turns."""
    rows = []
    tune_process()  # as the product runs: the garbage collector looks through all that is loaded in the longest transaction else
    for kind in KINDS:
        many = scale.many_interactions
        note(f"ticks: {FEW:,} and {many:,} follow-ups and as many leads on {SHOWN[kind]}")
        subjects = {count: Subject(made.fresh(kind), count) for count in (FEW, many)}
        for run in range(scale.runs + 1):
            for subject in subjects.values():
                subject.run(run)
        few, lots = subjects[FEW], subjects[many]
        rows += _rows(kind, few, lots, many)
        for subject in subjects.values():
            subject.store.close()
    return rows


def _rows(kind: str, few: Subject, lots: Subject, many: int) -> list[Row]:
    one, other = median(few.each[1:]), median(lots.each[1:])  # the first ones warm up
    empty, held = median(lots.empty[1:]), max(lots.held)
    due = f"{many // DUE_SHARE:,} of {many:,} follow-ups and leads due"
    return [
        Row(
            f"a tick, each that is due, {due}, {SHOWN[kind]}",
            f"{other:.2f} ms",
            f"<= {RATIO} x of {FEW:,}",
            other <= RATIO * one,
            f"{one:.2f} ms",
            f"{other / one:.2f} x",
        ),
        Row(
            f"the longest transaction of such ticks, {SHOWN[kind]}",
            f"{held:.0f} ms",
            f"<= {HELD_MS:.0f} ms",
            held <= HELD_MS,
        ),
        Row(
            f"a tick where nothing is due, {many:,} follow-ups and leads, {SHOWN[kind]}",
            f"{empty:.1f} ms",
            f"<= {EMPTY_MS:.0f} ms",
            empty <= EMPTY_MS,
            f"with {FEW:,}: {median(few.empty[1:]):.1f} ms",
        ),
    ]


def _begins(connection: Connection) -> None:
    connection.info["begun"] = time.perf_counter()
