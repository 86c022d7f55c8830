"""The web: webhooks into the inbox, and health."""

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import uvicorn
from fastapi import FastAPI, Header, Request, Response

from bot.app import App
from bot.bridge import Urgency
from bot.platforms.telegram import Telegram
from bot.settings import Settings

GOODBYE_SECONDS = 5
LARGEST_BODY = 1 << 20
"""Bytes. A Telegram update is a few kilobytes."""


class Web:
    """Serves until cancelled."""

    def __init__(self, app: App, settings: Settings) -> None:
        self._server = uvicorn.Server(uvicorn.Config(
            web_app(app, settings), host=settings.host, port=settings.port, log_config=None, access_log=False, lifespan="off",
            timeout_graceful_shutdown=GOODBYE_SECONDS,
        ))

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
            await app.bridge.run(_ask, app, urgency=Urgency.TAKE_IN)
        except Exception:  # noqa: BLE001 - whatever it is, we are not healthy
            return Response("the store does not answer", 503)
        return Response("ok")

    telegram = app.platforms.get("telegram")
    if isinstance(telegram, Telegram) and settings.telegram_mode == "webhook":
        web.add_api_route("/telegram", telegram_hook(app, telegram), methods=["POST"])
    return web


def telegram_hook(app: App, telegram: Telegram) -> Callable[..., Awaitable[Response]]:
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


async def _json(request: Request) -> dict[str, Any] | None:
    if int(request.headers.get("content-length") or 0) > LARGEST_BODY:
        return None
    try:
        update = json.loads(await request.body())
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) and isinstance(update.get("update_id"), int) else None


def _ask(app: App) -> None:
    with app.store.work() as work:
        work.inbox.waiting()
