"""The few statements that the two stores spell differently."""

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

from storage.base import Base


def insert_new(connection: Connection, model: type[Base], rows: Sequence[dict[str, Any]], *, unique: Sequence[str]) -> int:
    """Inserts the rows that do not exist yet by their `unique` columns; returns how many those were."""
    statement = _inserting_new(connection.dialect.name, model, tuple(unique))
    new = 0
    for row in rows:  # one by one, and what came back is counted: drivers count inserted rows differently
        new += len(connection.execute(statement, row).all())
    return new


def put(connection: Connection, model: type[Base], row: dict[str, Any], *, key: Sequence[str]) -> None:
    """Inserts a row, or replaces its other columns where one of this key exists."""
    connection.execute(_putting(connection.dialect.name, model, tuple(row), tuple(key)), row)


# Built once: making a statement takes several times as long as running it.
@cache
def _inserting_new(dialect: str, model: type[Base], unique: tuple[str, ...]) -> Executable:
    keys = tuple(cast("Table", model.__table__).primary_key)
    statement: Executable = _insert(dialect, model).on_conflict_do_nothing(index_elements=unique).returning(*keys)
    return statement


@cache
def _putting(dialect: str, model: type[Base], columns: tuple[str, ...], key: tuple[str, ...]) -> Executable:
    inserting = _insert(dialect, model)
    new = {name: inserting.excluded[name] for name in columns if name not in key}
    statement: Executable = inserting.on_conflict_do_update(index_elements=key, set_=new)
    return statement


def _insert(dialect: str, model: type[Base]) -> Any:  # noqa: ANN401 - the two Insert classes share no base with on_conflict
    return (sqlite.insert if dialect == "sqlite" else postgresql.insert)(model)
