"""Statements that are built once, handed straight to the driver.

What SQLAlchemy does for each execution (a context, a result, rows that know their columns) takes several times as long as most
look-ups do. Here a statement is compiled once; after that its values are bound by the types of its parameters, and what comes back
is read by the types of its columns, as SQLAlchemy would do both. What fails, fails as SQLAlchemy has it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Dialect, Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import SelectBase
from sqlalchemy.types import TypeEngine

from storage.session.reads import FAILED, note

MOST = 2_000
"""Statements kept. The product has some hundreds; a statement that is built anew each time has no business here."""

Values = Mapping[str, Any]
Row = tuple[Any, ...]
Processor = Callable[[Any], Any]

NO_VALUES: Values = {}


@dataclass(slots=True)
class _Direct:
    """A statement as one kind of database takes it."""

    sql: str
    binds: Sequence[tuple[str, Processor | None]]
    """Each parameter, in the order of a dialect that numbers them, and what its values go through."""
    own: Values
    """The values that the statement has itself."""
    by_position: bool
    columns: Sequence[TypeEngine[Any]]
    readers: Sequence[tuple[int, Processor]] | None = field(default=None)
    """What the values of some columns go through, as soon as the driver has told what they are."""

    def values(self, given: Values) -> Any:  # noqa: ANN401 - as the driver wants them
        """The values of all parameters, by position or by name; KeyError where one is missing."""
        known = {**self.own, **given}
        if self.by_position:
            return tuple([bind(known[name]) if bind else known[name] for name, bind in self.binds])
        return {name: bind(known[name]) if bind else known[name] for name, bind in self.binds}

    def read(self, dialect: Dialect, cursor: Any) -> list[Row]:  # noqa: ANN401 - a driver's
        """The rows that a cursor has, read by their types."""
        if not self.columns:
            return []
        if self.readers is None:
            self.readers = _readers(dialect, self.columns, cursor.description)
        rows: list[Row] = cursor.fetchall()
        return [_read(row, self.readers) for row in rows] if self.readers else rows


_DIRECT: dict[tuple[Executable, str, tuple[str, ...]], _Direct | None] = {}


def run(connection: Connection, statement: Executable, values: Values = NO_VALUES) -> list[Row]:
    """Executes a statement that was built once, and returns its rows.

    Of an insert or an update, `values` are what its columns become, besides its parameters. A statement whose text depends on its
    values, and any whose execution somebody listens to, goes through SQLAlchemy.
    """
    dialect = connection.dialect
    columns = tuple(values) if isinstance(statement, UpdateBase) else ()
    key = (statement, dialect.name, columns)
    try:
        direct = _DIRECT[key]
    except KeyError:
        direct = _remember(key, dialect)
    if direct is None or connection.engine.dispatch.before_cursor_execute:
        result = connection.execute(statement, values)
        return [tuple(row) for row in result] if result.returns_rows else []
    note(connection, direct.sql)
    bound = direct.values(values)
    cursor = connection.connection.cursor()
    try:
        cursor.execute(direct.sql, bound)
        return direct.read(dialect, cursor)
    except dialect.loaded_dbapi.Error as error:
        # The same error once more, where SQLAlchemy looks: whether the connection is lost, and whoever is told of such errors.
        connection.exec_driver_sql(direct.sql, bound, execution_options={FAILED: error})
        raise
    finally:
        cursor.close()


def _remember(key: tuple[Executable, str, tuple[str, ...]], dialect: Dialect) -> _Direct | None:
    if len(_DIRECT) >= MOST:
        _DIRECT.clear()
    statement, _name, columns = key
    direct = _DIRECT[key] = _compiled(statement, dialect, columns)
    return direct


def _compiled(statement: Executable, dialect: Dialect, columns: Sequence[str]) -> _Direct | None:
    """The statement as text, with how its values and its rows are read; None where the text depends on the values."""
    compiled = statement.compile(dialect=dialect, column_keys=list(columns) or None)  # type: ignore[attr-defined]
    if not isinstance(compiled, SQLCompiler):
        return None
    if compiled.post_compile_params or compiled.literal_execute_params or compiled.escaped_bind_names:
        return None
    if compiled.insert_prefetch or compiled.update_prefetch:
        return None
    types = _columns(statement)
    if types is None:
        return None
    names = compiled.positiontup if compiled.positional else list(compiled.binds)
    binds = [(name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in names or ()]
    own = {name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required}
    return _Direct(str(compiled), binds, own, compiled.positional, types)


def _columns(statement: Executable) -> Sequence[TypeEngine[Any]] | None:
    if isinstance(statement, SelectBase):
        return [column.type for column in statement.selected_columns]
    if isinstance(statement, UpdateBase):
        return [column.type for column in statement.exported_columns]
    return None


def _readers(
    dialect: Dialect, types: Sequence[TypeEngine[Any]], description: Iterable[Sequence[Any]]
) -> Sequence[tuple[int, Processor]]:
    processors = [
        type_.dialect_impl(dialect).result_processor(dialect, told[1])
        for type_, told in zip(types, description, strict=True)
    ]
    return [(at, processor) for at, processor in enumerate(processors) if processor]


def _read(row: Row, readers: Sequence[tuple[int, Processor]]) -> Row:
    values = list(row)
    for at, read in readers:
        values[at] = read(values[at])
    return tuple(values)
