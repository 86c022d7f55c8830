"""Every table: a topic declares its own in its `tables.py`, and whoever needs them all gets them here."""

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from sqlalchemy import Column, Connection, Engine, MetaData, PrimaryKeyConstraint, String, Table, inspect, text

from storage.session.base import Base
from storage.session.engine import is_sqlite, reading
from storage.session.schema import HEAD, SchemaError, migrate


@cache
def metadata() -> MetaData:
    """The whole schema. A topic's tables are found by the name of their module, however deep it is: adding one is adding it."""
    for module in pkgutil.walk_packages([str(Path(__file__).parent)], "storage."):
        if module.name.endswith(".tables"):
            importlib.import_module(module.name)
    return Base.metadata


def bring_up_to_date(engine: Engine) -> str:
    """Brings the database to this version, and returns it; a newer one is refused with SchemaError.

    One with nothing in it is made as it is now, in a tenth of the time that the migrations take; a test compares what comes of both.
    """
    return HEAD if _made(engine) else migrate(engine)


def _made(engine: Engine) -> bool:
    """Makes every table where there is none of any kind; False where there is."""
    with engine.begin() as connection:
        if inspect(connection).get_table_names():
            return False
        metadata().create_all(connection, checkfirst=False)
        _note_version(connection)
    return True


def _note_version(connection: Connection) -> None:
    """Writes down which version this is where Alembic looks for it, in such a table as it makes."""
    number = Column("version_num", String(32), nullable=False)
    versions = Table("alembic_version", MetaData(), number, PrimaryKeyConstraint(number, name="alembic_version_pkc"))
    versions.create(connection)
    connection.execute(versions.insert().values(version_num=HEAD))


def lacking(engine: Engine) -> list[str]:
    """The columns, as "table.column", that this version needs and the database has not: one statement, however many there are."""
    statement = _COLUMNS_OF_SQLITE if is_sqlite(engine) else _COLUMNS_OF_POSTGRESQL
    with reading(engine) as connection:
        there = {f"{table}.{column}" for table, column in connection.execute(text(statement))}
    needed = (f"{table.name}.{column.name}" for table in metadata().sorted_tables for column in table.columns)
    return [name for name in needed if name not in there]


def check_whole(engine: Engine) -> None:
    """Raises SchemaError where something is missing, which no version of Cartera takes away: better told than stumbled over."""
    if missing := lacking(engine):
        named = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
        raise SchemaError(
            f"The database lacks {named}, which its version has: something else changed it. "
            "Bring a good backup back: cartera restore FILE"
        )


_COLUMNS_OF_SQLITE = """
    SELECT s.name, c.name FROM sqlite_schema AS s, pragma_table_info(s.name) AS c WHERE s.type = 'table'
"""
_COLUMNS_OF_POSTGRESQL = """
    SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = ANY (current_schemas(false))
"""
