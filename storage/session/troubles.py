"""Troubles of the store: which may pass by themselves, and what to tell whoever looks after it."""

import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError


class UnusableError(Exception):
    """The database cannot be used as it is; the message says in a sentence what to do, and holds no secret."""


def is_passing(error: BaseException) -> bool:
    """Whether trying again may help: a lost connection, a lock, a restart; not a wrong statement or value."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, OperationalError | InterfaceError | PoolTimeoutError)


DAMAGED = (
    "The database is damaged, or its file is something else: stop the bot, keep the file aside, and bring the last good backup "
    "back: cartera restore FILE"
)

_OF_SQLITE = {
    "SQLITE_NOTADB": DAMAGED,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_READONLY": "The database can only be read: let the user who runs Cartera write its file and the folder that it is in.",
    "SQLITE_CANTOPEN": "The database's file cannot be opened: let the user who runs Cartera read and write it and its folder "
    "(DATA_DIR or DATABASE_URL names it).",
    "SQLITE_PERM": "The database's file cannot be opened: let the user who runs Cartera read and write it.",
    "SQLITE_FULL": "The disk of the database is full: make room, nothing else is wrong.",
    "SQLITE_IOERR": "The disk of the database does not read or write: look whether it is full or failing.",
    "SQLITE_BUSY": "Another program keeps the database locked: end it, or try again when it is done.",
}
"""By the primary name of SQLite's result codes (sqlite.org/rescode.html); extended ones begin with it."""

_OF_POSTGRESQL = {
    "28": "The database refuses the user or the password: correct DATABASE_URL.",
    "3D": "The database's server has no database of that name: make it, or correct DATABASE_URL.",
    "42501": "The database's user may not do what Cartera needs: make it the owner of the database.",
    "25006": "The database can only be read: DATABASE_URL has to name the server that takes writes.",
    "53100": "The disk of the database's server is full: make room there.",
    "53": "The database's server has no connections or no memory left.",
    "57": "The database's server is starting or ending: try again in a moment.",
}
"""By the beginning of its error codes (postgresql.org/docs/current/errcodes-appendix.html), the longest first."""

_NO_ANSWER = "The database does not answer: is its server up, and is DATABASE_URL right?"
_LACKS = "The database lacks something that this version needs: cartera migrate --check tells what."


def in_words(error: BaseException) -> str | None:
    """What to do about a trouble of the store, in a sentence; None where it is none, but a mistake of the program."""
    if isinstance(error, UnusableError):
        return str(error)
    if isinstance(error, PoolTimeoutError):
        return _NO_ANSWER
    if not isinstance(error, DBAPIError):
        return None
    if isinstance(error.orig, sqlite3.Error):
        return _in_words_of_sqlite(error.orig)
    code = getattr(error.orig, "sqlstate", None) or ""
    if code.startswith("42") and isinstance(error, ProgrammingError) and code != "42501":
        return _LACKS
    if isinstance(error, OperationalError | InterfaceError) or not code.startswith(("22", "23")):
        said = str(error.orig)
        # A connection that is refused has no code yet, only libpq's sentence.
        code = code or (
            "28" if "authentication" in said or "no password" in said else "3D" if "does not exist" in said else ""
        )
        return next((words for begins, words in _OF_POSTGRESQL.items() if code.startswith(begins)), _NO_ANSWER)
    return None


def _in_words_of_sqlite(error: sqlite3.Error) -> str | None:
    name = getattr(error, "sqlite_errorname", "")
    if "no such column" in str(error) or "no such table" in str(error):
        return _LACKS
    return next((words for begins, words in _OF_SQLITE.items() if name.startswith(begins)), None)
