"""What the store tells of products and purchases."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ProductRecord:
    """A product; `price` is its list price, in `currency`."""

    id: int
    name: str
    code: str | None = None
    family: str | None = None
    unit: str | None = None
    price: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    """What is to be kept of one line that a customer bought; a negative `quantity` came back."""

    product_id: int
    quantity: Decimal
    amount: Decimal
    currency: str
    unit: str | None = None
    unit_price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PurchaseRecord:
    """One line that a customer bought, and of what."""

    id: int
    customer_id: int
    customer: str
    product_id: int
    product: str
    day: date
    quantity: Decimal
    unit: str | None
    unit_price: Decimal | None
    amount: Decimal
    currency: str
    reference: str | None


@dataclass(frozen=True, slots=True)
class Bought:
    """What a customer bought of one product in a currency, returns taken off: on how many days, and when last.

    `orders` counts days with a purchase; `quantity` and `amount` are net.
    """

    product_id: int
    product: str
    orders: int
    quantity: Decimal
    amount: Decimal
    currency: str
    last: date
