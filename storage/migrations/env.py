"""Alembic's environment: it runs on the connection that `storage.session.schema.migrate` gives it."""

from alembic import context

from storage.messaging import nudges  # noqa: F401 - these fill the metadata
from storage.names import tables  # noqa: F401
from storage.people import absences  # noqa: F401
from storage.session.base import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=Base.metadata, render_as_batch=connection.dialect.name == "sqlite"
)
with context.begin_transaction():
    context.run_migrations()
