"""What the store hands out about opportunities: frozen values."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

OPEN, WON, LOST = "open", "won", "lost"


@dataclass(frozen=True, slots=True)
class PipelineRecord:
    """A way of selling."""

    id: int
    name: str
    archived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StageRecord:
    """A step of a pipeline; `probability` in whole percent, `patience` in business days."""

    id: int
    pipeline_id: int
    name: str
    position: int
    probability: int
    patience: int
    archived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewStage:
    """A step that a pipeline is to have."""

    name: str
    probability: int
    patience: int


@dataclass(frozen=True, slots=True)
class LostReasonRecord:
    """Why something was not sold."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class OpportunityInput:
    """Something that a customer may buy, as it is written down first; `amount` is None where nobody said one."""

    customer_id: int
    title: str
    stage_id: int
    pipeline_id: int
    owner_id: int
    currency: str
    amount: Decimal | None = None
    contact_id: int | None = None
    expected_close: date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class OpportunityRecord:
    """Something that a customer may buy, with the names a reader wants beside it."""

    id: int
    customer_id: int
    customer: str
    contact_id: int | None
    contact: str | None
    title: str
    amount: Decimal | None
    currency: str
    pipeline_id: int
    stage_id: int
    stage: str
    probability: int
    patience: int
    owner_id: int
    owner: str
    state: str
    expected_close: date | None
    source: str | None
    created_at: datetime
    closed_at: datetime | None
    lost_reason_id: int | None
    lost_reason: str | None
    entered_stage_at: datetime
    version: int
    asked: int
    asked_at: datetime | None
    archived_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided."""
        return self.state == OPEN and self.archived_at is None


@dataclass(frozen=True, slots=True)
class OpportunityEvent:
    """One thing that became of an opportunity, with names for its keys. `by` is None for the system."""

    at: datetime
    by_id: int | None
    by: str | None
    kind: str
    version: int
    old_stage: str | None
    new_stage: str | None
    old_amount: Decimal | None
    new_amount: Decimal | None
    old_currency: str | None
    new_currency: str | None
    old_close: date | None
    new_close: date | None
    old_owner: str | None
    new_owner: str | None
    lost_reason: str | None
    note: str | None
