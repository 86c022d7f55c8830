"""An import of very many customers beside a bot that goes on working: seconds, memory, and what others notice of it."""

import random
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from bot.clock import SystemClock
from bot.intake.turns import Turns
from bot.jobs.worker import Rest
from handlers.kit.jobs import JobContext
from handlers.kit.registry.registry import discover
from handlers.kit.turn import Company as Office
from handlers.language.entities.names.lexicon import ordinary_words
from handlers.spreadsheets import import_run
from storage.names.folding import fold
from storage.work import Store
from tests.benchmarks.names import customer_names, surname
from tests.benchmarks.scale import Scale
from tests.benchmarks.stores import KINDS, SHOWN, ZONE, Stores
from tests.benchmarks.table import Row, centile
from tests.office.local import LocalPlatform

SECONDS_FOR_50_000 = 60
MORE_MEMORY = 1.5
"""Ten times the lines: not the lines are kept, but SQLite's cache and a number for each customer."""
TURN_P99_MS = 250.0
OFFICE = Office("Cartera", "es_ES", ZONE, "ES", "EUR")


def bring(url: str, path: Path) -> tuple[float, float]:
    """Imports a file as a job's process does; returns the seconds and the process's largest memory in MB."""
    store = Store.open(url, pool=1)
    with store.work() as work:
        number = work.imports.add(path.name)
    begun = time.perf_counter()
    report = import_run.bring_in(
        JobContext(store, OFFICE, None, lambda _what, _done, _of: None, Rest.after(store)),
        number,
        path,
        datetime.now(UTC),
    )
    spent = time.perf_counter() - begun
    assert report.wrong == 0, "the sample is right"
    store.close()
    return spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    """A tenth of the lines, then all of them, while somebody asks for histories."""
    rows = []
    for kind in KINDS:
        note(f"import: {scale.imported:,} lines on {SHOWN[kind]}")
        _seconds, small, _turns = _beside_turns(made.fresh(kind), _sample(made.folder, scale.imported // 10))
        seconds, large, turns = _beside_turns(made.fresh(kind), _sample(made.folder, scale.imported))
        allowed = SECONDS_FOR_50_000 * scale.imported / 50_000
        p99 = centile(turns, 99)
        rows += [
            Row(
                f"import of {scale.imported:,} lines, {SHOWN[kind]}",
                f"{seconds:.0f} s, {scale.imported / seconds:,.0f} lines/s",
                f"<= {allowed:.0f} s",
                seconds <= allowed,
            ),
            Row(
                f"… its memory, {SHOWN[kind]}",
                f"{large:.0f} MB",
                f"<= {MORE_MEMORY} x",
                large <= small * MORE_MEMORY,
                f"{scale.imported // 10:,} lines: {small:.0f} MB",
                f"{large / small:.2f} x",
            ),
            Row(
                f"… others' turns meanwhile, {SHOWN[kind]}",
                f"p99 {p99:.0f} ms",
                f"<= {TURN_P99_MS:.0f} ms",
                p99 <= TURN_P99_MS,
                f"p50 {centile(turns, 50):.0f} ms, longest {max(turns):.0f} ms",
            ),
        ]
    return rows


def _sample(folder: Path, lines: int) -> Path:
    chance = random.Random(5)
    path = folder / f"import-{lines}.csv"
    names = {fold(name): name for name in customer_names(lines, chance)}  # two that fold alike would be one customer
    with path.open("w", encoding="utf-8") as file:
        file.write("Cliente;Teléfono;Contacto;Teléfono del contacto;Correo;Notas\n")
        for number, name in enumerate(names.values()):
            file.write(f"{name};6{number:08d};Ana {surname(chance)};7{number:08d};ana{number}@bar.example;lo que sea\n")
    return path


def _beside_turns(url: str, path: Path) -> tuple[float, float, list[float]]:
    """The import in a process of its own, and the milliseconds of turns that are taken here until it is done."""
    store = Store.open(url, everyday=ordinary_words())
    with store.work() as work:
        ana = work.people.add("Ana Prueba", "rep", "es", ZONE)
        work.people.link(ana.id, "local", "1", "1")
        work.customers.add("Bar Prueba")
    local = LocalPlatform()
    turns = Turns(store, discover(), {local.name: local}, OFFICE, SystemClock())
    spent: list[float] = []
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        importing = pool.submit(bring, url, path)
        while not importing.done() or len(spent) < 2:
            spent.append(_turn(store, turns, local))
            time.sleep(0.05)  # a person, not a machine: between their messages the import goes on
        seconds, memory = importing.result()
    store.close()
    return seconds, memory, spent


def _turn(store: Store, turns: Turns, local: LocalPlatform) -> float:
    event = local.event("1", text="historial de Bar Prueba", sent_at=datetime.now(UTC))
    begun = time.perf_counter()
    with store.work() as work:
        work.inbox.take([event])
    taken = turns.next()
    spent = (time.perf_counter() - begun) * 1000
    assert taken, "no turn was taken"
    return spent
