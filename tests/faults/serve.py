"""The bot as a process of its own, as `cartera run` serves it, with the pacer lifted: for kill loops and benches.

    python -m tests.faults.serve [--part all|web|worker] [--traps] [--paced] [--ahead SECONDS | --clock FILE]

Settings come from the environment. `--part` divides the work as `cartera web` and `cartera worker` do; `--traps` adds
commands that go wrong (see `traps`); `--paced` keeps the pacer as it is; `--ahead` has the business clock go before the machine's, and
`--clock` by as many seconds as the file says at the moment, so that the clock of several processes moves at once.
"""

import argparse
import asyncio
import signal
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import logs
from bot.app import App, Server, build, configured
from bot.clock import Clock, Shift, ShiftedClock, SystemClock
from bot.platforms.base import Rates
from bot.settings import Settings, load
from bot.web.server import Web
from handlers.kit.registry.registry import Registry, discover
from tests.faults.traps import TRAPS


class FileClock:
    """A clock that is as many seconds ahead of the machine's as a file says, whenever it is looked at."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        """The business time now."""
        return datetime.now(UTC) + timedelta(seconds=float(self._path.read_text()))


def built(
    settings: Settings, *, traps: bool, listens: bool, paced: bool = False, clock: Clock | None = None
) -> tuple[App, list[Server]]:
    """The application, with nothing to slow it down unless it is `paced`, and its web server where it has one."""
    registry = Registry([*discover().capabilities, *([TRAPS] if traps else [])])
    clock = clock or SystemClock()
    platforms = configured(settings, registry, clock)
    for platform in platforms:
        platform.rates = platform.rates if paced else Rates()
    app = build(settings, clock=clock, platforms=platforms, registry=registry)
    return app, [Web(app, settings)] if listens and app.listens else []


async def serve(settings: Settings, part: str, *, traps: bool, paced: bool, clock: Clock) -> None:
    """Serves until SIGTERM."""
    app, servers = built(settings, traps=traps, listens=part != "worker", paced=paced, clock=clock)
    task = asyncio.ensure_future(app.run(servers, receive=part != "web", work=part != "web"))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        with suppress(asyncio.CancelledError):
            await task
    finally:
        await app.close()


def main() -> None:
    """Reads the command line and serves."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.serve", description=__doc__)
    parser.add_argument("--part", choices=("all", "web", "worker"), default="all")
    parser.add_argument("--traps", action="store_true")
    parser.add_argument("--paced", action="store_true")
    when = parser.add_mutually_exclusive_group()
    when.add_argument("--ahead", type=float, default=0.0, metavar="SECONDS")
    when.add_argument("--clock", type=Path, metavar="FILE")
    given = parser.parse_args()
    settings = load()
    logs.set_up(settings.log_level)
    ahead = Shift(datetime.min.replace(tzinfo=UTC), timedelta(seconds=given.ahead))
    clock = FileClock(given.clock) if given.clock else ShiftedClock([ahead])
    asyncio.run(serve(settings, given.part, traps=given.traps, paced=given.paced, clock=clock))


if __name__ == "__main__":
    main()
