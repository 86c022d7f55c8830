"""How an attempt to send a message ended: a closed set of values, so that whoever handles one handles them all.

What matters most is whether the platform can have taken the message. `NotSent` and what follows from a refusal say that it
surely did not; only `Unknown` leaves that open.
"""

from dataclasses import dataclass
from enum import Enum


class Scope(Enum):
    """What is in trouble where a message was not sent, and so what else need not be tried meanwhile."""

    PLATFORM = "platform"
    """Nothing reaches it: no connection, a proxy that answers in its stead, a token that is refused."""
    CHAT = "chat"
    """The platform asked for patience with one chat."""
    MESSAGE = "message"
    """The platform failed on it, which may be the message's own fault."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform took it, under this id of its own where it has one."""

    message_id: str | None = None


@dataclass(frozen=True, slots=True)
class NotSent:
    """Surely not taken, and worth trying again; not before `wait` seconds where the platform said how long."""

    problem: str
    scope: Scope
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request was made and its answer lost: the platform may have taken the message."""

    problem: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The platform will never take this message."""

    problem: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The platform takes nothing for this chat: blocked, never started, gone."""

    problem: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Not sent: the chat has a new id."""

    chat: str


@dataclass(frozen=True, slots=True)
class Privately:
    """Not sent: what is for one person alone cannot be shown there, but in their private `chat`."""

    chat: str


@dataclass(frozen=True, slots=True)
class NotOurs:
    """Not sent: this chat is another process's, which finds the message by itself."""


Failure = NotSent | Unknown | Refused | Unreachable | Moved | Privately | NotOurs
Outcome = Sent | Failure


class SendError(Exception):
    """Anything but `Sent`, on its way up to whoever asked for it."""

    def __init__(self, outcome: Failure) -> None:
        super().__init__(getattr(outcome, "problem", "") or type(outcome).__name__)
        self.outcome = outcome

    @property
    def is_passing(self) -> bool:
        """Whether the same may go well later."""
        return isinstance(self.outcome, NotSent | Unknown)
