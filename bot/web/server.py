"""The web server: it listens while the application runs."""

import socket
from collections.abc import Sequence

import uvicorn
from starlette.types import ASGIApp

from bot.app import App
from bot.settings import Settings
from bot.web.routes import web_app

GOODBYE_SECONDS = 5
LARGEST_MESSAGE = 1 << 18
"""Bytes of a message over a WebSocket: whoever writes a whole page by hand stays far below."""


class Listener:
    """Serves a web application until cancelled, at a host and a port or on sockets that listen already."""

    def __init__(
        self, served: ASGIApp, host: str, port: int, *, sockets: Sequence[socket.socket] | None = None
    ) -> None:
        self._sockets = list(sockets) if sockets else None
        self._server = uvicorn.Server(
            uvicorn.Config(
                served,
                host=host,
                port=port,
                log_config=None,
                access_log=False,
                lifespan="off",
                interface="asgi3",
                timeout_graceful_shutdown=GOODBYE_SECONDS,
                ws="websockets-sansio",
                ws_max_size=LARGEST_MESSAGE,
            )
        )

    async def serve(self) -> None:
        """Listens."""
        try:
            await self._server.serve(sockets=self._sockets)
        finally:
            if self._server.started and self._server.servers:  # cancelled, it leaves its sockets open
                await self._server.shutdown()


class Web(Listener):
    """The routes of an application, at HOST and PORT."""

    def __init__(self, app: App, settings: Settings) -> None:
        super().__init__(web_app(app), settings.host, settings.port)
