"""Many purchases at once, for samples and measurements. Bulk rows have no audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from storage.names.folding import fold
from storage.names.names import IndexEntry, NameKind, index_many
from storage.purchases.tables import ProductRow, PurchaseRow
from storage.session.dialects import insert_all, insert_for_ids
from storage.session.session import Session


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A product that is not in the store yet."""

    name: str
    family: str
    unit: str
    price: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class PastPurchase:
    """A line that was bought at the list price, and when it was written down."""

    customer_id: int
    product_id: int
    day: date
    quantity: int
    unit: str
    price: Decimal
    currency: str
    written_at: datetime


def add_products(session: Session, rows: Sequence[NewProduct], at: datetime) -> list[int]:
    """Adds products and indexes their names; returns their ids in this order."""
    ids = insert_for_ids(
        session.connection,
        ProductRow,
        [
            {
                "name": row.name,
                "folded": fold(row.name),
                "family": row.family,
                "unit": row.unit,
                "price": row.price,
                "currency": row.currency,
            }
            | _stamp(at)
            for row in rows
        ],
    )
    index_many(
        session.connection,
        [IndexEntry(NameKind.PRODUCT, id_, [row.name]) for id_, row in zip(ids, rows, strict=True)],
    )
    return ids


def add_purchases(session: Session, rows: Sequence[PastPurchase]) -> None:
    """Adds what was bought."""
    insert_all(
        session.connection,
        PurchaseRow,
        [
            {
                "customer_id": row.customer_id,
                "product_id": row.product_id,
                "day": row.day,
                "quantity": Decimal(row.quantity),
                "unit": row.unit,
                "unit_price": row.price,
                "amount": row.price * row.quantity,
                "currency": row.currency,
            }
            | _stamp(row.written_at)
            for row in rows
        ],
    )


def _stamp(at: datetime) -> dict[str, object]:
    return {"created_at": at, "created_by": None, "updated_at": at, "updated_by": None}
