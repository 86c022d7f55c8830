"""The few statements that the two stores spell differently."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from storage.base import Base


def insert_new(connection: Connection, model: type[Base], rows: Sequence[dict[str, Any]], *, unique: Sequence[str]) -> int:
    """Inserts the rows that do not exist yet by their `unique` columns; returns how many those were."""
    statement = _insert(connection, model).on_conflict_do_nothing(index_elements=list(unique))
    new = 0
    for row in rows:  # one by one: drivers count many rows at once differently
        new += max(connection.execute(statement, row).rowcount, 0)
    return new


def put(connection: Connection, model: type[Base], row: dict[str, Any], *, key: Sequence[str]) -> None:
    """Inserts a row, or replaces its other columns where one of this key exists."""
    statement = _insert(connection, model).values(**row)
    connection.execute(
        statement.on_conflict_do_update(index_elements=list(key), set_={name: value for name, value in row.items() if name not in key})
    )


def _insert(connection: Connection, model: type[Base]) -> Any:  # noqa: ANN401 - the two Insert classes share no base with on_conflict
    return (sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert)(model)
