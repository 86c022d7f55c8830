"""Loose notes: what somebody told that had no place yet, kept word by word until it has one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.sql.selectable import Select

from storage.crm.tables import LooseNoteRow
from storage.people.tables import StaffRow
from storage.session.session import Session

OPEN, PLACED = "open", "placed"


@dataclass(frozen=True, slots=True)
class LooseNoteRecord:
    """A loose note; `said_at` is when it was told."""

    id: int
    owner_id: int
    owner: str
    words: str
    said_at: datetime
    state: str
    archived_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for its place."""
        return self.state == OPEN and self.archived_at is None


class LooseNotes:
    """What has no place yet."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, owner_id: int, words: str, said_at: datetime) -> int:
        """Keeps one; returns its id."""
        return self._session.changes.create(LooseNoteRow, owner_id=owner_id, words=words, said_at=said_at, state=OPEN)

    def get(self, note_id: int) -> LooseNoteRecord | None:
        """One note, whatever became of it."""
        row = self._session.connection.execute(_ONE, {"note": note_id}).one_or_none()
        return LooseNoteRecord(*row) if row else None

    def placed(self, note_id: int) -> None:
        """It has become something else."""
        self._session.changes.update(LooseNoteRow, note_id, state=PLACED)

    def discard(self, note_id: int) -> None:
        """It is wanted no more."""
        self._session.changes.archive(LooseNoteRow, note_id)

    def open_of(self, owner_id: int, *, limit: int, offset: int = 0) -> list[LooseNoteRecord]:
        """What waits of a colleague's, the oldest first."""
        values = {"owner": owner_id, "most": limit, "skip": offset}
        return [LooseNoteRecord(*row) for row in self._session.connection.execute(_OPEN_OF, values)]

    def how_many(self, owner_id: int) -> int:
        """How many wait of a colleague's."""
        return self._session.connection.execute(_HOW_MANY, {"owner": owner_id}).scalar_one()

    def page(self, after: int, owners: list[int] | None, *, limit: int) -> list[LooseNoteRecord]:
        """What waits, of these colleagues only where they are given, by id and behind the id `after`: for a file of them."""
        statement = _RECORDS.where(_WAITS, LooseNoteRow.id > after).order_by(LooseNoteRow.id).limit(limit)
        if owners is not None:
            statement = statement.where(LooseNoteRow.owner_id.in_(owners))
        return [LooseNoteRecord(*row) for row in self._session.connection.execute(statement)]


# Built once: making a statement takes several times as long as running it.
_RECORDS: Select[*tuple[Any, ...]] = select(
    LooseNoteRow.id,
    LooseNoteRow.owner_id,
    StaffRow.name,
    LooseNoteRow.words,
    LooseNoteRow.said_at,
    LooseNoteRow.state,
    LooseNoteRow.archived_at,
).join(StaffRow, StaffRow.id == LooseNoteRow.owner_id)
_WAITS = (LooseNoteRow.state == OPEN) & LooseNoteRow.archived_at.is_(None)
_ONE = _RECORDS.where(LooseNoteRow.id == bindparam("note"))
_OPEN_OF = (
    _RECORDS.where(LooseNoteRow.owner_id == bindparam("owner"), _WAITS)
    .order_by(LooseNoteRow.id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_HOW_MANY = select(func.count()).select_from(LooseNoteRow).where(LooseNoteRow.owner_id == bindparam("owner"), _WAITS)
