"""The tables of what is sold and of what was bought."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Date, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.entity import ByRow, Entity, OwnName
from storage.entities.keys import Erasure, Merge, refers
from storage.entities.stamps import Authored
from storage.names.names import NameKind
from storage.session.base import BigId, MoneyType, QuantityType
from storage.session.partial_indexes import kept, known, of_an_import


class ProductRow(Authored):
    """Something that is sold; `folded` is the name as it is compared, `code` the article number where it has one.

    `family` is the kind of product it is; `unit` in what it is counted ("box"); `price` its list price, empty where none is known.
    """

    __tablename__ = "products"
    __entity__ = Entity(
        label="name",
        about="product",
        undo=ByRow(),
        found_by=OwnName(NameKind.PRODUCT),
        codes=("name", "folded", "code", "family", "unit"),
    )
    __table_args__ = (
        known("products", "code"),
        of_an_import("products"),
        kept("ix_products_family", "family", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(400), index=True)
    code: Mapped[str | None] = mapped_column(String(60))
    family: Mapped[str | None] = mapped_column(String(80))
    unit: Mapped[str | None] = mapped_column(String(40))
    price: Mapped[Decimal | None] = mapped_column(MoneyType)
    currency: Mapped[str | None] = mapped_column(String(3))
    import_id: Mapped[int | None] = mapped_column(refers("imports.id"))


class PurchaseRow(Authored):
    """One line of what a customer bought: so much of a product, on a day. What came back is a line with a negative `quantity`.

    `amount` is what the line comes to, in all; `unit_price` what one of it cost where that was said. `unit` is the word that
    was used ("cajas"), `reference` the order's or invoice's number. A line that was brought in has its `import_id`, and a
    `fingerprint` by which the same line is known again; one that somebody told has `source`, the message
    ("telegram:chat:message").
    """

    __tablename__ = "purchases"
    __entity__ = Entity(
        label="product_id",
        about="purchase",
        undo=ByRow(),
        words=("unit", "reference"),
        codes=("source", "fingerprint"),
        keeps_original=True,
    )
    __table_args__ = (
        kept("ix_purchases_customer", "customer_id", "day", "currency", "amount"),
        kept("ix_purchases_product", "product_id", "day", "customer_id"),
        kept("ix_purchases_day", "day", "customer_id"),
        known("purchases", "fingerprint"),
        of_an_import("purchases"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(refers("customers.id", merge=Merge.MOVES, erasure=Erasure.GOES))
    product_id: Mapped[int] = mapped_column(refers("products.id"))
    day: Mapped[date] = mapped_column(Date)
    quantity: Mapped[Decimal] = mapped_column(QuantityType)
    unit: Mapped[str | None] = mapped_column(String(40))
    unit_price: Mapped[Decimal | None] = mapped_column(MoneyType)
    amount: Mapped[Decimal] = mapped_column(MoneyType)
    currency: Mapped[str] = mapped_column(String(3))
    reference: Mapped[str | None] = mapped_column(String(60))
    source: Mapped[str | None] = mapped_column(String(160))
    fingerprint: Mapped[str | None] = mapped_column(String(32))
    import_id: Mapped[int | None] = mapped_column(refers("imports.id"))
