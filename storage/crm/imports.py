"""Tables of customers brought in: all of a table or nothing of it, while everybody else goes on working.

One transaction around fifty thousand rows would hold SQLite's only writer for half a minute. So an import writes in
small transactions rows that nobody sees (archived, their names hidden in the index), and one short transaction at the
end shows them all. What dies in between leaves only invisible rows, and the next try, or `discard`, removes them.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, insert, or_, select, true, update
from sqlalchemy.orm import InstrumentedAttribute, aliased

from storage.audit.tables import AuditRow
from storage.crm import scope
from storage.crm.imported_rows import ImportedRows
from storage.crm.tables import ContactRow, CustomerPhoneRow, CustomerRow, ImportRow, NicknameRow
from storage.names.folding import fold
from storage.names.names import IndexEntry, NameKind, index_many
from storage.people.tables import StaffRow
from storage.session.base import Base
from storage.session.dialects import among_many, insert_for_ids


@dataclass(frozen=True, slots=True)
class BroughtContact:
    """A person at a customer, as a table tells it."""

    name: str
    role: str | None = None
    phone: str | None = None
    email: str | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """For pickling: an import puts very many aside, and a dataclass does it at three times the cost."""
        return BroughtContact, (self.name, self.role, self.phone, self.email)


@dataclass(frozen=True, slots=True)
class Brought:
    """A customer of a table, from this line on, and people there. `values` are columns of the customer."""

    line: int
    name: str
    values: dict[str, Any] = field(default_factory=dict)
    nicknames: Sequence[str] = ()
    contacts: Sequence[BroughtContact] = ()
    phones: Sequence[str] = ()
    """Further numbers of the customer."""

    def __reduce__(self) -> tuple[Any, ...]:
        """For pickling, as `BroughtContact` has it."""
        return Brought, (self.line, self.name, self.values, self.nicknames, self.contacts, self.phones)


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """An import, and what it did: `counts` has "customers", "contacts", "known" and the like; `kind` is what it is a table of."""

    id: int
    staff_id: int | None
    name: str
    file_id: int | None
    state: str
    counts: dict[str, Any]
    created_at: datetime
    done_at: datetime | None
    kind: str = "customers"


@dataclass(frozen=True, slots=True)
class Reverted:
    """What taking an import back did: how many rows went, and which customers stay because they are in use."""

    customers: int
    contacts: int
    kept: int
    kept_names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Listed:
    """A customer with everything that a table of customers says of it."""

    id: int
    name: str
    phone: str | None
    email: str | None
    address: str | None
    sector: str | None
    status: str
    owner: str | None
    nicknames: Sequence[str]
    phones: Sequence[str]
    contacts: Sequence[BroughtContact]


class Imports(ImportedRows):
    """The tables that were brought in, and the customers of those that have some."""

    tables = (CustomerRow, NicknameRow, ContactRow, CustomerPhoneRow)

    # ------------------------------------------------------------------ the list of them
    def add(self, name: str, *, file_id: int | None = None) -> int:
        """A table that was sent; nothing of it is kept yet."""
        row: dict[str, Any] = {
            "staff_id": self._session.person_id,
            "name": name[:200],
            "file_id": file_id,
            "state": "new",
            "counts": {},
            "created_at": self._session.now,
        }
        return self._session.connection.execute(insert(ImportRow).returning(ImportRow.id), row).scalar_one()

    def get(self, import_id: int) -> ImportRecord | None:
        """One import."""
        row = self._session.connection.execute(
            select(
                ImportRow.id,
                ImportRow.staff_id,
                ImportRow.name,
                ImportRow.file_id,
                ImportRow.state,
                ImportRow.counts,
                ImportRow.created_at,
                ImportRow.done_at,
                ImportRow.kind,
            ).where(ImportRow.id == import_id)
        ).one_or_none()
        return ImportRecord(*row) if row else None

    # ------------------------------------------------------------------ what is there already
    def known(self, names: Sequence[str], import_id: int | None = None) -> dict[str, int]:
        """Customers of these names that the person may see, those of a running import too: their folded name and id."""
        there = and_(CustomerRow.archived_at.is_(None), scope.seen(everybodys=self._session.sees_owners is None))
        rows = self._session.connection.execute(
            select(CustomerRow.folded, func.min(CustomerRow.id))
            .where(
                among_many(CustomerRow.folded, "names"),
                or_(there, CustomerRow.import_id == import_id if import_id is not None else false()),
            )
            .group_by(CustomerRow.folded),
            {"names": list({fold(name) for name in names}), **scope.owners(self._session)},
        )
        return {folded: id_ for folded, id_ in rows}  # noqa: C416 - rows are not pairs to dict()'s type

    def known_contacts(self, customers: Sequence[int], import_id: int | None = None) -> set[tuple[int, str]]:
        """The people at these customers, by the customer's id and their folded name."""
        mine = or_(
            ContactRow.archived_at.is_(None), ContactRow.import_id == import_id if import_id is not None else false()
        )
        rows = self._session.connection.execute(
            select(ContactRow.customer_id, ContactRow.folded).where(
                among_many(ContactRow.customer_id, "customers"), mine
            ),
            {"customers": list(set(customers))},
        )
        return {(customer, folded) for customer, folded in rows}

    # ------------------------------------------------------------------ bringing in
    def stage(self, import_id: int, rows: Sequence[Brought]) -> None:
        """Writes what of these lines is new, invisibly. A customer or contact that exists is left as it is."""
        ids = self.known([row.name for row in rows], import_id)
        new = {fold(row.name): row for row in reversed(rows) if fold(row.name) not in ids}
        ids |= self._stage_customers(import_id, list(reversed(new.values())))
        self._stage_contacts(import_id, [(ids[fold(row.name)], contact) for row in rows for contact in row.contacts])

    def _stage_customers(self, import_id: int, rows: Sequence[Brought]) -> dict[str, int]:
        stamp = self._stamp(import_id)
        ids = self._insert(
            CustomerRow, [{"name": row.name, "folded": fold(row.name)} | row.values | stamp for row in rows]
        )
        named = list(zip(ids, rows, strict=True))
        self._insert(
            NicknameRow,
            [{"customer_id": id_, "name": nickname} | stamp for id_, row in named for nickname in row.nicknames],
        )
        theirs = self._stamp_beside()
        self._insert(
            CustomerPhoneRow,
            [{"customer_id": id_, "number": number} | theirs for id_, row in named for number in row.phones],
        )
        index_many(
            self._session.connection,
            [IndexEntry(NameKind.CUSTOMER, id_, [row.name, *row.nicknames], hidden_by=import_id) for id_, row in named],
        )
        return {fold(row.name): id_ for id_, row in named}

    def _stage_contacts(self, import_id: int, people: Sequence[tuple[int, BroughtContact]]) -> None:
        there = self.known_contacts([customer for customer, _contact in people], import_id)
        new = {key: contact for customer, contact in people if (key := (customer, fold(contact.name))) not in there}
        ids = self._insert(
            ContactRow,
            [
                {
                    "customer_id": customer,
                    "name": contact.name,
                    "folded": folded,
                    "role": contact.role,
                    "phone": contact.phone,
                    "email": contact.email,
                }
                | self._stamp(import_id)
                for (customer, folded), contact in new.items()
            ],
        )
        index_many(
            self._session.connection,
            [
                IndexEntry(NameKind.CONTACT, id_, [contact.name], customer_id=customer, hidden_by=import_id)
                for id_, ((customer, _folded), contact) in zip(ids, new.items(), strict=True)
            ],
        )

    def clashes(self, import_id: int, *, limit: int = 5) -> list[str]:
        """Customers that somebody added while the import was bringing them."""
        other = aliased(CustomerRow)
        return list(
            self._session.connection.scalars(
                select(CustomerRow.name)
                .where(
                    CustomerRow.import_id == import_id,
                    CustomerRow.archived_at.is_not(None),
                    exists().where(other.folded == CustomerRow.folded, other.archived_at.is_(None)),
                )
                .limit(limit)
            )
        )

    # ------------------------------------------------------------------ taking back
    def revert(self, import_id: int) -> Reverted:
        """Puts away all that it brought, but for what has been used or changed since. Its names go with `forget_names`."""
        connection, away = self._session.connection, self._away()
        customers = connection.execute(
            update(CustomerRow)
            .where(
                CustomerRow.import_id == import_id, CustomerRow.archived_at.is_(None), ~_used(CustomerRow, import_id)
            )
            .values(**away)
        ).rowcount
        mine, gone = _brought(import_id), _brought(import_id, invisible=True)
        alone = and_(ContactRow.customer_id.not_in(mine), ~_used(ContactRow, import_id))
        contacts = connection.execute(
            update(ContactRow)
            .where(
                ContactRow.import_id == import_id,
                ContactRow.archived_at.is_(None),
                or_(ContactRow.customer_id.in_(gone), alone),
            )
            .values(**away)
        ).rowcount
        connection.execute(
            update(NicknameRow)
            .where(NicknameRow.import_id == import_id, NicknameRow.customer_id.in_(gone))
            .values(**away)
        )
        connection.execute(update(CustomerPhoneRow).where(CustomerPhoneRow.customer_id.in_(gone)).values(**away))
        self._taken_back(import_id, {CustomerRow: NameKind.CUSTOMER, ContactRow: NameKind.CONTACT})
        stay = (CustomerRow.import_id == import_id, CustomerRow.archived_at.is_(None))
        names = list(connection.scalars(select(CustomerRow.name).where(*stay).order_by(CustomerRow.id).limit(5)))
        kept = connection.execute(select(func.count()).select_from(CustomerRow).where(*stay)).scalar_one()
        return Reverted(customers, contacts, kept, names)

    # ------------------------------------------------------------------ going out
    def page(self, after: int, owners: Sequence[int] | None, *, limit: int) -> list[Listed]:
        """The next customers in order of their ids, of these owners only where they are given."""
        connection = self._session.connection
        visible = true() if owners is None else or_(CustomerRow.owner_id.is_(None), CustomerRow.owner_id.in_(owners))
        rows = connection.execute(
            select(
                CustomerRow.id,
                CustomerRow.name,
                CustomerRow.phone,
                CustomerRow.email,
                CustomerRow.address,
                CustomerRow.sector,
                CustomerRow.status,
                StaffRow.name,
            )
            .outerjoin(StaffRow, StaffRow.id == CustomerRow.owner_id)
            .where(CustomerRow.id > after, CustomerRow.archived_at.is_(None), visible)
            .order_by(CustomerRow.id)
            .limit(limit)
        ).all()
        ids = [row[0] for row in rows]
        nicknames, phones = self._beside(NicknameRow.name, ids), self._beside(CustomerPhoneRow.number, ids)
        contacts: dict[int, list[BroughtContact]] = defaultdict(list)
        for customer, name, role, phone, email in connection.execute(
            select(ContactRow.customer_id, ContactRow.name, ContactRow.role, ContactRow.phone, ContactRow.email)
            .where(ContactRow.customer_id.in_(ids), ContactRow.archived_at.is_(None))
            .order_by(ContactRow.id)
        ):
            contacts[customer].append(BroughtContact(name, role, phone, email))
        return [Listed(*row, nicknames[row[0]], phones[row[0]], contacts[row[0]]) for row in rows]

    # ------------------------------------------------------------------ shared by them
    def _beside(self, column: InstrumentedAttribute[str], customers: Sequence[int]) -> defaultdict[int, list[str]]:
        """What these customers have several of, in order."""
        model = column.class_
        found: defaultdict[int, list[str]] = defaultdict(list)
        for customer, value in self._session.connection.execute(
            select(model.customer_id, column)
            .where(model.customer_id.in_(customers), model.archived_at.is_(None))
            .order_by(model.id)
        ):
            found[customer].append(value)
        return found

    def _brought(self, table: Any, import_id: int) -> ColumnElement[bool]:  # noqa: ANN401 - any of `tables`
        """A customer's further numbers know no import: they are those of its customers."""
        if table is CustomerPhoneRow:
            return CustomerPhoneRow.customer_id.in_(_brought(import_id))
        return super()._brought(table, import_id)

    def _insert(
        self,
        model: type[CustomerRow] | type[NicknameRow] | type[CustomerPhoneRow] | type[ContactRow],
        rows: Sequence[dict[str, Any]],
    ) -> list[int]:
        return insert_for_ids(self._session.connection, model, rows)


def _brought(import_id: int, *, invisible: bool = False) -> Select[int]:
    """The customers that an import brought; `invisible` those that are not shown yet, or not any more."""
    brought = select(CustomerRow.id).where(CustomerRow.import_id == import_id)
    return brought.where(CustomerRow.archived_at.is_not(None)) if invisible else brought


def _used(model: type[CustomerRow] | type[ContactRow], import_id: int) -> ColumnElement[bool]:
    """Whether a row was changed, or anything but its own import refers to it. Every such reference has an index."""
    uses = [
        exists().where(
            AuditRow.entity == model.__tablename__, AuditRow.entity_id == model.id, AuditRow.undone_at.is_(None)
        )
    ]
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name != model.__tablename__:
                continue
            refers = [key.parent == model.id]
            if table.name == CustomerPhoneRow.__tablename__:  # they know no import: what nobody touched came with it
                refers.append(exists().where(AuditRow.entity == table.name, AuditRow.entity_id == table.c.id))
            elif "archived_at" in table.c:
                refers.append(table.c.archived_at.is_(None))
            if "import_id" in table.c:
                refers.append(table.c.import_id.is_distinct_from(import_id))
            uses.append(exists().where(*refers))
    return or_(*uses)
