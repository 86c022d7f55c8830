"""Small apps for the tests of the fake Slack: they keep what they are told, and answer what the test says."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, FakeSlack

Json = dict[str, Any]


class HttpApp:
    """An app behind a request URL. `answer` is what it acknowledges with, `status` with which status."""

    def __init__(self) -> None:
        self.received: list[Json] = []
        self.headers: list[dict[str, str]] = []
        self.status = 200
        self.answer: Callable[[Json], Any] = lambda _payload: None
        self.url = ""

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Take one request; its signature has to be right."""
        body = await request.read()
        headers = {name: value for name, value in request.headers.items() if name.startswith("X-Slack")}
        assert SignatureVerifier(SIGNING_SECRET).is_valid_request(body, headers)
        payload = _payload(body, request.content_type)
        if payload.get("type") == "url_verification":
            return web.json_response({"challenge": payload["challenge"]})
        self.received.append(payload)
        self.headers.append(headers)
        answer = self.answer(payload)
        if isinstance(answer, web.StreamResponse):
            return answer
        text = answer if isinstance(answer, str) or answer is None else json.dumps(answer)
        return web.Response(status=self.status, text=text, content_type="application/json" if answer else "text/plain")


def _payload(body: bytes, content_type: str) -> Json:
    if content_type == "application/json":
        payload: Json = json.loads(body)
        return payload
    form = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
    return dict(json.loads(form["payload"])) if "payload" in form else form


@asynccontextmanager
async def listening() -> AsyncIterator[HttpApp]:
    """An app that listens."""
    app = HttpApp()
    runner = web.ServerRunner(web.Server(app.handle, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    app.url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    try:
        yield app
    finally:
        await runner.cleanup()


@asynccontextmanager
async def http_app(fake: FakeSlack) -> AsyncIterator[HttpApp]:
    """An app that the fake delivers to over HTTP."""
    async with listening() as app:
        await fake.deliver_to(app.url)
        yield app


class SocketApp:
    """An app on Socket Mode, by slack-sdk's own client."""

    def __init__(self, fake: FakeSlack) -> None:
        self.received: list[SocketModeRequest] = []
        self.acks = True
        self.answer: Callable[[SocketModeRequest], Json | None] = lambda _request: None
        self.client = SocketModeClient(APP_TOKEN, web_client=AsyncWebClient(base_url=fake.api_url))
        self.client.socket_mode_request_listeners.append(self._take)

    async def _take(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.received.append(request)
        if self.acks:
            await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, self.answer(request)))


@asynccontextmanager
async def socket_app(fake: FakeSlack) -> AsyncIterator[SocketApp]:
    """An app that is connected."""
    app = SocketApp(fake)
    await app.client.connect()  # type: ignore[no-untyped-call]  # slack-sdk types it not
    try:
        yield app
    finally:
        await app.client.close()  # type: ignore[no-untyped-call]


def library_client(fake: FakeSlack, token: str = BOT_TOKEN) -> AsyncWebClient:
    """Returns slack-sdk's client of the Web API, pointed at the fake."""
    return AsyncWebClient(token, base_url=fake.api_url)
