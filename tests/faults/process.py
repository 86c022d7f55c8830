"""The bot in a process of its own, to be killed."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Awaitable
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar, cast

from tests.children import NOTHING, Child
from tests.fakes.processes import ROOT
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from tests.fakes.slack.control_client import SlackControl
from tests.fakes.telegram import TOKEN, TelegramControl

T = TypeVar("T")

RUNNER = ("-m", "tests.faults.serve")
PRODUCT = ("-m", "bot.cli.main", "run")

LONG = os.environ.get("CARTERA_FAULTS") == "long"
"""Whether the long forms run (`make faults`)."""


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Bot:
    """Starts the bot, as often as need be, with the same settings; `async with` ends what still runs."""

    def __init__(
        self,
        store_url: str,
        telegram: TelegramControl,
        folder: Path,
        *,
        mode: str = "polling",
        command: tuple[str, ...] = RUNNER,
        port: int | None = None,
        name: str = "bot",
        most_bytes: int | None = None,
    ) -> None:
        self.port = port or free_port()
        self.command = command
        self.most_bytes = most_bytes
        """No file of its grows beyond that: what a full disk is to a program."""
        self.log = folder / f"{name}.log"
        self._process: Child | None = None
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "DATABASE_"))},
            "DATABASE_URL": store_url,
            "DATA_DIR": str(folder),
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram.url,
            "TELEGRAM_MODE": mode,
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "PORT": str(self.port),
            "PYTHONPATH": str(ROOT),
        }

    @classmethod
    def in_slack(
        cls, store_url: str, slack: SlackControl, folder: Path, *, http: bool, command: tuple[str, ...] = RUNNER
    ) -> Self:
        """The same bot, in Slack alone."""
        bot = cls(store_url, cast("TelegramControl", slack), folder, command=command)
        bot.environment = {
            name: value for name, value in bot.environment.items() if not name.startswith("TELEGRAM_")
        } | {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_API_URL": slack.api_url,
            **({"SLACK_SIGNING_SECRET": SIGNING_SECRET} if http else {"SLACK_APP_TOKEN": APP_TOKEN}),
        }
        return bot

    async def start(self) -> Self:
        """Starts it; it serves some time after this returns."""
        with self.log.open("ab") as log:
            self._process = Child(
                self.command,
                self.log.parent,
                self.environment,
                (NOTHING, log.fileno(), log.fileno()),
                most_bytes=self.most_bytes,
            )
        return self

    async def kill(self) -> None:
        """Kill -9, wherever it is just now."""
        await self._ends_by(signal.SIGKILL)

    async def stop(self) -> None:
        """Ends it as a service manager does."""
        await self._ends_by(signal.SIGTERM)

    async def died(self) -> int:
        """Waits until it ends by itself; returns its exit code."""
        assert self._process
        return await asyncio.wait_for(self._process.wait(), 60)

    async def meanwhile(self, something: Awaitable[T]) -> T:
        """Waits for something while the bot runs; AssertionError with its last words where it ends before."""
        assert self._process
        waits = asyncio.ensure_future(something)
        ends = asyncio.ensure_future(self._process.wait())
        await asyncio.wait({waits, ends}, return_when=asyncio.FIRST_COMPLETED)
        ends.cancel()
        if not waits.done():
            waits.cancel()
            raise AssertionError(f"the bot ended by itself:\n{self.said()[-2000:]}")
        return waits.result()

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int | None:
        """Its process."""
        return self._process.pid if self._process else None

    def said(self) -> str:
        """What it logged."""
        return self.log.read_text() if self.log.exists() else ""

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.running:
            await self.kill()
        if error is not None:
            sys.stderr.write(self.said()[-4000:])

    async def _ends_by(self, number: signal.Signals) -> None:
        assert self._process
        if self._process.returncode is None:
            self._process.send_signal(number)
        await asyncio.wait_for(self._process.wait(), 60)
