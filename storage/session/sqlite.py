"""How transactions begin on SQLite: when SQLAlchemy says so, and by default with the write lock.

The driver would begin them late and deferred, and an event of SQLAlchemy's would do it as a statement of its own, which costs as
much as a query, and makes every other statement dearer as well.
"""

from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

NAME = "sqlite+beginning"
READS_ONLY = "reads_only"
"""In a connection's `info`: the transaction that begins next takes no write lock."""

registry.register(NAME.replace("+", "."), __name__, "BeginningDialect")


class BeginningDialect(SQLiteDialect_pysqlite):
    """The usual one, that begins."""

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: Any) -> None:  # noqa: ANN401, D102 - as the dialect that it is made from
        mode = "" if dbapi_connection.info.get(READS_ONLY) else " IMMEDIATE"
        dbapi_connection.driver_connection.execute(f"BEGIN{mode}")
