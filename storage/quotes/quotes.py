"""Quotes: numbered without holes, with their lines, and what became of them."""

from typing import Any

from sqlalchemy import ColumnElement, insert, select

from storage.crm.scope import owners, seen
from storage.crm.tables import CustomerRow
from storage.people.tables import StaffRow
from storage.quotes.records import OPEN, QuoteInput, QuoteLine, QuoteRecord
from storage.quotes.tables import QuoteLineRow, QuoteRow, QuoteYearRow
from storage.session.dialects import add_up
from storage.session.session import Session


class Quotes:
    """What was offered to the customers that the person may see."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, said: QuoteInput) -> int:
        """Keeps one under the next number of its year; returns its id.

        Whoever else makes one waits until this session is done, and what is rolled back gives its number back: there are no holes.
        """
        year = said.day.year
        [(_id, _year, sequence)] = add_up(
            self._session.connection, QuoteYearRow, [{"year": year, "last": 1}], key=["year"], total="last"
        )
        id_ = self._session.changes.create(
            QuoteRow,
            year=year,
            sequence=sequence,
            number=f"{year}-{sequence:04}",
            state=OPEN,
            **{name: getattr(said, name) for name in said.__dataclass_fields__ if name != "lines"},
        )
        self._session.connection.execute(
            insert(QuoteLineRow),
            [
                {"quote_id": id_, "position": at} | {name: getattr(line, name) for name in line.__dataclass_fields__}
                for at, line in enumerate(said.lines, 1)
            ],
        )
        return id_

    def get(self, quote_id: int) -> QuoteRecord | None:
        """One, undone ones too; None where its customer is another's."""
        return next(iter(self._records(QuoteRow.id == quote_id)), None)

    def lines(self, quote_id: int) -> list[QuoteLine]:
        """What it offers, in its order."""
        row = QuoteLineRow
        statement = (
            select(row.product_id, row.what, row.quantity, row.unit, row.unit_price, row.amount)
            .where(row.quote_id == quote_id)
            .order_by(row.position)
        )
        return [QuoteLine(*found) for found in self._session.connection.execute(statement)]

    def answered(self, quote_id: int, state: str) -> bool:
        """The customer accepted or refused it; False where that is known already."""
        return self._session.changes.update(QuoteRow, quote_id, state=state, answered_at=self._session.now)

    def has_document(self, quote_id: int, attachment_id: int) -> None:
        """Its document, which is written next."""
        self._session.changes.update(QuoteRow, quote_id, attachment_id=attachment_id)

    def of_customer(self, customer_id: int, *, limit: int, offset: int = 0) -> list[QuoteRecord]:
        """What was offered to a customer, the newest first."""
        return self._records(QuoteRow.customer_id == customer_id, *_THERE, limit=limit, offset=offset)

    def of_opportunity(self, opportunity_id: int, *, limit: int) -> list[QuoteRecord]:
        """What was offered for an opportunity, the newest first."""
        return self._records(QuoteRow.opportunity_id == opportunity_id, *_THERE, limit=limit)

    def of_author(self, staff_id: int, *, limit: int, offset: int = 0, only_open: bool = False) -> list[QuoteRecord]:
        """What a colleague offered, the newest first."""
        state = (QuoteRow.state == OPEN,) if only_open else ()
        return self._records(QuoteRow.created_by == staff_id, *_THERE, *state, limit=limit, offset=offset)

    def called(self, number: str) -> QuoteRecord | None:
        """The one of this number ("2026-0007")."""
        return next(iter(self._records(QuoteRow.number == number, *_THERE)), None)

    def _records(self, *which: ColumnElement[bool], limit: int | None = None, offset: int = 0) -> list[QuoteRecord]:
        statement = (
            select(*_RECORD)
            .join(CustomerRow, CustomerRow.id == QuoteRow.customer_id)
            .outerjoin(StaffRow, StaffRow.id == QuoteRow.created_by)
            .where(*which, seen(everybodys=self._session.sees_all))
            .order_by(QuoteRow.id.desc())
            .limit(limit)
            .offset(offset)
        )
        return [QuoteRecord(*row) for row in self._session.connection.execute(statement, owners(self._session))]


_THERE = (QuoteRow.archived_at.is_(None),)
_RECORD: tuple[Any, ...] = (
    QuoteRow.id,
    QuoteRow.number,
    QuoteRow.customer_id,
    CustomerRow.name,
    QuoteRow.opportunity_id,
    QuoteRow.attachment_id,
    QuoteRow.day,
    QuoteRow.until,
    QuoteRow.currency,
    QuoteRow.net,
    QuoteRow.tax_name,
    QuoteRow.tax_rate,
    QuoteRow.tax,
    QuoteRow.total,
    QuoteRow.state,
    QuoteRow.answered_at,
    QuoteRow.created_by,
    StaffRow.name,
    QuoteRow.archived_at,
)
