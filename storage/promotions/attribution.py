"""Which sales are a promotion's: each is one promotion's at most, for the surest reason that there is.

A colleague named the promotion in a log with the customer ("named"), the customer answered that they want it ("tapped"), or they
bought its product within some days of being told ("bought"). Where several promotions have a reason, the surest counts, then the
latest. Only whom a promotion reached can have bought because of it: a message that never arrived is no reason, and those held
back are there to be compared with, so that nothing they buy is its. All of it goes by the customers of the promotion and what is
known of them: nothing reads the whole history.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    and_,
    distinct,
    exists,
    func,
    literal,
    literal_column,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import CTE, CompoundSelect, Select

from storage.crm.leads.tables import LeadRow
from storage.crm.opportunities.tables import OpportunityRow
from storage.crm.tables import InteractionRow
from storage.promotions.recipients import was_told
from storage.promotions.records import PromotionRecord
from storage.promotions.tables import PromotionCustomerRow, PromotionRow
from storage.purchases.tables import PurchaseRow

NAMED, TAPPED, BOUGHT = "named", "tapped", "bought"
"""Why a sale is a promotion's, the surest first."""
WIN: Final = "win"
_RANKS: Final = {NAMED: 1, TAPPED: 2, BOUGHT: 3}
REASONS: Final = {rank: reason for reason, rank in _RANKS.items()}
"""The reasons by how sure they are, as `sales_of` has them."""
WITHIN: Final = timedelta(days=30)
"""After being told, and after its end, a purchase of its product counts for so long."""
_APART = aliased(PromotionCustomerRow)
"""A customer of whichever promotion claims a sale, who was held back."""


def sales_of(promotion: PromotionRecord, about: Sequence[tuple[int, int]]) -> Select[*tuple[Any, ...]]:
    """Every claim on a sale of the customers of this promotion, whichever promotion's; of each sale the best claim counts."""
    customers = _customers(promotion).cte("customers")
    parts = [*_claims_of_wins(promotion, customers)]
    if about:
        parts += _claims_of_purchases(promotion, customers, about)
    every = union_all(*parts).cte("every_claim")
    claims = select(every).where(~_is_apart(every)).cte("claims")
    order = (claims.c.rank, claims.c.since.desc(), claims.c.promotion.desc())
    best = select(
        claims, func.row_number().over(partition_by=(claims.c.kind, claims.c.sale), order_by=order).label("place")
    ).cte("best")
    mine = select(best).where(best.c.place == 1, best.c.promotion == promotion.id).cte("mine")
    won = select(mine.c.customer).where(mine.c.kind == WIN)
    counted = (mine.c.kind == WIN) | mine.c.customer.not_in(won)  # what was won is not counted again as what was bought
    return (
        select(
            mine.c.rank,
            mine.c.kind,
            func.count(),
            func.count(distinct(mine.c.customer)),
            func.sum(mine.c.amount, type_=PurchaseRow.amount.type),
            mine.c.currency,
        )
        .where(counted)
        .group_by(mine.c.rank, mine.c.kind, mine.c.currency)
        .order_by(mine.c.rank, mine.c.kind, mine.c.currency)
    )


def _is_apart(claim: CTE) -> ColumnElement[bool]:
    """Whether a claim is one on a customer who was held back of that very promotion."""
    same = (_APART.promotion_id == claim.c.promotion, _APART.customer_id == claim.c.customer)
    return exists().where(*same, _APART.held).correlate(claim)


def _customers(promotion: PromotionRecord) -> CompoundSelect[*tuple[Any, ...]]:
    """Whose sales can be this promotion's: its audience, those to whom it was named, and its leads."""
    return union(
        select(PromotionCustomerRow.customer_id).where(PromotionCustomerRow.promotion_id == promotion.id),
        select(InteractionRow.customer_id).where(
            InteractionRow.promotion == promotion.name, InteractionRow.archived_at.is_(None)
        ),
        select(LeadRow.customer_id).where(
            LeadRow.promotion_id == promotion.id, LeadRow.archived_at.is_(None), LeadRow.customer_id.is_not(None)
        ),
    )


