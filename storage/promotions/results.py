"""What came of a promotion: answers, leads, quotes, wins and purchases, each sale attributed to one promotion at most.

A sale is a promotion's for one reason, the surest that there is: a colleague named the promotion in a log with the customer
("named"), the customer answered that they want it ("tapped"), or they bought its product within some days of being told
("bought"). Where several promotions have a reason, the surest counts, then the latest. All of it goes by the customers of the
promotion and what is known of them: nothing reads the whole history.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    and_,
    bindparam,
    case,
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
from storage.crm.outreach.tables import ApproachRow, ConsentRow, CustomerAccountRow
from storage.crm.tables import InteractionRow
from storage.names.folding import fold
from storage.promotions.recipients import was_told
from storage.promotions.records import PromotionRecord
from storage.promotions.tables import PromotionCustomerRow, PromotionRow, PromotionVersionRow
from storage.purchases.product_names import product_ids
from storage.purchases.tables import ProductRow, PurchaseRow
from storage.session.session import Session

NAMED, TAPPED, BOUGHT = "named", "tapped", "bought"
"""Why a sale is a promotion's, the surest first."""
WIN: Final = "win"
_RANKS: Final = {NAMED: 1, TAPPED: 2, BOUGHT: 3}
_REASONS: Final = {rank: reason for reason, rank in _RANKS.items()}
WITHIN: Final = timedelta(days=30)
"""After being told, and after its end, a purchase of its product counts for so long."""


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
class ComparedGroup:
    """One of the two groups: how many were assigned to it, how many of them bought the product, and for how much."""

    assigned: int
    bought: int
    amount: Decimal


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
        """Of each class at the launch: its letter, how many were told, said yes, became a lead; nothing where nobody has one."""
        own = PromotionCustomerRow
        rows = self._session.connection.execute(
            select(
                own.grade,
                func.count().filter(was_told()),
                func.count().filter(own.state == "answered"),
                func.count(own.lead_id),
            )
            .where(own.promotion_id == promotion_id, own.grade.is_not(None))
            .group_by(own.grade)
            .order_by(own.grade)
        )
        return [(letter or "", told, yes, leads) for letter, told, yes, leads in rows]

    def _opt_outs(self, promotion_id: int) -> int:
        """Who took back their consent to promotions after this one reached them, and before another message did."""
        return int(self._session.connection.execute(_OPT_OUTS, {"promotion": promotion_id}).scalar_one())

    def sales(self, promotion: PromotionRecord) -> list[Sale]:
        """What was sold because of it, by the reason, each kind and currency apart."""
        if promotion.launched_at is None:
            return []
        found = self._session.connection.execute(_sales(promotion, self._about(promotion)))
        return [Sale(_REASONS[row[0]], *row[1:]) for row in found]

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
            bool(held): ComparedGroup(assigned, bought or 0, amount or Decimal(0))
            for held, assigned, bought, amount in self._session.connection.execute(_groups(promotion, ids, until))
        }
        nobody = ComparedGroup(0, 0, Decimal(0))
        return found.get(False, nobody), found.get(True, nobody)


def _known_as(names: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """The products that names mean, with what others may call them by."""
    return select(ProductRow.id, ProductRow.folded, func.lower(ProductRow.family).label("family")).where(
        ProductRow.id.in_(product_ids(names))
    )


def _groups(promotion: PromotionRecord, ids: Sequence[int], until: date) -> Select[*tuple[Any, ...]]:
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
    return (
        select(
            own.held,
            func.count(),
            func.count(bought.c.customer_id),
            func.sum(bought.c.amount, type_=PurchaseRow.amount.type),
        )
        .select_from(own)
        .outerjoin(bought, bought.c.customer_id == own.customer_id)
        .where(own.promotion_id == promotion.id, own.place >= 0)
        .group_by(own.held)
    )


def _sales(promotion: PromotionRecord, about: Sequence[tuple[int, int]]) -> Select[*tuple[Any, ...]]:
    """Every claim on a sale of the customers of this promotion, whichever promotion's; of each sale the best claim counts."""
    customers = _customers(promotion).cte("customers")
    parts = [*_claims_of_wins(promotion, customers)]
    if about:
        parts += _claims_of_purchases(promotion, customers, about)
    claims = union_all(*parts).cte("claims")
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
        .where(*within, own.sent_at.is_not(None), func.date(own.sent_at) <= sale.day, sale.day <= own.counts_until)
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
