"""Messages with a token or a link in them: what they say is forgotten as soon as they were sent, or cannot be."""

from sqlalchemy import ColumnElement, Connection, select, update

from storage.messaging.tables import OutboxRow

SECRET = "secret"  # noqa: S105 - a kind, no password
"""The kind of such a message in the outbox."""
_SECRETS = select(OutboxRow.id, OutboxRow.payload).where(OutboxRow.kind == SECRET, OutboxRow.payload.is_not(None))


def forget(connection: Connection, which: ColumnElement[bool]) -> None:
    """What a secret message said is forgotten; its buttons go on working."""
    for id_, payload in connection.execute(_SECRETS.where(which)).all():
        left = {"blocks": [], "choices": (payload or {})["choices"]}
        connection.execute(update(OutboxRow).where(OutboxRow.id == id_).values(payload=left))
