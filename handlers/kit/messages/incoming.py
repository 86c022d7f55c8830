"""What comes in, on every platform: one thing that a person did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message: `reference` is how its platform gives it out. `size` is in bytes, None where unknown.

    `media` is what it was sent as: "photo", "voice", "video" or "document".
    """

    name: str
    size: int | None
    reference: str
    mime: str = ""
    media: str = "document"


@dataclass(frozen=True, slots=True)
class SharedPlace:
    """A place that somebody sent, in degrees, with its name where it has one."""

    latitude: float
    longitude: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class SharedContact:
    """Somebody whose number was passed on; `vcard` is what else the telephone knows of them, as a vCard."""

    name: str
    phone: str
    vcard: str = ""


IncomingKind = Literal["text", "edit", "deleted", "press", "submit", "home", "other", "job", "shut", "opened"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did. `sent_at` is when they did it, aware, however late it arrives.

    A press has the `token` of the message it stands on and the `choice`'s place in it; "other" is something that has no
    words to read (`media` says what: photo, voice, location …; files are `attachments` to fetch); "job" is slow
    work that came back with its `result`. "deleted" is a `message` that its author took back. "submit" is a dialog that was
    filled in: `text` is its form's stored name, `fields` what was written or chosen, by slot. "home" is the person's home
    page, opened; `chat` is the private chat with them. "shut" and "opened" are about the chat itself: whether the bot may write
    there.

    `thread` is where it is answered, on platforms that have threads; `mentions` are colleagues named in the text, the
    account that each marker stands for.
    """

    platform: str
    bot: str
    chat: str
    account: str
    message: str
    sent_at: datetime
    kind: IncomingKind = "text"
    text: str = ""
    token: str | None = None
    choice: int = 0
    replies_to: str | None = None
    forwarded_from: str | None = None
    media: str | None = None
    attachments: tuple[Attachment, ...] = ()
    place: SharedPlace | None = None
    contact: SharedContact | None = None
    private: bool = True
    language: str | None = None
    result: dict[str, Any] = field(default_factory=dict)
    thread: str | None = None
    mentions: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def attachment(self) -> Attachment | None:
        """The first of its files."""
        return self.attachments[0] if self.attachments else None

    @property
    def source(self) -> str:
        """The message itself, as a record remembers it."""
        return f"{self.platform}:{self.chat}:{self.message}"
