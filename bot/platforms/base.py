"""What a platform is to the rest of the bot: it parses in, renders out, and says plainly how a send ended (`outcomes`)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from handlers.kit.dialog.modals import Dialog
from handlers.kit.messages.incoming import Incoming
from handlers.kit.web import Method, WebRequest, WebResponse
from storage.messaging.files import FileRecord
from storage.messaging.inbox import RawEvent
from storage.messaging.outbox import Outgoing
from storage.messaging.transcripts import TranscriptLine


@dataclass(frozen=True, slots=True)
class DialogResult:
    """What became of a dialog that was filled in: what is wrong, by slot, in the person's words; nothing where it is saved."""

    errors: Mapping[str, str] = field(default_factory=dict)


class EventSink(Protocol):
    """Where events go: the inbox; and whom a platform asks that has to say something before an event's turn."""

    async def take(self, events: Sequence[RawEvent]) -> None:
        """Writes events down; when this returns they are committed, and may be acknowledged."""
        ...

    async def take_and_answer(self, event: RawEvent, seconds: float) -> DialogResult | None:
        """Takes a filled-in dialog in, and returns what became of it; None where that takes longer than so many seconds."""
        ...

    async def dialog(self, platform: str, account: str, word: str) -> Dialog | None:
        """What an account of a platform fills in for a command's word or a form's name; None where there is nothing for them."""
        ...

    async def transcript(self, platform: str, chat: str) -> Sequence[TranscriptLine]:
        """What was said in a chat, oldest first, for a platform that keeps no copy of its own."""
        ...

    async def file_in(self, platform: str, chat: str, file_id: int) -> FileRecord | None:
        """A picture or a file that was sent to a chat; None where it was not, or is forgotten."""
        ...


class UnreadableError(Exception):
    """An event that no version of the platform's protocol explains."""


@dataclass(frozen=True, slots=True)
class Pace:
    """`burst` messages at once where none was sent lately, then one more every `every` seconds."""

    burst: int
    every: float


@dataclass(frozen=True, slots=True)
class Rates:
    """How fast a platform takes messages: in a private chat, in a group, and how many in any second in all. None for no limit."""

    chat: Pace | None = None
    group: Pace | None = None
    in_any_second: int | None = None


def storable(text: str) -> str:
    """A text without what no store keeps: NUL, and halves of characters."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


@dataclass(frozen=True, slots=True)
class PlatformRoute:
    """A method and a path of the web server that belong to a platform: what calls there is not a person, and signs its requests.

    `respond` checks that before anything else, and answers 200 only when what came is committed.
    """

    method: Method
    path: str
    respond: Callable[[WebRequest], Awaitable[WebResponse]]


class Connection(Protocol):
    """An open WebSocket."""

    async def send(self, text: str) -> None:
        """Sends a message. Raises ConnectionClosedError."""
        ...

    async def receive(self) -> str:
        """The next message. Raises ConnectionClosedError, also for a message that is no text."""
        ...

    async def close(self, code: int) -> None:
        """Ends it, with one of the codes of RFC 6455."""
        ...


class ConnectionClosedError(Exception):
    """Nobody is at the other end of a WebSocket any more."""


@dataclass(frozen=True, slots=True)
class PlatformSocket:
    """A path of the web server at which a platform talks over WebSockets.

    `admits` looks at the request before anything is accepted; `converse` returns when nothing is left to say.
    """

    path: str
    admits: Callable[[WebRequest], bool]
    converse: Callable[[WebRequest, Connection], Awaitable[None]]


class Platform(Protocol):
    """One chat platform."""

    name: str
    rates: Rates
    ephemeral: bool
    """Whether a message in a shared chat can be shown to one person alone: the account in its payload's "only_for"."""
    home_pages: bool
    """Whether each person has a home page: messages of the kind "home" are theirs, the account is in "only_for"."""

    async def start(self) -> None:
        """Connects, and tells the platform what the bot can do."""
        ...

    async def receive(self, inbox: EventSink) -> None:
        """Hands events to the inbox until cancelled; nothing is acknowledged before they are committed."""
        ...

    def routes(self, inbox: EventSink) -> Sequence[PlatformRoute | PlatformSocket]:
        """What it answers over HTTP, where its events come that way; nothing where it needs no web server."""
        ...

    def parse(self, raw: dict[str, Any]) -> Incoming | None:
        """What a person did, from an event of `receive`; None for what concerns nobody. Raises UnreadableError."""
        ...

    async def acknowledge(self, raw: dict[str, Any]) -> None:
        """Says at once what cannot wait for a turn (a button's spinner). Failing is no matter."""
        ...

    async def send(self, message: Outgoing, edits: str | None) -> str | None:
        """Sends a message, or changes the one with the platform's id `edits`; returns its id.

        Raises SendError, with the outcome, where it was not sent, or perhaps not.
        """
        ...

    async def fetch(self, reference: str, most: int) -> bytes:
        """The content of a file that somebody sent, `most` bytes at the most. Raises SendError."""
        ...

    async def close(self) -> None:
        """Lets go of the connections."""
        ...

    def join_link(self, code: str) -> str | None:
        """The link that opens the bot with an invitation's code; None where there is no such thing."""
        ...

    def is_group(self, chat: str) -> bool:
        """Whether several people read this chat."""
        ...
