"""Names and how they are found: word and one-deletion tables, looked up by equality on both stores."""

from dataclasses import dataclass
from enum import StrEnum


class NameKind(StrEnum):
    """What a name is the name of."""

    CUSTOMER = "customer"
    CONTACT = "contact"
    PROMOTION = "promotion"
    PRODUCT = "product"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class NameEntry:
    """A known name: whose it is, how it is spelt, and for a contact the customer it belongs to.

    `alias` is the nickname by which it was found, where that is not its name.
    """

    kind: NameKind
    id: int
    name: str
    customer_id: int | None = None
    alias: str | None = None
