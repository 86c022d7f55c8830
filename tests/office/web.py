"""Through the real adapter of the page, over its WebSocket: what a browser would send and show, without the browser."""

import asyncio
import json
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from bot.app import App
from bot.clock import Clock
from bot.platforms.base import Platform
from bot.platforms.console.text import plain
from bot.platforms.web.access import Door
from bot.platforms.web.controls import Stage
from bot.platforms.web.pages import address
from bot.platforms.web.platform import WebPlatform
from bot.platforms.web.uploads import Uploads
from bot.web.routes import web_app
from bot.web.server import Listener
from handlers.kit.messages.picture import Picture
from handlers.kit.messages.reply import Spoken
from tests.office.doors import SAMPLES

TOKEN = "the-door-of-the-tests"  # noqa: S105 - it opens nothing
MEDIA = {"photo": "image/jpeg", "voice": "audio/ogg"}


class Backstage:
    """The controls of an office, whose clock the test moves itself."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def at(self, machine: datetime) -> datetime:
        """A moment of the machine, so long before now; whole seconds, since the two clocks are not read at once."""
        return self.clock.now() + timedelta(seconds=round((machine - datetime.now(UTC)).total_seconds()))

    def stage(self) -> Stage:
        """Nothing that anybody looks at."""
        return {"edition": "", "texts": {}}

    async def view(self, chat: str, name: str, field: str) -> str | None:
        """Nothing to look at."""
        return None

    async def move(self, hours: float, show: Callable[[], None]) -> bool:
        """The test does that."""
        return False

    async def reset(self) -> None:
        """There is nothing to start over."""


class Page:
    """One open page, which looks at one chat and comes back by itself."""

    def __init__(self, live: str, origin: str, chat: str) -> None:
        self._live, self._origin, self.chat = live, origin, chat
        self._connection: ClientConnection | None = None
        self.screen: dict[str, dict[str, Any]] = {}

    async def send(self, message: dict[str, Any], *, until: str) -> None:
        """Sends a message, and again where the connection ends before its answer."""
        while True:
            try:
                await self._send(message)
                await self._read(until)
            except ConnectionClosed:
                self._connection = None
            else:
                return

    async def look(self) -> None:
        """Sees all that was shown until now."""
        await self.send({"do": "here"}, until="here")

    async def close(self) -> None:
        """Shuts the page."""
        if self._connection:
            await self._connection.close()

    async def _send(self, message: dict[str, Any]) -> None:
        if self._connection is None:
            self._connection = await connect(self._live, origin=self._origin, open_timeout=60)  # type: ignore[arg-type]  # a str of a kind
            self.screen.clear()
            await self._connection.send(json.dumps({"do": "watch", "chats": [self.chat]}))
        await self._connection.send(json.dumps(message))

    async def _read(self, until: str) -> None:
        assert self._connection
        while True:
            heard = json.loads(await self._connection.recv())
            assert heard["is"] != "refused", heard
            for entry in heard.get("entries", ()):
                self.screen[entry["id"]] = entry
            if heard["is"] == "entry":
                self.screen[heard["entry"]["id"]] = heard["entry"]
            if heard["is"] == until:
                return


class WebDoor:
    """A page for each person."""

    name = "web"
    media: tuple[str, ...] = ("photo", "voice")

    def __init__(self, folder: Path, *, twice: bool) -> None:
        self._twice = twice
        self._uploads = Uploads(folder / "uploads")
        self._pages: dict[str, Page] = {}
        self._last: dict[str, str] = {}
        self._received: dict[tuple[str, int], tuple[str, bytes]] = {}
        self._routes: ASGIApp | None = None
        self._clock: Clock

    async def open(self) -> None:
        """A web server for all applications to come."""
        listening = socket.create_server(("127.0.0.1", 0))
        self._base = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self._serving = asyncio.create_task(Listener(self._answer, "127.0.0.1", 0, sockets=[listening]).serve())
        self._http = httpx.AsyncClient(base_url=address(self._base, TOKEN), headers={"Origin": self._base}, timeout=60)

    def platform(self, clock: Clock) -> Platform:
        """The real adapter."""
        self._clock = clock
        return WebPlatform(Backstage(clock), Door(TOKEN), self._uploads)

    def serves(self, app: App) -> None:
        """Its routes are those that are answered from now on."""
        self._routes = web_app(app)

    async def enter(self, name: str, language: str) -> str:
        """A new page."""
        account = f"{name.split(maxsplit=1)[0].lower()}-{len(self._pages)}"
        live = address(self._base, TOKEN).replace("http", "ws", 1) + "live"
        self._pages[account] = Page(live, self._base, account)
        return account

    async def do(self, app: App, account: str, what: str, *args: Any, at: datetime, **more: Any) -> None:
        """The person does it, once or twice; what it causes is on the page."""
        page = self._pages[account]
        said = await getattr(self, f"_{what}")(account, *args)
        message = {"id": str(uuid4()), "chat": account, "ago": (self._clock.now() - at).total_seconds()} | said
        for _time in range(1 + self._twice):
            await page.send(message, until="taken")
            await app.settle()
        await self.look()

    async def look(self) -> None:
        """Every page has shown what there was; what came with it is saved."""
        for account, page in self._pages.items():
            await page.look()
            for entry in self._said(account):
                for file, name in _files(entry):
                    if (account, file) not in self._received:
                        found = await self._http.get(f"files/{account}/{file}")
                        assert found.status_code == 200, found
                        self._received[account, file] = (name, found.content)

    def texts(self, account: str) -> list[str]:
        """What the bot said, as the terminal would show it."""
        return [plain(_spoken(entry)) for entry in self._said(account)]

    def labels(self, account: str) -> list[str]:
        """Of the latest message that has any."""
        return next((entry["choices"] for entry in reversed(self._said(account)) if entry["choices"]), [])

    def received(self, account: str) -> list[tuple[str, bytes]]:
        """As the page gives them out."""
        return [saved for (whose, _file), saved in self._received.items() if whose == account]

    async def close(self) -> None:
        """Everything ends."""
        for page in self._pages.values():
            await page.close()
        await self._http.aclose()
        self._serving.cancel()
        await asyncio.gather(self._serving, return_exceptions=True)

    def _said(self, account: str) -> list[dict[str, Any]]:
        return [entry for entry in self._pages[account].screen.values() if not entry["mine"]]

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self._routes
        await self._routes(scope, receive, send)

    async def _says(self, account: str, text: str) -> dict[str, Any]:
        self._last[account] = str(uuid4())
        return {"do": "say", "text": text, "id": self._last[account]}

    async def _edits(self, account: str, text: str) -> dict[str, Any]:
        return {"do": "edit", "text": text, "message": self._last[account]}

    async def _forwards(self, account: str, text: str, from_name: str) -> dict[str, Any]:
        return pytest.skip("nothing is forwarded between the phones of a page")

    async def _replies(self, account: str, fragment: str, text: str) -> dict[str, Any]:
        entry = next(entry for entry in reversed(self._said(account)) if fragment in plain(_spoken(entry)))
        return await self._says(account, text) | {"replies_to": entry["id"]}

    async def _sends(self, account: str, media: str) -> dict[str, Any]:
        return await self._sends_file(account, media, SAMPLES[media]) | {"mime": MEDIA[media]}

    async def _sends_file(self, account: str, name: str, content: bytes) -> dict[str, Any]:
        kept = (await self._http.post("files", content=content)).json()
        return {"do": "file", "file": kept["file"], "name": name, "size": len(content)}

    async def _presses(self, account: str, label: str) -> dict[str, Any]:
        entry = next((entry for entry in reversed(self._said(account)) if label in entry["choices"]), None)
        assert entry, f"there is no button «{label}»"
        return {"do": "press", "token": entry["token"], "choice": entry["choices"].index(label)}


def _spoken(entry: dict[str, Any]) -> Spoken:
    return Spoken(entry["blocks"], [{"label": label} for label in entry["choices"]])


def _files(entry: dict[str, Any]) -> list[tuple[int, str]]:
    pictures = [(content["file"], content["name"]) for kind, content in entry["blocks"] if kind == Picture.kind]
    return [*pictures, *((file, name) for file, name in entry["files"])]
