"""What customers are worth to us, by what they bought."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Date, bindparam, func, select

from storage.crm.opportunities.tables import OpportunityRow
from storage.purchases.tables import PurchaseRow
from storage.session.dialects import among
from storage.session.session import Session


@dataclass(frozen=True, slots=True)
class Worth:
    """What a customer bought in a time, in one currency."""

    amount: Decimal
    currency: str


def worth_of(session: Session, customer_ids: Collection[int], since: datetime) -> dict[int, list[Worth]]:
    """What customers bought since then, by currency: their purchases, returns taken off.

    Of those without a purchase the opportunities that were won: never both, for a win is often kept as a purchase too.
    """
    found: dict[int, list[Worth]] = {}
    for statement, begin in ((_BOUGHT, since.date()), (_WON, since)):
        rest = [customer_id for customer_id in customer_ids if customer_id not in found]
        rows = session.connection.execute(statement, {"ids": rest, "since": begin}) if rest else ()
        for customer_id, currency, amount in rows:
            found.setdefault(customer_id, []).append(Worth(amount or Decimal(0), currency))
    return found


# Built once: making a statement takes several times as long as running it.
_BOUGHT = (
    select(PurchaseRow.customer_id, PurchaseRow.currency, func.sum(PurchaseRow.amount))
    .where(
        among(PurchaseRow.customer_id, "ids"),
        PurchaseRow.day >= bindparam("since", type_=Date),
        PurchaseRow.archived_at.is_(None),
    )
    .group_by(PurchaseRow.customer_id, PurchaseRow.currency)
)
_WON = (
    select(OpportunityRow.customer_id, OpportunityRow.currency, func.sum(OpportunityRow.amount))
    .where(
        among(OpportunityRow.customer_id, "ids"),
        OpportunityRow.state == "won",
        OpportunityRow.amount.is_not(None),
        OpportunityRow.closed_at >= bindparam("since"),
        OpportunityRow.archived_at.is_(None),
    )
    .group_by(OpportunityRow.customer_id, OpportunityRow.currency)
)
