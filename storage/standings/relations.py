"""What is behind a customer's relation with us: how often we meet, what we know, what they buy and bring; and why they were lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.sql.selectable import Select

from storage.crm.complaints.tables import ComplaintRow
from storage.crm.opportunities.tables import LostReasonRow, OpportunityRow
from storage.crm.scope import owners, seen
from storage.crm.tables import ContactRow, CustomerRow, InteractionRow, ReferralRow
from storage.facts.tables import FactRow
from storage.purchases.tables import PurchaseRow
from storage.session.session import Session


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of one customer: contacts of ours and visits among them, days they bought on, each since a day; people and things known of
    them; whom they recommended us to; whether they may be shown as a reference (0 or 1).
    """

    customer_id: int
    contacts: int = 0
    visits: int = 0
    orders: int = 0
    people: int = 0
    facts: int = 0
    referrals: int = 0
    reference: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a customer may be lost: "opportunity" with its reason, or "complaint" in its words; and when."""

    kind: str
    words: str
    at: datetime


class Relations:
    """What speaks for a relation, of the customers that the person may see."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def ids(self, after: int, *, limit: int) -> list[int]:
        """The customers from beyond `after` on."""
        statement = (
            select(CustomerRow.id)
            .where(CustomerRow.id > after, CustomerRow.archived_at.is_(None), seen(everybodys=self._session.sees_all))
            .order_by(CustomerRow.id)
            .limit(limit)
        )
        return list(self._session.connection.scalars(statement, owners(self._session)))

    def of(self, customers: Sequence[int], since: datetime, day: date) -> list[Evidence]:
        """What is behind each of these, in this order; visits and purchases since then."""
        values = {"ids": list(customers), "since": since, "day": day}
        found: dict[str, dict[int, int]] = {}
        for name, statement in _COUNTS.items():
            rows = self._session.connection.execute(statement, values)
            found[name] = {int(row[0]): int(row[1]) for row in rows}
        return [
            Evidence(customer, **{name: counts.get(customer, 0) for name, counts in found.items()})
            for customer in customers
        ]

    def most_visited(self, since: datetime, *, limit: int) -> list[tuple[int, str, int]]:
        """Id, name and visits of those visited most since then."""
        visits = func.count()
        statement = (
            select(CustomerRow.id, CustomerRow.name, visits)
            .join(InteractionRow, InteractionRow.customer_id == CustomerRow.id)
            .where(
                InteractionRow.kind == "visit",
                InteractionRow.at >= since,
                InteractionRow.archived_at.is_(None),
                CustomerRow.archived_at.is_(None),
                seen(everybodys=self._session.sees_all),
            )
            .group_by(CustomerRow.id, CustomerRow.name)
            .order_by(visits.desc(), CustomerRow.id)
            .limit(limit)
        )
        rows = self._session.connection.execute(statement, owners(self._session)).all()
        return [(row[0], row[1], row[2]) for row in rows]

    def why_lost(self, customers: Sequence[int], since: datetime) -> dict[int, Reason]:
        """The latest reason that somebody noted, an opportunity's or a complaint's, of those that have one."""
        values = {"ids": list(customers), "since": since}
        found: dict[int, Reason] = {}
        for kind, statement in (("opportunity", _LOST), ("complaint", _COMPLAINTS)):
            for customer, words, at in self._session.connection.execute(statement, values):
                if words and (customer not in found or found[customer].at < at):
                    found[customer] = Reason(kind, words, at)
        return found


# Built once: making a statement takes several times as long as running it.
def _of_these(column: Any) -> Any:  # noqa: ANN401 - a column, and a condition
    return column.in_(bindparam("ids", expanding=True))


def _counted(model: Any, column: Any, *which: Any, what: Any = None) -> Select[*tuple[Any, ...]]:  # noqa: ANN401
    return (
        select(column, func.count() if what is None else what)
        .where(_of_these(column), model.archived_at.is_(None), *which)
        .group_by(column)
    )


_LATELY = InteractionRow.at >= bindparam("since")
_COUNTS: dict[str, Select[*tuple[Any, ...]]] = {
    "contacts": _counted(InteractionRow, InteractionRow.customer_id, _LATELY, InteractionRow.kind != "note"),
    "visits": _counted(InteractionRow, InteractionRow.customer_id, _LATELY, InteractionRow.kind == "visit"),
    "orders": _counted(
        PurchaseRow,
        PurchaseRow.customer_id,
        PurchaseRow.day >= bindparam("day"),
        what=func.count(PurchaseRow.day.distinct()),
    ),
    "people": _counted(ContactRow, ContactRow.customer_id),
    "facts": _counted(FactRow, FactRow.customer_id, FactRow.kind.in_(["sensitive", "need"])),
    "referrals": _counted(ReferralRow, ReferralRow.referrer_id),
    "reference": _counted(FactRow, FactRow.customer_id, FactRow.kind == "showroom", FactRow.value == "yes"),
}
_LOST: Select[*tuple[Any, ...]] = (
    select(OpportunityRow.customer_id, LostReasonRow.name, OpportunityRow.closed_at)
    .join(LostReasonRow, LostReasonRow.id == OpportunityRow.lost_reason_id)
    .where(
        _of_these(OpportunityRow.customer_id),
        OpportunityRow.state == "lost",
        OpportunityRow.archived_at.is_(None),
        OpportunityRow.closed_at >= bindparam("since"),
    )
)
_COMPLAINTS: Select[*tuple[Any, ...]] = select(
    ComplaintRow.customer_id, ComplaintRow.words, ComplaintRow.opened_at
).where(
    _of_these(ComplaintRow.customer_id),
    ComplaintRow.archived_at.is_(None),
    ComplaintRow.opened_at >= bindparam("since"),
)
