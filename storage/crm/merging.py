"""Two cards that are one customer become one, in a way that the audit can take back."""

from collections.abc import Mapping

from sqlalchemy import func, select

from storage.crm.customers import Customers
from storage.crm.records import CustomerRecord
from storage.crm.tables import CustomerPhoneRow, CustomerRow
from storage.entities.catalogue import catalogue
from storage.entities.entity import ByRow, audit_name, entity_of, table_of
from storage.entities.joining import Joining
from storage.entities.keys import Merge
from storage.names.folding import fold
from storage.session.session import Session


class Merging:
    """Merging customers. What goes along is what the tables declare: `storage.entities.joining`."""

    def __init__(self, session: Session, customers: Customers) -> None:
        self._session = session
        self._customers = customers

    def preview(self, customer_id: int) -> Mapping[str, int]:
        """How many rows of each table belong to a customer and would go to the other, by the table's name in the audit."""
        counts: dict[str, int] = {}
        for reference in catalogue().references(CustomerRow):
            undo = entity_of(reference.model).undo
            if reference.key.merge is Merge.MOVES and isinstance(undo, ByRow):
                standing = table_of(reference.model).c[undo.put_away].is_(None)
                count = select(func.count()).where(reference.column == customer_id, standing)
                name = audit_name(reference.model)
                counts[name] = counts.get(name, 0) + self._session.connection.execute(count).scalar_one()
        return counts

    def merge(self, kept: CustomerRecord, gone: CustomerRecord) -> None:
        """Everything of `gone` becomes `kept`'s, its name a nickname; `gone` is archived. Undoing the turn restores both.

        Raises ValueError for one customer twice.
        """
        customers = self._customers
        customers.lock(kept.id, gone.id)
        numbers = {kept.phone, *customers.further_phones(kept.id)}
        Joining(self._session).join(CustomerRow, kept.id, gone.id)
        numbers |= set(customers.further_phones(kept.id))
        if kept.phone and gone.phone and gone.phone not in numbers:
            self._session.changes.create(CustomerPhoneRow, customer_id=kept.id, number=gone.phone)
        if fold(gone.name) not in {fold(name) for name in customers.nicknames(kept.id)}:
            customers.call_also(kept.id, gone.name)
