"""A platform without a network: it says plainly everything a platform can."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from bot.platforms.attachments import attached_to
from bot.platforms.base import EventSink, PlatformRoute, Rates, UnreadableError
from bot.platforms.console.text import plain
from bot.platforms.outcomes import Refused, SendError
from handlers.kit.messages.incoming import Attachment, Incoming, SharedContact, SharedPlace
from handlers.kit.messages.reply import Spoken
from storage.messaging.inbox import RawEvent
from storage.messaging.outbox import Outgoing

NAME = "local"


@dataclass
class Seen:
    """A message on somebody's screen."""

    id: str
    text: str
    token: str
    labels: list[str] = field(default_factory=list)
    only_for: str | None = None
    thread: str | None = None
    opens: dict[str, str] = field(default_factory=dict)
    """The forms that its buttons open, by label."""


class LocalPlatform:
    """Keeps what each chat shows; survives the application, as a real platform does.

    A `rich` one whispers in shared chats and has home pages.
    """

    rates = Rates()

    def __init__(self, name: str = NAME, *, rich: bool = False) -> None:
        self.name = name
        self.ephemeral = self.home_pages = rich
        self.homes_of: dict[str, Seen] = {}
        self.screens: dict[str, list[Seen]] = defaultdict(list)
        self.refuse: dict[str, Exception] = {}
        self.out: Exception | None = None
        self.refused: list[str] = []
        self.received: dict[str, list[tuple[str, bytes]]] = defaultdict(list)
        self.files: list[bytes] = []
        self._messages = 0
        self._events = 0

    async def start(self) -> None:
        """Nothing to connect to."""

    async def receive(self, inbox: EventSink) -> None:
        """The office hands events in itself."""

    def routes(self, inbox: EventSink) -> Sequence[PlatformRoute]:
        """It needs no web."""
        return ()

    def event(self, chat: str, **incoming: Any) -> RawEvent:
        """What a person did, as a raw event."""
        self._events += 1
        sent_at: datetime = incoming.pop("sent_at")
        message = incoming.pop("message", None) or self.next_message()
        made = Incoming(self.name, self.name, chat, incoming.pop("account", chat), message, sent_at, **incoming)
        raw = asdict(made) | {"sent_at": sent_at.isoformat()}
        return RawEvent(self.name, self.name, str(self._events), chat, json.dumps(raw))

    def next_message(self) -> str:
        """The number of a message to come."""
        self._messages += 1
        return str(self._messages)

    def parse(self, raw: dict[str, Any]) -> Incoming | None:
        """The event again."""
        try:
            came = {
                "sent_at": datetime.fromisoformat(raw["sent_at"]),
                "attachments": tuple(Attachment(**file) for file in raw["attachments"]),
                "place": SharedPlace(**raw["place"]) if raw["place"] else None,
                "contact": SharedContact(**raw["contact"]) if raw["contact"] else None,
            }
            return Incoming(**(raw | came))
        except (KeyError, TypeError) as error:
            raise UnreadableError(str(error)) from None

    async def acknowledge(self, raw: dict[str, Any]) -> None:
        """Nothing waits."""

    async def send(self, message: Outgoing, edits: str | None) -> str | None:
        """Shows it."""
        if error := self.refuse.get(message.chat) or self.out:
            self.refused.append(message.chat)
            raise error
        spoken = Spoken.of(message.payload)
        labels = [choice["label"] for choice in spoken.choices]
        only_for: str | None = message.payload.get("only_for")
        opens = {choice["label"]: choice["opens"] for choice in spoken.choices if "opens" in choice}
        if message.kind == "home":
            self.homes_of[str(only_for)] = Seen("", plain(spoken), message.token, labels, opens=opens)
            return None
        screen = self.screens[message.chat]
        for seen in screen:
            if edits is not None and seen.id == edits:
                seen.text, seen.labels, seen.token = plain(spoken), labels, message.token
                return edits
        attached = attached_to(message)
        for file in (*(picture.file for picture in attached.pictures), *attached.files):
            self.received[message.chat].append((file.name, file.content))
        shown = Seen(self.next_message(), plain(spoken), message.token, labels, only_for, message.reply_to)
        screen.append(shown)
        return shown.id

    async def fetch(self, reference: str, most: int) -> bytes:
        """A file that somebody sent."""
        content = self.files[int(reference)]
        if len(content) > most:
            raise SendError(Refused("too big"))
        return content

    async def close(self) -> None:
        """Nothing to close."""

    def join_link(self, code: str) -> str | None:
        """As Telegram's look; the rich one has none, like Slack."""
        return None if self.home_pages else f"https://{self.name}.example/cartera?start={code}"

    def is_group(self, chat: str) -> bool:
        """Groups are written with a dash, as on Telegram."""
        return chat.startswith("-")
