"""Every change of a business row, with who and when, so that it can be shown and taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Column, ColumnElement, Integer, Table, bindparam, exists, insert, select, update
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import ReturningInsert
from sqlalchemy.sql.selectable import Select

from storage.models import (
    AccountRow,
    AuditRow,
    ContactRow,
    CustomerPhoneRow,
    CustomerRow,
    FollowUpRow,
    InteractionRow,
    NicknameRow,
    ReferralRow,
    StaffRow,
)
from storage.people.absences import AbsenceRow, ClosingDayRow
from storage.session.base import Base, kind_of

if TYPE_CHECKING:
    from storage.work import Work

AuthoredModel = (
    type[CustomerRow]
    | type[CustomerPhoneRow]
    | type[ContactRow]
    | type[NicknameRow]
    | type[ReferralRow]
    | type[InteractionRow]
    | type[FollowUpRow]
    | type[AbsenceRow]
    | type[ClosingDayRow]
)
AuditedModel = AuthoredModel | type[StaffRow] | type[AccountRow]

_MODELS: Mapping[str, AuditedModel] = {
    model.__tablename__: model
    for model in (
        CustomerRow,
        CustomerPhoneRow,
        ContactRow,
        NicknameRow,
        ReferralRow,
        InteractionRow,
        FollowUpRow,
        AbsenceRow,
        ClosingDayRow,
        StaffRow,
        AccountRow,
    )
}
_PUT_AWAY = {StaffRow.__tablename__: "left_at", AccountRow.__tablename__: "unlinked_at"}
"""The column that puts a row away, where that is not `archived_at`."""

BATCH = 500
"""Rows changed with one statement: both stores take as many values."""

NAMING = frozenset({"name", "customer_id", "archived_at"})
"""Columns that decide under which names something is found."""


class ChangedSinceError(Exception):
    """A change cannot be taken back because the row was changed again; `by` names who did, where it is known."""

    def __init__(self, by: str | None) -> None:
        super().__init__("the row was changed since")
        self.by = by


@dataclass(frozen=True, slots=True)
class Changed:
    """One row that an undo touched."""

    entity: str
    id: int


@dataclass(frozen=True, slots=True)
class Change:
    """One row that a change set changed: `before` is None where it was added, else what the columns of `after` held."""

    entity: str
    id: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What one message changed, as the activity lists it; `id` is that of its first change."""

    id: int
    turn: str
    at: datetime
    staff_id: int | None
    who: str | None
    undone: bool
    undone_by: str | None
    first: Change


