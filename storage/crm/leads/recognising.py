"""Who enquires is known by their number, or else their address: a lead that is there, a customer, or somebody at one."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select, union_all
from sqlalchemy.sql.selectable import Select

from storage.crm.leads.tables import LeadRow
from storage.crm.tables import ContactRow, CustomerPhoneRow, CustomerRow
from storage.session.session import Session


def lead_reached_at(session: Session, phone: str | None, email: str | None) -> int | None:
    """The lead that was last reached at this number or address, whoever sees it."""
    return _found(session, _LEAD_AT, phone, email)


def customer_reached_at(session: Session, phone: str | None, email: str | None) -> int | None:
    """The customer with this number or address, or with somebody who has it, whoever sees it."""
    return _found(session, _CUSTOMER_AT, phone, email)


def _found(
    session: Session, statements: Mapping[str, Select[*tuple[Any, ...]]], phone: str | None, email: str | None
) -> int | None:
    for kind, reach in (("phone", phone), ("email", email)):
        found = session.connection.execute(statements[kind], {"reach": reach}).scalar() if reach else None
        if found is not None:
            return int(found)
    return None


# Built once: making a statement takes several times as long as running it.
_LEAD_AT = {
    kind: select(LeadRow.id)
    .where(column == bindparam("reach"), LeadRow.archived_at.is_(None))
    .order_by(LeadRow.id.desc())
    .limit(1)
    for kind, column in (("phone", LeadRow.phone), ("email", LeadRow.email))
}


def _anybody(columns: Sequence[tuple[Any, Any, Any]]) -> Select[*tuple[Any, ...]]:
    every = union_all(
        *(
            select(customer.label("customer")).where(column == bindparam("reach"), away.is_(None))
            for customer, column, away in columns
        )
    ).subquery()
    return (
        select(every.c.customer)
        .join(CustomerRow, CustomerRow.id == every.c.customer)
        .where(CustomerRow.archived_at.is_(None))
        .limit(1)
    )


_CUSTOMER_AT = {
    "phone": _anybody(
        [
            (CustomerRow.id, CustomerRow.phone, CustomerRow.archived_at),
            (CustomerPhoneRow.customer_id, CustomerPhoneRow.number, CustomerPhoneRow.archived_at),
            (ContactRow.customer_id, ContactRow.phone, ContactRow.archived_at),
        ]
    ),
    "email": _anybody(
        [
            (CustomerRow.id, CustomerRow.email, CustomerRow.archived_at),
            (ContactRow.customer_id, ContactRow.email, ContactRow.archived_at),
        ]
    ),
}
