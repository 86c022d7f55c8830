"""Calls to oneself, and what they are measured against."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select

from storage.mystery_calls.tables import MysteryCallRow, MysteryTargetRow
from storage.people.tables import StaffRow
from storage.session.session import Session

USUAL_TARGET: Final = 20
"""Seconds, about four rings: what call centres go by."""


@dataclass(frozen=True, slots=True)
class MysteryCall:
    """A call, by whom, and after how many seconds it was answered: None where it was not."""

    id: int
    at: datetime
    staff: str | None
    seconds: int | None
    note: str


class MysteryCalls:
    """The calls of all colleagues."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def log(self, at: datetime, seconds: int | None, note: str, *, staff_id: int) -> int:
        """Keeps a call; returns its number."""
        return self._session.changes.create(MysteryCallRow, at=at, seconds=seconds, note=note, staff_id=staff_id)

    def since(self, since: datetime, *, limit: int) -> Sequence[MysteryCall]:
        """Those since then, the newest first."""
        rows = self._session.connection.execute(
            select(MysteryCallRow.id, MysteryCallRow.at, StaffRow.name, MysteryCallRow.seconds, MysteryCallRow.note)
            .outerjoin(StaffRow, StaffRow.id == MysteryCallRow.staff_id)
            .where(MysteryCallRow.at >= since, MysteryCallRow.archived_at.is_(None))
            .order_by(MysteryCallRow.at.desc(), MysteryCallRow.id.desc())
            .limit(limit)
        )
        return [MysteryCall(*row) for row in rows]

    def target(self) -> int:
        """Within how many seconds a call is to be answered."""
        row = self._session.connection.execute(_TARGET).one_or_none()
        return row.seconds if row else USUAL_TARGET

    def aim_at(self, seconds: int) -> None:
        """Another target from now on, for all calls that are shown."""
        row = self._session.connection.execute(_TARGET).one_or_none()
        if row:
            self._session.changes.update(MysteryTargetRow, row.id, seconds=seconds)
        else:
            self._session.changes.create(MysteryTargetRow, seconds=seconds)


_TARGET = (
    select(MysteryTargetRow.id, MysteryTargetRow.seconds)
    .where(MysteryTargetRow.archived_at.is_(None))
    .order_by(MysteryTargetRow.id)
    .limit(1)
)
