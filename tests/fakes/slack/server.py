# ruff: noqa: ASYNC109 -- whoever waits says for how long
"""The fake's face: the server that apps call, and the people that tests speak through."""

import hmac
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote

from aiohttp import web

from tests.fakes.described import described
from tests.fakes.serving import LocalServer

from .control import Control
from .conversations import Conversation
from .deliveries import ACK_SECONDS, Delivery
from .errors import Refused
from .faults import Fault, Faults
from .manifest import EVENTS, Manifest, read
from .markup import Raw
from .methods import ANY_TOKEN, WITH_APP_TOKEN, Methods
from .people import User
from .rates import NO_RATES, Rates
from .requests import Requests, signed
from .responses import Responses
from .sockets import Sockets
from .uploads import Uploads
from .views import Views
from .wire import MAX_UPLOAD, Params, cut, failed, ok, read_params
from .world import APP, World

BOT_TOKEN = "xoxb-1000000001-fake-for-tests-on-the-local-machine"  # noqa: S105 -- opens nothing
APP_TOKEN = "xapp-1-A0CARTERA1-fake-for-tests-on-the-local-machine"  # noqa: S105
SIGNING_SECRET = "8f14e45fceea167a5a36dedd4bea2543"  # noqa: S105
WEB_API = Path(__file__).with_name("web_api.json")


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the app and how it ended: `error` is empty when it went well, `fault` what was made to go wrong.

    `happened` says whether it took effect, which the app cannot know when its answer was lost.
    """

    method: str
    params: dict[str, Any]
    error: str
    answer: Any
    fault: str | None
    at: float

    @property
    def happened(self) -> bool:
        """Returns whether the call had its effect."""
        return not self.error


class FakeSlack:
    """Slack on localhost. `await FakeSlack.start()`, or `async with await FakeSlack.start() as fake:`.

    `url` is the root, `api_url` what SLACK_API_URL and slack-sdk's `base_url` take. `sent` logs the app's calls,
    `counters` counts them by method and by (method, error); `faults` makes things go wrong. What the app is told goes
    over Socket Mode until `deliver_to(url)` names a request URL.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.url = ""
        self.sent: list[Call] = []
        self.counters: Counter[str | tuple[str, str]] = Counter()
        self._methods = Methods(world)
        self._control = Control(self)
        self._server = LocalServer(self._handle, MAX_UPLOAD)

    @classmethod
    async def start(
        cls,
        *,
        port: int = 0,
        rates: Rates | bool = True,
        seed: int = 0,
        twice: bool = False,
        ack_seconds: float = ACK_SECONDS,
        retry_scale: float = 1.0,
        events: Sequence[str] = EVENTS,
        manifest: Mapping[str, Any] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> Self:
        """Returns the server, listening on 127.0.0.1.

        `rates=False` lifts Slack's limits; `twice` delivers everything two times; `retry_scale` scales the minutes between
        retries; `events` are those that the app has subscribed to, or all is as `manifest` says: events, scopes,
        commands, shortcuts; `clock` decides rates and expiry and nothing else.
        """
        limits = rates if isinstance(rates, Rates) else (Rates() if rates else NO_RATES)
        world = World(limits, read(manifest) if manifest else Manifest(events), seed=seed, clock=clock)
        world.courier.twice = twice
        world.courier.ack_seconds = ack_seconds
        world.courier.retry_scale = retry_scale
        fake = cls(world)
        await fake._listen(port)
        return fake

    async def _listen(self, port: int) -> None:
        world = self.world
        self.url = world.url = await self._server.open(port)
        world.views, world.uploads, world.responses = Views(world), Uploads(world), Responses(world)
        world.sockets = Sockets(APP, self.url.replace("http", "ws", 1), world.random, world.changes.notify)
        world.sockets.ack_seconds = world.courier.ack_seconds
        world.courier.transport = world.sockets

    async def stop(self) -> None:
        """Close everything; what waits is dropped."""
        self.faults.clear()
        await self.world.courier.close()
        await self.world.sockets.close()
        await self._server.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def api_url(self) -> str:
        """The Web API's root."""
        return f"{self.url}/api/"

    # People and channels

    def user(
        self,
        name: str,
        *,
        locale: str = "es-ES",
        email: str = "",
        tz: str = "Europe/Madrid",
        user_id: str | None = None,
    ) -> User:
        """Returns a new person of the workspace."""
        number = user_id or self.world.next_id("U")
        return User(self.world, number, name, locale=locale, email=email or f"{number.lower()}@example.com", tz=tz)

    def channel(
        self, name: str, members: Sequence[User] = (), *, is_private: bool = False, with_bot: bool = True
    ) -> Conversation:
        """Returns a new channel, which the bot is in unless told otherwise."""
        channel = Conversation(self.world, self.world.next_id("C"), name, members, is_private=is_private)
        channel.has_bot = with_bot
        return channel

    # What the app is told

    async def deliver_to(self, url: str, *, verify: bool = True) -> None:
        """Deliver over HTTP from now on, to a URL that answers Slack's challenge."""
        requests = Requests(url, SIGNING_SECRET, self.world.courier.ack_seconds)
        if verify:
            try:
                await requests.verify(f"{self.world.random.getrandbits(96):024x}", "verification")
            except BaseException:
                await requests.close()
                raise
        before, self.world.courier.transport = self.world.courier.transport, requests
        if isinstance(before, Requests):
            await before.close()

    def sign(self, body: bytes, *, timestamp: str | None = None, kind: str = "application/json") -> dict[str, str]:
        """Returns the headers with which Slack would send this body."""
        return signed(SIGNING_SECRET, body, timestamp=timestamp, kind=kind)

    @property
    def events(self) -> list[Raw]:
        """Everything that was to be told so far, oldest first: events, commands, interactions."""
        return [delivery.payload for delivery in self.world.courier.log if not delivery.repeat]

    def push_raw(self, payload: Raw) -> Delivery:
        """Returns the delivery of an events_api payload as it is, however broken."""
        return self.world.courier.push("events_api", payload)

    def redeliver(self, payload: Raw) -> Delivery:
        """Deliver one of `events` once more, as Slack does when it does not know that the app has it."""
        return self.world.courier.repeat(next(known for known in self.world.courier.log if known.payload is payload))

    def pending(self) -> list[Raw]:
        """Returns what the app has not acknowledged, oldest first: under way, held, or waiting for a retry."""
        return [delivery.payload for delivery in self.world.courier.pending()]

    @property
    def quiet(self) -> bool:
        """Whether the app has acknowledged everything: `pending()` is empty."""
        return not len(self.world.courier)

    @property
    def given_up(self) -> list[Raw]:
        """The events that were tried four times in vain: the app will never hear of them."""
        return [delivery.payload for delivery in self.world.courier.given_up]

    def hold(self) -> None:
        """Keep what is to be delivered, until `release`."""
        self.world.courier.hold()

    def release(self, *, shuffled: bool = False) -> None:
        """Deliver what was held, in any order when `shuffled`."""
        self.world.courier.release(shuffled=shuffled)

    def retry_now(self) -> None:
        """Let the minutes until the next retries pass."""
        self.world.courier.retry_now()

    # Socket Mode

    @property
    def connections(self) -> int:
        """How many Socket Mode connections the app has open."""
        return len(self.world.sockets.connections)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell the app to open new connections: soon (`warning`), or now, closing the old ones."""
        await self.world.sockets.disconnect(reason)

    def cut_connections(self) -> None:
        """Break all Socket Mode connections without a word."""
        self.world.sockets.cut()

    # What happened

    @property
    def mistakes(self) -> list[str]:
        """What the app did that Slack would show as a warning or pass over in silence. A good app makes none."""
        return [*self.world.mistakes, *self.world.sockets.mistakes]

    @property
    def faults(self) -> Faults:
        """What is made to go wrong: `fake.faults.add("lost_answer", "chat.postMessage")`."""
        return self.world.faults

    def calls(self, method: str) -> list[Call]:
        """Returns the logged calls of one method, oldest first."""
        return [call for call in self.sent if call.method == method]

    async def until(self, condition: Callable[[], object], timeout: float = 5.0) -> None:
        """Wait until the condition holds; it is looked at whenever the app calls or acknowledges something."""
        await self.world.changes.until(lambda: condition() or None, timeout, "the condition")

    # The server

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path, _, query = request.raw_path.partition("?")
        if "%" in path:
            path = unquote(path)
        try:
            if path.startswith("/api/"):
                return await self._answer(request, path.removeprefix("/api/"), query)
            if path.startswith("/link/"):
                return await self.world.sockets.serve(request, dict(parse_qsl(query)).get("ticket", ""))
            if path.startswith("/upload/v1/"):
                said = self.world.uploads.sent(path.removeprefix("/upload/v1/"), await request.read())
                return web.Response(text=said)
            if path.startswith("/files-pri/"):
                return self._download(request, path.removeprefix("/files-pri/"))
            if path.startswith("/actions/"):
                return await self._respond(request, path.rpartition("/")[2])
            if path.startswith("/_control/"):
                return await self._control.answer(request, path.removeprefix("/_control/"))
        except Refused as refusal:
            return failed(refusal)
        except web.HTTPRequestEntityTooLarge:
            return failed(Refused("request_too_large", 413))
        return web.Response(status=404, text="Not Found")

    async def _answer(self, request: web.BaseRequest, method: str, query: str) -> web.StreamResponse:
        params = Params()
        fault: Fault | None = None
        try:
            function = self._methods.named(method)
            params = await read_params(request, query)
            self._authenticate(request, method, params)
            self.world.mistakes += described(WEB_API).problems(method, params.values)
            self.world.manifest.check(method)
            fault = self.faults.hit(method, self._channel(params))
            if fault is not None and fault.kind == "cut":
                self._log(method, params, "cut", None, fault)
                return cut(request)
            if fault is not None:
                await fault.travel()
                fault.refuse()
            self.world.pace.call(method)
            result = function(params)
        except Refused as refusal:
            self._log(method, params, refusal.error, refusal.more, fault)
            raise
        self._log(method, params, "", result, fault)
        if fault is not None:
            await fault.travel()
        if fault is not None and fault.kind == "slow":
            await fault.released.wait()
        if fault is not None and fault.kind == "lost_answer":
            return cut(request)
        return ok(result)

    def _authenticate(self, request: web.BaseRequest, method: str, params: Params) -> None:
        """Refuse a call without the right token."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        given = token if scheme.lower() == "bearer" and token else str(params.values.pop("token", ""))
        params.values.pop("token", None)
        if method in ANY_TOKEN:
            return
        if not given:
            raise Refused("not_authed")
        tokens = {name: hmac.compare_digest(given.encode(), token.encode()) for name, token in _TOKENS.items()}
        if not any(tokens.values()):
            raise Refused("invalid_auth")
        if not tokens["app" if method in WITH_APP_TOKEN else "bot"]:
            raise Refused("not_allowed_token_type")

    def _channel(self, params: Params) -> str | None:
        """Returns which conversation a call is about; a person stands for the private one."""
        named = params.text("channel") or params.text("channel_id") or params.text("user_id")
        user = self.world.users.get(named)
        return (user.dm.id if user is not None else named) or None

    def _log(self, method: str, params: Params, error: str, answer: Any, fault: Fault | None) -> None:
        self.counters[method] += 1
        self.counters[method, error] += 1
        kind = fault.kind if fault is not None else None
        self.sent.append(Call(method, params.values, error, answer, kind, self.world.clock()))
        self.world.changes.notify()

    async def _respond(self, request: web.BaseRequest, key: str) -> web.StreamResponse:
        params = await read_params(request, "")
        fault = self.faults.hit("response_url", None)
        if fault is not None and fault.kind == "cut":
            return cut(request)
        if fault is not None:
            fault.refuse()
        response = self.world.responses.post(key, params)
        self._log("response_url", params, "" if response.status == 200 else str(response.status), None, fault)
        return cut(request) if fault is not None and fault.kind == "lost_answer" else response

    def _download(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        """Returns a file, or (as Slack does where the token is missing) the page to sign in at."""
        known = request.headers.get("Authorization", "") == f"Bearer {BOT_TOKEN}"
        if not known or not self.world.manifest.has("files:read"):
            return web.Response(
                text="<!DOCTYPE html><html><title>Sign in | Slack</title></html>", content_type="text/html"
            )
        stored = self.world.uploads.fetched(path)
        if stored is None:
            return web.Response(status=404, text="Not Found")
        return web.Response(body=stored.content, content_type=stored.mimetype)


_TOKENS = {"bot": BOT_TOKEN, "app": APP_TOKEN}
