"""What was offered, as it is written down and read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

OPEN, ACCEPTED, REFUSED = "open", "accepted", "refused"


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """So much of something, and what it comes to."""

    product_id: int | None
    what: str
    quantity: Decimal
    unit: str | None
    unit_price: Decimal | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class QuoteInput:
    """What is offered to a customer; `lines` are of one currency, and come to `net`."""

    customer_id: int
    opportunity_id: int | None
    day: date
    until: date
    currency: str
    lines: Sequence[QuoteLine]
    net: Decimal
    tax_name: str | None
    tax_rate: Decimal | None
    tax: Decimal
    total: Decimal
    source: str | None = None


@dataclass(frozen=True, slots=True)
class QuoteRecord:
    """What was offered, with the names a reader wants beside it."""

    id: int
    number: str
    customer_id: int
    customer: str
    opportunity_id: int | None
    attachment_id: int | None
    day: date
    until: date
    currency: str
    net: Decimal
    tax_name: str | None
    tax_rate: Decimal | None
    tax: Decimal
    total: Decimal
    state: str
    answered_at: datetime | None
    author_id: int | None
    author: str | None
    archived_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it."""
        return self.state == OPEN and self.archived_at is None
