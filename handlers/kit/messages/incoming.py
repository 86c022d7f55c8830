"""What comes in, on every platform: one thing that a person did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message: `reference` is how its platform gives it out. `size` is in bytes, 0 where unknown."""

    name: str
    size: int
    reference: str
    mime: str = ""


IncomingKind = Literal["text", "edit", "deleted", "press", "submit", "home", "other", "job", "shut", "opened"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did. `sent_at` is when they did it, aware, however late it arrives.

    A press has the `token` of the message it stands on and the `choice`'s place in it; "other" is something that has no
    words to read (`media` says what: photo, voice, location …; of a file there is an `attachment` to fetch); "job" is slow
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
    attachment: Attachment | None = None
    private: bool = True
    language: str | None = None
    result: dict[str, Any] = field(default_factory=dict)
    thread: str | None = None
    mentions: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The message itself, as a record remembers it."""
        return f"{self.platform}:{self.chat}:{self.message}"
