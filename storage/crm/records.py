"""What the store hands out about customers: frozen values, with nothing loaded behind their back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class CustomerRecord:
    """A customer. `owner` is the name of the colleague who answers for it; `phone` is the main number."""

    id: int
    name: str
    phone: str | None
    status: str
    owner_id: int | None
    owner: str | None
    email: str | None = None
    address: str | None = None
    sector: str | None = None


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
class PersonMet:
    """A contact who was met, or spoken to."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class InteractionRecord:
    """Something that took place, with the names a reader wants beside it; `met` are the people at the customer, in order."""

    id: int
    customer_id: int
    customer: str
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
    met: tuple[PersonMet, ...] = ()

    @property
    def first_met(self) -> PersonMet | None:
        """Whoever was named first: what was promised then is about them."""
        return self.met[0] if self.met else None

    @property
    def only_met(self) -> PersonMet | None:
        """Whoever was met, where it was one alone: "his number" is theirs then."""
        return self.met[0] if len(self.met) == 1 else None

    @property
    def names_met(self) -> str:
        """The names of all who were met, one after the other; "" for nobody."""
        return " ".join(one.name for one in self.met)


@dataclass(frozen=True, slots=True)
class Due:
    """A wall time in a zone, and how exact it was said ("day" or "minute").

    A `deadline` is the latest time that will do, and `early` the wall time at which to speak up before it, where that is
    still to come. `repeats` is how it goes on, as `FollowUp.repeats` keeps it. One that is `even_away` is told to its owner
    at its time though they are away then.
    """

    local: datetime
    zone: str
    grain: str
    deadline: bool = False
    repeats: str | None = None
    early: datetime | None = None
    even_away: bool = False

    @classmethod
    def of(cls, at: datetime, zone: str, grain: str) -> "Due":
        """An instant, as the wall time of a zone."""
        return cls(at.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None), zone, grain)

    @property
    def at(self) -> datetime:
        """The instant. A wall time that a clock change skips becomes the same time by the old clock."""
        return self.local.replace(tzinfo=ZoneInfo(self.zone))

    @property
    def first_nudge(self) -> datetime:
        """The instant to speak up first."""
        return self.early.replace(tzinfo=ZoneInfo(self.zone)) if self.early else self.at


@dataclass(frozen=True, slots=True)
class FollowUpRecord:
    """Something to be done for a customer, or for oneself. `due_local` is the wall time that was asked for, in `zone`; `author_id` is who wrote it down."""

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
    deadline: bool
    repeats: str | None
    even_away: bool
    state: str
    nudge_at: datetime | None
    author_id: int | None
    archived_at: datetime | None

    @property
    def due(self) -> Due:
        """The wall time that was asked for."""
        return Due(self.due_local, self.zone, self.grain, self.deadline, self.repeats, even_away=self.even_away)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state == "open" and self.archived_at is None


@dataclass(frozen=True, slots=True)
class PersonThere:
    """A contact with the customer they are at, and whose customer that is."""

    contact: ContactRecord
    customer: str
    owner: str | None


@dataclass(frozen=True, slots=True)
class Tenure:
    """Who answered for a customer from a time on; None for nobody."""

    owner: str | None
    since: datetime


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How many customers, open follow-ups and open opportunities are somebody else's now."""

    customers: int
    follow_ups: int
    opportunities: int
