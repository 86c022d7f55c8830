"""Many change one row at once: none of the changes is lost, and nobody is told that the database is locked."""

import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context

import pytest
from sqlalchemy import select

from storage.audit.tables import AuditRow
from storage.crm.interactions import InteractionInput
from storage.work import Store
from tests.faults.process import LONG

pytestmark = pytest.mark.faults

PROCESSES, THREADS = 4, 5
CHANGES = 50 if LONG else 10
"""Twenty writers, so many changes each."""


def _row(store: Store) -> int:
    with store.work() as work:
        person = work.people.add("Ana", "rep", "es", "Europe/Madrid")
    with store.work(person=person) as work:
        now = datetime.now(UTC)
        return work.interactions.log(
            InteractionInput(work.customers.add("Bar Sol").id, "visit", now, now.date(), "day", "-")
        )


def add_words(url: str, row: int, writers: list[int]) -> None:
    """One process: every writer is a thread of its own that appends its words, one transaction each."""
    store = Store.open(url)
    begin = threading.Barrier(len(writers))

    def write(writer: int) -> None:
        begin.wait()
        for number in range(CHANGES):
            with store.work(turn=f"w{writer}") as work:
                work.interactions.add_to_summary(row, f"{writer}.{number}")

    with ThreadPoolExecutor(len(writers)) as threads:
        for done in [threads.submit(write, writer) for writer in writers]:
            done.result()
    store.close()


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessPoolExecutor]:
    """Processes that share nothing with this one."""
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        yield pool


def test_many_changes_of_one_row_are_all_there(store: Store, store_url: str, processes: ProcessPoolExecutor) -> None:
    row = _row(store)
    groups = [list(range(first, first + THREADS)) for first in range(0, PROCESSES * THREADS, THREADS)]
    for done in [processes.submit(add_words, store_url, row, group) for group in groups]:
        done.result(timeout=120)
    with store.work() as work:
        found = work.interactions.get(row)
        changes = work.connection.execute(select(AuditRow.after).where(AuditRow.before.is_not(None))).all()
    words = found.summary.split("\n")[1:] if found else []
    expected = {f"{writer}.{number}" for writer in range(PROCESSES * THREADS) for number in range(CHANGES)}
    assert len(words) == len(expected)
    assert set(words) == expected
    assert len(changes) == len(expected)


def test_each_writer_s_changes_are_in_the_order_it_made_them(store: Store, store_url: str) -> None:
    row = _row(store)
    add_words(store_url, row, list(range(THREADS)))
    with store.work() as work:
        found = work.interactions.get(row)
    assert found
    for writer in range(THREADS):
        mine = [int(word.partition(".")[2]) for word in found.summary.split("\n")[1:] if word.startswith(f"{writer}.")]
        assert mine == list(range(CHANGES))
