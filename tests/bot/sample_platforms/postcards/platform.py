"""The adapter: what a postcard says is a message, answers are kept until the post is collected."""

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.platforms.base import EventSink, PlatformRoute, Rates
from bot.platforms.console.text import plain
from bot.platforms.outcomes import Refused, SendError
from handlers.kit.messages.incoming import Incoming
from handlers.kit.messages.reply import Spoken
from handlers.kit.web import WebRequest, WebResponse
from storage.messaging.inbox import RawEvent
from storage.messaging.outbox import Outgoing


class PostcardPlatform:
    name = "postcards"
    ephemeral = False
    home_pages = False
    rates = Rates()

    def __init__(self, secret: str, clock: Clock) -> None:
        self._secret, self._clock = secret, clock
        self.written: list[str] = []

    async def start(self) -> None:
        """Nothing."""

    async def receive(self, inbox: EventSink) -> None:
        await asyncio.Event().wait()

    def routes(self, inbox: EventSink) -> Sequence[PlatformRoute]:
        async def handed_in(request: WebRequest) -> WebResponse:
            if request.headers.get("x-post-office") != self._secret:
                return WebResponse(status=401)
            card = request.json()
            raw = json.dumps(card | {"sent_at": self._clock.now().isoformat()})
            await inbox.take([RawEvent("postcards", "postcards", str(card["number"]), card["sender"], raw)])
            return WebResponse(status=202)

        return (PlatformRoute("POST", "/postcards/{office}", handed_in),)

    def parse(self, raw: dict[str, Any]) -> Incoming | None:
        when = datetime.fromisoformat(raw["sent_at"])
        return Incoming(
            "postcards", "postcards", raw["sender"], raw["sender"], str(raw["number"]), when, text=raw["text"]
        )

    async def acknowledge(self, raw: dict[str, Any]) -> None:
        """Nothing."""

    async def send(self, message: Outgoing, edits: str | None) -> str | None:
        self.written.append(plain(Spoken.of(message.payload)))
        return str(len(self.written))

    async def fetch(self, reference: str, most: int) -> bytes:
        raise SendError(Refused("a postcard encloses nothing"))

    async def close(self) -> None:
        """Nothing."""

    def join_link(self, code: str) -> str | None:
        return None

    def is_group(self, chat: str) -> bool:
        return False
