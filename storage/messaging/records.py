"""What the store hands out about messages."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes: a chat on a platform."""

    platform: str
    chat: str


@dataclass(frozen=True, slots=True)
class RuleFailureRecord:
    """What became of a rule. `problem` is the error's kind and place, never what people wrote."""

    rule: str
    failures: int
    failed_at: datetime
    reference: str
    problem: str
    not_before: datetime | None
