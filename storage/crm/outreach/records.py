"""What the store hands out about customers on the bot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from storage.messaging.records import Address

Purpose = Literal["surveys", "promotions"]
"""What somebody may agree to."""
PURPOSES: tuple[Purpose, ...] = ("surveys", "promotions")

PreferenceKind = Literal["channel", "avoided", "gap", "hours", "place"]
"""`avoided` is the channel that is not wanted, where none was named that is."""


@dataclass(frozen=True, slots=True)
class CustomerAccount:
    """A person of a customer on a platform."""

    id: int
    customer_id: int
    platform: str
    account: str
    chat: str
    language: str
    joined_at: datetime
    wrote_at: datetime | None
    stopped_at: datetime | None
    unreachable_at: datetime | None

    @property
    def address(self) -> Address:
        """Where they are written to."""
        return Address(self.platform, self.chat)

    @property
    def is_open(self) -> bool:
        """Whether anything may be written there unasked at all."""
        return self.stopped_at is None and self.unreachable_at is None


@dataclass(frozen=True, slots=True)
class Consent:
    """What somebody said to one purpose, in which words, and when."""

    purpose: str
    granted: bool
    words: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Preference:
    """One thing that a customer prefers; `noted_by` is the colleague who wrote it down, None where the customer said so."""

    id: int
    kind: str
    value: str
    words: str | None
    noted_by: str | None
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a customer wants to be reached, by kind; what is not there was never said."""

    by_kind: Mapping[str, Preference] = field(default_factory=dict)

    def value(self, kind: PreferenceKind) -> str | None:
        """What is preferred, None where nothing was said."""
        found = self.by_kind.get(kind)
        return found.value if found else None
