"""Customers, their contacts, the other names people give them, and their further numbers."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Executable, Row, bindparam, literal_column, select, union_all
from sqlalchemy.sql.selectable import CompoundSelect, Select

from storage.crm.records import ContactRecord, CustomerRecord
from storage.crm.scope import owners, seen
from storage.crm.tables import ContactRow, CustomerPhoneRow, CustomerRow, NicknameRow
from storage.names.folding import fold
from storage.people.tables import StaffRow
from storage.session.reads import read_once
from storage.session.session import Author, Session

_CUSTOMER = (
    CustomerRow.id,
    CustomerRow.name,
    CustomerRow.phone,
    CustomerRow.status,
    CustomerRow.owner_id,
    StaffRow.name,
    CustomerRow.email,
    CustomerRow.address,
    CustomerRow.sector,
)
_CONTACT = (ContactRow.id, ContactRow.customer_id, ContactRow.name, ContactRow.role, ContactRow.phone, ContactRow.email)


# Built once: making a statement takes several times as long as running it.
@cache
def _contacts(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    return (
        select(*_CONTACT)
        .join(CustomerRow, CustomerRow.id == ContactRow.customer_id)
        .where(
            ContactRow.customer_id == bindparam("customer"),
            ContactRow.archived_at.is_(None),
            seen(everybodys=everybodys),
        )
        .order_by(ContactRow.id)
    )


@cache
def _contact(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    return (
        select(*_CONTACT)
        .join(CustomerRow, CustomerRow.id == ContactRow.customer_id)
        .where(ContactRow.id == bindparam("contact"), ContactRow.archived_at.is_(None), seen(everybodys=everybodys))
    )


@cache
def _nicknames(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    return (
        select(NicknameRow.id, NicknameRow.name)
        .join(CustomerRow, CustomerRow.id == NicknameRow.customer_id)
        .where(
            NicknameRow.customer_id == bindparam("customer"),
            NicknameRow.archived_at.is_(None),
            seen(everybodys=everybodys),
        )
        .order_by(NicknameRow.id)
    )


@cache
def _phones(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    return (
        select(CustomerPhoneRow.id, CustomerPhoneRow.number)
        .join(CustomerRow, CustomerRow.id == CustomerPhoneRow.customer_id)
        .where(
            CustomerPhoneRow.customer_id == bindparam("customer"),
            CustomerPhoneRow.archived_at.is_(None),
            seen(everybodys=everybodys),
        )
        .order_by(CustomerPhoneRow.id)
    )


@cache
def _also(*, everybodys: bool) -> CompoundSelect[*tuple[Any, ...]]:
    names = _nicknames(everybodys=everybodys).add_columns(literal_column("0").label("kind")).order_by(None)
    numbers = _phones(everybodys=everybodys).add_columns(literal_column("1").label("kind")).order_by(None)
    return union_all(names, numbers).order_by(literal_column("1"))


_REACHED: Mapping[str, Executable] = {
    "phone": union_all(
        select(CustomerRow.id).where(CustomerRow.phone == bindparam("reach"), CustomerRow.archived_at.is_(None)),
        select(CustomerPhoneRow.customer_id).where(
            CustomerPhoneRow.number == bindparam("reach"), CustomerPhoneRow.archived_at.is_(None)
        ),
    ).limit(1),
    "email": select(CustomerRow.id)
    .where(CustomerRow.email == bindparam("reach"), CustomerRow.archived_at.is_(None))
    .limit(1),
}


@cache
def _customer(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    return (
        select(*_CUSTOMER)
        .outerjoin(StaffRow, StaffRow.id == CustomerRow.owner_id)
        .where(CustomerRow.id == bindparam("customer"), CustomerRow.archived_at.is_(None), seen(everybodys=everybodys))
    )


@cache
def _customers(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    return (
        select(*_CUSTOMER)
        .outerjoin(StaffRow, StaffRow.id == CustomerRow.owner_id)
        .where(
            CustomerRow.id.in_(bindparam("customers", expanding=True)),
            CustomerRow.archived_at.is_(None),
            seen(everybodys=everybodys),
        )
    )


class Customers:
    """The customers that the person of this session may see."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @read_once
    def get(self, customer_id: int) -> CustomerRecord | None:
        """One customer, None where it does not exist, is archived, or is another's under a narrow visibility."""
        statement = _customer(everybodys=self._session.sees_all)
        row = self._session.row(statement, {"customer": customer_id, **owners(self._session)})
        return CustomerRecord(*row) if row else None

    def exactly(self, name: str) -> CustomerRecord | None:
        """The customer of exactly this name, accents and case aside, whoever sees it: a name exists once."""
        row = self._session.connection.execute(
            select(*_CUSTOMER)
            .outerjoin(StaffRow, StaffRow.id == CustomerRow.owner_id)
            .where(CustomerRow.folded == fold(name), CustomerRow.archived_at.is_(None))
            .limit(1)
        ).one_or_none()
        return CustomerRecord(*row) if row else None

    def reached_at(self, kind: str, reach: str) -> CustomerRecord | None:
        """The customer with this number (`kind` "phone") or address ("email"), whoever sees it."""
        id_ = self._session.connection.execute(_REACHED[kind], {"reach": reach}).scalar()
        return self._whoever_sees(id_) if id_ else None

    def add(
        self,
        name: str,
        *,
        phone: str | None = None,
        email: str | None = None,
        status: str = "customer",
        owner: Author | None = None,
    ) -> CustomerRecord:
        """A new customer; its `owner` is whoever adds it unless another is given."""
        owner = owner or self._session.person
        id_ = self._session.changes.create(
            CustomerRow,
            name=name,
            folded=fold(name),
            phone=phone,
            email=email,
            status=status,
            owner_id=owner.id if owner else None,
        )
        return CustomerRecord(
            id_, name, phone, status, owner.id if owner else None, owner.name if owner else None, email
        )

    def change(self, customer_id: int, column: str, value: str | None) -> bool:
        """Sets one column; False where nothing is different."""
        if column != "name":
            return self._session.changes.update(CustomerRow, customer_id, **{column: value})
        return self._session.changes.update(CustomerRow, customer_id, name=value, folded=fold(value or ""))

    def archive(self, customer_id: int) -> None:
        """It is put away: nobody sees it any more, and undo brings it back."""
        self._session.changes.archive(CustomerRow, customer_id)

    def lock(self, *customer_ids: int) -> None:
        """Waits for, and keeps off, others who change these customers at the same time."""
        self._session.connection.execute(
            select(CustomerRow.id).where(CustomerRow.id.in_(customer_ids)).order_by(CustomerRow.id).with_for_update()
        ).all()

    def call_also(self, customer_id: int, nickname: str) -> int:
        """Teaches another name for a customer; returns the nickname's id."""
        return self._session.changes.create(NicknameRow, customer_id=customer_id, name=nickname)

    def also(self, customer_id: int) -> tuple[list[str], list[str]]:
        """The other names people give it and the numbers beside the main one, as a card wants them: in one statement."""
        statement = _also(everybodys=self._session.sees_all)
        rows = self._session.connection.execute(statement, {"customer": customer_id, **owners(self._session)}).all()
        return [value for _id, value, kind in rows if kind == 0], [value for _id, value, kind in rows if kind == 1]

    def nicknames(self, customer_id: int) -> list[str]:
        """The other names people give it."""
        return [row.name for row in self._nicknames_of(customer_id)]

    def set_nicknames(self, customer_id: int, names: Sequence[str]) -> None:
        """Exactly these from now on."""
        rows = self._nicknames_of(customer_id)
        for row in rows:
            if row.name not in names:
                self._session.changes.archive(NicknameRow, row.id)
        for name in names:
            if name not in {row.name for row in rows}:
                self._session.changes.create(NicknameRow, customer_id=customer_id, name=name)

    def further_phones(self, customer_id: int) -> list[str]:
        """The numbers beside the main one."""
        return [row.number for row in self._phones_of(customer_id)]

    def set_phones(self, customer_id: int, numbers: Sequence[str]) -> None:
        """Exactly these from now on; the first is the main one."""
        main, further = (numbers[0] if numbers else None), numbers[1:]
        self._session.changes.update(CustomerRow, customer_id, phone=main)
        rows = self._phones_of(customer_id)
        for row in rows:
            if row.number not in further:
                self._session.changes.archive(CustomerPhoneRow, row.id)
        for number in further:
            if number not in {row.number for row in rows}:
                self._session.changes.create(CustomerPhoneRow, customer_id=customer_id, number=number)

    @read_once
    def contacts(self, customer_id: int) -> Sequence[ContactRecord]:
        """The people there, oldest first."""
        statement = _contacts(everybodys=self._session.sees_all)
        rows = self._session.rows(statement, {"customer": customer_id, **owners(self._session)})
        return tuple(ContactRecord(*row) for row in rows)

    @read_once
    def contact(self, contact_id: int) -> ContactRecord | None:
        """One contact, None where it is gone or at another's customer."""
        statement = _contact(everybodys=self._session.sees_all)
        row = self._session.connection.execute(
            statement, {"contact": contact_id, **owners(self._session)}
        ).one_or_none()
        return ContactRecord(*row) if row else None

    def add_contact(
        self,
        customer_id: int,
        name: str,
        *,
        role: str | None = None,
        phone: str | None = None,
        email: str | None = None,
    ) -> ContactRecord:
        """A new person at a customer."""
        id_ = self._session.changes.create(
            ContactRow, customer_id=customer_id, name=name, folded=fold(name), role=role, phone=phone, email=email
        )
        return ContactRecord(id_, customer_id, name, role, phone, email)

    def latest(self, ids: Sequence[int]) -> list[CustomerRecord]:
        """The customers of these ids, in this order, as far as they may be seen."""
        statement = _customers(everybodys=self._session.sees_all)
        rows = self._session.connection.execute(statement, {"customers": list(ids), **owners(self._session)})
        found = {row[0]: CustomerRecord(*row) for row in rows}
        return [found[id_] for id_ in ids if id_ in found]

    def visible(self, ids: Collection[int]) -> set[int]:
        """Which of these customers the person may see."""
        return {customer.id for customer in self.latest(list(ids))} if ids else set()

    def anothers(self, customer_id: int) -> str | None:
        """Who answers for a customer that the person may not see: the one thing that is told of it. None where they see it."""
        if self._session.sees_all or self.get(customer_id):
            return None
        return self._session.connection.execute(
            select(StaffRow.name)
            .join(CustomerRow, CustomerRow.owner_id == StaffRow.id)
            .where(CustomerRow.id == customer_id, CustomerRow.archived_at.is_(None))
        ).scalar_one_or_none()

    def _whoever_sees(self, customer_id: int) -> CustomerRecord | None:
        row = self._session.connection.execute(_customer(everybodys=True), {"customer": customer_id}).one_or_none()
        return CustomerRecord(*row) if row else None

    def _nicknames_of(self, customer_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
        statement = _nicknames(everybodys=self._session.sees_all)
        return self._session.connection.execute(statement, {"customer": customer_id, **owners(self._session)}).all()

    def _phones_of(self, customer_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
        statement = _phones(everybodys=self._session.sees_all)
        return self._session.connection.execute(statement, {"customer": customer_id, **owners(self._session)}).all()
