"""The few statements that the two stores spell differently."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Executable,
    Integer,
    Table,
    Text,
    TextClause,
    TypeDecorator,
    bindparam,
    insert,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

from storage.session.base import Base
from storage.session.direct import run


def insert_new(
    connection: Connection, model: type[Base], rows: Sequence[dict[str, Any]], *, unique: Sequence[str]
) -> int:
    """Inserts the rows that do not exist yet by their `unique` columns; returns how many those were."""
    statement = _inserting_new(connection.dialect.name, model, tuple(unique))
    new = 0
    for row in rows:  # one by one, and what came back is counted: drivers count inserted rows differently
        new += len(run(connection, statement, row))
    return new


def put(connection: Connection, model: type[Base], row: dict[str, Any], *, key: Sequence[str]) -> None:
    """Inserts a row, or replaces its other columns where one of this key exists."""
    run(connection, _putting(connection.dialect.name, model, tuple(row), tuple(key)), row)


def put_all(connection: Connection, model: type[Base], rows: Sequence[dict[str, Any]], *, key: Sequence[str]) -> None:
    """Inserts rows that all have the same columns, or replaces those columns where one of its key exists."""
    if rows:
        connection.execute(_putting(connection.dialect.name, model, tuple(rows[0]), tuple(key)), rows)


def insert_all(connection: Connection, model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Inserts rows that all have the same columns; on PostgreSQL as a list a column, in one statement however many they are.

    Its driver would send and read a message for each row.
    """
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(insert(model), rows)
        return
    connection.execute(_inserting_lists(connection.dialect, model, tuple(rows[0])), _lists(rows))


