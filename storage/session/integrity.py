"""Whether the database is whole and has room: what it says itself when it fails, and for SQLite, what is seen in its file."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from storage.session.engine import is_sqlite

Ailment = Literal["full", "damaged"]

_AILMENTS: dict[str, Ailment] = {
    "SQLITE_FULL": "full",
    "SQLITE_IOERR": "full",
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_NOTADB": "damaged",
    "53100": "full",
    "58030": "full",
    "XX001": "damaged",
    "XX002": "damaged",
}
"""By the beginning of SQLite's result codes, and PostgreSQL's error codes. A disk that does not write is as good as full."""


def on_ailment(engine: Engine, tell: Callable[[Ailment], None]) -> None:
    """Has `tell` called, in whichever thread it happens, each time a statement or a commit fails for what no repetition mends."""

    def look(context: ExceptionContext) -> None:
        error = context.original_exception
        code = str(getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None) or "")
        for begins, ailment in _AILMENTS.items():
            if code.startswith(begins):
                tell(ailment)

    event.listen(engine, "handle_error", look)


def damaged_tables(engine: Engine) -> Iterator[str | None]:
    """Looks at a table and its indexes at a time, and yields its name where a page of them is damaged, else None.

    Each is a look of its own, at what is on the disk rather than in a connection's memory: whoever looks may rest in
    between, and holds nobody up. A file whose list of tables cannot be read is one table named "sqlite_schema".
    """
    path = _file(engine)
    if path is None:
        return
    try:
        tables = _asked(path, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    except sqlite3.DatabaseError:
        yield "sqlite_schema"
        return
    for table in tables:
        try:
            whole = _asked(path, f"PRAGMA quick_check('{table}')") == ["ok"]
        except sqlite3.OperationalError:  # locked, or gone meanwhile: nothing was seen
            whole = True
        except sqlite3.DatabaseError:
            whole = False
        yield None if whole else table


def free_bytes(engine: Engine) -> int | None:
    """How much room there is on the disk of the database, None where that is not this machine's."""
    path = _file(engine)
    return None if path is None else shutil.disk_usage(path.parent).free


def _file(engine: Engine) -> Path | None:
    name = engine.url.database
    return Path(name).absolute() if is_sqlite(engine) and name and name != ":memory:" else None


def _asked(path: Path, statement: str) -> list[str]:
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as connection:
        return [row[0] for row in connection.execute(statement)]
