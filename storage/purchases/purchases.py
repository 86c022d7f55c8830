"""What customers bought: line by line, and what it comes to."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from storage.crm.scope import owners, seen
from storage.crm.tables import CustomerRow
from storage.purchases.records import Bought, PurchaseLine, PurchaseRecord
from storage.purchases.tables import ProductRow, PurchaseRow
from storage.session.session import Session

MOST_OF_AN_ORDER = 20
"""Lines of one order that are looked at."""


class Purchases:
    """Purchases of the customers that the person may see."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self,
        customer_id: int,
        day: date,
        lines: Sequence[PurchaseLine],
        *,
        reference: str | None = None,
        source: str | None = None,
    ) -> list[int]:
        """Keeps what a customer bought on a day; returns the lines' ids."""
        return [
            self._session.changes.create(
                PurchaseRow,
                customer_id=customer_id,
                product_id=line.product_id,
                day=day,
                quantity=line.quantity,
                unit=line.unit,
                unit_price=line.unit_price,
                amount=line.amount,
                currency=line.currency,
                reference=reference,
                source=source,
            )
            for line in lines
        ]

    def get(self, purchase_id: int) -> PurchaseRecord | None:
        """One line, where its customer may be seen."""
        return next(iter(self._records(PurchaseRow.id == purchase_id)), None)

    def of_order(self, purchase_id: int) -> list[PurchaseRecord]:
        """The lines that were kept together with one, that one too, in the order in which they were told."""
        one = aliased(PurchaseRow)
        same = (
            select(one.id)
            .where(
                one.id == purchase_id,
                one.customer_id == PurchaseRow.customer_id,
                one.day == PurchaseRow.day,
                one.created_at == PurchaseRow.created_at,
            )
            .correlate(PurchaseRow)
        )
        told = select(one.customer_id).where(one.id == purchase_id).scalar_subquery()
        return self._records(PurchaseRow.customer_id == told, same.exists(), limit=MOST_OF_AN_ORDER)[::-1]

    def last_order(self, customer_id: int) -> list[PurchaseRecord]:
        """What a customer bought last, returns left out: the lines that were kept together."""
        bought = self._records(PurchaseRow.customer_id == customer_id, PurchaseRow.quantity > Decimal(0), limit=1)
        return [one for one in self.of_order(bought[0].id) if one.quantity > 0] if bought else []

    def change(self, purchase_id: int, line: PurchaseLine) -> None:
        """It was so much, and at that price."""
        self._session.changes.update(
            PurchaseRow,
            purchase_id,
            product_id=line.product_id,
            quantity=line.quantity,
            unit=line.unit,
            unit_price=line.unit_price,
            amount=line.amount,
            currency=line.currency,
        )

    def of_customer(
        self,
        customer_id: int,
        *,
        product_id: int | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int,
        offset: int = 0,
    ) -> list[PurchaseRecord]:
        """The lines of a customer, the newest first; of one product, or between two days (both included), where told."""
        which = [PurchaseRow.customer_id == customer_id, *_between(since, until)]
        if product_id is not None:
            which.append(PurchaseRow.product_id == product_id)
        return self._records(*which, limit=limit, offset=offset)

    def of_product(
        self, product_id: int, *, since: date | None = None, until: date | None = None, limit: int, offset: int = 0
    ) -> list[PurchaseRecord]:
        """Who bought a product, the newest first."""
        which = [PurchaseRow.product_id == product_id, *_between(since, until)]
        return self._records(*which, limit=limit, offset=offset)

    def bought(self, customer_id: int, *, since: date | None = None, limit: int) -> list[Bought]:
        """What a customer buys, a product and currency each: what they spent most on first."""
        amount = func.sum(PurchaseRow.amount, type_=PurchaseRow.amount.type)
        statement = (
            select(
                ProductRow.id,
                ProductRow.name,
                func.count(PurchaseRow.day.distinct()),
                func.sum(PurchaseRow.quantity, type_=PurchaseRow.quantity.type),
                amount,
                PurchaseRow.currency,
                func.max(PurchaseRow.day),
            )
            .join(ProductRow, ProductRow.id == PurchaseRow.product_id)
            .join(CustomerRow, CustomerRow.id == PurchaseRow.customer_id)
            .where(
                PurchaseRow.customer_id == customer_id,
                PurchaseRow.archived_at.is_(None),
                *_between(since, None),
                seen(everybodys=self._session.sees_all),
            )
            .group_by(ProductRow.id, ProductRow.name, PurchaseRow.currency)
            .order_by(amount.desc(), ProductRow.id)
            .limit(limit)
        )
        return [Bought(*row) for row in self._run(statement)]

    def archive(self, purchase_id: int) -> None:
        """It was not bought after all."""
        self._session.changes.archive(PurchaseRow, purchase_id)

    def _records(self, *which: ColumnElement[bool], limit: int | None = None, offset: int = 0) -> list[PurchaseRecord]:
        statement = (
            select(
                PurchaseRow.id,
                PurchaseRow.customer_id,
                CustomerRow.name,
                PurchaseRow.product_id,
                ProductRow.name,
                PurchaseRow.day,
                PurchaseRow.quantity,
                PurchaseRow.unit,
                PurchaseRow.unit_price,
                PurchaseRow.amount,
                PurchaseRow.currency,
                PurchaseRow.reference,
            )
            .join(CustomerRow, CustomerRow.id == PurchaseRow.customer_id)
            .join(ProductRow, ProductRow.id == PurchaseRow.product_id)
            .where(*which, PurchaseRow.archived_at.is_(None), seen(everybodys=self._session.sees_all))
            .order_by(PurchaseRow.day.desc(), PurchaseRow.id.desc())
            .limit(limit)
            .offset(offset)
        )
        return [PurchaseRecord(*row) for row in self._run(statement)]

    def _run(self, statement: Any) -> Any:  # noqa: ANN401 - any select, and its rows
        return self._session.connection.execute(statement, owners(self._session))


def _between(since: date | None, until: date | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if since is not None:
        found.append(PurchaseRow.day >= since)
    if until is not None:
        found.append(PurchaseRow.day <= until)
    return found
