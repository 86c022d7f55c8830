"""What the store hands out about messages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes: a chat on a platform."""

    platform: str
    chat: str
