"""What is missing about customers, found without looking at those that have it."""

from functools import cache
from typing import Any

from sqlalchemy import Integer, bindparam, exists, select
from sqlalchemy.sql.selectable import Select

from storage.crm.scope import owners, seen
from storage.crm.tables import ContactRow, CustomerRow
from storage.session.session import Session

COLUMNS = {"phone": CustomerRow.phone, "email": CustomerRow.email, "sector": CustomerRow.sector}
"""What may be missing. A phone or an e-mail that one of its contacts has will do."""

COUNTED = 500
"""So many are counted; beyond that it is "more than"."""


class MissingDetails:
    """Customers of one colleague of whom something is not known."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lacking(self, what: str, owner_id: int, *, after: int = 0, limit: int = 5) -> list[tuple[int, str]]:
        """Ids and names of customers that lack `what`, in the order they came to be, from beyond `after` on."""
        rows = self._session.connection.execute(
            _lacking(what, everybodys=self._session.sees_all),
            {"owner": owner_id, "after": after, "most": limit, **owners(self._session)},
        )
        return [(row.id, row.name) for row in rows]

    def count(self, what: str, owner_id: int) -> int:
        """How many there are, at most `COUNTED`."""
        return len(self.lacking(what, owner_id, limit=COUNTED))


# Built once: making a statement takes several times as long as running it.
@cache
def _lacking(what: str, *, everybodys: bool) -> Select[*tuple[Any, ...]]:
    statement = select(CustomerRow.id, CustomerRow.name).where(
        CustomerRow.owner_id == bindparam("owner"),
        COLUMNS[what].is_(None),
        CustomerRow.archived_at.is_(None),
        CustomerRow.id > bindparam("after"),
        CustomerRow.status != "lost",
        seen(everybodys=everybodys),
    )
    if what in {"phone", "email"}:
        known = ContactRow.phone if what == "phone" else ContactRow.email
        statement = statement.where(
            ~exists().where(
                ContactRow.customer_id == CustomerRow.id, known.is_not(None), ContactRow.archived_at.is_(None)
            )
        )
    return statement.order_by(CustomerRow.id).limit(bindparam("most", type_=Integer))
