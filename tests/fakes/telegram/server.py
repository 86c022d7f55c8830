# ruff: noqa: ASYNC109 -- whoever waits says for how long
"""The fake's face: the server that bots call, and the people that tests speak through."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

from aiohttp import web

from tests.fakes.described import described
from tests.fakes.serving import LocalServer

from .checks import Params
from .control import Control
from .errors import Refused
from .faults import Fault, Faults
from .groups import Group
from .methods import Encoded, Methods
from .people import User
from .rates import NO_RATES, Rates
from .wire import MAX_UPLOAD, dumps, failed, ok, read_params
from .world import World

TOKEN = "7000000001:AAFakeTokenForTestsOnTheLocalMachine"  # noqa: S105 -- opens nothing
BOT_API = Path(__file__).with_name("bot_api.json")
SENDS = frozenset(("sendmessage", "sendphoto", "senddocument", "sendmediagroup"))
"""What puts messages into a chat: after a 429 it has to wait."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot and how it ended: `code` 200 or an error's, `fault` what was made to go wrong.

    `happened` says whether it took effect, which the bot cannot know when its answer was lost.
    """

    method: str
    params: dict[str, Any]
    code: int
    answer: Any
    fault: str | None
    at: float

    @property
    def happened(self) -> bool:
        """Returns whether the call had its effect."""
        return self.code == 200


class FakeTelegram:
    """Telegram on localhost. `await FakeTelegram.start()`, or `async with await FakeTelegram.start() as fake:`.

    `url` is the root to give to bots (TELEGRAM_API_URL); `sent` logs every call but getUpdates, `counters` counts
    calls by method and by (method, code); `faults` makes things go wrong; `mistakes` is what Telegram would have let pass, and is
    not as its own description has it.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.url = ""
        self.sent: list[Call] = []
        self.mistakes: list[str] = []
        self.counters: Counter[str | tuple[str, int]] = Counter()
        self._methods = Methods(world)
        self._control = Control(self)
        self._bot_path = f"/bot{world.token}/"
        self._file_path = f"/file/bot{world.token}/"
        self._server = LocalServer(self._handle, MAX_UPLOAD)

    @classmethod
    async def start(
        cls,
        token: str = TOKEN,
        *,
        port: int = 0,
        rates: Rates | bool = True,
        seed: int = 0,
        username: str = "cartera_bot",
        reads_all_groups: bool = False,
        twice: bool = False,
        webhook_backoff: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> Self:
        """Returns the server, listening on 127.0.0.1.

        `rates=False` lifts Telegram's limits; `twice` delivers every update two times; `webhook_backoff` scales the seconds between deliveries that fail;
        `reads_all_groups` turns the bot's privacy mode off; `clock` decides rates, expiry and nothing else.
        """
        limits = rates if isinstance(rates, Rates) else (Rates() if rates else NO_RATES)
        world = World(token, limits, seed=seed, username=username, reads_all_groups=reads_all_groups, clock=clock)
        world.webhook_backoff = webhook_backoff
        world.updates.twice = twice
        fake = cls(world)
        fake.url = await fake._server.open(port)
        return fake

    async def stop(self) -> None:
        """Close everything; waiting polls end."""
        self.faults.clear()
        await self._methods.delete_webhook(Params({}))
        self.world.updates.terminate_poller()
        await self._server.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    # People and chats

    def user(
        self,
        first_name: str,
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str = "es",
        user_id: int | None = None,
        is_bot: bool = False,
    ) -> User:
        """Returns a new person, who has not pressed Start."""
        known = {"last_name": last_name, "username": username, "language_code": language_code}
        number = next(self.world.ids) if user_id is None else user_id
        user = User(self.world, number, first_name, **{name: value for name, value in known.items() if value})
        user.person["is_bot"] = is_bot
        return user

    def group(self, title: str, members: Sequence[User], *, supergroup: bool = False) -> Group:
        """Returns a new group, to which its first member has added the bot."""
        number = next(self.world.ids)
        group_id = -(10**12) - number if supergroup else -number
        group = Group(self.world, group_id, title, members, is_super=supergroup)
        group.adds_bot(group.members[0])
        return group

    # Updates

    def redeliver(self, update: dict[str, Any]) -> None:
        """Deliver one of `updates` once more, as Telegram does when it is not sure that the bot has it."""
        self.world.updates.push_raw(dict(update))

    def push_raw(self, body: dict[str, Any]) -> None:
        """Queue an update as it is, however broken; one without update_id gets the next."""
        self.world.updates.push_raw(body)

    @property
    def updates(self) -> list[dict[str, Any]]:
        """All updates that were queued so far, oldest first."""
        return self.world.updates.log

    def pending(self) -> list[dict[str, Any]]:
        """Returns the updates that the bot has not confirmed, oldest first."""
        return [update.body for update in self.world.updates.waiting()]

    @property
    def polled(self) -> bool:
        """Whether the bot waits in getUpdates: it has taken all there is."""
        return self.world.updates.polled

    def restart_update_ids(self) -> None:
        """Let update_ids go on at a random number, as after an idle week."""
        self.world.updates.restart_ids()

    # What happened

    @property
    def faults(self) -> Faults:
        """What is made to go wrong: `fake.faults.add("lost_answer", "sendMessage")`."""
        return self.world.faults

    def calls(self, method: str) -> list[Call]:
        """Returns the logged calls of one method, oldest first."""
        return [call for call in self.sent if call.method == method]

    async def until(self, condition: Callable[[], object], timeout: float = 5.0) -> None:
        """Wait until the condition holds; it is looked at whenever the bot calls, or waits for updates."""
        await self.world.changes.until(lambda: condition() or None, timeout, "the condition")

    # The server

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path, _, query = request.raw_path.partition("?")
        if "%" in path:
            path = unquote(path)
        try:
            if path.startswith(self._bot_path):
                return await self._answer(request, path[len(self._bot_path) :], query)
            if path.startswith(self._file_path):
                return self._download(path[len(self._file_path) :])
            if path.startswith("/_control/"):
                return await self._control.answer(request, path.removeprefix("/_control/"), query)
        except Refused as refusal:
            return failed(refusal)
        except web.HTTPRequestEntityTooLarge:
            return failed(Refused(413, "Request Entity Too Large"))
        known = path.startswith(("/bot", "/file/bot"))
        return failed(Refused(401, "Unauthorized") if known else Refused(404, "Not Found"))

    async def _answer(self, request: web.BaseRequest, method: str, query: str) -> web.StreamResponse:
        lower = method.lower()
        entry = self._methods.table.get(lower)
        if entry is None:
            raise Refused(404, "Not Found: method not found")
        name, function = entry
        params = await read_params(request, query)
        self.mistakes += described(BOT_API).problems(name, params.values, params.files)
        fault = self.faults.hit(lower, params.integer("chat_id") or None)
        if fault is not None and fault.kind == "cut":
            self._log(name, params, 0, "connection cut", fault)
            return _cut(request)
        try:
            await self._before(fault, lower, params)
            result = function(params)
            if asyncio.iscoroutine(result):
                result = await result
        except Refused as refusal:
            self._refused(refusal, lower, params)
            self._log(name, params, refusal.code, refusal.description, fault)
            raise
        self._log(name, params, 200, result, fault)
        if fault is not None and fault.kind == "slow":
            await fault.released.wait()
        if fault is not None:
            await fault.travel()
        if fault is not None and fault.kind == "lost_answer":
            return _cut(request)
        return ok(result.encode() if isinstance(result, Encoded) else dumps(result))

    def _refused(self, refusal: Refused, method: str, params: Params) -> None:
        if "retry_after" in refusal.parameters and method in SENDS:
            self.world.pauses.told(params.integer("chat_id"), refusal.parameters["retry_after"])

    async def _before(self, fault: Fault | None, method: str, params: Params) -> None:
        if method in SENDS:
            self.world.pauses.check(params.integer("chat_id"))
        if fault is None:
            return
        await fault.travel()
        if fault.kind == "migrate":
            group = self.world.chats.get(params.integer("chat_id"))
            if isinstance(group, Group):
                group.becomes_supergroup()
        fault.refuse()

    def _log(self, method: str, params: Params, code: int, answer: Any, fault: Fault | None) -> None:
        self.counters[method] += 1
        self.counters[method, code] += 1
        if method != "getUpdates":
            kind = fault.kind if fault is not None else None
            self.sent.append(Call(method, params.values, code, answer, kind, self.world.clock()))
        self.world.changes.notify()

    def _download(self, path: str) -> web.Response:
        stored = self.world.files.by_path.get(path)
        if stored is None:
            raise Refused(404, "Not Found: file not found")
        return web.Response(body=stored.content, content_type="application/octet-stream")


def _cut(request: web.BaseRequest) -> web.StreamResponse:
    """Break the connection without an answer; what is returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
