"""HTTP for python-telegram-bot on aiohttp: a quarter of the processor time of its default, and errors told apart.

What matters is whether a request can have reached Telegram. `NotConnected` means that it cannot; `ServerFailed` that a server
answered; `TimedOut` and other `NetworkError`s that it may have.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.platforms.http_errors import was_never_sent
from bot.platforms.proxies import goes_by_proxy

CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0


class NotConnected(NetworkError):  # noqa: N818 - its family in python-telegram-bot has no suffix
    """The request was not sent, or not whole: no connection was made, or it was closed before that."""


class ServerFailed(NetworkError):  # noqa: N818 - its family in python-telegram-bot has no suffix
    """The server, or one in front of it, answered with a status of 500 or more."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


class AiohttpRequest(BaseRequest):
    """One session for all calls. Each call may set its own read time-out, in seconds."""

    def __init__(self, connections: int = 64) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer where a call says nothing else."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Opens the session."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                trust_env=goes_by_proxy(), connector=aiohttp.TCPConnector(limit=self._connections)
            )

    async def shutdown(self) -> None:
        """Closes the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: D102 - as BaseRequest says
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,  # noqa: ANN401
        write_timeout: Any = None,  # noqa: ANN401
        connect_timeout: Any = None,  # noqa: ANN401
        pool_timeout: Any = None,  # noqa: ANN401
    ) -> tuple[int, bytes]:
        seconds = read_timeout if isinstance(read_timeout, int | float) else READ_SECONDS
        status, body = await self.call(method, url, data=_body(request_data), read_seconds=seconds)
        if status >= 500:
            raise ServerFailed(status)
        return status, body

    async def call(
        self,
        method: str,
        url: str,
        *,
        data: Any = None,  # noqa: ANN401 - a form or bytes, as aiohttp takes them
        json: Any = None,  # noqa: ANN401
        read_seconds: float,
    ) -> tuple[int, bytes]:
        """One request; returns the status and the body."""
        if self._session is None:
            await self.initialize()
        assert self._session is not None  # noqa: S101 - made just above
        timeout = aiohttp.ClientTimeout(sock_connect=CONNECT_SECONDS, sock_read=read_seconds)
        try:
            async with self._session.request(method, url, data=data, json=json, timeout=timeout) as response:
                return response.status, await response.read()
        except (TimeoutError, aiohttp.ClientError) as error:
            # Never the error's text: it has the URL, and the URL has the token.
            if was_never_sent(error):
                raise NotConnected(type(error).__name__) from None
            raise (TimedOut() if isinstance(error, TimeoutError) else NetworkError(type(error).__name__)) from None


def _body(request_data: RequestData | None) -> Mapping[str, str] | aiohttp.FormData | None:
    if request_data is None:
        return None
    if not request_data.contains_files:
        return request_data.json_parameters
    # Names of files as they are, in UTF-8: percent signs in their stead would be shown to people.
    form = aiohttp.FormData(request_data.json_parameters, quote_fields=False)
    for name, (filename, content, mime) in (request_data.multipart_data or {}).items():
        # As a stream: aiohttp warns of large contents in one piece, which keep the event loop.
        form.add_field(
            name, BytesIO(content) if isinstance(content, bytes) else content, filename=filename, content_type=mime
        )
    return form
