"""The web: webhooks into the inbox, and health."""

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any, cast

import uvicorn
from fastapi import FastAPI, Header, Request, Response
from starlette.requests import ClientDisconnect

from bot.app import App
from bot.intake.executor import Urgency
from bot.settings import Settings

if TYPE_CHECKING:  # a platform that is off is not even imported
    from bot.platforms.slack.platform import Slack
    from bot.platforms.telegram.platform import Telegram

GOODBYE_SECONDS = 5
LARGEST_BODY = 1 << 20
"""Bytes. What a platform sends is a few kilobytes."""


class Web:
    """Serves until cancelled."""

    def __init__(self, app: App, settings: Settings) -> None:
        self._server = uvicorn.Server(
            uvicorn.Config(
                web_app(app, settings),
                host=settings.host,
                port=settings.port,
                log_config=None,
                access_log=False,
                lifespan="off",
                timeout_graceful_shutdown=GOODBYE_SECONDS,
            )
        )

    async def serve(self) -> None:
        """Listens at HOST and PORT."""
        try:
            await self._server.serve()
        finally:
            if self._server.started and self._server.servers:  # cancelled, it leaves its sockets open
                await self._server.shutdown()


def web_app(app: App, settings: Settings) -> FastAPI:
    """The routes."""
    web = FastAPI(title="Cartera", docs_url=None, redoc_url=None, openapi_url=None)

    @web.get("/health")
    async def health() -> Response:
        """200 where the store answers."""
        try:
            await app.executor.run(_ask, app, urgency=Urgency.TAKE_IN)
        except Exception:  # noqa: BLE001 - whatever it is, we are not healthy
            return Response("the store does not answer", 503)
        return Response("ok")

    telegram, slack = app.platforms.get("telegram"), app.platforms.get("slack")
    if telegram and settings.telegram_mode == "webhook":
        web.add_api_route("/telegram", telegram_hook(app, cast("Telegram", telegram)), methods=["POST"])
    if slack and settings.slack_over_http:
        web.add_api_route("/slack/events", slack_hook(app, cast("Slack", slack)), methods=["POST"])
    return web


def telegram_hook(app: App, telegram: "Telegram") -> Callable[..., Awaitable[Response]]:
    """Takes Telegram's updates: 200 only when they are committed, 503 when the store is out, so that they come again."""

    async def hook(request: Request, x_telegram_bot_api_secret_token: Annotated[str, Header()] = "") -> Response:
        if not hmac.compare_digest(x_telegram_bot_api_secret_token.encode(), telegram.secret.encode()):
            return Response(status_code=401)
        update = await _json(request)
        if update is None:
            return Response(status_code=400)
        try:
            await app.inbox.take(telegram.events([update]))
        except Exception:  # noqa: BLE001 - not taken in: Telegram keeps it and sends it again
            return Response(status_code=503)
        return Response()

    return hook


def slack_hook(app: App, slack: "Slack") -> Callable[..., Awaitable[Response]]:
    """Takes Slack's events, commands and interactions: 200 only when they are committed, 503 when the store is out."""
    slack.door.opens(app.inbox)

    async def hook(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return Response(status_code=400)
        answer = await slack.door.respond(body, request.headers)
        return Response(answer.body, answer.status, answer.first_headers())

    return hook


async def _body(request: Request) -> bytes | None:
    """What was sent; None where it is more than any platform sends, or breaks off."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST_BODY:
                return None
    except ClientDisconnect:
        return None
    return bytes(body)


async def _json(request: Request) -> dict[str, Any] | None:
    try:
        update = json.loads(await _body(request) or b"")
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) and isinstance(update.get("update_id"), int) else None


def _ask(app: App) -> None:
    with app.store.work() as work:
        work.inbox.waiting()
