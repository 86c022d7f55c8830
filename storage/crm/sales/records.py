"""What the store hands out about how sales are going: frozen values, one a currency where there is money in them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Change = Literal["created", "stage", "close_date", "won", "lost", "reopened"]
"""What becomes of opportunities, as their log calls it; "close_date" here is only one that went to a later day."""


@dataclass(frozen=True, slots=True)
class View:
    """Which opportunities are looked at: of these owners (None: of all whom the person sees), of this pipeline and stage,
    and expected to close from one day to another, both included.
    """

    owners: tuple[int, ...] | None = None
    pipeline: int | None = None
    stage: int | None = None
    closing: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """From one instant to another, the second excluded."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class StageStanding:
    """Open opportunities of one stage and currency: with a close date that is `past`, or not.

    `unvalued` of them have no amount; `weighted` is Σ round(a·p), each rounded to the cent, `variance` Σ a²·p·(1 − p).
    """

    stage_id: int
    currency: str
    past: bool
    count: int
    unvalued: int
    amount: Decimal
    weighted: Decimal
    variance: float


@dataclass(frozen=True, slots=True)
class Expected:
    """Open opportunities that are expected to close on one day; `day` is None for those without one."""

    day: date | None
    currency: str
    count: int
    amount: Decimal
    weighted: Decimal
    variance: float


@dataclass(frozen=True, slots=True)
class ChangeCount:
    """How many opportunities something became of, each counted once, and what they come to now."""

    kind: Change
    currency: str
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Closings:
    """Opportunities that were won or lost, with their owner and, where they were lost, why."""

    owner_id: int
    state: str
    reason_id: int | None
    reason: str | None
    currency: str
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class StageReach:
    """How far opportunities came: the furthest stage that they ever stood in, by its position, and what they are now."""

    position: int
    state: str
    currency: str
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class CycleCount:
    """So many opportunities of a currency that were open for so many whole days: until they were won or lost (`state`), or until now."""

    currency: str
    state: str
    days: int
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Selection:
    """The opportunities behind a number.

    "open": those that are open, of a view; "past" and "ahead" those whose close date is over, or not (`day` is today);
    "still": those without contact and next step for too long, by the `quiet` of their stages;
    "changed": those that something of a `change` became of in a `span`; "closed": won or lost ones (`state`) of a span, for
    a `reason`; "reached": those that were written down in a span and stood in a stage of this `position` or a later one.
    """

    kind: Literal["open", "past", "ahead", "still", "changed", "closed", "reached"]
    view: View = View()
    day: date | None = None
    span: TimeSpan | None = None
    change: Change | None = None
    state: str | None = None
    reason: int | None = None
    position: int | None = None
    quiet: tuple[tuple[int, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class SalesTarget:
    """What a colleague is to sell in a month; `month` is its first day."""

    id: int
    staff_id: int
    month: date
    amount: Decimal
    currency: str
