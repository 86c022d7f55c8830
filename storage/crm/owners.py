"""Who answers for a customer, since when, and handing that over."""

from sqlalchemy import ColumnElement, func, select

from storage.audit.tables import AuditRow
from storage.crm.opportunities.opportunities import Opportunities
from storage.crm.records import HandedOver, Tenure
from storage.crm.tables import CustomerRow, FollowUpRow
from storage.people.tables import StaffRow
from storage.session.session import Session

LONGEST_HISTORY = 200
"""Changes of one customer that are looked through for changes of its owner."""


class Owners:
    """Responsibility for customers, read from the audit."""

    def __init__(self, session: Session, opportunities: Opportunities) -> None:
        self._session = session
        self._opportunities = opportunities

    def history(self, customer_id: int) -> list[Tenure]:
        """Who answered for it, the present one first. It begins with who answered when the customer came to be."""
        connection = self._session.connection
        changes = connection.execute(
            select(AuditRow.at, AuditRow.before, AuditRow.after)
            .where(
                AuditRow.entity == CustomerRow.__tablename__,
                AuditRow.entity_id == customer_id,
                AuditRow.undone_at.is_(None),
                AuditRow.before.is_not(None),
            )
            .order_by(AuditRow.id.desc())
            .limit(LONGEST_HISTORY)
        ).all()
        now = connection.execute(
            select(CustomerRow.owner_id, CustomerRow.created_at).where(CustomerRow.id == customer_id)
        ).one()
        moves = [(at, before["owner_id"]) for at, before, after in changes if before and "owner_id" in after]
        owners = [now.owner_id, *(before for _at, before in moves)]
        since = [*(at for at, _before in moves), now.created_at]
        names = self._names(owners)
        return [Tenure(names.get(owner), at) for owner, at in zip(owners, since, strict=True)]

    def has(self, staff_id: int) -> int:
        """How many customers somebody answers for."""
        return self._session.connection.execute(
            select(func.count())
            .select_from(CustomerRow)
            .where(CustomerRow.owner_id == staff_id, CustomerRow.archived_at.is_(None))
        ).scalar_one()

    def hand_over(self, customer_id: int, to: int) -> HandedOver:
        """Somebody else answers for it from now on; what the former owner has open there goes along."""
        former = self._session.connection.execute(
            select(CustomerRow.owner_id).where(CustomerRow.id == customer_id)
        ).scalar_one()
        self._session.changes.update(CustomerRow, customer_id, owner_id=to)
        if former is None:
            return HandedOver(1, 0, 0)
        opportunities = self._opportunities.hand_over(former, to, customer_id=customer_id)
        return HandedOver(1, self._follow(FollowUpRow.customer_id == customer_id, former, to), opportunities)

    def hand_over_all(self, of: int, to: int) -> HandedOver:
        """Hands over every customer of somebody, with what they have open there."""
        customers = self._session.changes.update_all(
            CustomerRow, (CustomerRow.owner_id == of) & CustomerRow.archived_at.is_(None), owner_id=to
        )
        opportunities = self._opportunities.hand_over(of, to)
        return HandedOver(len(customers), self._follow(FollowUpRow.customer_id.is_not(None), of, to), opportunities)

    def _follow(self, which: ColumnElement[bool], of: int, to: int) -> int:
        theirs = (FollowUpRow.owner_id == of) & (FollowUpRow.state == "open") & FollowUpRow.archived_at.is_(None)
        return len(self._session.changes.update_all(FollowUpRow, theirs & which, owner_id=to))

    def _names(self, ids: list[int | None]) -> dict[int | None, str]:
        rows = self._session.connection.execute(
            select(StaffRow.id, StaffRow.name).where(StaffRow.id.in_([i for i in ids if i is not None]))
        )
        return {row.id: row.name for row in rows}
