"""Keeps the index of names in step with the rows they name."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.crm.tables import ContactRow, CustomerRow, NicknameRow
from storage.names.names import NameEntry, NameKind, forget_name, index_name
from storage.names.search import StoredNames
from storage.people.tables import StaffRow

if TYPE_CHECKING:
    from storage.work import Work


class Names:
    """The names in the store: a NameBook for reading messages, scoped to what the person sees, and its upkeep."""

    def __init__(self, work: "Work") -> None:
        self._work = work
        self.changes = 0
        """How often names changed in this work: what was read before may read otherwise now."""

    def candidates(self, words: Sequence[str]) -> Sequence[NameEntry]:
        """Entries that a message with these folded words may mention, as far as the person may see them."""
        return self.seen(self.everybodys.candidates(words))

    @property
    def everybodys(self) -> StoredNames:
        """The same, whoever sees it: for reading a message rightly, never for showing what was found."""
        return StoredNames(self._work.connection, self._work.everyday)

    def seen(self, entries: Sequence[NameEntry]) -> Sequence[NameEntry]:
        """Those entries that the person may see: customers, and the people at them, may be another's."""
        if self._work.sees_owners is None:
            return entries
        customers = {entry: _customer_of(entry) for entry in entries}
        visible = self._work.customers.visible({id_ for id_ in customers.values() if id_ is not None})
        return [entry for entry, id_ in customers.items() if id_ is None or id_ in visible]

    def refresh(self, entity: str, id_: int) -> None:
        """Brings the index up to date with one row of this table, whatever happened to it."""
        self.changes += 1
        if entity == NicknameRow.__tablename__:
            customer = self._work.connection.execute(
                select(NicknameRow.customer_id).where(NicknameRow.id == id_)
            ).scalar_one()
            self._refresh_customer(customer)
        elif entity == CustomerRow.__tablename__:
            self._refresh_customer(id_)
        elif entity == ContactRow.__tablename__:
            self._refresh_contact(id_)
        elif entity == StaffRow.__tablename__:
            self._refresh_colleague(id_)

    def _refresh_customer(self, id_: int) -> None:
        connection = self._work.connection
        row = connection.execute(select(CustomerRow.name, CustomerRow.archived_at).where(CustomerRow.id == id_)).one()
        if row.archived_at:
            forget_name(connection, NameKind.CUSTOMER, id_)
            return
        nicknames = connection.execute(
            select(NicknameRow.name)
            .where(NicknameRow.customer_id == id_, NicknameRow.archived_at.is_(None))
            .order_by(NicknameRow.id)
        ).scalars()
        index_name(connection, NameKind.CUSTOMER, id_, [row.name, *nicknames])

    def _refresh_contact(self, id_: int) -> None:
        connection = self._work.connection
        row = connection.execute(
            select(ContactRow.name, ContactRow.customer_id, ContactRow.archived_at).where(ContactRow.id == id_)
        ).one()
        if row.archived_at:
            forget_name(connection, NameKind.CONTACT, id_)
        else:
            index_name(connection, NameKind.CONTACT, id_, [row.name], customer_id=row.customer_id)

    def _refresh_colleague(self, id_: int) -> None:
        connection = self._work.connection
        row = connection.execute(select(StaffRow.name, StaffRow.left_at).where(StaffRow.id == id_)).one()
        if row.left_at:
            forget_name(connection, NameKind.STAFF, id_)
        else:
            index_name(connection, NameKind.STAFF, id_, [row.name])


def _customer_of(entry: NameEntry) -> int | None:
    """The customer whose owner decides who sees the entry, None where everybody does."""
    if entry.kind is NameKind.CUSTOMER:
        return entry.id
    return entry.customer_id if entry.kind is NameKind.CONTACT else None
