"""Two rows that are one become one, with all that refers to them, as the tables declare it."""

from typing import Any

from sqlalchemy import Row, Table, select

from storage.entities.catalogue import Reference, catalogue
from storage.entities.entity import ByRow, Join, UndeclaredError, entity_of, put_away_by, table_of
from storage.entities.keys import Merge
from storage.names.folding import fold
from storage.session.base import Base
from storage.session.session import Session


class Joining:
    """Joining rows. Every step is in the audit, so that undoing the turn makes two of them again."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def join(self, model: type[Base], kept: int, gone: int) -> None:
        """All that refers to `gone` refers to `kept` from now on, which also takes what it lacks of it; `gone` is put away.

        Rows that were put away move too: what they refer to would be gone otherwise. Raises ValueError for one row twice,
        UndeclaredError for a table whose rows are never one.
        """
        if kept == gone:
            raise ValueError("a row cannot be joined with itself")
        join = _join_of(model)
        self._session.changes.archive(model, gone, into=kept)  # first: it is what an undo says it took back
        self._fill(model, join, kept, gone)
        for reference in catalogue().references(model):
            if reference.key.merge is Merge.MOVES:
                self._move(reference, kept, gone)

    def _fill(self, model: type[Base], join: Join, kept: int, gone: int) -> None:
        """What the one that is kept lacks."""
        mine, theirs = self._row(model, kept), self._row(model, gone)
        lacking = {name: theirs[name] for name in join.fills if mine[name] is None and theirs[name] is not None}
        if lacking:
            self._session.changes.update(model, kept, **lacking)

    def _move(self, reference: Reference, kept: int, gone: int) -> None:
        """What refers to `gone`, by one key of one table."""
        model, column = reference.model, reference.column
        join, undo = entity_of(model).join, entity_of(model).undo
        if join and join.same:
            self._join_alike(reference, join, kept, gone)
        moves = column == gone
        if reference.key.apart_from:
            other = table_of(model).c[reference.key.apart_from]
            if isinstance(undo, ByRow):
                between = ((column == gone) & (other == kept)) | ((column == kept) & (other == gone))
                away = table_of(model).c[undo.put_away]
                self._session.changes.update_all(model, between & away.is_(None), **{away.name: self._session.now})
            moves &= other != kept
        self._session.changes.update_all(model, moves, **{column.name: kept})

    def _join_alike(self, reference: Reference, join: Join, kept: int, gone: int) -> None:
        """Those of both that are alike are one."""
        here = {_alike(row, join): row for row in reversed(self._standing(reference, kept))}
        for row in self._standing(reference, gone):
            same = here.get(_alike(row, join))
            if same is not None and not _differ(same, row, join):
                self.join(reference.model, same.id, row.id)

    def _standing(self, reference: Reference, of: int) -> list[Row[Any]]:
        table, away = table_of(reference.model), put_away_by(reference.model)
        statement = select(table).where(reference.column == of, table.c[away].is_(None)).order_by(table.c.id)
        return list(self._session.connection.execute(statement))

    def _row(self, model: type[Base], id_: int) -> dict[str, Any]:
        table: Table = table_of(model)
        return dict(self._session.connection.execute(select(table).where(table.c.id == id_)).mappings().one())


def _join_of(model: type[Base]) -> Join:
    join = entity_of(model).join
    if join is None:
        raise UndeclaredError(f"rows of {model.__tablename__} are never one")
    return join


def _alike(row: Row[Any], join: Join) -> str:
    return fold(str(getattr(row, join.same or "id")))


def _differ(one: Row[Any], other: Row[Any], join: Join) -> bool:
    pairs = ((getattr(one, name), getattr(other, name)) for name in join.unless)
    return any(mine and theirs and mine != theirs for mine, theirs in pairs)
