"""Fakes that run as processes of their own, for kill loops and benches: how they are started, asked and ended."""

import asyncio
import json
import os
import signal
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

from tests.children import Child, started

ROOT = Path(__file__).parents[2]


class ControlClient:
    """A thin client of a fake's control API (`/_control/`: JSON in, JSON out).

    Every call raises AssertionError with the fake's words when it refuses.
    """

    def __init__(self, url: str, process: Child | None = None) -> None:
        self.url = url
        self._process = process
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=600))

    @classmethod
    async def run(cls, module: str, *arguments: str) -> Self:
        """Returns the client of a fake that was just started; it has printed its URL."""
        process, url = await asyncio.to_thread(started, ("-m", module, *arguments), ROOT, os.environ)
        assert url.startswith("http"), "the fake did not start"
        return cls(url, process)

    async def close(self) -> None:
        """Close the client, and the fake if it was started here."""
        await self._session.close()
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            await self._process.wait()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _do(self, action: str, **given: Any) -> Any:
        async with self._session.post(f"{self.url}/_control/{action}", json=given) as response:
            answer = json.loads(await response.read())
            assert response.status == 200, answer
            return answer
