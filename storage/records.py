"""What the store hands out: frozen values, with nothing loaded behind their back."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Person:
    """A colleague as a turn knows them. `zone` is an IANA name, `language` "es" or "en"."""

    id: int
    name: str
    role: str
    language: str
    zone: str
    team: str | None = None

    @property
    def first_name(self) -> str:
        """How colleagues call them."""
        return self.name.split()[0]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes: a chat on a platform."""

    platform: str
    chat: str


@dataclass(frozen=True, slots=True)
class CustomerRecord:
    """A customer. `owner` is the name of the colleague who answers for it."""

    id: int
    name: str
    phone: str | None
    status: str
    owner_id: int | None
    owner: str | None


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """A person at a customer."""

    id: int
    customer_id: int
    name: str
    role: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class InteractionRecord:
    """Something that took place, with the names a reader wants beside it."""

    id: int
    customer_id: int
    customer: str
    contact_id: int | None
    contact: str | None
    author_id: int
    author: str
    kind: str
    at: datetime
    day: date
    grain: str
    summary: str
    amount: Decimal | None
    currency: str | None
    sentiment: str | None
    promotion: str | None
    product: str | None
    called: str | None
    source: str | None
    archived_at: datetime | None


@dataclass(frozen=True, slots=True)
class Due:
    """A wall time in a zone, and how exact it was said ("day" or "minute")."""

    local: datetime
    zone: str
    grain: str

    @property
    def at(self) -> datetime:
        """The instant. A wall time that a clock change skips becomes the same time by the old clock."""
        return self.local.replace(tzinfo=ZoneInfo(self.zone))


@dataclass(frozen=True, slots=True)
class FollowUpRecord:
    """Something promised. `due_local` is the wall time that was asked for, in `zone`."""

    id: int
    customer_id: int | None
    customer: str | None
    contact_id: int | None
    interaction_id: int | None
    owner_id: int
    owner: str
    what: str
    due_at: datetime
    due_local: datetime
    zone: str
    grain: str
    state: str
    archived_at: datetime | None

    @property
    def due(self) -> Due:
        """The wall time that was asked for."""
        return Due(self.due_local, self.zone, self.grain)
