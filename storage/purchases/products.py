"""What is sold: found by its name or article number, added when it is new."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, or_, select

from storage.names.folding import fold
from storage.purchases.records import ProductRecord
from storage.purchases.tables import ProductRow
from storage.session.dialects import among_many
from storage.session.reads import read_once
from storage.session.session import Session

_PRODUCT: Final = (
    ProductRow.id,
    ProductRow.name,
    ProductRow.code,
    ProductRow.family,
    ProductRow.unit,
    ProductRow.price,
    ProductRow.currency,
)
# Built once: making a statement takes several times as long as running it.
_CALLED: Final = (
    select(*_PRODUCT)
    .where(
        or_(ProductRow.folded == bindparam("folded"), ProductRow.code == bindparam("code")),
        ProductRow.archived_at.is_(None),
    )
    .order_by(ProductRow.folded, ProductRow.id)
    .limit(1)
)


class Products:
    """The catalogue. It is everybody's: nothing here depends on who asks."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self,
        name: str,
        *,
        code: str | None = None,
        family: str | None = None,
        unit: str | None = None,
        price: Decimal | None = None,
        currency: str | None = None,
    ) -> int:
        """A new product; returns its id."""
        return self._session.changes.create(
            ProductRow,
            name=name,
            folded=fold(name),
            code=code,
            family=family,
            unit=unit,
            price=price,
            currency=currency,
        )

    def change(self, product_id: int, **values: object) -> bool:
        """Sets columns of a product; whether anything differed."""
        if "name" in values:
            values["folded"] = fold(str(values["name"]))
        return self._session.changes.update(ProductRow, product_id, **values)

    def archive(self, product_id: int) -> None:
        """It is sold no more; what was bought of it stays."""
        self._session.changes.archive(ProductRow, product_id)

    def get(self, product_id: int) -> ProductRecord | None:
        """One product, sold or not any more."""
        return next(iter(self._records(ProductRow.id == product_id)), None)

    @read_once
    def called(self, name: str) -> ProductRecord | None:
        """The product of exactly this name, or of this article number; accents and case make no difference."""
        row = self._session.row(_CALLED, {"folded": fold(name), "code": name.strip()})
        return ProductRecord(*row) if row else None

    def known(
        self, names: Collection[str], codes: Collection[str]
    ) -> tuple[dict[str, tuple[int, str | None]], dict[str, int]]:
        """Products by folded name, each with its id and article number, and ids by article number, for many at once."""
        there, run = ProductRow.archived_at.is_(None), self._session.connection.execute
        by_name = select(ProductRow.folded, ProductRow.id, ProductRow.code)
        by_code = select(ProductRow.code, ProductRow.id)
        named = run(
            by_name.where(among_many(ProductRow.folded, "wanted"), there).order_by(ProductRow.id.desc()),
            {"wanted": list({fold(name) for name in names})},
        )
        coded = run(
            by_code.where(among_many(ProductRow.code, "wanted"), there).order_by(ProductRow.id.desc()),
            {"wanted": list(set(codes))},
        )
        return {row[0]: (row[1], row[2]) for row in named}, {str(row[0]): row[1] for row in coded}

    def all(self, *, family: str | None = None, limit: int, offset: int = 0) -> list[ProductRecord]:
        """What is sold, by name; `family` narrows it."""
        which = [ProductRow.archived_at.is_(None)] + ([ProductRow.family == family] if family else [])
        return self._records(*which, limit=limit, offset=offset)

    def _records(self, *which: ColumnElement[bool], limit: int | None = None, offset: int = 0) -> list[ProductRecord]:
        statement: Any = (
            select(*_PRODUCT).where(*which).order_by(ProductRow.folded, ProductRow.id).limit(limit).offset(offset)
        )
        return [ProductRecord(*row) for row in self._session.connection.execute(statement)]
