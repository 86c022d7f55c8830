"""A server on localhost for the fakes: aiohttp's low-level one, for routing by URL objects costs more than all that a method does."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

_STOP_SECONDS = 0.5


class LocalServer:
    """Listens on 127.0.0.1 and hands every request to one handler."""

    def __init__(self, handle: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]], most_bytes: int) -> None:
        self._handle = handle
        self._most_bytes = most_bytes
        self._runner: web.ServerRunner | None = None

    async def open(self, port: int) -> str:
        """Begins to listen, on any free port where it is 0; returns the root."""
        loop, most = asyncio.get_running_loop(), self._most_bytes

        def with_limit(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
            return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=most)

        server = web.Server(self._handle, request_factory=with_limit, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=_STOP_SECONDS)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        """Ends; nothing where it does not listen."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
