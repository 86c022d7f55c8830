"""Tables of products and purchases brought in: written invisibly, shown all at once, taken back as a whole.

As with customers (`storage.crm.imports`), whose import this is a part of: small transactions write rows that nobody sees.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from storage.audit.tables import AuditRow
from storage.crm import scope
from storage.crm.imported_rows import ImportedRows
from storage.crm.tables import CustomerRow
from storage.names.folding import fold
from storage.names.names import IndexEntry, NameKind, index_many
from storage.purchases.tables import ProductRow, PurchaseRow
from storage.session.dialects import among_many, insert_all, insert_for_ids


@dataclass(frozen=True, slots=True)
class BroughtProduct:
    """A product of a table, from this line on."""

    line: int
    name: str
    code: str | None = None
    family: str | None = None
    unit: str | None = None
    price: Decimal | None = None
    currency: str | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """For pickling at a third of the cost: an import puts very many aside."""
        return BroughtProduct, (self.line, self.name, self.code, self.family, self.unit, self.price, self.currency)


@dataclass(frozen=True, slots=True)
class BroughtPurchase:
    """A line of a table of purchases, its customer found. `product` is the product's id, or the name of one that is new.

    `fingerprint` is the same for the same line of the same table sent again.
    """

    line: int
    customer_id: int
    product: int | str
    day: date
    quantity: Decimal
    unit: str | None
    unit_price: Decimal | None
    amount: Decimal
    currency: str
    reference: str | None
    fingerprint: str

    def __reduce__(self) -> tuple[Any, ...]:
        """For pickling, as `BroughtProduct` has it."""
        return BroughtPurchase, (
            self.line,
            self.customer_id,
            self.product,
            self.day,
            self.quantity,
            self.unit,
            self.unit_price,
            self.amount,
            self.currency,
            self.reference,
            self.fingerprint,
        )


@dataclass(frozen=True, slots=True)
class SalesReverted:
    """What taking such an import back did: rows that went, and how many stay because somebody changed or used them since."""

    purchases: int
    products: int
    kept: int


class SalesImports(ImportedRows):
    """Products and purchases that were brought in."""

    tables = (ProductRow, PurchaseRow)

    # ------------------------------------------------------------------ what is there already
    def customers(self, names: Collection[str]) -> dict[str, int]:
        """The customers of these folded names that the person may see."""
        values = {"names": list(names), **scope.owners(self._session)}
        seen = scope.seen(everybodys=self._session.sees_all)
        rows = self._session.connection.execute(
            select(CustomerRow.folded, func.min(CustomerRow.id))
            .where(among_many(CustomerRow.folded, "names"), CustomerRow.archived_at.is_(None), seen)
            .group_by(CustomerRow.folded),
            values,
        )
        return {row[0]: row[1] for row in rows}

    def here(self, fingerprints: Collection[str]) -> set[str]:
        """Which of these lines were brought in before, and stand."""
        rows = self._session.connection.scalars(
            select(PurchaseRow.fingerprint).where(
                among_many(PurchaseRow.fingerprint, "lines"), PurchaseRow.archived_at.is_(None)
            ),
            {"lines": list(fingerprints)},
        )
        return {str(one) for one in rows}

    # ------------------------------------------------------------------ bringing in
    def stage_products(self, import_id: int, rows: Sequence[BroughtProduct]) -> list[int]:
        """Writes new products, invisibly; returns their ids in this order."""
        stamp = self._stamp(import_id)
        ids = insert_for_ids(
            self._session.connection,
            ProductRow,
            [
                {
                    "name": row.name,
                    "folded": fold(row.name),
                    "code": row.code,
                    "family": row.family,
                    "unit": row.unit,
                    "price": row.price,
                    "currency": row.currency,
                }
                | stamp
                for row in rows
            ],
        )
        named = [
            IndexEntry(NameKind.PRODUCT, id_, [row.name], hidden_by=import_id)
            for id_, row in zip(ids, rows, strict=True)
        ]
        index_many(self._session.connection, named)
        return ids

    def stage_purchases(self, import_id: int, rows: Sequence[tuple[BroughtPurchase, int]]) -> None:
        """Writes lines, each with its product, invisibly."""
        stamp = self._stamp(import_id)
        insert_all(
            self._session.connection,
            PurchaseRow,
            [
                {
                    "customer_id": row.customer_id,
                    "product_id": product,
                    "day": row.day,
                    "quantity": row.quantity,
                    "unit": row.unit,
                    "unit_price": row.unit_price,
                    "amount": row.amount,
                    "currency": row.currency,
                    "reference": row.reference,
                    "fingerprint": row.fingerprint,
                }
                | stamp
                for row, product in rows
            ],
        )

    def clashes(self, import_id: int, *, limit: int = 5) -> int:
        """How many lines somebody else brought in meanwhile, at most `limit`; of products those of the same name."""
        line, product = aliased(PurchaseRow), aliased(ProductRow)
        same_line = exists().where(line.fingerprint == PurchaseRow.fingerprint, line.archived_at.is_(None))
        same_product = exists().where(
            product.folded == ProductRow.folded,
            product.code.is_not_distinct_from(ProductRow.code),
            product.archived_at.is_(None),
        )
        found = 0
        for model, same in ((PurchaseRow, same_line), (ProductRow, same_product)):
            brought = select(model.id).where(model.import_id == import_id, model.archived_at.is_not(None), same)
            found += len(self._session.connection.scalars(brought.limit(limit)).all())
        return min(found, limit)

    def customers_since(self, import_id: int, since: date, *, limit: int) -> list[int]:
        """Who bought, by what a table brought, on that day or later; what came back is no purchase."""
        lately = (PurchaseRow.day >= since, PurchaseRow.quantity > Decimal(0))
        statement = select(PurchaseRow.customer_id).where(*_standing(PurchaseRow, import_id), *lately).distinct()
        return list(self._session.connection.scalars(statement.order_by(PurchaseRow.customer_id).limit(limit)))

    # ------------------------------------------------------------------ taking back
    def revert(self, import_id: int) -> SalesReverted:
        """Puts away all that it brought, but for what has been changed or used since. Its names go with `Imports.forget_names`."""
        connection, away = self._session.connection, self._away()
        lines = _standing(PurchaseRow, import_id)
        purchases = connection.execute(
            update(PurchaseRow).where(*lines, ~_changed(PurchaseRow)).values(**away)
        ).rowcount
        bought = exists().where(PurchaseRow.product_id == ProductRow.id, PurchaseRow.archived_at.is_(None))
        products = connection.execute(
            update(ProductRow)
            .where(*_standing(ProductRow, import_id), ~or_(_changed(ProductRow), bought))
            .values(**away)
        ).rowcount
        kept = 0
        for model in (PurchaseRow, ProductRow):
            counted = select(func.count()).select_from(model).where(*_standing(model, import_id))
            kept += connection.execute(counted).scalar_one()
        self._taken_back(import_id, {ProductRow: NameKind.PRODUCT})
        return SalesReverted(purchases, products, kept)


def _standing(model: type[PurchaseRow] | type[ProductRow], import_id: int) -> tuple[ColumnElement[bool], ...]:
    return model.import_id == import_id, model.archived_at.is_(None)


def _changed(model: type[PurchaseRow] | type[ProductRow]) -> ColumnElement[bool]:
    """Whether somebody changed a row since."""
    return exists().where(
        AuditRow.entity == model.__tablename__, AuditRow.entity_id == model.id, AuditRow.undone_at.is_(None)
    )
