"""What came of a promotion: answers, leads, quotes, wins and purchases, and those held back beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, bindparam, distinct, exists, func, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import Select

from storage.crm.leads.tables import LeadRow
from storage.crm.outreach.tables import ApproachRow, ConsentRow, CustomerAccountRow
from storage.names.folding import fold
from storage.promotions.attribution import REASONS, WITHIN, began, sales_of
from storage.promotions.comparison import ComparedGroup, groups_of
from storage.promotions.recipients import was_told
from storage.promotions.records import PromotionRecord
from storage.promotions.tables import PromotionCustomerRow, PromotionRow, PromotionVersionRow
from storage.purchases.product_names import product_ids
from storage.purchases.tables import ProductRow
from storage.session.session import Session


@dataclass(frozen=True, slots=True)
class Sale:
    """What was sold because of a promotion, by the reason: how many sales, by how many customers, for how much in one currency."""

    reason: str
    kind: str
    sales: int
    customers: int
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What there is to count of a promotion. `opt_outs` are those of its own audience after they were told."""

    audience: int
    held: int
    told: int
    answered: int
    refused: int
    leads: int
    quotes: int
    opt_outs: int


class Results:
    """What came of promotions."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def figures(self, promotion: PromotionRecord) -> Figures:
        """What can be counted of its customers."""
        own = PromotionCustomerRow
        row = self._session.connection.execute(
            select(
                func.count(),
                func.count().filter(own.held),
                func.count().filter(was_told()),
                func.count().filter(own.state == "answered"),
                func.count().filter(own.state == "refused"),
            ).where(own.promotion_id == promotion.id)
        ).one()
        leads, quotes = self._session.connection.execute(
            select(func.count(), func.count(LeadRow.opportunity_id)).where(
                LeadRow.promotion_id == promotion.id, LeadRow.archived_at.is_(None)
            )
        ).one()
        return Figures(*row, leads, quotes, self._opt_outs(promotion.id))

    def by_class(self, promotion_id: int) -> list[tuple[str, int, int, int]]:
        """Of each class at the launch: its letter, how many were told, said yes, became a lead; "" for those of none.

        Nothing where nobody has one.
        """
        own = PromotionCustomerRow
        rows = self._session.connection.execute(
            select(
                own.grade,
                func.count().filter(was_told()),
                func.count().filter(own.state == "answered"),
                func.count(own.lead_id),
            )
            .where(own.promotion_id == promotion_id)
            .group_by(own.grade)
        )
        found = sorted((letter or "", told, yes, leads) for letter, told, yes, leads in rows)
        graded = [row for row in found if row[0]]
        return [*graded, *(row for row in found if not row[0] and row[1])] if graded else []

    def _opt_outs(self, promotion_id: int) -> int:
        """Who took back their consent to promotions after this one reached them, and before another message did."""
        return int(self._session.connection.execute(_OPT_OUTS, {"promotion": promotion_id}).scalar_one())

    def sales(self, promotion: PromotionRecord) -> list[Sale]:
        """What was sold because of it, by the reason, each kind and currency apart."""
        if promotion.launched_at is None:
            return []
        found = self._session.connection.execute(sales_of(promotion, self._about(promotion)))
        return [Sale(REASONS[row[0]], *row[1:]) for row in found]

    def _about(self, promotion: PromotionRecord) -> list[tuple[int, int]]:
        """This promotion's products, and the same ones of others that may claim the same purchases."""
        own = self._session.connection.execute(_known_as(promotion.content.product_names)).all()
        found: list[tuple[int, int]] = []
        for id_, launched_at, first, last, products in self._session.connection.execute(_LAUNCHED):
            if launched_at is None or max(launched_at.date(), first) > promotion.content.last + WITHIN:
                continue
            if last + WITHIN < began(promotion):
                continue
            names = products.splitlines()
            folded, lower = {fold(name) for name in names}, {name.lower() for name in names}
            found += [(id_, row.id) for row in own if row.folded in folded or row.family in lower]
        return found

    def groups(self, promotion: PromotionRecord, until: date) -> tuple[ComparedGroup, ComparedGroup] | None:
        """Those who were to be told and those held back, by assignment, whatever became of it; None for no product known.

        All purchases of the product from the launch to `until` count, those in the currency of its cost where that is known.
        """
        ids = list(self._session.connection.execute(product_ids(promotion.content.product_names)).scalars())
        if not ids or promotion.launched_at is None:
            return None
        found = {
            bool(held): ComparedGroup(assigned, bought or 0, amount or Decimal(0), (squares or 0.0) / 100**2)
            for held, assigned, bought, amount, squares in self._session.connection.execute(
                groups_of(promotion, ids, until)
            )
        }
        nobody = ComparedGroup(0, 0, Decimal(0), 0.0)
        return found.get(False, nobody), found.get(True, nobody)


def _known_as(names: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """The products that names mean, with what others may call them by."""
    return select(ProductRow.id, ProductRow.folded, func.lower(ProductRow.family).label("family")).where(
        ProductRow.id.in_(product_ids(names))
    )


_NEXT = aliased(ApproachRow)
_LAUNCHED = (
    select(
        PromotionRow.id,
        PromotionRow.launched_at,
        PromotionVersionRow.first,
        PromotionVersionRow.last,
        PromotionVersionRow.products,
    )
    .join(
        PromotionVersionRow,
        and_(PromotionVersionRow.promotion_id == PromotionRow.id, PromotionVersionRow.version == PromotionRow.version),
    )
    .where(PromotionRow.archived_at.is_(None), PromotionRow.launched_at.is_not(None))
)
_OPT_OUTS = (
    select(func.count(distinct(PromotionCustomerRow.customer_id)))
    .select_from(PromotionCustomerRow)
    .join(CustomerAccountRow, CustomerAccountRow.customer_id == PromotionCustomerRow.customer_id)
    .join(ConsentRow, ConsentRow.account_id == CustomerAccountRow.id)
    .where(
        PromotionCustomerRow.promotion_id == bindparam("promotion"),
        was_told(),
        PromotionCustomerRow.sent_at <= ConsentRow.said_at,
        ConsentRow.purpose == "promotions",
        ConsentRow.granted.is_(False),
        ~exists().where(
            _NEXT.customer_id == PromotionCustomerRow.customer_id,
            _NEXT.at > PromotionCustomerRow.sent_at,
            _NEXT.at <= ConsentRow.said_at,
        ),
    )
)