class Changes:
    """Writes business rows and the audit beside them."""

    def __init__(self, work: "Work") -> None:
        self._work = work
        self._made: dict[tuple[str, int], int] = {}

    def create(self, model: AuditedModel, **values: object) -> int:
        """Adds a row and returns its id."""
        work = self._work
        stamp = {
            "created_at": work.now,
            "created_by": work.person_id,
            "updated_at": work.now,
            "updated_by": work.person_id,
        }
        id_ = work.connection.execute(_adding(model), values | stamp).scalar_one()
        self._record(model.__tablename__, id_, None, {})
        return id_

    def update(self, model: AuditedModel, id_: int, **values: object) -> bool:
        """Sets `values` on the row; returns False, and keeps quiet, where they are what it holds already."""
        work, table = self._work, _table(model)
        columns = [table.c[name] for name in values]
        row = work.connection.execute(select(*columns).where(table.c.id == id_).with_for_update()).one()
        changed = {name: new for name, new, old in zip(values, values.values(), row, strict=True) if new != old}
        if not changed:
            return False
        before = dict(zip(values, row, strict=True))
        work.connection.execute(
            update(model).where(model.id == id_).values(**changed, updated_at=work.now, updated_by=work.person_id)
        )
        self._record(
            model.__tablename__,
            id_,
            {name: _plain(before[name]) for name in changed},
            {name: _plain(value) for name, value in changed.items()},
        )
        return True

    def update_all(self, model: AuditedModel, where: ColumnElement[bool], **values: object) -> list[int]:
        """Sets `values` on every row that `where` chooses, each with its audit; returns the ids of those that differed."""
        work, table = self._work, _table(model)
        rows = work.connection.execute(
            select(table.c.id, *(table.c[name] for name in values)).where(where).order_by(table.c.id).with_for_update()
        ).all()
        differing = [row for row in rows if tuple(row[1:]) != tuple(values.values())]
        after = {name: _plain(value) for name, value in values.items()}
        for batch in (differing[at : at + BATCH] for at in range(0, len(differing), BATCH)):
            work.connection.execute(
                update(model)
                .where(model.id.in_([row.id for row in batch]))
                .values(**values, updated_at=work.now, updated_by=work.person_id)
            )
            work.connection.execute(
                _RECORD,
                [
                    self._entry(
                        model.__tablename__,
                        row.id,
                        {name: _plain(old) for name, old in zip(values, row[1:], strict=True)},
                        after,
                    )
                    for row in batch
                ],
            )
        return [row.id for row in differing]

    def archive(self, model: AuthoredModel, id_: int) -> None:
        """Puts the row away; it is never deleted."""
        self.update(model, id_, archived_at=self._work.now)

    def made_by(self, entity: str, id_: int) -> int | None:
        """The change that created this row, as a button refers to it, to take back what that message did."""
        return (
            self._made.get((entity, id_))
            or self._work.connection.execute(_MADE, {"entity": entity, "row": id_}).scalar()
        )

    def change_set(self, turn: str) -> ChangeSet | None:
        """What a turn changed, None where it changed nothing."""
        row = self._work.connection.execute(
            _change_sets().where(AuditRow.turn == turn).order_by(AuditRow.id).limit(1)
        ).one_or_none()
        return _as_change_set(row) if row else None

    def change_set_at(self, change_id: int) -> ChangeSet | None:
        """The change set that one change, by its id, belongs to."""
        turn = self._work.connection.execute(select(AuditRow.turn).where(AuditRow.id == change_id)).scalar()
        return self.change_set(turn) if turn else None

    def change_sets(self, staff_id: int, *, limit: int, before: int | None = None) -> list[ChangeSet]:
        """What a person did, newest first, older than the change set with the id `before`."""
        statement = _change_sets_of(paged=before is not None)
        values = {"staff": staff_id, "most": limit} | ({} if before is None else {"before": before})
        return [_as_change_set(row) for row in self._work.connection.execute(statement, values)]

    def changes_of(self, turn: str, *, limit: int) -> list[Change]:
        """The rows that a change set changed, in order."""
        rows = self._work.connection.execute(
            select(AuditRow.entity, AuditRow.entity_id, AuditRow.before, AuditRow.after)
            .where(AuditRow.turn == turn)
            .order_by(AuditRow.id)
            .limit(limit)
        )
        return [Change(*row) for row in rows]

    def of_this_turn(self) -> int | None:
        """The last thing this turn changed, as a button refers to it; None where it changed nothing."""
        return self._work.connection.execute(_LATEST, {"turn": self._work.turn}).scalar()

    def changed_by(self, entity: str, id_: int, column: str) -> str | None:
        """Who changed this column of this row last, as far as the row's latest changes tell."""
        rows = self._work.connection.execute(_LATELY, {"entity": entity, "id": id_})
        return next((name for name, after in rows if column in after), None)

    def last_turn(self, staff_id: int) -> str | None:
        """The latest turn in which this person changed something that still stands."""
        statement = (
            select(AuditRow.turn)
            .where(AuditRow.staff_id == staff_id, AuditRow.undone_at.is_(None))
            .order_by(AuditRow.id.desc())
            .limit(1)
        )
        return self._work.connection.execute(statement).scalar()

    def whole(self, turn: str) -> Changed | None:
        """What a turn did, where that is kept as one record of its own (an import) and not row by row."""
        row = self._work.connection.execute(
            select(AuditRow.entity, AuditRow.entity_id).where(AuditRow.turn == turn).order_by(AuditRow.id).limit(1)
        ).one_or_none()
        return Changed(row.entity, row.entity_id) if row and row.entity not in _MODELS else None

    def undo(self, turn: str) -> list[Changed]:
        """Takes back all that one turn changed and returns the rows, newest first; nothing where it was done before.

        Raises ChangedSinceError, before it touches anything, where anybody changed since the very columns that would go
        back, or somebody else a row that was added.
        """
        connection = self._work.connection
        entries = connection.execute(
            select(AuditRow.id, AuditRow.entity, AuditRow.entity_id, AuditRow.before, AuditRow.after)
            .where(AuditRow.turn == turn, AuditRow.undone_at.is_(None))
            .order_by(AuditRow.id.desc())
        ).all()
        for entry in entries:
            self._refuse_if_changed(turn, Change(entry.entity, entry.entity_id, entry.before, entry.after))
        for entry in entries:
            model = _MODELS[entry.entity]
            values = (
                {put_away(entry.entity): self._work.now}
                if entry.before is None
                else _restored(_table(model), entry.before)
            )
            connection.execute(
                update(model)
                .where(model.id == entry.entity_id)
                .values(**values, updated_at=self._work.now, updated_by=self._work.person_id)
            )
        if entries:
            connection.execute(
                update(AuditRow)
                .where(AuditRow.turn == turn)
                .values(undone_at=self._work.now, undone_by=self._work.person_id)
            )
        changed = list(dict.fromkeys(Changed(entry.entity, entry.entity_id) for entry in entries))
        renamed = {
            Changed(entry.entity, entry.entity_id)
            for entry in entries
            if entry.before is None or NAMING & set(entry.before)
        }
        for row in changed:
            if row in renamed:
                self._work.names.refresh(row.entity, row.id)
        return changed

    def _refuse_if_changed(self, turn: str, change: Change) -> None:
        """A row that was added goes with all that was changed of it, unless somebody else did that; columns go back alone."""
        for later in self._work.connection.execute(_STANDING, {"entity": change.entity, "row": change.id}):
            if later.turn == turn:
                return
            anothers = later.staff_id != self._work.person_id
            if anothers if change.before is None else set(change.after) & set(later.after):
                raise ChangedSinceError(later.name if anothers else None)

    def _record(self, entity: str, id_: int, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
        change: int = self._work.connection.execute(_RECORD_ONE, self._entry(entity, id_, before, after)).scalar_one()
        if before is None:
            self._made[entity, id_] = change

    def _entry(self, entity: str, id_: int, before: dict[str, Any] | None, after: dict[str, Any]) -> dict[str, Any]:
        work = self._work
        return {
            "at": work.now,
            "staff_id": work.person_id,
            "turn": work.turn,
            "entity": entity,
            "entity_id": id_,
            "before": before,
            "after": after,
        }


# Built once: making a statement takes several times as long as running it.
_RECORD = insert(AuditRow)
_RECORD_ONE = _RECORD.returning(AuditRow.id)
_MADE = (
    select(AuditRow.id)
    .where(AuditRow.entity == bindparam("entity"), AuditRow.entity_id == bindparam("row"), AuditRow.before.is_(None))
    .order_by(AuditRow.id)
    .limit(1)
)
_LATEST = select(AuditRow.id).where(AuditRow.turn == bindparam("turn")).order_by(AuditRow.id.desc()).limit(1)
_STANDING = (  # newest first: what of a row's changes stands
    select(AuditRow.turn, AuditRow.staff_id, AuditRow.after, StaffRow.name)
    .outerjoin(StaffRow, StaffRow.id == AuditRow.staff_id)
    .where(
        AuditRow.entity == bindparam("entity"),
        AuditRow.entity_id == bindparam("row"),
        AuditRow.undone_at.is_(None),
    )
    .order_by(AuditRow.id.desc())
)
_Earlier = aliased(AuditRow, name="earlier")
_Undoer = aliased(StaffRow, name="undoer")
_OF_ROW = (
    AuditRow.entity == bindparam("entity"),
    AuditRow.entity_id == bindparam("id"),
    AuditRow.undone_at.is_(None),
)
_LATELY = (
    select(StaffRow.name, AuditRow.after)
    .outerjoin(StaffRow, StaffRow.id == AuditRow.staff_id)
    .where(*_OF_ROW, AuditRow.before.is_not(None))
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


def put_away(entity: str) -> str:
    """The column that puts a row of this table away."""
    return _PUT_AWAY.get(entity, "archived_at")


@cache
def _adding(model: AuditedModel) -> ReturningInsert[int]:
    return insert(model).returning(model.id)


def _table(model: type[Base]) -> Table:
    return cast("Table", model.__table__)


def _plain(value: object) -> object:
    """A value as JSON keeps it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _restored(table: Table, before: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an audit entry as the columns want them."""
    return {name: _typed(table.c[name], value) for name, value in before.items()}


def _typed(column: Column[Any], value: Any) -> Any:  # noqa: ANN401
    if value is None:
        return None
    kind = kind_of(column)
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is date:
        return date.fromisoformat(value)
    return Decimal(value) if kind is Decimal else value
