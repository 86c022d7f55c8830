"""What colleagues are to sell in a month."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from storage.crm.sales.records import Target
from storage.crm.sales.tables import TargetRow
from storage.session.session import Session


class Targets:
    """Targets by colleague and month: few rows."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_month(self, month: date, owners: Sequence[int] | None = None) -> list[Target]:
        """Those of a month, given by its first day: of these colleagues, or of all whom the person sees."""
        statement = select(
            TargetRow.id, TargetRow.staff_id, TargetRow.month, TargetRow.amount, TargetRow.currency
        ).where(TargetRow.month == month, TargetRow.archived_at.is_(None))
        whose = self._session.sees_owners if owners is None else owners
        if whose is not None:
            statement = statement.where(TargetRow.staff_id.in_(sorted(whose)))
        rows = self._session.connection.execute(statement.order_by(TargetRow.staff_id, TargetRow.currency))
        return [Target(*row) for row in rows]

    def put(self, staff_id: int, month: date, amount: Decimal, currency: str) -> Target | None:
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
