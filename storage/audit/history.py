"""Who did what, and when: the audit as the activity and the buttons read it."""

from functools import cache
from typing import Any

from sqlalchemy import Integer, bindparam, exists, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import Select

from storage.audit.records import Change, ChangeSet
from storage.audit.tables import AuditRow
from storage.people.tables import StaffRow
from storage.session.session import Session


class ChangeHistory:
    """What was changed. What one turn changed is a change set, and is shown and taken back as one."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def change_set(self, turn: str) -> ChangeSet | None:
        """What a turn changed, None where it changed nothing."""
        row = self._session.connection.execute(
            _change_sets().where(AuditRow.turn == turn).order_by(AuditRow.id).limit(1)
        ).one_or_none()
        return _as_change_set(row) if row else None

    def change_set_at(self, change_id: int) -> ChangeSet | None:
        """The change set that one change, by its id, belongs to."""
        turn = self._session.connection.execute(select(AuditRow.turn).where(AuditRow.id == change_id)).scalar()
        return self.change_set(turn) if turn else None

    def change_sets(self, staff_id: int, *, limit: int, before: int | None = None) -> list[ChangeSet]:
        """What a person did, newest first, older than the change set with the id `before`."""
        statement = _change_sets_of(paged=before is not None)
        values = {"staff": staff_id, "most": limit} | ({} if before is None else {"before": before})
        return [_as_change_set(row) for row in self._session.connection.execute(statement, values)]

    def changes_of(self, turn: str, *, limit: int) -> list[Change]:
        """The rows that a change set changed, in order."""
        rows = self._session.connection.execute(
            select(AuditRow.entity, AuditRow.entity_id, AuditRow.before, AuditRow.after)
            .where(AuditRow.turn == turn)
            .order_by(AuditRow.id)
            .limit(limit)
        )
        return [Change(*row) for row in rows]

    def changed_by(self, entity: str, id_: int, column: str) -> str | None:
        """Who changed this column of this row last, as far as the row's latest changes tell."""
        rows = self._session.connection.execute(_LATELY, {"entity": entity, "id": id_})
        return next((name for name, after in rows if column in after), None)

    def last_turn(self, staff_id: int) -> str | None:
        """The latest turn in which this person changed something that still stands."""
        statement = (
            select(AuditRow.turn)
            .where(AuditRow.staff_id == staff_id, AuditRow.undone_at.is_(None))
            .order_by(AuditRow.id.desc())
            .limit(1)
        )
        return self._session.connection.execute(statement).scalar()


# Built once: making a statement takes several times as long as running it.
_Earlier = aliased(AuditRow, name="earlier")
_Undoer = aliased(StaffRow, name="undoer")
_LATELY = (
    select(StaffRow.name, AuditRow.after)
    .outerjoin(StaffRow, StaffRow.id == AuditRow.staff_id)
    .where(
        AuditRow.entity == bindparam("entity"),
        AuditRow.entity_id == bindparam("id"),
        AuditRow.undone_at.is_(None),
        AuditRow.before.is_not(None),
    )
    .order_by(AuditRow.id.desc())
    .limit(20)
)


@cache
def _change_sets() -> Select[*tuple[Any, ...]]:
    """Changes with their authors; the first of a turn stands for the change set."""
    return (
        select(
            AuditRow.id,
            AuditRow.turn,
            AuditRow.at,
            AuditRow.staff_id,
            StaffRow.name,
            AuditRow.undone_at.is_not(None),
            _Undoer.name,
            AuditRow.entity,
            AuditRow.entity_id,
            AuditRow.before,
            AuditRow.after,
        )
        .outerjoin(StaffRow, StaffRow.id == AuditRow.staff_id)
        .outerjoin(_Undoer, _Undoer.id == AuditRow.undone_by)
    )


@cache
def _change_sets_of(*, paged: bool) -> Select[*tuple[Any, ...]]:
    first = ~exists().where(_Earlier.turn == AuditRow.turn, _Earlier.id < AuditRow.id)
    statement = _change_sets().where(AuditRow.staff_id == bindparam("staff"), first)
    if paged:
        statement = statement.where(AuditRow.id < bindparam("before"))
    return statement.order_by(AuditRow.id.desc()).limit(bindparam("most", type_=Integer))


def _as_change_set(row: Any) -> ChangeSet:  # noqa: ANN401 - a row of `_change_sets`
    id_, turn, at, staff_id, who, undone, undone_by, *first = row
    return ChangeSet(id_, turn, at, staff_id, who, bool(undone), undone_by, Change(*first))
