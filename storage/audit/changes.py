"""Every change of a business row, with who and when, so that it can be shown and taken back."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, insert, select, update
from sqlalchemy.sql.dml import ReturningInsert, Update
from sqlalchemy.sql.selectable import Select

from storage.audit.history import ChangeHistory
from storage.audit.records import ERASED, MERGED_INTO, Change, Changed, ChangedSinceError
from storage.audit.tables import AuditRow
from storage.entities.catalogue import catalogue
from storage.entities.entity import Alias, AsWhole, audit_name, entity_of, naming_columns, put_away_by, table_of
from storage.entities.naming import NameUpkeep
from storage.people.tables import StaffRow
from storage.session.base import Base
from storage.session.dialects import insert_all
from storage.session.json_values import all_as_json, from_json
from storage.session.reads import read_once
from storage.session.session import Session

BATCH = 500
"""Rows changed with one statement: both stores take as many values."""


class Changes(ChangeHistory):
    """Writes business rows with the audit beside them, and keeps the index of their names in step."""

    def __init__(self, session: Session, names: NameUpkeep) -> None:
        super().__init__(session)
        self._names = names
        self._made: dict[tuple[str, int], int] = {}
        self._last: tuple[str, int] | None = None
        self.written = 0
        """How many changes this session has written down."""
        self.touched: list[str] = []
        """The rows that this session added or changed one by one and that keep what was said, as buttons call them, in order."""

    # ------------------------------------------------------------------ writing
    def create(self, model: type[Base], **values: object) -> int:
        """Adds a row and returns its id."""
        session = self._session
        stamp = {
            "created_at": session.now,
            "created_by": session.person_id,
            "updated_at": session.now,
            "updated_by": session.person_id,
        }
        id_: int = session.value(_adding(model), values | stamp)
        self._record(model, id_, None, {}, values.get(_whole(model) or ""))
        if naming_columns(model):
            self._names.refresh(model, [id_])
        return id_

    def add_parts(self, model: type[Base], rows: Sequence[Mapping[str, object]]) -> None:
        """Adds parts of a row that this session has just added. They come and go with it, and have no audit of their own."""
        stamp = {"created_at": self._session.now, "created_by": self._session.person_id} | self._stamp()
        insert_all(self._session.connection, model, [{**row, **stamp} for row in rows])

    def update(self, model: type[Base], id_: int, **values: object) -> bool:
        """Sets `values` on the row; returns False, and keeps quiet, where they are what it holds already."""
        return self._update(model, id_, values, {})

    def _update(self, model: type[Base], id_: int, values: Mapping[str, object], note: Mapping[str, Any]) -> bool:
        """The same; `note` is kept with what the row became, and means nothing to it."""
        whole = _whole(model)
        (row,) = self._session.rows(_reading(model, (*values, whole) if whole else tuple(values)), {"row": id_})
        held = dict(zip((*values, whole or ""), row, strict=False))
        changed = {name: new for name, new in values.items() if new != held[name]}
        if not changed:
            return False
        before = {name: held[name] for name in changed}
        self._session.rows(_changing(model), changed | self._stamp() | {"row": id_})
        self._record(model, id_, all_as_json(before), all_as_json(changed) | dict(note), held.get(whole or ""))
        self._rename(model, {id_: before})
        return True

    def update_all(self, model: type[Base], where: ColumnElement[bool], **values: object) -> list[int]:
        """Sets `values` on every row that `where` chooses, each with its audit; returns the ids of those that differed."""
        connection, table = self._session.connection, table_of(model)
        rows = connection.execute(
            select(table.c.id, *(table.c[name] for name in values)).where(where).order_by(table.c.id).with_for_update()
        ).all()
        differing = [row for row in rows if tuple(row[1:]) != tuple(values.values())]
        before = {row.id: dict(zip(values, row[1:], strict=True)) for row in differing}
        after = all_as_json(values)
        for batch in (differing[at : at + BATCH] for at in range(0, len(differing), BATCH)):
            connection.execute(
                update(model).where(table.c.id.in_([row.id for row in batch])).values(**values, **self._stamp())
            )
            connection.execute(
                _RECORD,
                [self._entry(audit_name(model), row.id, all_as_json(before[row.id]), after) for row in batch],
            )
            self._last = None  # their numbers are not known
        self._rename(model, before)
        return list(before)

    def archive(self, model: type[Base], id_: int, *, into: int | None = None) -> None:
        """Puts the row away; it is never deleted. `into` is the row that it was merged into, where that is why."""
        note = {} if into is None else {MERGED_INTO: into}
        self._update(model, id_, {put_away_by(model): self._session.now}, note)

    def erased(self, model: type[Base], id_: int) -> None:
        """Writes down that what was known of a row is gone for good: nothing that was done to it is taken back any more."""
        self._record(model, id_, {}, {ERASED: True})

    def rolled_back(self) -> None:
        """A part of this session came to nothing: what it had written down is no change."""
        self._made.clear()
        self._last = None

    # ------------------------------------------------------------------ buttons
    def made_by(self, about: str, id_: int) -> int | None:
        """The change that created a row, to take back what that message did; `about` is how buttons call it ("interaction")."""
        entity = audit_name(catalogue().called(about))
        made = self._made.get((entity, id_))
        return made or self._session.value(_MADE, {"entity": entity, "row": id_})

    def of_this_turn(self) -> int | None:
        """The last thing this turn changed, as a button refers to it; None where it changed nothing."""
        if self._last and self._last[0] == self._session.turn:
            return self._last[1]
        return self._latest_of(self._session.turn)

    @read_once
    def _latest_of(self, turn: str) -> int | None:
        latest: int | None = self._session.value(_LATEST, {"turn": turn})
        return latest

    # ------------------------------------------------------------------ undoing
    def whole(self, turn: str) -> Changed | None:
        """What a turn did, where that is kept as one record of its own (an import) and not row by row."""
        row = self._session.connection.execute(
            select(AuditRow.entity, AuditRow.entity_id).where(AuditRow.turn == turn).order_by(AuditRow.id).limit(1)
        ).one_or_none()
        if row is None or not isinstance(entity_of(catalogue().audited(row.entity)).undo, AsWhole):
            return None
        return Changed(row.entity, row.entity_id)

    def undo(self, turn: str) -> list[Changed]:
        """Takes back all that one turn changed and returns the rows, newest first; nothing where it was done before.

        Raises ChangedSinceError, before it touches anything, where anybody changed since the very columns that would go
        back, or somebody else a row that was added, or where something was erased.
        """
        connection = self._session.connection
        rows = connection.execute(
            select(AuditRow.entity, AuditRow.entity_id, AuditRow.before, AuditRow.after)
            .where(AuditRow.turn == turn, AuditRow.undone_at.is_(None))
            .order_by(AuditRow.id.desc())
        )
        changes = [Change(*row) for row in rows]
        for change in changes:
            self._refuse_if_changed(turn, change)
        for change in changes:
            self._take_back(change)
        if changes:
            connection.execute(
                update(AuditRow)
                .where(AuditRow.turn == turn)
                .values(undone_at=self._session.now, undone_by=self._session.person_id)
            )
        self._rename_back(changes)
        return list(dict.fromkeys(Changed(change.entity, change.id) for change in changes))

    def _refuse_if_changed(self, turn: str, change: Change) -> None:
        """A row that was added goes with all that was changed of it, unless somebody else did that; columns go back alone."""
        for later in self._session.connection.execute(_STANDING, {"entity": change.entity, "row": change.id}):
            if ERASED in later.after:
                raise ChangedSinceError(later.name)
            if later.turn == turn:
                return
            anothers = later.staff_id != self._session.person_id
            if anothers if change.before is None else set(change.after) & set(later.after):
                raise ChangedSinceError(later.name if anothers else None)

    def _take_back(self, change: Change) -> None:
        model = catalogue().audited(change.entity)
        if change.before is None:
            values: dict[str, Any] = {put_away_by(model): self._session.now}
        else:
            values = {name: from_json(table_of(model).c[name], value) for name, value in change.before.items()}
        self._session.connection.execute(_changing(model), values | self._stamp() | {"row": change.id})

    def redo(self, turn: str) -> list[Changed]:
        """Does once more what one turn had done and was taken back, and returns the rows; nothing where it stands.

        Raises ChangedSinceError, before it touches anything, where the very columns were changed since, or something was erased.
        """
        connection = self._session.connection
        rows = connection.execute(
            select(AuditRow.entity, AuditRow.entity_id, AuditRow.before, AuditRow.after)
            .where(AuditRow.turn == turn, AuditRow.undone_at.is_not(None))
            .order_by(AuditRow.id)
        )
        changes = [Change(*row) for row in rows]
        for change in changes:
            self._refuse_if_changed_back(turn, change)
        for change in changes:
            self._do_again(change)
        if changes:
            connection.execute(update(AuditRow).where(AuditRow.turn == turn).values(undone_at=None, undone_by=None))
        self._rename_again(changes)
        return list(dict.fromkeys(Changed(change.entity, change.id) for change in changes))

    def _refuse_if_changed_back(self, turn: str, change: Change) -> None:
        """What was done since it was taken back stands; a row that was put away was changed by nobody."""
        if change.before is None:
            return
        first = self._session.value(_FIRST, {"turn": turn})
        for later in self._session.connection.execute(_STANDING, {"entity": change.entity, "row": change.id}):
            if ERASED in later.after or (later.id > first and set(change.after) & set(later.after)):
                raise ChangedSinceError(later.name if later.staff_id != self._session.person_id else None)

    def _do_again(self, change: Change) -> None:
        model = catalogue().audited(change.entity)
        if change.before is None:
            values: dict[str, Any] = {put_away_by(model): None}
        else:
            values = {name: from_json(table_of(model).c[name], change.after[name]) for name in change.before}
        self._session.connection.execute(_changing(model), values | self._stamp() | {"row": change.id})

    # ------------------------------------------------------------------ names
    def _rename(self, model: type[Base], before: Mapping[int, Mapping[str, Any]]) -> None:
        """The index follows rows that changed, `before` holds what of each; a name that went to another row leaves the former one."""
        naming = naming_columns(model)
        renamed = [id_ for id_, columns in before.items() if not naming.isdisjoint(columns)]
        if not renamed:
            return
        self._names.refresh(model, renamed)
        if isinstance(alias := entity_of(model).found_by, Alias):
            former = {before[id_][alias.of] for id_ in renamed if alias.of in before[id_]}
            self._names.refresh(catalogue().owner(model, alias.of), sorted(former))

    def _rename_back(self, changes: Sequence[Change]) -> None:
        touched: dict[type[Base], dict[int, dict[str, Any]]] = {}
        for change in changes:
            model = catalogue().audited(change.entity)
            columns = {put_away_by(model): None} if change.before is None else change.after
            touched.setdefault(model, {}).setdefault(change.id, {}).update(columns)
        for model, rows in touched.items():
            self._rename(model, rows)

    def _rename_again(self, changes: Sequence[Change]) -> None:
        for change in changes:
            model = catalogue().audited(change.entity)
            self._rename(model, {change.id: {put_away_by(model): None} if change.before is None else change.before})

    # ------------------------------------------------------------------ the audit
    def _record(
        self,
        model: type[Base],
        id_: int,
        before: dict[str, Any] | None,
        after: dict[str, Any],
        whole: object | None = None,
    ) -> None:
        """Writes a change down; `whole` is the id of the row that this one is a part of."""
        entity = audit_name(model)
        change: int = self._session.value(_RECORD_ONE, self._entry(entity, id_, before, after))
        said_of = entity_of(catalogue().owner(model, _whole(model) or "")) if whole else entity_of(model)
        if said_of.keeps_original:
            self.touched.append(f"{said_of.about}:{whole or id_}")
        self._last = (self._session.turn, change)
        if before is None:
            self._made[entity, id_] = change

    def _entry(self, entity: str, id_: int, before: dict[str, Any] | None, after: dict[str, Any]) -> dict[str, Any]:
        session = self._session
        self.written += 1
        return {
            "at": session.now,
            "staff_id": session.person_id,
            "turn": session.turn,
            "entity": entity,
            "entity_id": id_,
            "before": before,
            "after": after,
        }

    def _stamp(self) -> dict[str, Any]:
        return {"updated_at": self._session.now, "updated_by": self._session.person_id}


def _whole(model: type[Base]) -> str | None:
    """The key to the row that a row is a part of."""
    return entity_of(model).part_of


# Built once: making a statement takes several times as long as running it.
_RECORD = insert(AuditRow)
_RECORD_ONE = _RECORD.returning(AuditRow.id)
_MADE = (
    select(AuditRow.id)
    .where(AuditRow.entity == bindparam("entity"), AuditRow.entity_id == bindparam("row"), AuditRow.before.is_(None))
    .order_by(AuditRow.id)
    .limit(1)
)
_FIRST = select(AuditRow.id).where(AuditRow.turn == bindparam("turn")).order_by(AuditRow.id).limit(1)
_LATEST = select(AuditRow.id).where(AuditRow.turn == bindparam("turn")).order_by(AuditRow.id.desc()).limit(1)
_STANDING = (  # newest first: what of a row's changes stands
    select(AuditRow.id, AuditRow.turn, AuditRow.staff_id, AuditRow.after, StaffRow.name)
    .outerjoin(StaffRow, StaffRow.id == AuditRow.staff_id)
    .where(
        AuditRow.entity == bindparam("entity"),
        AuditRow.entity_id == bindparam("row"),
        AuditRow.undone_at.is_(None),
    )
    .order_by(AuditRow.id.desc())
)


@cache
def _adding(model: type[Base]) -> ReturningInsert[int]:
    return insert(model).returning(table_of(model).c.id)


@cache
def _reading(model: type[Base], columns: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    """What a row holds in these columns, which nobody else changes until this session is done."""
    table = table_of(model)
    return select(*(table.c[name] for name in columns)).where(table.c.id == bindparam("row")).with_for_update()


@cache
def _changing(model: type[Base]) -> Update:
    """Sets whatever columns it is given values for."""
    table = table_of(model)
    return update(table).where(table.c.id == bindparam("row"))
