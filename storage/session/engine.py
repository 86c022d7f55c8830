"""One way to open the store, whichever it is."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from storage.session.plans import plans
from storage.session.reads import listen_to_statements
from storage.session.sqlite import NAME as BEGINNING
from storage.session.sqlite import READS_ONLY
from storage.session.troubles import UnusableError

BUSY_SECONDS = 30
"""How long SQLite waits for another process (a backup, a second command) before it gives up."""


_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "cache_size=-32000",
    "temp_store=MEMORY",
    "secure_delete=ON",  # what is forgotten is overwritten too: the default of some builds of SQLite, and not of others
)


def open_engine(url: str, *, pool: int = 8) -> Engine:
    """Opens the database at `url` ("sqlite:///path" or "postgresql+psycopg://…"); makes a SQLite file's folder.

    SQLite runs with write-ahead log, full synchronisation (what survives a power cut), foreign keys, and takes the
    write lock when a transaction begins: read-modify-write then never loses an update to a deferred lock.
    Raises UnusableError where the folder cannot be made.
    """
    parsed = database_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(
            parsed, pool_size=pool, max_overflow=2, pool_pre_ping=False, connect_args={"connect_timeout": 10}
        )
        engine.update_execution_options(compiled_cache=plans(engine.dialect.name))
        event.listen(engine, "connect", _prepare_postgres)
        listen_to_statements(engine)
        return engine
    if parsed.database and parsed.database != ":memory:":
        _make_folder(Path(parsed.database).parent)
    engine = create_engine(
        parsed.set(drivername=BEGINNING), connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}
    )
    engine.update_execution_options(compiled_cache=plans(engine.dialect.name))
    event.listen(engine, "connect", _prepare_sqlite)
    listen_to_statements(engine)
    return engine


def database_url(url: str) -> URL:
    """What a database's address says. Raises ValueError, without the address, where it is none that is served."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError("it does not look like postgresql://user:password@host/name or sqlite:///file") from None
    if parsed.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername in {"sqlite", "sqlite+pysqlite"}:
        return parsed
    raise ValueError(f"{parsed.drivername} is no database that Cartera serves: postgresql or sqlite")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableError(
            f"The database's folder {folder} cannot be made ({error.strerror}): DATA_DIR or DATABASE_URL has to name one that "
            "the user who runs Cartera can write."
        ) from None


def is_sqlite(engine: Engine) -> bool:
    """Whether there is one writer, in this process."""
    return engine.dialect.name == "sqlite"


def _prepare_postgres(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    """Behind a proxy that gives each transaction another server, nothing is prepared: it would not be there the next time.

    Such a proxy (pgbouncer) names a process of its own in the key by which a query is cancelled, and the server names its own.
    """
    raw: Any = connection
    with raw.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        is_direct = cursor.fetchone()[0] == raw.info.backend_pid
    raw.rollback()
    if not is_direct:
        raw.prepare_threshold = None


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # Transactions are begun by the dialect, not by the driver, which would begin them late and deferred.
    raw: Any = connection
    raw.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection for looking only: on SQLite it takes no write lock, so a running bot is not held up."""
    with engine.connect() as connection:
        connection.info[READS_ONLY] = True
        try:
            with connection.begin():
                yield connection
        finally:
            connection.info.pop(READS_ONLY, None)


def database_clock(engine: Engine) -> datetime | None:
    """The time of the database's own machine, None where that is this one."""
    if is_sqlite(engine):
        return None
    with reading(engine) as connection:
        now: datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
        return now


def this_process() -> str:
    """Who holds a lease: host and process, so that a dead holder on this host is recognised at once."""
    return f"{_here()}:{os.getpid()}"


def is_gone(holder: str) -> bool:
    """Whether a lease's holder surely runs no more: a process of this host and process namespace that is not there."""
    here, _colon, number = holder.rpartition(":")
    if here != _here() or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _here() -> str:
    """This host, and where two containers may share its name, the namespace in which process numbers are counted."""
    try:
        namespace = Path("/proc/self/ns/pid").readlink()
        return f"{socket.gethostname()}:{namespace}"
    except OSError:
        return socket.gethostname()