def _claims_of_wins(promotion: PromotionRecord, customers: CTE) -> list[Select[*tuple[Any, ...]]]:
    sale, own = OpportunityRow, PromotionCustomerRow
    within = (
        sale.customer_id.in_(select(customers.c.customer_id)),
        sale.state == "won",
        sale.archived_at.is_(None),
        sale.closed_at >= promotion.launched_at,
        sale.closed_at < _after(promotion.content.last + WITHIN),
    )
    what: tuple[Any, ...] = (
        literal_column("'win'").label("kind"),
        sale.id.label("sale"),
        sale.customer_id.label("customer"),
    )
    worth = (sale.amount.label("amount"), sale.currency.label("currency"))
    named = (
        select(*what, PromotionRow.id.label("promotion"), _rank(NAMED), InteractionRow.day.label("since"), *worth)
        .join(InteractionRow, InteractionRow.customer_id == sale.customer_id)
        .join(PromotionRow, PromotionRow.name == InteractionRow.promotion)
        .where(
            *within,
            InteractionRow.archived_at.is_(None),
            InteractionRow.at <= sale.closed_at,
            PromotionRow.launched_at <= InteractionRow.at,
        )
    )
    as_lead = (
        select(*what, LeadRow.promotion_id.label("promotion"), _rank(TAPPED), _day(LeadRow.arrived_at), *worth)
        .join(LeadRow, LeadRow.opportunity_id == sale.id)
        .where(*within, LeadRow.promotion_id.is_not(None), LeadRow.archived_at.is_(None))
    )
    answered = (
        select(*what, own.promotion_id.label("promotion"), _rank(TAPPED), _day(own.answered_at), *worth)
        .join(own, own.customer_id == sale.customer_id)
        .where(*within, own.state == "answered", own.answered_at <= sale.created_at)
    )
    return [named, as_lead, answered]


def _claims_of_purchases(
    promotion: PromotionRecord, customers: CTE, about: Sequence[tuple[int, int]]
) -> list[Select[*tuple[Any, ...]]]:
    """`about` says of each promotion that may claim the same purchases which products it is about."""
    sale, own = PurchaseRow, PromotionCustomerRow
    of = _pairs(about)
    mine = [product for rival, product in about if rival == promotion.id]
    within = (
        sale.customer_id.in_(select(customers.c.customer_id)),
        sale.product_id.in_(mine),
        sale.archived_at.is_(None),
        sale.day.between(began(promotion), promotion.content.last + WITHIN),
    )
    what: tuple[Any, ...] = (
        literal_column("'purchase'").label("kind"),
        sale.id.label("sale"),
        sale.customer_id.label("customer"),
    )
    worth = (sale.amount.label("amount"), sale.currency.label("currency"))

    def claims(reason: str, since: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - any column
        return select(*what, of.c.promotion, _rank(reason), since, *worth).join(of, of.c.product == sale.product_id)

    named = (
        claims(NAMED, InteractionRow.day.label("since"))
        .join(InteractionRow, InteractionRow.customer_id == sale.customer_id)
        .join(PromotionRow, and_(PromotionRow.name == InteractionRow.promotion, PromotionRow.id == of.c.promotion))
        .where(
            *within,
            InteractionRow.archived_at.is_(None),
            InteractionRow.day <= sale.day,
            PromotionRow.launched_at <= InteractionRow.at,
        )
    )
    told = and_(own.customer_id == sale.customer_id, own.promotion_id == of.c.promotion)
    tapped = (
        claims(TAPPED, _day(own.answered_at))
        .join(own, told)
        .where(*within, own.state == "answered", func.date(own.answered_at) <= sale.day)
    )
    bought = (
        claims(BOUGHT, _day(own.sent_at))
        .join(own, told)
        .where(*within, was_told(), func.date(own.sent_at) <= sale.day, sale.day <= own.counts_until)
    )
    return [named, tapped, bought]


def _pairs(about: Sequence[tuple[int, int]]) -> CTE:
    """Promotions and their products as rows: not every store names the columns of VALUES."""
    rows = [
        select(literal(promotion, Integer).label("promotion"), literal(product, Integer).label("product"))
        for promotion, product in about
    ]
    return union_all(*rows).cte("about")


def began(promotion: PromotionRecord) -> date:
    """The first day on which anything can have come of it."""
    launched = promotion.launched_at or datetime.max.replace(tzinfo=UTC)
    return max(launched.date(), promotion.content.first)


def _rank(reason: str) -> ColumnElement[int]:
    return literal_column(str(_RANKS[reason]), Integer).label("rank")


def _day(column_: Any) -> Any:  # noqa: ANN401 - any column
    """The day of an instant, as both stores compare it with a date."""
    return func.date(column_, type_=Date).label("since")


def _after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, UTC)
