"""Which sales are a promotion's: each is one promotion's at most, for the surest reason that there is.

A colleague named the promotion in a log with the customer ("named"), the customer answered that they want it ("tapped"), or they
bought its product within some days of being told ("bought"). Where several promotions have a reason, the surest counts, then the
latest. Only whom a promotion reached can have bought because of it: a message that never arrived is no reason, and those held
back are there to be compared with, so that nothing they buy is its. All of it goes by the sales that the promotion has a reason for, and
asks of each whether another has a better one: nothing reads the whole history, nor all that others' customers bought.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    String,
    and_,
    bindparam,
    case,
    cast,
    distinct,
    exists,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import CTE, Exists, Select

from storage.crm.leads.tables import LeadRow
from storage.crm.opportunities.tables import OpportunityRow
from storage.crm.tables import InteractionRow
from storage.promotions.recipients import was_told
from storage.promotions.records import PromotionRecord
from storage.promotions.tables import PromotionCustomerRow, PromotionRow
from storage.purchases.tables import PurchaseRow
from storage.session.dialects import among_many

NAMED, TAPPED, BOUGHT = "named", "tapped", "bought"
"""Why a sale is a promotion's, the surest first."""
WIN: Final = "win"
_RANKS: Final = {NAMED: 1, TAPPED: 2, BOUGHT: 3}
REASONS: Final = {rank: reason for reason, rank in _RANKS.items()}
"""The reasons by how sure they are, as `SALES` has them."""
WITHIN: Final = timedelta(days=30)
"""After being told, and after its end, a purchase of its product counts for so long."""


def values_of(promotion: PromotionRecord, about: Iterable[tuple[int, int]]) -> Mapping[str, Any]:
    """What `SALES` is asked with. `about` says of each promotion that may claim the same purchases which products it is about."""
    pairs = list(about)
    return {
        "promotion": promotion.id,
        "name": promotion.name,
        "launched": promotion.launched_at,
        "over": after(promotion.content.last + WITHIN),
        "first": began(promotion),
        "last": promotion.content.last + WITHIN,
        "products": [product for rival, product in pairs if rival == promotion.id],
        "rivals": [f"{rival}:{product}" for rival, product in pairs if rival != promotion.id],
    }


def began(promotion: PromotionRecord) -> date:
    """The first day on which anything can have come of it."""
    launched = promotion.launched_at or datetime.max.replace(tzinfo=UTC)
    return max(launched.date(), promotion.content.first)


def after(day: date) -> datetime:
    """The instant at which a day is over."""
    return datetime.combine(day + timedelta(days=1), time.min, UTC)


# Built once: making these statements takes longer than running them.
_PROMOTION = bindparam("promotion", type_=Integer())
_OWN = PromotionCustomerRow
_APART = aliased(PromotionCustomerRow)
"""A customer of whichever promotion claims a sale, who was held back."""


def _rank(reason: str) -> ColumnElement[int]:
    return literal_column(str(_RANKS[reason]), Integer)


def _day(column_: Any) -> Any:  # noqa: ANN401 - any column
    """The day of an instant, as both stores compare it with a date."""
    return func.date(column_, type_=Date)


