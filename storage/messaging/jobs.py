"""Slow work that turns asked for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, literal_column, or_, select, update

from storage.messaging.tables import JobRow
from storage.session.session import Session

LEASE = timedelta(minutes=5)
"""How long a job may take before another process may try it."""

KEEP_ENDED = timedelta(days=30)
"""How long a job is kept that was done or given up, with what it was asked."""


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A piece of slow work, and the chat and account it comes back to."""

    id: int
    kind: str
    payload: dict[str, Any]
    platform: str
    chat: str
    account: str
    tries: int


class Jobs:
    """What waits to be done outside any transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.added = 0

    def add(self, kind: str, payload: dict[str, Any], *, platform: str, chat: str, account: str) -> None:
        """Asks for it; it starts after this work is committed."""
        self._session.connection.execute(
            insert(JobRow).values(
                kind=kind,
                payload=payload,
                platform=platform,
                chat=chat,
                account=account,
                state="new",
                tries=0,
                created_at=self._session.machine_now,
            )
        )
        self.added += 1

    def waiting(self, kind: str | None = None, *, chat: str | None = None) -> int:
        """How many are not done yet: of one kind, and for one chat, where they are given."""
        which = [JobRow.kind == kind] if kind else []
        which += [JobRow.chat == chat] if chat else []
        statement = select(func.count()).select_from(JobRow).where(JobRow.state == literal_column("'new'"), *which)
        return self._session.connection.execute(statement).scalar_one()

    def claim(self) -> JobRecord | None:
        """The next job, leased to the caller; None where there is none."""
        now = self._session.machine_now
        row = self._session.connection.execute(
            select(JobRow.id, JobRow.kind, JobRow.payload, JobRow.platform, JobRow.chat, JobRow.account, JobRow.tries)
            .where(
                JobRow.state == literal_column("'new'"),
                or_(JobRow.leased_until.is_(None), JobRow.leased_until < now),
                or_(JobRow.not_before.is_(None), JobRow.not_before <= now),
            )
            .order_by(JobRow.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if row is None:
            return None
        self._session.connection.execute(
            update(JobRow).where(JobRow.id == row.id).values(leased_until=now + LEASE, tries=row.tries + 1)
        )
        return JobRecord(row.id, row.kind, row.payload, row.platform, row.chat, row.account, row.tries + 1)

    def abandoned(self) -> None:
        """Nobody is at any of them: whoever was is gone, and they need not wait until their leases run out."""
        self._session.connection.execute(
            update(JobRow)
            .where(JobRow.state == literal_column("'new'"), JobRow.leased_until.is_not(None))
            .values(leased_until=None)
        )

    def renew(self, job_id: int) -> None:
        """It is still being done: nobody else may try it for another while."""
        self._session.connection.execute(
            update(JobRow).where(JobRow.id == job_id).values(leased_until=self._session.machine_now + LEASE)
        )

    def done(self, job_id: int) -> None:
        """It was done."""
        self._session.connection.execute(update(JobRow).where(JobRow.id == job_id).values(state="done"))

    def forget_old(self) -> int:
        """Deletes jobs that ended long ago: they say what somebody asked for. Returns how many."""
        return self._session.connection.execute(
            delete(JobRow).where(JobRow.state != "new", JobRow.created_at < self._session.machine_now - KEEP_ENDED)
        ).rowcount

    def dead(self, *, since: datetime) -> int:
        """How many were given up since then."""
        return self._session.connection.execute(
            select(func.count()).select_from(JobRow).where(JobRow.state == "dead", JobRow.created_at >= since)
        ).scalar_one()

    def failed(self, job_id: int, problem: str, *, again_after: timedelta | None) -> None:
        """It went wrong: tried again after a pause, or set aside."""
        values: dict[str, Any] = {"problem": problem[:200], "leased_until": None}
        values |= {"state": "dead"} if again_after is None else {"not_before": self._session.machine_now + again_after}
        self._session.connection.execute(update(JobRow).where(JobRow.id == job_id).values(**values))
