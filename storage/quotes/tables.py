"""The tables of what was offered to customers, and of the numbers that offers got."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.entity import ByRow, Entity
from storage.entities.keys import Erasure, Merge, refers
from storage.entities.stamps import Authored
from storage.session.base import Base, BigId, MoneyType, QuantityType, UtcDateTime
from storage.session.partial_indexes import known, of_an_opportunity


class QuoteRow(Authored):
    """What was offered to a customer: the number `sequence` of its `year`. One that was undone keeps its number.

    `state` is "open", "accepted" or "refused", since `answered_at`. `net` is what the lines come to, `tax` what is added at `tax_rate` per
    cent under the name `tax_name`, and `total` both together; all of one currency. `attachment_id` is the document, once it is written.
    """

    __tablename__ = "quotes"
    __entity__ = Entity(label="number", about="quote", undo=ByRow(), codes=("tax_name", "source"), keeps_original=True)
    __table_args__ = (
        Index("uq_quotes_number", "year", "sequence", unique=True),
        Index("ix_quotes_customer", "customer_id", "id"),
        Index("ix_quotes_author", "created_by", "state", "id"),
        of_an_opportunity("quotes"),
        known("quotes", "attachment_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    year: Mapped[int] = mapped_column(Integer)
    sequence: Mapped[int] = mapped_column(Integer)
    number: Mapped[str] = mapped_column(String(20))
    customer_id: Mapped[int] = mapped_column(refers("customers.id", merge=Merge.MOVES, erasure=Erasure.GOES))
    opportunity_id: Mapped[int | None] = mapped_column(refers("opportunities.id", erasure=Erasure.LETS_GO))
    attachment_id: Mapped[int | None] = mapped_column(refers("attachments.id", erasure=Erasure.LETS_GO))
    day: Mapped[date] = mapped_column(Date)
    until: Mapped[date] = mapped_column(Date)
    currency: Mapped[str] = mapped_column(String(3))
    net: Mapped[Decimal] = mapped_column(MoneyType)
    tax_name: Mapped[str | None] = mapped_column(String(40))
    tax_rate: Mapped[Decimal | None] = mapped_column(MoneyType)
    tax: Mapped[Decimal] = mapped_column(MoneyType)
    total: Mapped[Decimal] = mapped_column(MoneyType)
    state: Mapped[str] = mapped_column(String(10))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    source: Mapped[str | None] = mapped_column(String(160))


class QuoteLineRow(Base):
    """One line of a quote, in the order of `position`: so much of something. `unit_price` is empty where a price was said for all of it."""

    __tablename__ = "quote_lines"
    __entity__ = Entity(words=("what", "unit"))
    __table_args__ = (Index("ix_quote_lines_quote", "quote_id", "position"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    quote_id: Mapped[int] = mapped_column(refers("quotes.id", erasure=Erasure.GOES))
    position: Mapped[int] = mapped_column(Integer)
    product_id: Mapped[int | None] = mapped_column(refers("products.id"))
    what: Mapped[str] = mapped_column(String(200))
    quantity: Mapped[Decimal] = mapped_column(QuantityType)
    unit: Mapped[str | None] = mapped_column(String(40))
    unit_price: Mapped[Decimal | None] = mapped_column(MoneyType)
    amount: Mapped[Decimal] = mapped_column(MoneyType)


class QuoteYearRow(Base):
    """The number that the last quote of a year got. Its row is locked until the quote is committed: so there are no holes."""

    __tablename__ = "quote_years"
    __entity__ = Entity()

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    year: Mapped[int] = mapped_column(Integer, unique=True)
    last: Mapped[int] = mapped_column(Integer)
