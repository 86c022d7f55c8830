"""Digests that colleagues want, where, and when the next one comes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from storage.nudges.tables import DigestRow
from storage.session.session import Session


@dataclass(frozen=True, slots=True)
class DigestRecord:
    """A digest that a colleague wants in a chat of a platform, with their account there; `shared` is a chat of several."""

    id: int
    kind: str
    staff_id: int
    platform: str
    chat: str
    account: str
    shared: bool
    next_at: datetime


class Digests:
    """What comes by itself."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(
        self, staff_id: int, kind: str, platform: str, chat: str, account: str, next_at: datetime, *, shared: bool
    ) -> int:
        """It comes to this chat from then on, and to no other."""
        self.end(staff_id, kind)
        return self._session.changes.create(
            DigestRow,
            staff_id=staff_id,
            kind=kind,
            platform=platform,
            chat=chat,
            account=account,
            shared=shared,
            next_at=next_at,
        )

    def end(self, staff_id: int, kind: str) -> None:
        """It comes no more."""
        for digest in self.of(staff_id):
            if digest.kind == kind:
                self._session.changes.archive(DigestRow, digest.id)

    def of(self, staff_id: int) -> list[DigestRecord]:
        """What a colleague wants."""
        return [DigestRecord(*row) for row in self._session.connection.execute(_OF, {"staff": staff_id})]

    def due(self, now: datetime, *, limit: int) -> list[DigestRecord]:
        """Those whose time has come."""
        values = {"now": now, "most": limit}
        return [DigestRecord(*row) for row in self._session.connection.execute(_DUE, values)]

    def comes(self, digest_id: int, at: datetime) -> None:
        """The next one comes then; nobody changed anything, so it is in no audit."""
        self._session.connection.execute(update(DigestRow).where(DigestRow.id == digest_id).values(next_at=at))


# Built once: making a statement takes several times as long as running it.
_RECORDS = select(
    DigestRow.id,
    DigestRow.kind,
    DigestRow.staff_id,
    DigestRow.platform,
    DigestRow.chat,
    DigestRow.account,
    DigestRow.shared,
    DigestRow.next_at,
).where(DigestRow.archived_at.is_(None))
_OF = _RECORDS.where(DigestRow.staff_id == bindparam("staff")).order_by(DigestRow.id)
_DUE = _RECORDS.where(DigestRow.next_at <= bindparam("now")).order_by(DigestRow.next_at).limit(bindparam("most"))
