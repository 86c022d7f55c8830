"""What the store hands out about promotions: frozen values."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from storage.questions.question import Question

DRAFT, BRIEFING, RUNNING, PAUSED, STOPPED = "draft", "briefing", "running", "paused", "stopped"
"""What state a promotion is in."""


@dataclass(frozen=True, slots=True)
class PromotionContent:
    """What a promotion says. Lists are lines; texts that nobody wrote are None."""

    products: str
    offer: str
    first: date
    last: date
    audience: Question
    channel: str
    call_to_action: str
    arguments: str
    price: Decimal | None = None
    currency: str | None = None
    objections: str | None = None
    cost: Decimal | None = None
    cost_currency: str | None = None
    to_customers: str | None = None
    to_prospects: str | None = None
    margin: int | None = None

    @property
    def product_names(self) -> list[str]:
        """What it is about, a name each."""
        return self.products.splitlines()

    def reads_like(self, other: "PromotionContent") -> bool:
        """Whether colleagues and customers read the same: at most what it costs, or leaves, is another."""
        return replace(self, cost=None, cost_currency=None, margin=None) == replace(
            other, cost=None, cost_currency=None, margin=None
        )


@dataclass(frozen=True, slots=True)
class PromotionRecord:
    """A promotion as it stands, with what its current version says."""

    id: int
    name: str
    state: str
    version: int
    owner_id: int
    owner: str
    held_back: int
    launched_at: datetime | None
    created_by: int | None
    archived_at: datetime | None
    report: str | None
    report_at: datetime | None
    content: PromotionContent

    def has_ended(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.content.last < today

    def is_open(self, today: date) -> bool:
        """Whether it is offered now: launched, neither paused nor stopped, and within its dates."""
        return self.state == RUNNING and self.content.first <= today <= self.content.last


@dataclass(frozen=True, slots=True)
class BriefingRecord:
    """Whether a colleague knows a promotion, and how often they were told of it."""

    id: int
    promotion_id: int
    staff_id: int
    staff: str
    known_at: datetime | None
    told: int


@dataclass(frozen=True, slots=True)
class PromotionQuestion:
    """What a colleague asked about a promotion; `answer` is None while nobody has answered."""

    id: int
    promotion_id: int
    staff_id: int
    staff: str
    question: str
    answer: str | None
