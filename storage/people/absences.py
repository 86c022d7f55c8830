"""When somebody is away and who covers, and on which days the company is closed."""

from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, or_, select, union_all, update
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import Select

from storage.people.records import AbsenceRecord, ClosingDaysRecord
from storage.people.tables import AbsenceRow, ClosingDayRow, StaffRow
from storage.session.session import Session

_Cover = aliased(StaffRow, name="cover")
_COVERS = and_(_Cover.id == AbsenceRow.cover_id, _Cover.left_at.is_(None))
# Built once: making a statement takes several times as long as running it.
_RECORDS: Select[*tuple[Any, ...]] = (
    select(
        AbsenceRow.id,
        AbsenceRow.staff_id,
        StaffRow.name,
        AbsenceRow.first,
        AbsenceRow.last,
        _Cover.id,
        _Cover.name,
        AbsenceRow.told_id,
        AbsenceRow.note,
        AbsenceRow.archived_at,
        AbsenceRow.updated_at,
    )
    .join(StaffRow, StaffRow.id == AbsenceRow.staff_id)
    .outerjoin(_Cover, _COVERS)
)
_STANDING = _RECORDS.where(
    AbsenceRow.last >= bindparam("since"), AbsenceRow.archived_at.is_(None), StaffRow.left_at.is_(None)
).order_by(AbsenceRow.first, AbsenceRow.id)
_OF = _STANDING.where(AbsenceRow.staff_id == bindparam("staff"))
_COVERED_BY = _STANDING.where(AbsenceRow.cover_id == bindparam("cover"), AbsenceRow.first <= bindparam("since"))
_TO_TELL = _RECORDS.where(
    AbsenceRow.last >= bindparam("since"),
    or_(
        and_(AbsenceRow.archived_at.is_(None), AbsenceRow.told_id.is_distinct_from(_Cover.id)),
        and_(AbsenceRow.archived_at.is_not(None), AbsenceRow.told_id.is_not(None)),
    ),
).order_by(AbsenceRow.last, AbsenceRow.id)
_DAYS_OFF = union_all(
    select(ClosingDayRow.first, ClosingDayRow.last).where(
        ClosingDayRow.last >= bindparam("since"), ClosingDayRow.archived_at.is_(None)
    ),
    select(AbsenceRow.first, AbsenceRow.last)
    .outerjoin(_Cover, _COVERS)
    .where(
        AbsenceRow.staff_id == bindparam("staff"),
        AbsenceRow.last >= bindparam("since"),
        AbsenceRow.archived_at.is_(None),
        _Cover.id.is_(None),
    ),
)
_CLOSED = (
    select(ClosingDayRow.id, ClosingDayRow.first, ClosingDayRow.last, ClosingDayRow.name)
    .where(ClosingDayRow.last >= bindparam("since"), ClosingDayRow.archived_at.is_(None))
    .order_by(ClosingDayRow.first, ClosingDayRow.id)
)


class Absences:
    """Who is away."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, staff_id: int, first: date, last: date, *, cover_id: int | None, note: str | None = None) -> int:
        """Keeps that somebody is away; returns its id."""
        return self._session.changes.create(
            AbsenceRow, staff_id=staff_id, first=first, last=last, cover_id=cover_id, told_id=None, note=note
        )

    def change(self, absence_id: int, **values: date | int | None) -> bool:
        """Other days (`first`, `last`), or another `cover_id`; False where that is so already."""
        return self._session.changes.update(AbsenceRow, absence_id, **values)

    def cancel(self, absence_id: int) -> None:
        """They are not away after all."""
        self._session.changes.archive(AbsenceRow, absence_id)

    def get(self, absence_id: int) -> AbsenceRecord | None:
        """One absence, a cancelled one too."""
        row = self._session.connection.execute(_RECORDS.where(AbsenceRow.id == absence_id)).one_or_none()
        return AbsenceRecord(*row) if row else None

    def of(self, staff_id: int, since: date) -> list[AbsenceRecord]:
        """The absences of a colleague that end on this day or later, by their beginning."""
        return self._records(_OF, since=since, staff=staff_id)

    def on(self, staff_id: int, day: date) -> AbsenceRecord | None:
        """The absence that a colleague has on a day; of several the last that was told."""
        found = [absence for absence in self.of(staff_id, day) if absence.includes(day)]
        return max(found, key=lambda absence: absence.id, default=None)

    def everybodys(self, since: date) -> list[AbsenceRecord]:
        """All absences of who works here that end on this day or later, by their beginning."""
        return self._records(_STANDING, since=since)

    def covered_by(self, cover_id: int, day: date) -> list[AbsenceRecord]:
        """For whom a colleague does the work on a day."""
        return self._records(_COVERED_BY, since=day, cover=cover_id)

    def to_tell(self, since: date) -> list[AbsenceRecord]:
        """Absences that end on this day or later whose cover does not know yet that they cover, or no more do."""
        return self._records(_TO_TELL, since=since)

    def told(self, absence_id: int, knows: int | None) -> None:
        """Who knows now that they cover; no audit, since nobody changed the absence."""
        self._session.connection.execute(update(AbsenceRow).where(AbsenceRow.id == absence_id).values(told_id=knows))

    def days_off(self, staff_id: int, since: date) -> list[tuple[date, date]]:
        """When nobody does the work of a colleague: closing days, and absences that nobody covers."""
        rows = self._session.rows(_DAYS_OFF, {"staff": staff_id, "since": since})
        return [(first, last) for first, last in rows]

    # ------------------------------------------------------------------ the company
    def close(self, first: date, last: date, name: str | None = None) -> int:
        """The company is closed on these days; returns the id."""
        return self._session.changes.create(ClosingDayRow, first=first, last=last, name=name)

    def open_again(self, closing_days_id: int) -> None:
        """The company is not closed then after all."""
        self._session.changes.archive(ClosingDayRow, closing_days_id)

    def closing_days(self, since: date) -> list[ClosingDaysRecord]:
        """The closing days that are not over on this day, by their beginning."""
        return [ClosingDaysRecord(*row) for row in self._session.connection.execute(_CLOSED, {"since": since})]

    def _records(self, statement: Select[*tuple[Any, ...]], **values: object) -> list[AbsenceRecord]:
        return [AbsenceRecord(*row) for row in self._session.connection.execute(statement, values)]
