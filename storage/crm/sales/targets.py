"""What colleagues are to sell in a month."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, select

from storage.crm.sales.records import SalesTarget
from storage.crm.sales.tables import TargetRow
from storage.session.dialects import among
from storage.session.session import Session


class Targets:
    """Targets by colleague and month: few rows."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_month(self, month: date, owners: Sequence[int] | None = None) -> list[SalesTarget]:
        """Those of a month, given by its first day: of these colleagues, or of all whom the person sees."""
        whose = self._session.sees_owners if owners is None else owners
        statement = _OF_MONTH if whose is None else _OF_THESE
        values = {"month": month} | ({} if whose is None else {"whose": sorted(whose)})
        return [SalesTarget(*row) for row in self._session.connection.execute(statement, values)]

    def put(self, staff_id: int, month: date, amount: Decimal, currency: str) -> SalesTarget | None:
        """Sets a colleague's target for a month; returns the one that it takes the place of, if there was one."""
        former = next((one for one in self.of_month(month, [staff_id]) if one.currency == currency), None)
        if former:
            self._session.changes.update(TargetRow, former.id, amount=amount)
        else:
            self._session.changes.create(TargetRow, staff_id=staff_id, month=month, amount=amount, currency=currency)
        return former

    def drop(self, target_id: int) -> None:
        """There is none any more."""
        self._session.changes.archive(TargetRow, target_id)


# Built once: making a statement takes several times as long as running it.
_OF_MONTH = (
    select(TargetRow.id, TargetRow.staff_id, TargetRow.month, TargetRow.amount, TargetRow.currency)
    .where(TargetRow.month == bindparam("month"), TargetRow.archived_at.is_(None))
    .order_by(TargetRow.staff_id, TargetRow.currency)
)
_OF_THESE = _OF_MONTH.where(among(TargetRow.staff_id, "whose"))
