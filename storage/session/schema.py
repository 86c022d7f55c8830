"""The schema's version: brought up to date, or refused in plain words."""

from pathlib import Path

from sqlalchemy import Engine, inspect, text

from storage.session.engine import is_sqlite, reading
from storage.session.troubles import UnusableError

MIGRATIONS = Path(__file__).parents[1] / "migrations"
HEAD = max(file.name[:4] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))
"""The newest migration, by the names of the files, so that starting need not load Alembic. `make check` asks Alembic too."""


class SchemaError(UnusableError):
    """The database is of another version, or not as its version should be."""


def version(engine: Engine) -> str | None:
    """The database's version, None where it is empty."""
    with reading(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return found


def check(engine: Engine) -> None:
    """Raises SchemaError where the database is not of this version."""
    found = version(engine)
    if found == HEAD:
        return
    if found is None or found < HEAD:
        raise SchemaError(f"The database is at version {found or 'none'} and {HEAD} is needed. Run: cartera migrate")
    raise SchemaError(
        f"The database is at version {found}, made by a newer Cartera than this one, which knows {HEAD}. "
        "Install that version again, or restore a backup from before the update."
    )


def migrate(engine: Engine, *, to: str = HEAD) -> str:
    """Brings the database to this version, or to an older one `to` restore into, and returns it.

    A newer one is refused with SchemaError.
    """
    found = version(engine)
    if found is not None and found > HEAD:
        check(engine)
    if found == to:
        return to
    from alembic import command  # noqa: PLC0415 - loaded only where there is something to migrate
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with engine.connect() as connection:
        if is_sqlite(engine):
            # Altering a table copies it; with foreign keys on, dropping the old copy would delete what refers to it.
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        connection.commit()
    _restore_foreign_keys(engine)
    return to


def _restore_foreign_keys(engine: Engine) -> None:
    if is_sqlite(engine):
        engine.dispose()  # new connections begin with foreign keys on
