"""What only one process may do at a time: send on a platform, poll a bot, tick."""

from datetime import timedelta

from sqlalchemy import delete, false, or_, select, update

from storage.messaging.tables import LeaseRow
from storage.session.dialects import insert_new
from storage.session.engine import is_gone
from storage.session.session import Session

TICK = "tick"
"""The lease of whoever brings up what is due: somebody holds it wherever the bot runs."""
LEASE_LIFE = timedelta(seconds=6)


class Leases:
    """Held by a process's name for a few seconds at a time; renewed while it lives."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def take(self, name: str, holder: str) -> bool:
        """Takes or renews a lease; False while another holds it. One whose process has ended holds nothing."""
        now = self._session.machine_now
        values = {"holder": holder, "until": now + LEASE_LIFE}
        if insert_new(self._session.connection, LeaseRow, [{"name": name, **values}], unique=("name",)):
            return True
        before = self.holder(name)
        free = LeaseRow.holder == before if before and is_gone(before) else false()
        taken = self._session.connection.execute(
            update(LeaseRow)
            .where(LeaseRow.name == name, or_(LeaseRow.holder == holder, LeaseRow.until < now, free))
            .values(**values)
        )
        return taken.rowcount == 1

    def holder(self, name: str) -> str | None:
        """Who holds it now."""
        return self._session.connection.execute(
            select(LeaseRow.holder).where(LeaseRow.name == name)
        ).scalar_one_or_none()

    def held(self, name: str) -> bool:
        """Whether a process that runs holds it."""
        row = self._session.connection.execute(
            select(LeaseRow.holder, LeaseRow.until).where(LeaseRow.name == name)
        ).one_or_none()
        return row is not None and row.until >= self._session.machine_now and not is_gone(row.holder)

    def anybodys(self, name: str) -> bool:
        """Whether a process may be alive that holds it, on time or late."""
        holder = self.holder(name)
        return holder is not None and not is_gone(holder)

    def give_back(self, name: str, holder: str) -> None:
        """Lets go of it, so that the next process need not wait."""
        self._session.connection.execute(delete(LeaseRow).where(LeaseRow.name == name, LeaseRow.holder == holder))
