"""Which process sends what is never to be sent twice: the lease to send is not enough, for whoever stalls with it may go on."""

from datetime import timedelta

from sqlalchemy import literal_column, or_, select, update

from storage.messaging.secrets import forget
from storage.messaging.tables import OutboxRow
from storage.session.session import Session

CLAIM_LIFE = timedelta(minutes=10)
"""A send takes seconds; a process that is stopped, or a machine that is lost, may take as long as it likes."""
_WAITS = OutboxRow.state == literal_column("'new'")


class Claims:
    """Who sends which message."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def claim(self, id_: int, process: str) -> str | None:
        """Has a message that waits sent by this process and by no other; returns who sends it, None where it does not wait any more.

        What nobody brought to an end in `CLAIM_LIFE` is given up: whether it arrived nobody will know.
        """
        now, this = self._session.machine_now, (_WAITS, OutboxRow.id == id_)
        free = or_(OutboxRow.claimed_by.is_(None), OutboxRow.claimed_by == process)
        taken = update(OutboxRow).where(*this, free).values(claimed_by=process, claimed_at=now).returning(OutboxRow.id)
        if self._session.connection.execute(taken).first() is not None:
            return process
        other = self._session.connection.execute(
            select(OutboxRow.claimed_by, OutboxRow.claimed_at).where(*this)
        ).first()
        if other is None:
            return None
        if other.claimed_at < now - CLAIM_LIFE:
            lost = {"state": "unknown", "problem": "another process was sending it", "not_before": None}
            self._session.connection.execute(update(OutboxRow).where(*this).values(lost))
            forget(self._session.connection, OutboxRow.id == id_)
            return None
        holder: str = other.claimed_by
        return holder

    def unclaim(self, id_: int, process: str) -> None:
        """That process does not send a message after all: whoever sends next may."""
        this = (_WAITS, OutboxRow.id == id_, OutboxRow.claimed_by == process)
        self._session.connection.execute(update(OutboxRow).where(*this).values(claimed_by=None))
