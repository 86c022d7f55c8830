"""The line between the bot and a platform: what goes through it, and what becomes of that while the line is bad."""

import asyncio
from types import TracebackType
from typing import Literal, Self
from urllib.parse import urlsplit

Trouble = Literal["refused", "bad_gateway", "dropped"]
"""Nobody listens; a proxy says in the platform's stead that it does not reach it; a request is read, and then the line breaks."""

BAD_GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 20\r\nConnection: close\r\n\r\n<h1>Bad Gateway</h1>"
CHUNK = 1 << 16


class Line:
    """Listens in the place of the server at `url`, and hands on to it all that comes while there is no trouble."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._there = (str(parts.hostname), int(parts.port or 80))
        self._path = parts.path
        self._server: asyncio.Server | None = None
        self._port = 0
        self._open: set[asyncio.StreamWriter] = set()
        self._trouble: Trouble | None = None
        self.spoilt = 0
        """Requests that came to nothing; of those that find nobody there, nobody knows."""

    @property
    def url(self) -> str:
        """What takes the place of the platform's address."""
        return f"http://127.0.0.1:{self._port}{self._path}"

    async def __aenter__(self) -> Self:
        await self._listen()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._hang_up()

    async def is_out(self, trouble: Trouble) -> None:
        """From now on nothing gets through."""
        self._trouble = trouble
        await self._hang_up()
        if trouble != "refused":
            await self._listen()

    async def is_back(self) -> None:
        """From now on everything does."""
        self._trouble = None
        await self._hang_up()
        await self._listen()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def _hang_up(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._open):
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            if self._trouble is None:
                await self._hand_on(reader, writer)
            elif await reader.read(CHUNK):
                self.spoilt += 1
                if self._trouble == "bad_gateway":
                    writer.write(BAD_GATEWAY)
                    await writer.drain()
        except OSError:
            pass  # whoever was at one of the ends has gone
        finally:
            self._open.discard(writer)
            writer.close()

    async def _hand_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, to_there = await asyncio.open_connection(*self._there)
        self._open.add(to_there)
        try:
            await asyncio.wait(
                [asyncio.create_task(_pump(reader, to_there)), asyncio.create_task(_pump(there, writer))],
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            self._open.discard(to_there)
            to_there.close()


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while chunk := await source.read(CHUNK):
            target.write(chunk)
            await target.drain()
    except OSError:
        pass
    finally:
        target.close()
