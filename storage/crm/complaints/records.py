"""What the store hands out about complaints: frozen values."""

from dataclasses import dataclass
from datetime import datetime

OPEN, CLOSED = "open", "closed"
CAUSES = ("delivery", "quality", "invoice", "service", "price", "other")
SEVERITIES = ("low", "normal", "high", "urgent")
EVENTS = (
    "opened",
    "joined",
    "given",
    "answered",
    "contact",
    "improved",
    "not_better",
    "escalated",
    "closed",
    "reopened",
)
CONTACTS = frozenset({"answered", "contact"})
"""Events in which a person of ours was in touch with the customer about it."""


@dataclass(frozen=True, slots=True)
class ComplaintInput:
    """What somebody said is wrong: see `ComplaintRow`."""

    customer_id: int
    words: str
    contact_id: int | None = None
    interaction_id: int | None = None
    cause: str | None = None
    severity: str | None = None
    origin: str = "staff"
    score: int | None = None


@dataclass(frozen=True, slots=True)
class ComplaintRecord:
    """A complaint with the names a reader wants beside it; `author_id` is who wrote it down."""

    id: int
    customer_id: int
    customer: str
    contact_id: int | None
    contact: str | None
    words: str
    cause: str | None
    severity: str | None
    origin: str
    score: int | None
    carer_id: int | None
    carer: str | None
    state: str
    opened_at: datetime
    answer_by: datetime
    answered_at: datetime | None
    seconds: float | None
    rescue_by: datetime
    improved_at: datetime | None
    closed_at: datetime | None
    closed_on: str | None
    closing: str | None
    told: str
    checked_at: datetime | None
    author_id: int | None
    archived_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it still has to be put right."""
        return self.state == OPEN and self.archived_at is None

    @property
    def steps(self) -> frozenset[str]:
        """The steps that the reminders took."""
        return frozenset(self.told.split(",")) - {""}


@dataclass(frozen=True, slots=True)
class ComplaintEvent:
    """One thing of its journey, with who did it."""

    kind: str
    at: datetime
    staff: str | None
    words: str | None


@dataclass(frozen=True, slots=True)
class ComplaintTold:
    """What was said about the complaint of a number when it was opened, joined or closed, with who said or did it."""

    number: int
    kind: str
    at: datetime
    staff: str | None
    words: str


@dataclass(frozen=True, slots=True)
class ComplaintRuleRecord:
    """Who cares for complaints of one cause."""

    id: int
    cause: str
    staff_id: int
    staff: str


@dataclass(frozen=True, slots=True)
class ComplaintFigure:
    """What figures are made of: one complaint, and how often we were in touch about it."""

    customer_id: int
    cause: str | None
    opened_at: datetime
    closed_at: datetime | None
    contacts: int
