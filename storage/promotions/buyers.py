"""Who bought what a promotion is about: by the products' names, or the family that they are of."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from storage.purchases.product_names import product_ids
from storage.purchases.tables import PurchaseRow
from storage.session.session import Session


class Buyers:
    """Purchases of what promotions are about."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def products(self, names: Sequence[str]) -> list[int]:
        """The products of these names, or of families of these names, whatever accents and capitals; none that nobody knows."""
        return list(self._session.connection.execute(product_ids(names)).scalars())

    def anybody(self, names: Sequence[str]) -> bool:
        """Whether anybody ever bought one of these products."""
        bought = select(PurchaseRow.id).where(
            PurchaseRow.product_id.in_(product_ids(names)),
            PurchaseRow.archived_at.is_(None),
            PurchaseRow.quantity > Decimal(0),
        )
        return self._session.connection.execute(bought.limit(1)).first() is not None

    def last_bought(self, customer_id: int, names: Sequence[str]) -> date | None:
        """When a customer last bought one of these products; None for never."""
        return self._session.connection.execute(
            select(func.max(PurchaseRow.day)).where(
                PurchaseRow.customer_id == customer_id,
                PurchaseRow.archived_at.is_(None),
                PurchaseRow.quantity > Decimal(0),
                PurchaseRow.product_id.in_(product_ids(names)),
            )
        ).scalar()
