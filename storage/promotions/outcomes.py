"""What became of telling each customer of a promotion: who is in which state, and why messages never arrived."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from storage.crm.outreach.tables import ApproachRow
from storage.crm.scope import owners, seen
from storage.crm.tables import CustomerRow
from storage.messaging.tables import OutboxRow
from storage.promotions.recipients import BECAME, FAILED
from storage.promotions.tables import PromotionCustomerRow
from storage.session.session import Session


@dataclass(frozen=True, slots=True)
class CustomerOutcome:
    """A customer in one state; `why` not, or the state of the message that never arrived; `words` are their answer."""

    customer_id: int
    customer: str
    why: str | None
    at: datetime | None
    words: str | None


class Outcomes:
    """The customers of promotions, one by one."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def failures(self, promotion_id: int) -> Mapping[str, int]:
        """How many messages never arrived, by what became of them: "dead", "expired", "withdrawn", "unknown"."""
        rows = self._session.connection.execute(_FAILURES, {"promotion": promotion_id, "became": FAILED})
        return {state: count for state, count in rows}  # noqa: C416 - rows are no pairs to dict()'s type

    def customers(self, promotion_id: int, state: str, *, limit: int, skip: int = 0) -> list[CustomerOutcome]:
        """Those in a state, "failed" among them, the most valuable first; only those that the person may see."""
        session = self._session
        statement = _CUSTOMERS if session.sees_all else _SEEN
        values = {"promotion": promotion_id, "became": state, "most": limit, "skip": skip, **owners(session)}
        return [CustomerOutcome(*row) for row in session.connection.execute(statement, values)]


# Built once: making a statement takes several times as long as running it.
_CUSTOMERS = (
    select(
        PromotionCustomerRow.customer_id,
        CustomerRow.name,
        func.coalesce(PromotionCustomerRow.why, OutboxRow.state),
        func.coalesce(PromotionCustomerRow.answered_at, PromotionCustomerRow.sent_at),
        PromotionCustomerRow.words,
    )
    .select_from(PromotionCustomerRow)
    .join(CustomerRow, CustomerRow.id == PromotionCustomerRow.customer_id)
    .outerjoin(ApproachRow, ApproachRow.id == PromotionCustomerRow.approach_id)
    .outerjoin(OutboxRow, OutboxRow.id == ApproachRow.outbox_id)
    .where(PromotionCustomerRow.promotion_id == bindparam("promotion"), bindparam("became") == BECAME)
    .order_by(PromotionCustomerRow.place, PromotionCustomerRow.id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_SEEN = _CUSTOMERS.where(seen(everybodys=False))
_FAILURES = (
    select(OutboxRow.state, func.count())
    .select_from(PromotionCustomerRow)
    .join(ApproachRow, ApproachRow.id == PromotionCustomerRow.approach_id)
    .join(OutboxRow, OutboxRow.id == ApproachRow.outbox_id)
    .where(PromotionCustomerRow.promotion_id == bindparam("promotion"), bindparam("became") == BECAME)
    .group_by(OutboxRow.state)
)
