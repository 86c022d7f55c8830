"""A page in the browser as a platform: several chats side by side, over one WebSocket, without an account anywhere.

What was said is read from the store whenever a page comes (back), so a message counts as delivered when it is in there: open
pages are shown it at once, the others when they look.
"""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from bot.platforms.base import (
    Connection,
    ConnectionClosedError,
    EventSink,
    PlatformRoute,
    PlatformSocket,
    Rates,
)
from bot.platforms.outcomes import Refused, SendError
from bot.platforms.web import entries, pages
from bot.platforms.web.access import Door
from bot.platforms.web.controls import Controls
from bot.platforms.web.parsing import NAME, NotUnderstoodError, ago, event, incoming_of
from bot.platforms.web.uploads import Uploads
from bot.platforms.web.viewers import Viewer, Viewers
from handlers.kit.messages.incoming import Incoming
from handlers.kit.web import WebRequest
from storage.messaging.outbox import Outgoing

MOST_CHATS = 12
"""Chats that one page looks at."""


class WebPlatform:
    """The chats of one sample company, behind a door. Files that people send wait in `uploads` until they are fetched."""

    name = NAME
    ephemeral = False
    home_pages = False
    rates = Rates()

    def __init__(self, controls: Controls, door: Door, uploads: Uploads) -> None:
        self._controls, self._door, self._uploads = controls, door, uploads
        self._viewers = Viewers()
        self._closed = False

    async def start(self) -> None:
        """Nothing to connect to: browsers connect here."""

    async def receive(self, inbox: EventSink) -> None:
        """Events come over the WebSocket."""
        del inbox
        await asyncio.Event().wait()

    def routes(self, inbox: EventSink) -> Sequence[PlatformRoute | PlatformSocket]:
        """The page, what belongs to it, and its WebSocket."""

        async def converse(request: WebRequest, connection: Connection) -> None:
            del request
            await self._converse(connection, inbox)

        return (
            *pages.Pages(self._door, inbox, self._uploads, self._controls).routes(),
            PlatformSocket(pages.path("live"), self._door.opens_to_a_page, converse),
        )

    def parse(self, raw: dict[str, Any]) -> Incoming | None:
        """What the person did."""
        return incoming_of(raw)

    async def acknowledge(self, raw: dict[str, Any]) -> None:
        """Nothing waits."""

    async def send(self, message: Outgoing, edits: str | None) -> str | None:
        """Shows it on the pages that look."""
        shown_as = edits or str(message.id)
        now = self._controls.clock.now().isoformat()
        self._viewers.show(message.chat, entries.of_message(shown_as, message.token, message.payload, now))
        return shown_as

    async def fetch(self, reference: str, most: int) -> bytes:
        """A file that somebody sent through the page."""
        content = await asyncio.to_thread(self._uploads.read, reference)
        if content is None or len(content) > most:
            raise SendError(Refused("the file cannot be had"))
        return content

    async def close(self) -> None:
        """Sends the pages away; they come back by themselves, and send again what nobody took."""
        self._closed = True
        await self._viewers.close()

    def join_link(self, code: str) -> str | None:
        """Nobody is invited to a sample company."""
        del code
        return None

    def is_group(self, chat: str) -> bool:
        """Every phone has one reader."""
        del chat
        return False

    # ------------------------------------------------------------------ one page
    async def _converse(self, connection: Connection, inbox: EventSink) -> None:
        viewer = Viewer(connection)
        self._viewers.add(viewer)
        writing = asyncio.ensure_future(viewer.write())
        try:
            viewer.tell({"is": "stage", **self._controls.stage()})
            while True:
                await self._heard(viewer, await connection.receive(), inbox)
        finally:
            self._viewers.remove(viewer)
            writing.cancel()
            with suppress(asyncio.CancelledError, ConnectionClosedError):
                await writing

    async def _heard(self, viewer: Viewer, text: str, inbox: EventSink) -> None:
        """One message of a page. Whatever it cannot be, is answered, and the conversation goes on."""
        if self._closed:  # it was under way when the application ended: nobody takes it any more
            raise ConnectionClosedError
        said = _object(text)
        match said.get("do"):
            case "here":
                viewer.tell({"is": "here"})
            case "watch":
                await self._watch(viewer, said.get("chats"), inbox)
            case "move":
                await self._move(viewer, said.get("hours"))
            case "reset":
                await self._controls.reset()
            case _:
                await self._said(viewer, said, inbox)

    async def _watch(self, viewer: Viewer, chats: object, inbox: EventSink) -> None:
        """Shows a page some chats, whole; what is said in them from now on it sees as it happens."""
        wanted = [chat for chat in chats if isinstance(chat, str)] if isinstance(chats, list) else []
        viewer.chats = frozenset(wanted[:MOST_CHATS])
        for chat in wanted[:MOST_CHATS]:
            lines = await inbox.transcript(NAME, chat)
            shown = entries.of_lines(lines, lambda at: self._controls.at(at).isoformat())
            viewer.tell({"is": "chat", "chat": chat, "entries": shown})
            self._viewers.again(viewer, chat)

    async def _said(self, viewer: Viewer, said: dict[str, Any], inbox: EventSink) -> None:
        try:
            taken = event(said, self._controls.at(datetime.now(UTC) - ago(said)))
        except NotUnderstoodError:
            viewer.tell({"is": "refused", "id": said.get("id")})
            return
        await inbox.take([taken])
        if entry := entries.of_event(json.loads(taken.raw)):
            self._viewers.show(taken.chat, entry)
        viewer.tell({"is": "taken", "id": said["id"]})

    async def _move(self, viewer: Viewer, hours: object) -> None:
        if not isinstance(hours, int | float) or not hours > 0:
            viewer.tell({"is": "refused", "id": "move"})
            return

        def show() -> None:
            self._viewers.tell_all({"is": "clock", "now": self._controls.clock.now().isoformat()})

        moved = await self._controls.move(float(hours), show)
        viewer.tell({"is": "moved" if moved else "refused", "id": "move"})


def _object(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