def insert_for_ids(connection: Connection, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Inserts rows that all have the same columns; returns their ids in this order."""
    if not rows:
        return []
    if connection.dialect.name == "sqlite":
        return list(
            connection.scalars(
                insert(model).returning(cast("Table", model.__table__).c.id, sort_by_parameter_order=True), rows
            )
        )
    return sorted(connection.scalars(_inserting_lists_for_ids(connection.dialect, model, tuple(rows[0])), _lists(rows)))


def add_up(
    connection: Connection, model: type[Base], rows: Sequence[dict[str, Any]], *, key: Sequence[str], total: str
) -> list[tuple[Any, ...]]:
    """Inserts rows, or adds their `total` to that of the row that has their key; returns (id, *key, total) of each, in any order."""
    if not rows:
        return []
    if connection.dialect.name == "sqlite":
        return [tuple(row) for row in connection.execute(_adding_up(model, tuple(key), total), rows)]
    statement = _adding_up_lists(connection.dialect, model, tuple(rows[0]), tuple(key), total)
    return [tuple(row) for row in connection.execute(statement, _lists(rows))]


# Built once: making a statement takes several times as long as running it.
@cache
def _inserting_new(dialect: str, model: type[Base], unique: tuple[str, ...]) -> Executable:
    keys = tuple(cast("Table", model.__table__).primary_key)
    statement: Executable = _insert(dialect, model).on_conflict_do_nothing(index_elements=unique).returning(*keys)
    return statement


@cache
def _inserting_lists(dialect: Dialect, model: type[Base], columns: tuple[str, ...]) -> TextClause:
    return _from_lists(dialect, model, columns)


@cache
def _inserting_lists_for_ids(dialect: Dialect, model: type[Base], columns: tuple[str, ...]) -> TextClause:
    """A sequence's numbers are given in the order in which an INSERT is asked to select; how they come back is not promised."""
    return _from_lists(dialect, model, columns, "RETURNING id")


@cache
def _adding_up_lists(
    dialect: Dialect, model: type[Base], columns: tuple[str, ...], key: tuple[str, ...], total: str
) -> TextClause:
    table, keys = cast("Table", model.__table__).name, ", ".join(key)
    return _from_lists(
        dialect,
        model,
        columns,
        f"ON CONFLICT ({keys}) DO UPDATE SET {total} = {table}.{total} + excluded.{total} RETURNING {table}.id, {keys}, {table}.{total}",
    )


def _from_lists(dialect: Dialect, model: type[Base], columns: tuple[str, ...], then: str = "") -> TextClause:
    table = cast("Table", model.__table__)
    names = ", ".join(columns)
    lists = ", ".join(f"CAST(:{name} AS {table.c[name].type.compile(dialect)}[])" for name in columns)
    statement = text(
        f"INSERT INTO {table.name} ({names}) SELECT {names} FROM unnest({lists}) WITH ORDINALITY AS given({names}, nth) ORDER BY nth {then}"  # noqa: S608 - names of our own
    )
    return statement.bindparams(*(bindparam(name, type_=postgresql.ARRAY(table.c[name].type)) for name in columns))


def _lists(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in rows[0]}


@cache
def _adding_up(model: type[Base], key: tuple[str, ...], total: str) -> Executable:
    table, inserting = cast("Table", model.__table__), sqlite.insert(model)
    statement: Executable = inserting.on_conflict_do_update(
        index_elements=key, set_={total: table.c[total] + inserting.excluded[total]}
    ).returning(table.c.id, *(table.c[name] for name in key), table.c[total])
    return statement


@cache
def _putting(dialect: str, model: type[Base], columns: tuple[str, ...], key: tuple[str, ...]) -> Executable:
    inserting = _insert(dialect, model)
    new = {name: inserting.excluded[name] for name in columns if name not in key}
    statement: Executable = inserting.on_conflict_do_update(index_elements=key, set_=new)
    return statement


def _insert(dialect: str, model: type[Base]) -> Any:  # noqa: ANN401 - the two Insert classes share no base with on_conflict
    return (sqlite.insert if dialect == "sqlite" else postgresql.insert)(model)


def among(column: InstrumentedAttribute[Any] | ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """`column` is one of a list that is bound by name, as one value however long it is.

    SQLAlchemy's own IN makes another statement text for each length, which takes longer than most look-ups and which
    PostgreSQL has to plan anew.
    """
    return _Among(column, bindparam(name, type_=_Listed()))


def among_many(column: InstrumentedAttribute[Any] | ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """`column` is one of hundreds that are bound by name, as one value. PostgreSQL joins them, where it would compare each row with each."""
    return _AmongMany(column, bindparam(name, type_=_Listed()))


def days_between(earlier: Any, later: Any) -> ColumnElement[int]:  # noqa: ANN401 - columns, and what is reckoned from them
    """Whole days from one instant to another, rounded down."""
    return _DaysBetween(earlier, later)


class _DaysBetween(FunctionElement[int]):
    """What `days_between` says."""

    type = Integer()
    inherit_cache = True


@compiles(_DaysBetween, "sqlite")
def _days_sqlite(element: _DaysBetween, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 - the compiler's own
    earlier, later = (compiler.process(clause, **how) for clause in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) + 0.000001 AS INTEGER)"  # a tenth of a second: days are fractions there


@compiles(_DaysBetween, "postgresql")
def _days_postgresql(element: _DaysBetween, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 - the compiler's own
    earlier, later = (compiler.process(clause, **how) for clause in element.clauses)
    return f"CAST(floor(extract(epoch FROM {later} - {earlier}) / 86400) AS INTEGER)"


class _Listed(TypeDecorator[Sequence[Any]]):
    """A list as one JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> str:
        """["a", "b"] → '["a", "b"]'."""
        return json.dumps(value)


class _Among(FunctionElement[bool]):
    """What `among` says."""

    type = cast("Any", NullType())  # a Boolean would be compared with 1 on SQLite, and no index used
    inherit_cache = True


class _AmongMany(_Among):
    """What `among_many` says."""

    inherit_cache = True


@compiles(_Among, "sqlite")
def _among_sqlite(element: _Among, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 - the compiler's own
    column, listed = (compiler.process(clause, **how) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({listed}))"  # noqa: S608 - names of columns and parameters


@compiles(_Among, "postgresql")
def _among_postgresql(element: _Among, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 - the compiler's own
    column, listed = (compiler.process(clause, **how) for clause in element.clauses)
    kind = next(iter(element.clauses)).type.compile(compiler.dialect)
    return f"{column} = ANY(ARRAY(SELECT value::{kind} FROM jsonb_array_elements_text(CAST({listed} AS jsonb))))"  # noqa: S608


@compiles(_AmongMany, "postgresql")
def _among_many_postgresql(element: _AmongMany, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 - the compiler's own
    column, listed = (compiler.process(clause, **how) for clause in element.clauses)
    kind = next(iter(element.clauses)).type.compile(compiler.dialect)
    return f"{column} IN (SELECT value::{kind} FROM jsonb_array_elements_text(CAST({listed} AS jsonb)))"  # noqa: S608
