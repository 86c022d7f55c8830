"""The people at customers: how to reach them, and what is kept of them."""

from sqlalchemy import bindparam, select

from storage.crm.records import ContactRecord, PersonThere
from storage.crm.tables import ContactRow, CustomerRow
from storage.names.folding import fold
from storage.people.tables import StaffRow
from storage.session.session import Session

_CONTACT = (ContactRow.id, ContactRow.customer_id, ContactRow.name, ContactRow.role, ContactRow.phone, ContactRow.email)
# Built once: making a statement takes several times as long as running it.
_REACHED = {
    kind: select(*_CONTACT, CustomerRow.name.label("customer"), StaffRow.name.label("owner"))
    .join(CustomerRow, CustomerRow.id == ContactRow.customer_id)
    .outerjoin(StaffRow, StaffRow.id == CustomerRow.owner_id)
    .where(column == bindparam("reach"), ContactRow.archived_at.is_(None))
    .limit(1)
    for kind, column in {"phone": ContactRow.phone, "email": ContactRow.email}.items()
}


class Contacts:
    """People, wherever they work. Adding and listing those of one customer is in `work.customers`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def reached_at(self, kind: str, reach: str) -> PersonThere | None:
        """Who has this number (`kind` "phone") or address ("email"), whoever sees them."""
        row = self._session.connection.execute(_REACHED[kind], {"reach": reach}).one_or_none()
        return PersonThere(ContactRecord(*row[:6]), row.customer, row.owner) if row else None

    def change(self, contact_id: int, column: str, value: str | None) -> bool:
        """Sets one column; False where nothing is different."""
        if column != "name":
            return self._session.changes.update(ContactRow, contact_id, **{column: value})
        return self._session.changes.update(ContactRow, contact_id, name=value, folded=fold(value or ""))

    def archive(self, contact_id: int) -> None:
        """They do not work there any more; what they said stays."""
        self._session.changes.archive(ContactRow, contact_id)
