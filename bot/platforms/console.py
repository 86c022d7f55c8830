"""A terminal as a platform: the whole bot, without an account anywhere."""

import asyncio
import itertools
import json
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.platforms.base import Rates, Take, UnreadableError
from bot.platforms.console_text import plain
from handlers.kit.messages import Incoming, Spoken
from storage.inbox import RawEvent
from storage.outbox import Outgoing

NAME = "console"


class Console:
    """One person's chat in a terminal. `show` prints a message; `line` returns what was typed, None at the end."""

    name = NAME
    rates = Rates()

    def __init__(self, account: str, clock: Clock, show: Callable[[str], None]) -> None:
        self._account, self._clock, self._show = account, clock, show
        # Message numbers go on across restarts, so that no event of an earlier life is taken for a new one.
        self._numbers = itertools.count(time.time_ns())

    async def start(self) -> None:
        """Nothing to connect to."""

    async def receive(self, take: Take) -> None:
        """Lines are typed in by `say`."""
        del take
        await asyncio.Event().wait()

    def said(self, text: str) -> RawEvent:
        """A typed line as an event."""
        number = str(next(self._numbers))
        raw = {"message": number, "account": self._account, "text": text, "sent_at": self._clock.now().isoformat()}
        return RawEvent(NAME, NAME, number, self._account, json.dumps(raw))

    def parse(self, raw: dict[str, Any]) -> Incoming | None:
        """What was typed."""
        try:
            return Incoming(NAME, NAME, raw["account"], raw["account"], raw["message"], datetime.fromisoformat(raw["sent_at"]), text=raw["text"])
        except (KeyError, TypeError, ValueError) as error:
            raise UnreadableError(type(error).__name__) from None

    async def acknowledge(self, raw: dict[str, Any]) -> None:
        """Nothing waits."""

    async def send(self, message: Outgoing, edits: str | None) -> str | None:
        """Prints it."""
        del edits
        if message.chat == self._account:
            self._show(plain(Spoken.of(message.payload)))
        return str(message.id)

    async def close(self) -> None:
        """Nothing to close."""

    def join_link(self, code: str) -> str | None:
        """A terminal has no links."""
        del code
        return None

    def is_group(self, chat: str) -> bool:
        """A terminal has one reader."""
        del chat
        return False
