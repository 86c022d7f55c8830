"""Every change of a business row, with who and when, so that it can be shown and taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Column, ColumnElement, Table, bindparam, insert, select, update
from sqlalchemy.sql.dml import ReturningInsert

from storage.base import Base, UtcDateTime
from storage.models import (
    AuditEntry,
    Contact,
    Customer,
    CustomerPhone,
    FollowUp,
    Interaction,
    Nickname,
    Referral,
    Staff,
)

if TYPE_CHECKING:
    from storage.work import Work

AuthoredModel = (
    type[Customer] | type[CustomerPhone] | type[Contact] | type[Nickname] | type[Referral] | type[Interaction] | type[FollowUp]
)

_MODELS: Mapping[str, AuthoredModel] = {
    model.__tablename__: model for model in (Customer, CustomerPhone, Contact, Nickname, Referral, Interaction, FollowUp)
}


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


class Changes:
    """Writes business rows and the audit beside them."""

    def __init__(self, work: "Work") -> None:
        self._work = work

    def create(self, model: AuthoredModel, **values: object) -> int:
        """Adds a row and returns its id."""
        work = self._work
        stamp = {"created_at": work.now, "created_by": work.person_id, "updated_at": work.now, "updated_by": work.person_id}
        id_ = work.connection.execute(_adding(model), values | stamp).scalar_one()
        self._record(model.__tablename__, id_, None, {})
        return id_

    def update(self, model: AuthoredModel, id_: int, **values: object) -> bool:
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
            model.__tablename__, id_,
            {name: _plain(before[name]) for name in changed},
            {name: _plain(value) for name, value in changed.items()},
        )
        return True

    def update_all(self, model: AuthoredModel, where: ColumnElement[bool], **values: object) -> list[int]:
        """Sets `values` on every row that `where` chooses, each with its audit; returns the ids of those that differed."""
        work, table = self._work, _table(model)
        rows = work.connection.execute(
            select(table.c.id, *(table.c[name] for name in values)).where(where).order_by(table.c.id).with_for_update()
        ).all()
        differing = [row for row in rows if tuple(row[1:]) != tuple(values.values())]
        after = {name: _plain(value) for name, value in values.items()}
        for batch in (differing[at : at + BATCH] for at in range(0, len(differing), BATCH)):
            work.connection.execute(
                update(model).where(model.id.in_([row.id for row in batch]))
                .values(**values, updated_at=work.now, updated_by=work.person_id)
            )
            work.connection.execute(_RECORD, [
                self._entry(model.__tablename__, row.id, {name: _plain(old) for name, old in zip(values, row[1:], strict=True)}, after)
                for row in batch
            ])
        return [row.id for row in differing]

    def archive(self, model: AuthoredModel, id_: int) -> None:
        """Puts the row away; it is never deleted."""
        self.update(model, id_, archived_at=self._work.now)

    def made_by(self, entity: str, id_: int) -> str | None:
        """The turn that created this row, to take back what that message did."""
        statement = select(AuditEntry.turn).where(
            AuditEntry.entity == entity, AuditEntry.entity_id == id_, AuditEntry.before.is_(None)
        ).order_by(AuditEntry.id).limit(1)
        return self._work.connection.execute(statement).scalar()

    def of_this_turn(self) -> int | None:
        """The last thing this turn changed, as a button refers to it; None where it changed nothing."""
        return self._work.connection.execute(
            select(AuditEntry.id).where(AuditEntry.turn == self._work.turn).order_by(AuditEntry.id.desc()).limit(1)
        ).scalar()

    def turn_of(self, entry_id: int) -> str | None:
        """The turn that made a change."""
        return self._work.connection.execute(select(AuditEntry.turn).where(AuditEntry.id == entry_id)).scalar()

    def changed_by(self, entity: str, id_: int, column: str) -> str | None:
        """Who changed this column of this row last, as far as the row's latest changes tell."""
        rows = self._work.connection.execute(_LATELY, {"entity": entity, "id": id_})
        return next((name for name, after in rows if column in after), None)

    def author(self, turn: str) -> int | None:
        """Who made the changes of a turn."""
        statement = select(AuditEntry.staff_id).where(AuditEntry.turn == turn).limit(1)
        return self._work.connection.execute(statement).scalar()

    def last_turn(self, staff_id: int) -> str | None:
        """The latest turn in which this person changed something that still stands."""
        statement = (
            select(AuditEntry.turn)
            .where(AuditEntry.staff_id == staff_id, AuditEntry.undone_at.is_(None))
            .order_by(AuditEntry.id.desc()).limit(1)
        )
        return self._work.connection.execute(statement).scalar()

    def whole(self, turn: str) -> Changed | None:
        """What a turn did, where that is kept as one record of its own (an import) and not row by row."""
        row = self._work.connection.execute(
            select(AuditEntry.entity, AuditEntry.entity_id).where(AuditEntry.turn == turn).order_by(AuditEntry.id).limit(1)
        ).one_or_none()
        return Changed(row.entity, row.entity_id) if row and row.entity not in _MODELS else None

    def undo(self, turn: str) -> list[Changed]:
        """Takes back all that one turn changed and returns the rows, newest first; nothing where it was done before.

        Raises ChangedSinceError, before it touches anything, where somebody else changed a row since.
        """
        connection = self._work.connection
        entries = connection.execute(
            select(AuditEntry.id, AuditEntry.entity, AuditEntry.entity_id, AuditEntry.before)
            .where(AuditEntry.turn == turn, AuditEntry.undone_at.is_(None)).order_by(AuditEntry.id.desc())
        ).all()
        for entry in entries:
            self._refuse_if_changed(turn, entry.entity, entry.entity_id)
        for entry in entries:
            model = _MODELS[entry.entity]
            values = {"archived_at": self._work.now} if entry.before is None else _restored(_table(model), entry.before)
            connection.execute(
                update(model).where(model.id == entry.entity_id)
                .values(**values, updated_at=self._work.now, updated_by=self._work.person_id)
            )
        if entries:
            connection.execute(update(AuditEntry).where(AuditEntry.turn == turn).values(undone_at=self._work.now))
        changed = list(dict.fromkeys(Changed(entry.entity, entry.entity_id) for entry in entries))
        renamed = {Changed(entry.entity, entry.entity_id) for entry in entries if entry.before is None or NAMING & set(entry.before)}
        for row in changed:
            if row in renamed:
                self._work.names.refresh(row.entity, row.id)
        return changed

    def _refuse_if_changed(self, turn: str, entity: str, id_: int) -> None:
        later = self._work.connection.execute(
            select(AuditEntry.turn, AuditEntry.staff_id, Staff.name).outerjoin(Staff, Staff.id == AuditEntry.staff_id)
            .where(AuditEntry.entity == entity, AuditEntry.entity_id == id_, AuditEntry.undone_at.is_(None))
            .order_by(AuditEntry.id.desc()).limit(1)
        ).one()
        if later.turn != turn and later.staff_id != self._work.person_id:
            raise ChangedSinceError(later.name)

    def _record(self, entity: str, id_: int, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
        self._work.connection.execute(_RECORD, self._entry(entity, id_, before, after))

    def _entry(self, entity: str, id_: int, before: dict[str, Any] | None, after: dict[str, Any]) -> dict[str, Any]:
        work = self._work
        return {
            "at": work.now, "staff_id": work.person_id, "turn": work.turn, "entity": entity, "entity_id": id_, "before": before,
            "after": after,
        }


# Built once: making a statement takes several times as long as running it.
_RECORD = insert(AuditEntry)
_OF_ROW = (
    AuditEntry.entity == bindparam("entity"), AuditEntry.entity_id == bindparam("id"), AuditEntry.undone_at.is_(None),
)
_LATELY = (
    select(Staff.name, AuditEntry.after).outerjoin(Staff, Staff.id == AuditEntry.staff_id)
    .where(*_OF_ROW, AuditEntry.before.is_not(None)).order_by(AuditEntry.id.desc()).limit(20)
)


@cache
def _adding(model: AuthoredModel) -> ReturningInsert[int]:
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
    kind = column.type.python_type  # of a decorated type only "object"
    if kind is datetime or isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    if kind is date:
        return date.fromisoformat(value)
    return Decimal(value) if column.name == "amount" else value
