"""Customers, their contacts, and the other names people give them."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, bindparam, select, true
from sqlalchemy.sql.selectable import Select

from storage.folding import fold
from storage.models import Contact, Customer, Nickname, Staff
from storage.records import ContactRecord, CustomerRecord

if TYPE_CHECKING:
    from storage.work import Work

_CUSTOMER = (Customer.id, Customer.name, Customer.phone, Customer.status, Customer.owner_id, Staff.name)
_CONTACT = (Contact.id, Contact.customer_id, Contact.name, Contact.role, Contact.phone, Contact.email)

# Built once: making a statement takes several times as long as running it.
_CONTACTS = (
    select(*_CONTACT).where(Contact.customer_id == bindparam("customer"), Contact.archived_at.is_(None)).order_by(Contact.id)
)


@cache
def _customer(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    visible = true() if everybodys else Customer.owner_id.in_(bindparam("owners", expanding=True))
    return (
        select(*_CUSTOMER).outerjoin(Staff, Staff.id == Customer.owner_id)
        .where(Customer.id == bindparam("customer"), Customer.archived_at.is_(None), visible)
    )


class Customers:
    """The customers that the person of this work may see."""

    def __init__(self, work: "Work") -> None:
        self._work = work

    def get(self, customer_id: int) -> CustomerRecord | None:
        """One customer, None where it does not exist, is archived, or is another's under a narrow visibility."""
        owners = self._work.sees_owners
        seen = {} if owners is None else {"owners": list(owners)}
        row = self._work.connection.execute(_customer(everybodys=owners is None), {"customer": customer_id, **seen}).one_or_none()
        return CustomerRecord(*row) if row else None

    def exactly(self, name: str) -> CustomerRecord | None:
        """The customer of exactly this name, accents and case aside, whoever sees it: a name exists once."""
        row = self._work.connection.execute(
            select(*_CUSTOMER).outerjoin(Staff, Staff.id == Customer.owner_id)
            .where(Customer.folded == fold(name), Customer.archived_at.is_(None)).limit(1)
        ).one_or_none()
        return CustomerRecord(*row) if row else None

    def add(self, name: str, *, phone: str | None = None, status: str = "customer") -> CustomerRecord:
        """A new customer, owned by whoever adds it."""
        owner = self._work.person
        id_ = self._work.changes.create(
            Customer, name=name, folded=fold(name), phone=phone, status=status, owner_id=owner.id if owner else None
        )
        self._work.names.refresh(Customer.__tablename__, id_)
        return CustomerRecord(id_, name, phone, status, owner.id if owner else None, owner.name if owner else None)

    def call_also(self, customer_id: int, nickname: str) -> int:
        """Teaches another name for a customer; returns the nickname's id."""
        id_ = self._work.changes.create(Nickname, customer_id=customer_id, name=nickname)
        self._work.names.refresh(Customer.__tablename__, customer_id)
        return id_

    def contacts(self, customer_id: int) -> list[ContactRecord]:
        """The people there, oldest first."""
        rows = self._work.connection.execute(_CONTACTS, {"customer": customer_id})
        return [ContactRecord(*row) for row in rows]

    def contact(self, contact_id: int) -> ContactRecord | None:
        """One contact, None where it is gone."""
        row = self._work.connection.execute(
            select(*_CONTACT).where(Contact.id == contact_id, Contact.archived_at.is_(None))
        ).one_or_none()
        return ContactRecord(*row) if row else None

    def add_contact(self, customer_id: int, name: str, *, role: str | None = None, phone: str | None = None,
                    email: str | None = None) -> ContactRecord:
        """A new person at a customer."""
        id_ = self._work.changes.create(
            Contact, customer_id=customer_id, name=name, folded=fold(name), role=role, phone=phone, email=email
        )
        self._work.names.refresh(Contact.__tablename__, id_)
        return ContactRecord(id_, customer_id, name, role, phone, email)

    def latest(self, ids: Sequence[int]) -> list[CustomerRecord]:
        """The customers of these ids, in this order, as far as they may be seen."""
        rows = self._work.connection.execute(
            select(*_CUSTOMER).outerjoin(Staff, Staff.id == Customer.owner_id)
            .where(Customer.id.in_(ids), Customer.archived_at.is_(None), self._visible())
        )
        found = {row[0]: CustomerRecord(*row) for row in rows}
        return [found[id_] for id_ in ids if id_ in found]

    def _visible(self) -> ColumnElement[bool]:
        owners = self._work.sees_owners
        return true() if owners is None else Customer.owner_id.in_(owners)
