"""What came of a promotion: answers, leads, quotes, wins and purchases, and those held back beside them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import and_, bindparam, distinct, exists, func, select
from sqlalchemy.orm import aliased

from storage.crm.leads.tables import LeadRow
from storage.crm.outreach.tables import ApproachRow, ConsentRow, CustomerAccountRow
from storage.names.folding import fold
from storage.promotions.attribution import REASONS, SALES, WITHIN, after, began, values_of
from storage.promotions.comparison import ComparedGroup, groups_of
from storage.promotions.recipients import was_told
from storage.promotions.records import PromotionRecord
from storage.promotions.tables import PromotionCustomerRow, PromotionRow, PromotionVersionRow
from storage.purchases.product_names import product_ids
from storage.purchases.tables import ProductRow
from storage.session.dialects import among
from storage.session.direct import run
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
        found = self._session.connection.execute(SALES, values_of(promotion, self._about(promotion)))
        return [Sale(REASONS[row[0]], *row[1:]) for row in found]

    def _about(self, promotion: PromotionRecord) -> list[tuple[int, int]]:
        """This promotion's products, and the same ones of others that may claim the same purchases."""
        names, connection = promotion.content.product_names, self._session.connection
        own = run(
            connection,
            _KNOWN_AS,
            {"folded": [fold(name) for name in names], "families": [name.lower() for name in names]},
        )
        until = promotion.content.last + WITHIN
        others = {"before": after(until), "until": until, "since": began(promotion) - WITHIN}
        found: list[tuple[int, int]] = []
        for id_, products in run(connection, _AT_THE_SAME_TIME, others) if own else ():
            names = products.splitlines()
            folded, lower = {fold(name) for name in names}, {name.lower() for name in names}
            found += [(id_, product) for product, known_as, family in own if known_as in folded or family in lower]
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


# Built once: making a statement takes several times as long as running it.
_NEXT = aliased(ApproachRow)
_FAMILY = func.lower(ProductRow.family, type_=ProductRow.family.type)
_KNOWN_AS = select(ProductRow.id, ProductRow.folded, _FAMILY).where(
    ProductRow.archived_at.is_(None), among(ProductRow.folded, "folded") | among(_FAMILY, "families")
)
"""The products that names mean, with what others may call them by."""
_AT_THE_SAME_TIME = (
    select(PromotionRow.id, PromotionVersionRow.products)
    .join(
        PromotionVersionRow,
        and_(PromotionVersionRow.promotion_id == PromotionRow.id, PromotionVersionRow.version == PromotionRow.version),
    )
    .where(
        PromotionRow.archived_at.is_(None),
        PromotionRow.launched_at < bindparam("before", type_=PromotionRow.launched_at.type),
        PromotionVersionRow.first <= bindparam("until", type_=PromotionVersionRow.first.type),
        PromotionVersionRow.last >= bindparam("since", type_=PromotionVersionRow.last.type),
    )
)
"""What is offered, by promotions that were launched and whose purchases may be of the same days."""
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
