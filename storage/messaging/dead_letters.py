"""What could not be dealt with and is set aside until somebody settles it: taken up again, or dropped with what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from sqlalchemy import Select, func, literal_column, select, update

from storage.messaging.tables import InboxRow, JobRow, OutboxRow
from storage.session.session import Session

Kind = Literal["event", "message", "job"]
KINDS: tuple[Kind, ...] = get_args(Kind)
KEEP = timedelta(days=30)
"""For so long what a dead letter says is kept for whoever settles it."""

_DEAD_EVENT = InboxRow.state == literal_column("'dead'")
_DEAD_MESSAGE = (OutboxRow.state.in_(("dead", "unknown")), OutboxRow.kind != "home")
_DEAD_JOB = JobRow.state == literal_column("'dead'")


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One of them: what it was, since when, and why. Never what it says; `whole` tells whether that is still there."""

    kind: Kind
    id: int
    platform: str
    since: datetime
    state: str
    problem: str | None
    reference: str | None
    whole: bool

    @property
    def name(self) -> str:
        """How the command line calls it."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits to be sent on a platform: how many, since when, and what is the matter with one of them, if anything."""

    platform: str
    count: int
    since: datetime
    problem: str | None


class DeadLetters:
    """Events that could not be read or dealt with, messages that did not arrive or perhaps did, and jobs that were given up."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self, *, limit: int = 100) -> list[DeadLetter]:
        """The latest of each kind, the oldest first."""
        statements: Sequence[Select[*tuple[Any, ...]]] = (
            select(
                InboxRow.id,
                InboxRow.platform,
                InboxRow.received_at,
                InboxRow.state,
                InboxRow.problem,
                InboxRow.reference,
                InboxRow.raw.is_not(None),
            )
            .where(_DEAD_EVENT)
            .order_by(InboxRow.id.desc()),
            select(
                OutboxRow.id,
                OutboxRow.platform,
                OutboxRow.created_at,
                OutboxRow.state,
                OutboxRow.problem,
                literal_column("NULL"),
                OutboxRow.payload.is_not(None),
            )
            .where(*_DEAD_MESSAGE)
            .order_by(OutboxRow.id.desc()),
            select(
                JobRow.id,
                JobRow.platform,
                JobRow.created_at,
                JobRow.state,
                JobRow.problem,
                literal_column("NULL"),
                literal_column("1 = 1"),
            )
            .where(_DEAD_JOB)
            .order_by(JobRow.id.desc()),
        )
        found = [
            DeadLetter(kind, row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6]))
            for kind, statement in zip(KINDS, statements, strict=True)
            for row in self._session.connection.execute(statement.limit(limit))
        ]
        return sorted(found, key=lambda letter: letter.since)

    def retry(self, kind: Kind, id_: int) -> bool:
        """Takes one up again as if it were new; False where there is none, or nothing is left of what it says."""
        now = self._session.machine_now
        match kind:
            case "event":
                statement = (
                    update(InboxRow)
                    .where(_DEAD_EVENT, InboxRow.id == id_, InboxRow.raw.is_not(None))
                    .values(state="new", tries=0, not_before=None, finished_at=None, reference=None, problem=None)
                )
            case "message":
                statement = (
                    update(OutboxRow)
                    .where(*_DEAD_MESSAGE, OutboxRow.id == id_, OutboxRow.payload.is_not(None))
                    .values(state="new", tries=0, not_before=now, problem=None)
                )
            case "job":
                statement = (
                    update(JobRow)
                    .where(_DEAD_JOB, JobRow.id == id_)
                    .values(state="new", tries=0, not_before=None, problem=None)
                )
        return self._session.connection.execute(statement).rowcount == 1

    def drop(self, kind: Kind, id_: int) -> bool:
        """Settles one by forgetting what it says; False where there is none."""
        match kind:
            case "event":
                statement = (
                    update(InboxRow)
                    .where(_DEAD_EVENT, InboxRow.id == id_)
                    .values(state="dropped", raw=None, answer=None)
                )
            case "message":
                statement = (
                    update(OutboxRow).where(*_DEAD_MESSAGE, OutboxRow.id == id_).values(state="dropped", payload=None)
                )
            case "job":
                statement = update(JobRow).where(_DEAD_JOB, JobRow.id == id_).values(state="dropped", payload={})
        return self._session.connection.execute(statement).rowcount == 1

    def backlogs(self) -> list[Backlog]:
        """What waits to be sent, by platform."""
        waits = OutboxRow.state == literal_column("'new'")
        rows = self._session.connection.execute(
            select(OutboxRow.platform, func.count(), func.min(OutboxRow.created_at), func.max(OutboxRow.problem))
            .where(waits)
            .group_by(OutboxRow.platform)
            .order_by(OutboxRow.platform)
        )
        return [Backlog(*row) for row in rows]
