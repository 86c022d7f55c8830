"""Those who were to be told of a promotion against those held back: both counted by assignment, over the same time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Float, case, cast, func, select
from sqlalchemy.sql.selectable import Select

from storage.promotions.attribution import began
from storage.promotions.records import PromotionRecord
from storage.promotions.tables import PromotionCustomerRow
from storage.purchases.tables import PurchaseRow


@dataclass(frozen=True, slots=True)
class ComparedGroup:
    """One of the two groups: how many were assigned to it, how many of them bought the product, and for how much.

    `squares` is the sum of what each of them bought for, squared.
    """

    assigned: int
    bought: int
    amount: Decimal
    squares: float


def groups_of(promotion: PromotionRecord, ids: Sequence[int], until: date) -> Select[*tuple[Any, ...]]:
    """Both groups in one statement: each customer's purchases of the product first, then counted."""
    own, currency = PromotionCustomerRow, promotion.content.cost_currency
    worth = (
        PurchaseRow.amount
        if currency is None
        else case((PurchaseRow.currency == currency, PurchaseRow.amount), else_=Decimal(0))
    )
    bought = (
        select(PurchaseRow.customer_id, func.sum(worth, type_=PurchaseRow.amount.type).label("amount"))
        .where(
            PurchaseRow.product_id.in_(ids),
            PurchaseRow.day.between(began(promotion), until),
            PurchaseRow.archived_at.is_(None),
        )
        .group_by(PurchaseRow.customer_id)
        .having(func.sum(PurchaseRow.quantity) > Decimal(0))
        .cte("bought")
    )
    hundredths = cast(bought.c.amount, Float)  # as they are kept; their squares pass what whole numbers hold
    return (
        select(
            own.held,
            func.count(),
            func.count(bought.c.customer_id),
            func.sum(bought.c.amount, type_=PurchaseRow.amount.type),
            func.sum(hundredths * hundredths),
        )
        .select_from(own)
        .outerjoin(bought, bought.c.customer_id == own.customer_id)
        .where(own.promotion_id == promotion.id, own.place >= 0)
        .group_by(own.held)
    )
