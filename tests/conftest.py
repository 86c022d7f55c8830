"""Stores and offices for all tests."""

import gc
import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Pool, event, text
from sqlalchemy.pool import ConnectionPoolEntry

from storage.session.base import Base
from storage.session.schema import migrate
from storage.work import Store
from tests.office import Office
from tests.office.ways import (
    PLAIN,
    TURNS,
    UnknownCombinationError,
    Way,
    has_its_turn,
    of_the_day,
    turn_of_the_day,
    ways,
)
from tests.postgres import database, server

settings.register_profile("untimed", deadline=None)  # a busy machine fails no test
settings.load_profile("untimed")

gc.freeze()
gc.set_threshold(
    10_000, 20, 20
)  # as the product does: what was loaded stays, and is not looked through again and again

COMBINATION = "CARTERA_TEST_COMBINATION"
TURN = "CARTERA_TEST_TURN"


def pytest_configure(config: pytest.Config) -> None:
    """Decides once in which ways conversations run, also for the processes that share the work: a day may end meanwhile."""
    today = datetime.now(UTC).date()
    if COMBINATION not in os.environ:
        os.environ |= {COMBINATION: str(of_the_day(today)), TURN: str(turn_of_the_day(today))}
    try:
        ways(os.environ[COMBINATION])
    except UnknownCombinationError as error:
        raise pytest.UsageError(f"{COMBINATION}: {error}") from None


def pytest_sessionstart(session: pytest.Session) -> None:
    """Says in which ways, however quiet pytest is."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and not hasattr(session.config, "workerinput"):
        chosen = ", ".join(map(str, ways(os.environ[COMBINATION])))
        some = f", one conversation in {TURNS} in the second" if TURN in os.environ else ""
        reporter.write_line(
            f"conversations run in these ways: {chosen} ({COMBINATION}={os.environ[COMBINATION]}{some})"
        )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "way" in metafunc.fixturenames:
        metafunc.parametrize("way", ways(os.environ[COMBINATION]), ids=str)
    chosen = [mark for mark in metafunc.definition.iter_markers("parametrize") if "store_url" in mark.args[0]]
    if "store_url" in metafunc.fixturenames and not chosen:
        metafunc.parametrize("store_url", ["sqlite", "postgres"], indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In the combination of the day only those conversations stay whose turn it is."""
    turn = os.environ.get(TURN)
    others = [item for item in items if turn is not None and _way_of(item) not in {None, PLAIN}]
    gone = {
        item
        for item in others
        if not has_its_turn(f"{item.path.name}::{getattr(item, 'originalname', item.name)}", int(turn or 0))
    }
    if gone:
        config.hook.pytest_deselected(items=list(gone))
        items[:] = [item for item in items if item not in gone]


def _way_of(item: pytest.Item) -> Way | None:
    callspec = getattr(item, "callspec", None)
    return callspec.params.get("way") if callspec else None


@event.listens_for(Pool, "checkout")
def _without_waiting_for_the_disk(raw: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """A power cut ends a test anyway. Processes that tests start, to kill them too, keep what the product sets."""
    if isinstance(raw, sqlite3.Connection) and not record.info.get("hurried"):
        raw.execute("PRAGMA synchronous=OFF")
        record.info["hurried"] = True


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    store = Store.open(f"sqlite:///{path}")
    migrate(store.engine)
    store.close()
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A migrated PostgreSQL database of this test process: on TEST_DATABASE_URL's server, or the embedded one.

    Not in pytest's own folder: for root the server runs as another user, and each session that starts shuts others out.
    """
    with TemporaryDirectory(prefix="cartera-") as folder, server(Path(folder)) as started, database(started) as url:
        yield url


def _emptied(url: str) -> str:
    store = Store.open(url)
    with store.engine.begin() as connection:
        connection.execute(text("SET LOCAL synchronous_commit = off"))
        tables = ", ".join(table.name for table in Base.metadata.sorted_tables)
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
    store.close()
    return url


@pytest.fixture
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty, migrated store of each kind."""
    return fresh(request, request.param, tmp_path)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """The store at `store_url`."""
    opened = Store.open(store_url)
    yield opened
    opened.close()


@pytest.fixture
def office(request: pytest.FixtureRequest, way: Way, tmp_path: Path) -> Iterator[Office]:
    """An office, in each of today's ways."""
    opened = Office(way, partial(fresh, request, way.store), tmp_path)
    yield opened
    opened.close()


def fresh(request: pytest.FixtureRequest, kind: str, tmp_path: Path) -> str:
    """The URL of an empty, migrated store of a kind."""
    if kind == "postgres":
        return _emptied(request.getfixturevalue("postgres"))
    shutil.copy(request.getfixturevalue("empty_sqlite"), tmp_path / "cartera.db")
    return f"sqlite:///{tmp_path / 'cartera.db'}"
