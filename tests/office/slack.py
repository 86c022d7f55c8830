"""Through the real adapter and a strict Slack on localhost, over Socket Mode or HTTP."""

import asyncio
import socket
from datetime import datetime
from typing import Any

import uvicorn
from fastapi import FastAPI

from bot.app import App
from bot.clock import Clock
from bot.platforms.base import Platform, Rates
from bot.platforms.slack.platform import SlackPlatform
from bot.web.routes import web_app
from handlers.kit.registry.registry import discover
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, FakeSlack, Message, User
from tests.platforms.slack_manifest import manifest

PATIENCE = 20.0


class SlackDoor:
    """What people type with a slash elsewhere is typed after /cartera here."""

    name = "slack"
    media: tuple[str, ...] = ("photo", "voice")

    def __init__(self, *, twice: bool, http: bool) -> None:
        self._twice, self._http = twice, http
        self._users: dict[str, User] = {}
        self._last: dict[str, Message] = {}
        self._routes: FastAPI | None = None
        self._server: uvicorn.Server | None = None
        self._serving: asyncio.Task[None]
        self._registry = discover()
        self.fake: FakeSlack

    async def open(self) -> None:
        """Starts Slack, which is patient with a busy machine. Forms are filled in in the chat: dialogs, which cannot be answered there, do not open."""
        self.fake = await FakeSlack.start(
            rates=False, twice=self._twice, retry_scale=0.001, ack_seconds=PATIENCE, manifest=manifest()
        )
        self.fake.faults.add("refused", "views.open", error="expired_trigger_id", times=None)

    def platform(self, clock: Clock) -> Platform:
        """The real adapter; the pacer is lifted together with the fake's rates."""
        way: dict[str, Any] = (
            {"signing_secret": SIGNING_SECRET} if self._http else {"app_token": APP_TOKEN, "ping_seconds": 0.5}
        )
        return SlackPlatform(BOT_TOKEN, self.fake.api_url, self._registry.knows, rates=Rates(), clock=clock, **way)

    def serves(self, app: App) -> None:
        """Over HTTP, the real routes; the server itself outlives the application."""
        self._routes = web_app(app) if self._http else None

    async def enter(self, name: str, language: str) -> str:
        """A person of the workspace."""
        user = self.fake.user(name, locale=language)
        self._users[user.id] = user
        return user.id

    async def do(self, app: App, account: str, what: str, *args: Any, at: datetime, **more: Any) -> None:
        """The person does it, and the adapter hears of it."""
        if self._http and self._server is None:
            await self._listen()
        await getattr(self, f"_{what}")(self._users[account], *args, at, **more)
        await self.fake.until(lambda: not self.fake.pending(), PATIENCE)
        await app.settle()
        await self.fake.until(lambda: not self.fake.pending(), PATIENCE)

    async def look(self) -> None:
        """What Slack has taken is on the screens."""

    def texts(self, account: str) -> list[str]:
        """As Slack shows them, with commands as they are typed elsewhere."""
        return [message.text.replace("/cartera ", "/") for message in self._users[account].inbox]

    def labels(self, account: str) -> list[str]:
        """Of the latest message that has any."""
        return next((message.labels for message in reversed(self._users[account].inbox) if message.labels), [])

    def received(self, account: str) -> list[tuple[str, bytes]]:
        """As Slack keeps them."""
        return [(file.name, file.content) for message in self._users[account].inbox for file in message.files]

    async def close(self) -> None:
        """Ends Slack, which found nothing odd."""
        await self.fake.stop()
        if self._server:
            self._server.should_exit = True
            await self._serving
        assert not self.fake.mistakes, self.fake.mistakes
        assert not self.fake.given_up

    async def _listen(self) -> None:
        """A web server for all applications to come, which Slack knows."""
        listening = socket.create_server(("127.0.0.1", 0))
        self._server = uvicorn.Server(
            uvicorn.Config(
                self._answer,
                interface="asgi3",
                log_config=None,
                access_log=False,
                lifespan="off",
                timeout_graceful_shutdown=1,
            )
        )
        self._serving = asyncio.create_task(self._server.serve(sockets=[listening]))
        await self.fake.deliver_to(f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events")

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        assert self._routes
        await self._routes(scope, receive, send)

    async def _says(self, user: User, text: str, at: datetime) -> None:
        word = text[1:].partition(" ")[0]
        if text.startswith("/start"):
            await user.slash("/cartera", f"link{text.removeprefix('/start')}")
        elif text.startswith("/") and self._registry.knows(word):
            await user.slash("/cartera", text[1:])
        else:
            self._last[user.id] = await user.says(text, at=at)

    async def _edits(self, user: User, text: str, at: datetime) -> None:
        del at
        await user.edits(self._last[user.id], text)

    async def _forwards(self, user: User, text: str, from_name: str, at: datetime) -> None:
        await user.forwards(text, from_name, at=at)

    async def _replies(self, user: User, fragment: str, text: str, at: datetime) -> None:
        message = next(m for m in reversed(user.inbox) if fragment in m.text)
        await user.says(text, at=at, thread=message)

    async def _sends(self, user: User, media: str, at: datetime) -> None:
        if media == "photo":
            await user.sends_photo(at=at)
        else:
            await user.sends_voice(at=at)

    async def _sends_file(self, user: User, name: str, content: bytes, at: datetime) -> None:
        await user.sends_file(name, content, at=at)

    async def _shows(self, user: User, media: str, words: str, at: datetime) -> None:
        del media
        await user.sends_photo(words, at=at)

    async def _presses(self, user: User, label: str, at: datetime) -> None:
        del at
        message = next((m for m in reversed(user.inbox) if label in m.labels), None)
        assert message, f"there is no button «{label}»"
        await user.presses(message, label)
