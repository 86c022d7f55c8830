"""What stands in conversations: messages with their buttons, presses of these, and files."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import markup, render
from .markup import Raw
from .render import Button, Screen

if TYPE_CHECKING:
    from .conversations import Conversation
    from .deliveries import Delivery


@dataclass(slots=True)
class StoredFile:
    """A file on Slack's side. `shared_in` are the conversations in which people see it."""

    file_id: str
    name: str
    title: str
    content: bytes
    mimetype: str
    url: str
    more: Raw = field(default_factory=dict)
    shared_in: list[str] = field(default_factory=list)

    def described(self, by: str) -> Raw:
        """Returns the API's file."""
        kind = self.name.rpartition(".")[2].lower() if "." in self.name else "text"
        return {
            "id": self.file_id, "name": self.name, "title": self.title, "mimetype": self.mimetype, "filetype": kind,
            "pretty_type": kind.upper(), "user": by, "size": len(self.content), "mode": "hosted", "is_external": False,
            "is_public": False, "url_private": self.url, "url_private_download": f"{self.url}?download=1",
            "file_access": "visible", **self.more,
        }  # fmt: skip


@dataclass(slots=True, eq=False)
class Message:
    """A message in a conversation. `raw` is Slack's message as it stands now, `history` what it was before each change.

    `only_for` is the id of the one person who sees an ephemeral message, `unfurls` are the links that Slack fetched.
    """

    raw: Raw
    conversation: "Conversation"
    from_bot: bool
    only_for: str = ""
    history: list[Raw] = field(default_factory=list)
    deleted: bool = False
    edit_window_closed: bool = False
    files: list[StoredFile] = field(default_factory=list)
    unfurls: list[str] = field(default_factory=list)

    @property
    def ts(self) -> str:
        """The message's stamp, which is its id within the conversation."""
        return str(self.raw["ts"])

    @property
    def thread_ts(self) -> str:
        """The stamp of the message whose thread this one stands in; empty outside of threads."""
        return str(self.raw.get("thread_ts", ""))

    @property
    def blocks(self) -> list[Raw]:
        """The blocks; none for a message that is only text."""
        blocks: list[Raw] = self.raw.get("blocks", [])
        return blocks

    @property
    def screen(self) -> Screen:
        """What a person sees of it."""
        names = self.conversation.world.shown_name
        if self.blocks:
            screen = render.seen(self.blocks, names)
        else:
            screen = Screen()
            text = str(self.raw.get("text", ""))
            screen.add(markup.plain(text) if self.raw.get("mrkdwn") is False else markup.mrkdwn(text, names))
        for attachment in self.raw.get("attachments", []):
            screen.add(markup.mrkdwn(str(attachment.get("text", "")), names))
        return screen

    @property
    def text(self) -> str:
        """The text as a person reads it, block by block."""
        return "\n".join(self.screen.lines)

    @property
    def notification(self) -> str:
        """What the phone's notification says: the top-level text."""
        return markup.mrkdwn(str(self.raw.get("text", "")), self.conversation.world.shown_name).text

    @property
    def pings(self) -> list[str]:
        """Whom it notifies beyond the conversation's rules: ids of people, `here`, `channel`, `everyone`."""
        names = self.conversation.world.shown_name
        return [*self.screen.pings, *(markup.mrkdwn(str(self.raw.get("text", "")), names).pings if self.blocks else [])]

    def marked(self, kind: str) -> list[str]:
        """Returns the parts of the text that look like this: `marked("bold")`."""
        return [part for name, part in self.screen.marks if name == kind]

    @property
    def buttons(self) -> list[Button]:
        """All buttons, in reading order."""
        return self.screen.buttons

    @property
    def labels(self) -> list[str]:
        """What is written on the buttons, in reading order."""
        return [button.text for button in self.buttons]

    def replace(self, changes: Raw) -> None:
        """Edit: keep what it was in the history and take over the changes; None removes a field."""
        self.history.append(self.raw)
        self.raw = {name: value for name, value in {**self.raw, **changes}.items() if value is not None}


@dataclass(slots=True, eq=False)
class Press:
    """Something that somebody did which the bot has to acknowledge: a button, a command, a shortcut, a form."""

    payload: Raw
    delivery: "Delivery"

    @property
    def trigger_id(self) -> str:
        """What opens a dialog, once, within three seconds."""
        return str(self.payload["trigger_id"])

    @property
    def acked(self) -> bool:
        """Whether the bot has acknowledged it in time."""
        return self.delivery.result is not None and self.delivery.result.ok

    @property
    def trouble(self) -> str:
        """Why Slack shows the person a warning; empty when it does not."""
        result = self.delivery.result
        return result.reason if result is not None and not result.ok else ""

    @property
    def answer(self) -> Any:
        """What the acknowledgement said: JSON, text, or None for nothing."""
        return self.delivery.result.answer if self.delivery.result is not None else None
