"""Keeps the index of names in step with the rows they name."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.models import Contact, Customer, Nickname
from storage.names import NameEntry, NameKind, StoredNames, forget_name, index_name

if TYPE_CHECKING:
    from storage.work import Work


class Names:
    """The names in the store: a NameBook for reading messages, and its upkeep."""

    def __init__(self, work: "Work") -> None:
        self._work = work

    def candidates(self, words: Sequence[str]) -> Sequence[NameEntry]:
        """Entries that a message with these folded words may mention."""
        return StoredNames(self._work.connection, self._work.everyday).candidates(words)

    def refresh(self, entity: str, id_: int) -> None:
        """Brings the index up to date with one row of this table, whatever happened to it."""
        if entity == Nickname.__tablename__:
            customer = self._work.connection.execute(select(Nickname.customer_id).where(Nickname.id == id_)).scalar_one()
            self._refresh_customer(customer)
        elif entity == Customer.__tablename__:
            self._refresh_customer(id_)
        elif entity == Contact.__tablename__:
            self._refresh_contact(id_)

    def _refresh_customer(self, id_: int) -> None:
        connection = self._work.connection
        row = connection.execute(select(Customer.name, Customer.archived_at).where(Customer.id == id_)).one()
        if row.archived_at:
            forget_name(connection, NameKind.CUSTOMER, id_)
            return
        nicknames = connection.execute(
            select(Nickname.name).where(Nickname.customer_id == id_, Nickname.archived_at.is_(None)).order_by(Nickname.id)
        ).scalars()
        index_name(connection, NameKind.CUSTOMER, id_, [row.name, *nicknames])

    def _refresh_contact(self, id_: int) -> None:
        connection = self._work.connection
        row = connection.execute(
            select(Contact.name, Contact.customer_id, Contact.archived_at).where(Contact.id == id_)
        ).one()
        if row.archived_at:
            forget_name(connection, NameKind.CONTACT, id_)
        else:
            index_name(connection, NameKind.CONTACT, id_, [row.name], customer_id=row.customer_id)
