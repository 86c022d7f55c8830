"""Rows that an import brings, of whatever kind: written invisibly, shown all at once, removed where it came to nothing.

They are archived from birth, and their names hidden in the index, so that no query sees them while small transactions write
them. What dies in between leaves only invisible rows, which the next try, or `discard`, removes.
"""

from typing import Any, ClassVar

from sqlalchemy import ColumnElement, delete, insert, select, update

from storage.audit.tables import AuditRow
from storage.crm.tables import ImportRow
from storage.names.names import NameKind, forget_hidden
from storage.names.tables import IndexedName
from storage.session.session import Session

KIND = "import"
"""How the audit and cards call an import."""


class ImportedRows:
    """What every kind of import does with its rows; each adds how it writes them and how it takes them back."""

    tables: ClassVar[tuple[Any, ...]]
    """Those that it writes, referred ones before those that refer to them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def mark(self, import_id: int, state: str, **values: object) -> None:
        """It is in this state now."""
        self._session.connection.execute(
            update(ImportRow).where(ImportRow.id == import_id).values(state=state, **values)
        )

    def publish(self, import_id: int, counts: dict[str, Any]) -> None:
        """Shows everything it brought, at once: a few statements, whatever the size."""
        connection = self._session.connection
        for table in self.tables:
            connection.execute(
                update(table).where(self._brought(table, import_id)).values(archived_at=None, **self._shown(table))
            )
        connection.execute(update(IndexedName).where(IndexedName.hidden_by == import_id).values(hidden_by=None))
        self.mark(import_id, "done", counts=counts, done_at=self._session.now)
        connection.execute(
            insert(AuditRow).values(
                at=self._session.now,
                staff_id=self._session.person_id,
                turn=_turn_of(import_id),
                entity=KIND,
                entity_id=import_id,
                before=None,
                after=counts,
            )
        )

    def discard(self, import_id: int, *, limit: int = 500) -> bool:
        """Deletes some of the invisible rows of an import that was not finished; returns whether there are more."""
        connection = self._session.connection
        if forget_hidden(connection, import_id, limit=limit):
            return True
        for table in reversed(self.tables):
            some = select(table.id).where(self._brought(table, import_id), table.archived_at.is_not(None)).limit(limit)
            if connection.execute(delete(table).where(table.id.in_(some))).rowcount > 0:
                return True
        return False

    def forget_names(self, import_id: int, *, limit: int = 500) -> bool:
        """Takes some hidden names out of the index; returns whether there are more."""
        return forget_hidden(self._session.connection, import_id, limit=limit) > 0

    # ------------------------------------------------------------------ for each kind
    def _brought(self, table: Any, import_id: int) -> ColumnElement[bool]:  # noqa: ANN401 - any of `tables`
        """Which rows of a table are the import's: those that say so, unless a kind knows better."""
        condition: ColumnElement[bool] = table.import_id == import_id
        return condition

    def _shown(self, table: Any) -> dict[str, Any]:  # noqa: ANN401
        """What changes in a table's rows as they are shown."""
        return {}

    def _stamp(self, import_id: int) -> dict[str, Any]:
        """Who and when, of a row that is not seen yet."""
        return self._stamp_beside() | {"import_id": import_id}

    def _stamp_beside(self) -> dict[str, Any]:
        """The same, of a row that is the import's by what it refers to."""
        now, by = self._session.now, self._session.person_id
        return {"created_at": now, "created_by": by, "updated_at": now, "updated_by": by, "archived_at": now}

    def _away(self) -> dict[str, Any]:
        """Who and when, of a row that is put away."""
        now = self._session.now
        return {"archived_at": now, "updated_at": now, "updated_by": self._session.person_id}

    def _taken_back(self, import_id: int, named: dict[Any, NameKind]) -> None:
        """The import is reverted, and the names of its rows of these tables that were put away are hidden."""
        for table, kind in named.items():
            gone = select(table.id).where(self._brought(table, import_id), table.archived_at.is_not(None))
            self._session.connection.execute(
                update(IndexedName)
                .where(IndexedName.kind == kind.value, IndexedName.entity_id.in_(gone))
                .values(hidden_by=import_id)
            )
        self.mark(import_id, "reverted")
        self._session.connection.execute(
            update(AuditRow).where(AuditRow.turn == _turn_of(import_id)).values(undone_at=self._session.now)
        )


def _turn_of(import_id: int) -> str:
    """How the audit calls what an import did."""
    return f"import:{import_id}"
