"""What else may be sold to a customer: what others who buy the same buy too, and what is better of a kind that they buy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from storage.purchases.tables import ProductRow, PurchaseRow
from storage.session.session import Session

PEERS = 300
LOOKED_AT = 5
"""Products that a customer spends most on, whose other buyers are looked at."""
FEWEST = 2
"""Buyers of a product from which it is suggested."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A product that others who buy what a customer buys have bought: how many of so many, and what they have in common."""

    product_id: int
    product: str
    buyers: int
    of: int
    because: str


@dataclass(frozen=True, slots=True)
class Better:
    """A dearer product of the family of one that a customer buys, with both list prices."""

    product_id: int
    product: str
    family: str
    price: Decimal
    less: Decimal
    currency: str
    because: str


class Suggestions:
    """What may be suggested, whoever sees whom: of other customers nothing but their number is told."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def together(self, customer_id: int, since: date, *, limit: int) -> list[Suggestion]:
        """Products that others who buy the same also buy, and this customer does not: of what they spend most on first."""
        bought = self._bought(customer_id, since)
        found: dict[int, Suggestion] = {}
        for product, name in bought[:LOOKED_AT]:
            if len(found) >= limit:
                break
            for one in self._of_one(customer_id, product, name, [row[0] for row in bought], since, limit):
                found.setdefault(one.product_id, one)
        return list(found.values())[:limit]

    def better(self, customer_id: int, since: date, *, limit: int) -> list[Better]:
        """The next dearer product of a family that they buy of, by list price and in its currency; none that they have bought."""
        bought = [product for product, _name in self._bought(customer_id, since)]
        if not bought:
            return []
        theirs = select(ProductRow).where(ProductRow.id.in_(bought), ProductRow.family.is_not(None)).subquery()
        statement = (
            select(
                ProductRow.id,
                ProductRow.name,
                ProductRow.family,
                ProductRow.price,
                theirs.c.price,
                ProductRow.currency,
                theirs.c.name,
            )
            .join(theirs, ProductRow.family == theirs.c.family)
            .where(
                ProductRow.currency == theirs.c.currency,
                ProductRow.price > theirs.c.price,
                ProductRow.archived_at.is_(None),
                ProductRow.id.not_in(bought),
            )
            .order_by(ProductRow.price, ProductRow.id)
        )
        of_each: dict[str, Better] = {}
        for row in self._session.connection.execute(statement):
            of_each.setdefault(row[2], Better(*row))
        return list(of_each.values())[:limit]

    def _bought(self, customer_id: int, since: date) -> Sequence[Any]:
        """What a customer bought, the id and name of each product: what they spent most on first."""
        return self._session.connection.execute(
            select(ProductRow.id, ProductRow.name)
            .join(PurchaseRow, PurchaseRow.product_id == ProductRow.id)
            .where(PurchaseRow.customer_id == customer_id, PurchaseRow.archived_at.is_(None), PurchaseRow.day >= since)
            .group_by(ProductRow.id, ProductRow.name)
            .order_by(func.sum(PurchaseRow.amount).desc(), ProductRow.id)
        ).all()

    def _of_one(
        self, customer_id: int, product: int, name: str, bought: Sequence[int], since: date, limit: int
    ) -> list[Suggestion]:
        peers = list(
            self._session.connection.scalars(
                select(PurchaseRow.customer_id)
                .where(
                    PurchaseRow.product_id == product,
                    PurchaseRow.archived_at.is_(None),
                    PurchaseRow.day >= since,
                    PurchaseRow.customer_id != customer_id,
                )
                .distinct()
                .limit(PEERS)
            )
        )
        buyers = func.count(PurchaseRow.customer_id.distinct())
        rows = self._session.connection.execute(
            select(ProductRow.id, ProductRow.name, buyers)
            .join(PurchaseRow, PurchaseRow.product_id == ProductRow.id)
            .where(
                PurchaseRow.customer_id.in_(peers),
                PurchaseRow.archived_at.is_(None),
                PurchaseRow.day >= since,
                ProductRow.archived_at.is_(None),
                ProductRow.id.not_in(bought),
            )
            .group_by(ProductRow.id, ProductRow.name)
            .having(buyers >= FEWEST)
            .order_by(buyers.desc(), ProductRow.id)
            .limit(limit)
        )
        return [Suggestion(row[0], row[1], row[2], len(peers), name) for row in rows]