def _claim(*what: Any, rank: Any, since: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - any columns
    return select(*what, rank.label("rank"), since.label("since"))


def _is_apart(promotion: Any, customer: Any) -> Exists:  # noqa: ANN401 - any column
    """Whether a customer was held back of a promotion."""
    same = (_APART.promotion_id == promotion, _APART.customer_id == customer)
    return exists().where(*same, _APART.held).correlate_except(_APART)


def _is_better(claim: Any, rank: Any, since: Any, promotion: Any) -> ColumnElement[bool]:  # noqa: ANN401 - any columns
    """Whether a rival's claim is surer than this one, or as sure and later; of the same day the later promotion's."""
    later = (since > claim.since) | ((since == claim.since) & (promotion > _PROMOTION))
    return and_(promotion != _PROMOTION, (claim.rank > rank) | ((claim.rank == rank) & later))


def _best(claims: Sequence[Select[*tuple[Any, ...]]], name: str) -> CTE:
    """Of each sale the promotion's own best claim."""
    every = union_all(*claims).subquery()
    order = (every.c.rank, every.c.since.desc())
    placed = select(every, func.row_number().over(partition_by=every.c.sale, order_by=order).label("place")).subquery()
    return select(placed).where(placed.c.place == 1).cte(name)


# ------------------------------------------------------------------ what was won
def _own_wins() -> CTE:
    sale = OpportunityRow
    what = (
        sale.id.label("sale"),
        sale.customer_id.label("customer"),
        sale.amount,
        sale.currency,
        sale.created_at,
        sale.closed_at,
    )
    within = (
        sale.state == "won",
        sale.archived_at.is_(None),
        sale.closed_at >= bindparam("launched", type_=OpportunityRow.closed_at.type),
        sale.closed_at < bindparam("over", type_=OpportunityRow.closed_at.type),
    )
    named = (
        _claim(*what, rank=_rank(NAMED), since=InteractionRow.day)
        .join(InteractionRow, InteractionRow.customer_id == sale.customer_id)
        .where(
            *within,
            *_names_it(sale.customer_id),
            InteractionRow.at <= sale.closed_at,
        )
    )
    as_lead = (
        _claim(*what, rank=_rank(TAPPED), since=_day(LeadRow.arrived_at))
        .join(LeadRow, LeadRow.opportunity_id == sale.id)
        .where(
            *within,
            LeadRow.promotion_id == _PROMOTION,
            LeadRow.archived_at.is_(None),
            ~_is_apart(_PROMOTION, sale.customer_id),
        )
    )
    answered = (
        _claim(*what, rank=_rank(TAPPED), since=_day(_OWN.answered_at))
        .join(_OWN, and_(_OWN.promotion_id == _PROMOTION, _OWN.customer_id == sale.customer_id))
        .where(*within, ~_OWN.held, _OWN.state == "answered", _OWN.answered_at <= sale.created_at)
    )
    return _best([named, as_lead, answered], "own_wins")


def _wins(own: CTE) -> Select[*tuple[Any, ...]]:
    """Those wins on which no other promotion has a better claim."""
    claim, rival = own.c, aliased(PromotionCustomerRow)
    named = _is_named_by_a_rival(claim, InteractionRow.at <= claim.closed_at)
    as_lead = exists().where(
        LeadRow.opportunity_id == claim.sale,
        LeadRow.archived_at.is_(None),
        _is_better(claim, _rank(TAPPED), _day(LeadRow.arrived_at), LeadRow.promotion_id),
        ~_is_apart(LeadRow.promotion_id, claim.customer),
    )
    answered = exists().where(
        rival.customer_id == claim.customer,
        ~rival.held,
        rival.state == "answered",
        rival.answered_at <= claim.created_at,
        _is_better(claim, _rank(TAPPED), _day(rival.answered_at), rival.promotion_id),
    )
    return _counted(own, WIN).where(~or_(named, as_lead, answered))


# ------------------------------------------------------------------ what was bought
def _own_purchases() -> CTE:
    sale = PurchaseRow
    what = (
        sale.id.label("sale"),
        sale.customer_id.label("customer"),
        sale.amount,
        sale.currency,
        sale.product_id,
        sale.day,
    )
    within = (
        sale.product_id.in_(bindparam("products", expanding=True)),
        sale.archived_at.is_(None),
        sale.day >= bindparam("first", type_=Date()),
        sale.day <= bindparam("last", type_=Date()),
    )
    named = (
        _claim(*what, rank=_rank(NAMED), since=InteractionRow.day)
        .join(InteractionRow, InteractionRow.customer_id == sale.customer_id)
        .where(*within, *_names_it(sale.customer_id), InteractionRow.day <= sale.day)
    )
    has_tapped, has_heard = _has_tapped(_OWN, sale.day), _has_heard(sale.day)
    told = (
        _claim(
            *what,
            rank=case((has_tapped, _rank(TAPPED)), else_=_rank(BOUGHT)),
            since=case((has_tapped, _day(_OWN.answered_at)), else_=_day(_OWN.sent_at)),
        )
        .join(_OWN, and_(_OWN.promotion_id == _PROMOTION, _OWN.customer_id == sale.customer_id))
        .where(*within, ~_OWN.held, has_tapped | has_heard)
    )
    return _best([named, told], "own_purchases")


def _purchases(own: CTE) -> Select[*tuple[Any, ...]]:
    """Those purchases on which no other promotion of the product has a better claim."""
    claim = own.c
    named = _is_named_by_a_rival(claim, InteractionRow.day <= claim.day, _is_about(PromotionRow.id, claim.product_id))
    told = exists().where(
        _OWN.customer_id == claim.customer,
        ~_OWN.held,
        _is_about(_OWN.promotion_id, claim.product_id),
        or_(
            _has_tapped(_OWN, claim.day) & _is_better(claim, _rank(TAPPED), _day(_OWN.answered_at), _OWN.promotion_id),
            _has_heard(claim.day) & _is_better(claim, _rank(BOUGHT), _day(_OWN.sent_at), _OWN.promotion_id),
        ),
    )
    return _counted(own, "purchase").where(~or_(named, told))


def _has_tapped(told: Any, day: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a row and a column
    return and_(told.state == "answered", _day(told.answered_at) <= day)


def _has_heard(day: Any) -> ColumnElement[bool]:  # noqa: ANN401 - any column
    return and_(was_told(), _day(_OWN.sent_at) <= day, day <= _OWN.counts_until)


def _is_about(promotion: Any, product: Any) -> ColumnElement[bool]:  # noqa: ANN401 - any columns
    """Whether a rival is about a product: it is one of the pairs that `values_of` makes."""
    return among_many(cast(promotion, String) + ":" + cast(product, String), "rivals")


# ------------------------------------------------------------------ both
def _names_it(customer: Any) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401 - any column
    """The conditions under which a log names this promotion to a customer, after the launch, and they were not held back."""
    return (
        InteractionRow.promotion == bindparam("name", type_=String()),
        InteractionRow.archived_at.is_(None),
        InteractionRow.at >= bindparam("launched", type_=InteractionRow.at.type),
        ~_is_apart(_PROMOTION, customer),
    )


def _is_named_by_a_rival(claim: Any, *also: ColumnElement[bool]) -> Exists:  # noqa: ANN401 - a row's columns
    return exists().where(
        InteractionRow.customer_id == claim.customer,
        InteractionRow.archived_at.is_(None),
        PromotionRow.name == InteractionRow.promotion,
        PromotionRow.launched_at <= InteractionRow.at,
        *also,
        _is_better(claim, _rank(NAMED), InteractionRow.day, PromotionRow.id),
        ~_is_apart(PromotionRow.id, claim.customer),
    )


def _counted(own: CTE, kind: str) -> Select[*tuple[Any, ...]]:
    sale = own.c
    return select(sale.rank, literal_column(f"'{kind}'").label("kind"), sale.customer, sale.amount, sale.currency)


def _sales() -> Select[*tuple[Any, ...]]:
    wins = _wins(_own_wins()).cte("wins")
    purchases = _purchases(own := _own_purchases())
    beside = purchases.where(own.c.customer.not_in(select(wins.c.customer)))  # what was won is not counted again
    mine = union_all(select(wins), beside).subquery()
    return (
        select(
            mine.c.rank,
            mine.c.kind,
            func.count(),
            func.count(distinct(mine.c.customer)),
            func.sum(mine.c.amount, type_=PurchaseRow.amount.type),
            mine.c.currency,
        )
        .group_by(mine.c.rank, mine.c.kind, mine.c.currency)
        .order_by(mine.c.rank, mine.c.kind, mine.c.currency)
    )


SALES: Final = _sales()
"""A promotion's sales by reason, kind and currency: the reason's rank, the kind, how many, of how many customers, for how much."""
