"""The pages that are open, and what each of them looks at."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from typing import Any

from bot.platforms.base import Connection

MOST_WAITING = 2_000
"""Messages that a page may leave unread, minutes of a busy chat; it is let go of then, and comes back for what it missed."""
JUST_SENT = 30
GOING_AWAY, TOO_SLOW = 1012, 1013
"""Why a WebSocket is closed (RFC 6455): the service restarts; try again later."""


class Viewer:
    """One open page. What it is told is written out by a task of its own: a slow page keeps nobody waiting."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: asyncio.Queue[dict[str, Any]] = asyncio.Queue(MOST_WAITING)
        self.chats: frozenset[str] = frozenset()

    def tell(self, message: Mapping[str, Any]) -> None:
        """Has the page told something, after all that it was told before."""
        try:
            self._waiting.put_nowait(dict(message))
        except asyncio.QueueFull:
            asyncio.ensure_future(self.close(TOO_SLOW))  # noqa: RUF006 - the connection ends, and its tasks with it

    async def write(self) -> None:
        """Writes until the page is gone."""
        while True:
            await self._connection.send(json.dumps(await self._waiting.get(), ensure_ascii=False))

    async def close(self, code: int) -> None:
        """Ends the connection."""
        await self._connection.close(code)


class Viewers:
    """All open pages."""

    def __init__(self) -> None:
        self._open: set[Viewer] = set()
        self._just_sent: dict[str, deque[dict[str, Any]]] = defaultdict(lambda: deque(maxlen=JUST_SENT))

    def add(self, viewer: Viewer) -> None:
        """A page was opened."""
        self._open.add(viewer)

    def remove(self, viewer: Viewer) -> None:
        """A page is gone."""
        self._open.discard(viewer)

    def show(self, chat: str, entry: dict[str, Any]) -> None:
        """Shows an entry on every page that looks at the chat."""
        message = {"is": "entry", "chat": chat, "entry": entry}
        self._just_sent[chat].append(message)
        self.tell((viewer for viewer in self._open if chat in viewer.chats), message)

    def again(self, viewer: Viewer, chat: str) -> None:
        """Shows a page what was shown a moment ago, and may not be in the store's transcript yet."""
        for message in self._just_sent[chat]:
            viewer.tell(message)

    def tell_all(self, message: Mapping[str, Any]) -> None:
        """Tells every page."""
        self.tell(self._open, message)

    def tell(self, viewers: Iterable[Viewer], message: Mapping[str, Any]) -> None:
        """Tells some pages."""
        for viewer in list(viewers):
            viewer.tell(message)

    async def close(self) -> None:
        """Sends all of them away: the service restarts."""
        for viewer in list(self._open):
            await viewer.close(GOING_AWAY)
