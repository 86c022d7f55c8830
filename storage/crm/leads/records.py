"""What the store hands out about leads: frozen values."""

from dataclasses import dataclass
from datetime import datetime

NEW, TAKEN, QUALIFIED, REFUSED = "new", "taken", "qualified", "refused"
OUTBOUND = frozenset({"call", "visit", "email", "message", "meeting", "answered"})
"""Touches by which a person of ours got in touch: any of them is a first response."""
INBOUND = frozenset({"form", "api", "chat", "list"})
"""Touches that are an enquiry."""


@dataclass(frozen=True, slots=True)
class LeadSourceRecord:
    """Where leads come from; `has_key` says whether its API may be called."""

    id: int
    name: str
    slug: str
    has_key: bool
    consent: str | None
    consent_version: int


@dataclass(frozen=True, slots=True)
class LeadRuleRecord:
    """Whose the leads of one kind are."""

    id: int
    field: str
    value: str
    staff_id: int
    staff: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """What brought somebody to us: the campaign, its medium and origin (`utm_source`), and the page that linked to us."""

    campaign: str | None = None
    medium: str | None = None
    origin: str | None = None
    referrer: str | None = None

    def __bool__(self) -> bool:
        return any((self.campaign, self.medium, self.origin, self.referrer))


@dataclass(frozen=True, slots=True)
class Enquiry:
    """What somebody wrote to us, cleaned: numbers and addresses in the one form in which they are compared.

    `channel` is "form", "api" or "chat". `customer_id` is who they are where that is known anyhow, `promotion_id` the promotion that
    they answer. `once` and `digest` are the hashes by which the same request is known again.
    """

    channel: str
    name: str
    source_id: int | None = None
    company: str | None = None
    email: str | None = None
    phone: str | None = None
    message: str | None = None
    product: str | None = None
    territory: str | None = None
    language: str | None = None
    consent_version: int | None = None
    first: Attribution = Attribution()
    last: Attribution = Attribution()
    once: str | None = None
    digest: str | None = None
    customer_id: int | None = None
    promotion_id: int | None = None

    @property
    def campaign(self) -> str | None:
        """The campaign that gets the lead: the one that brought them right before, or else the first."""
        return self.last.campaign or self.first.campaign


@dataclass(frozen=True, slots=True)
class LeadRecord:
    """Somebody who enquired, with the names a reader wants beside it."""

    id: int
    source_id: int | None
    source: str | None
    name: str
    company: str | None
    email: str | None
    phone: str | None
    message: str | None
    product: str | None
    territory: str | None
    language: str | None
    campaign: str | None
    consent_version: int | None
    state: str
    owner_id: int | None
    owner: str | None
    customer_id: int | None
    customer: str | None
    opportunity_id: int | None
    reason: str | None
    arrived_at: datetime
    closed_at: datetime | None
    archived_at: datetime | None
    promotion_id: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided what becomes of it."""
        return self.state in {NEW, TAKEN} and self.archived_at is None


@dataclass(frozen=True, slots=True)
class LeadTouch:
    """One thing of a lead's journey, with names for its keys."""

    at: datetime
    kind: str
    source: str | None
    staff: str | None
    message: str | None
    campaign: str | None
    medium: str | None
    origin: str | None
    referrer: str | None


@dataclass(frozen=True, slots=True)
class LeadWait:
    """An enquiry and its wait for a first response. `owner` is who answered it, or who has its lead while nobody did."""

    id: int
    lead_id: int
    source_id: int | None
    source: str | None
    owner_id: int | None
    owner: str | None
    started_at: datetime
    target_at: datetime
    assigned_at: datetime
    answered_at: datetime | None
    seconds: float | None
    dropped_at: datetime | None
    step: str | None

    @property
    def is_waiting(self) -> bool:
        """Whether its clock runs."""
        return self.answered_at is None and self.dropped_at is None


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """What became of the leads of one source."""

    source: str | None
    leads: int
    qualified: int
    refused: int
