"""WebSockets, as platforms declare them: a plain request to look at, and a connection of texts."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog
from fastapi import WebSocket, WebSocketDisconnect

from bot.platforms.base import ConnectionClosedError, PlatformSocket
from handlers.kit.web import WebRequest

log = structlog.get_logger()

POLICY_VIOLATION, INTERNAL_ERROR = 1008, 1011
"""Why a WebSocket is closed (RFC 6455, 7.4.1). Before it was accepted, the first is an HTTP 403."""


def socket_endpoint(route: PlatformSocket) -> Callable[[WebSocket], Awaitable[None]]:
    """A platform's WebSocket as the web framework wants it."""

    async def endpoint(websocket: WebSocket) -> None:
        asked = WebRequest(
            "GET",
            {name: str(value) for name, value in websocket.path_params.items()},
            dict(websocket.query_params),
            dict(websocket.headers),
        )
        if not route.admits(asked):
            await websocket.close(POLICY_VIOLATION)
            return
        await websocket.accept()
        connection = _Connection(websocket)
        try:
            await route.converse(asked, connection)
        except ConnectionClosedError:
            return
        except Exception as error:  # noqa: BLE001 - the framework would log the traceback, and what was said with it
            log.error("request_failed", route=route.path, error=type(error).__name__)
            await connection.close(INTERNAL_ERROR)

    return endpoint


class _Connection:
    """An accepted WebSocket, with one kind of error for all the ways in which it can have ended."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket

    async def send(self, text: str) -> None:
        """Sends a message."""
        try:
            await self._websocket.send_text(text)
        except (WebSocketDisconnect, RuntimeError, OSError):
            raise ConnectionClosedError from None

    async def receive(self) -> str:
        """The next message."""
        try:
            return await self._websocket.receive_text()
        except (WebSocketDisconnect, RuntimeError, KeyError):  # the last: it was no text
            raise ConnectionClosedError from None

    async def close(self, code: int) -> None:
        """Ends it, where it has not ended."""
        with suppress(WebSocketDisconnect, RuntimeError, OSError):
            await self._websocket.close(code)
