"""Telegram's webhook: 200 only when an update is committed, 503 when the store is out, so that it comes again."""

import hmac
from collections.abc import Callable, Sequence
from typing import Any

import structlog

from bot.platforms.base import EventSink, PlatformRoute
from handlers.kit.web import WebRequest, WebResponse
from storage.messaging.inbox import RawEvent

log = structlog.get_logger()

PATH = "/telegram"
SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - where the secret is, as setWebhook says


def webhook_url(public_url: object) -> str:
    """Where Telegram reaches the webhook."""
    return f"{str(public_url).rstrip('/')}{PATH}"


def webhook_route(
    secret: str, events: Callable[[Sequence[dict[str, Any]]], Sequence[RawEvent]], inbox: EventSink
) -> PlatformRoute:
    """The route that takes updates from whoever shows the secret; `events` makes events of the inbox of them."""

    async def respond(request: WebRequest) -> WebResponse:
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
            return WebResponse(status=401)
        update = request.json()
        if not isinstance(update.get("update_id"), int):
            return WebResponse(status=400)
        try:
            await inbox.take(events([update]))
        except Exception as error:  # noqa: BLE001 - not taken in: Telegram keeps it and sends it again
            log.error("updates_not_taken", error=type(error).__name__)
            return WebResponse(status=503)
        return WebResponse()

    return PlatformRoute("POST", PATH, respond)
