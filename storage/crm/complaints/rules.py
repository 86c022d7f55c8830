"""Who cares for complaints of which cause."""

from sqlalchemy import select

from storage.crm.complaints.records import ComplaintRuleRecord
from storage.crm.complaints.tables import ComplaintRuleRow
from storage.people.tables import StaffRow
from storage.session.session import Session

_RULES = (
    select(ComplaintRuleRow.id, ComplaintRuleRow.cause, ComplaintRuleRow.staff_id, StaffRow.name)
    .join(StaffRow, StaffRow.id == ComplaintRuleRow.staff_id)
    .where(ComplaintRuleRow.archived_at.is_(None), StaffRow.left_at.is_(None))
    .order_by(ComplaintRuleRow.id)
)


class ComplaintRules:
    """Who cares for complaints of which cause."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, cause: str, staff_id: int) -> int:
        """This colleague cares for complaints of this cause from now on; whoever did before does not."""
        for rule in self.all():
            if rule.cause == cause:
                self._session.changes.archive(ComplaintRuleRow, rule.id)
        return self._session.changes.create(ComplaintRuleRow, cause=cause, staff_id=staff_id)

    def remove(self, rule_id: int) -> None:
        """Nobody in particular does any more."""
        self._session.changes.archive(ComplaintRuleRow, rule_id)

    def all(self) -> list[ComplaintRuleRecord]:
        """Those that hold."""
        return [ComplaintRuleRecord(*row) for row in self._session.connection.execute(_RULES)]
