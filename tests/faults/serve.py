"""The bot as a process of its own, as `cartera run` serves it, with the pacer lifted: for kill loops and benches.

    python -m tests.faults.serve [--part all|web|worker] [--traps] [--paced] [--ahead SECONDS]

Settings come from the environment. `--part` divides the work as `cartera web` and `cartera worker` do; `--traps` adds
commands that go wrong (see `traps`); `--paced` keeps the pacer as it is; `--ahead` has the business clock go before the machine's.
"""

import argparse
import asyncio
import signal
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from bot import logs
from bot.app import App, Server, build, configured
from bot.clock import Shift, ShiftedClock
from bot.platforms.base import Rates
from bot.settings import Settings, load
from bot.web.server import Web
from handlers.kit.registry.registry import Registry, discover
from tests.faults.traps import TRAPS


def built(
    settings: Settings, *, traps: bool, listens: bool, paced: bool = False, ahead: float = 0.0
) -> tuple[App, list[Server]]:
    """The application, with nothing to slow it down unless it is `paced`, and its web server where it has one."""
    registry = Registry([*discover().capabilities, *([TRAPS] if traps else [])])
    clock = ShiftedClock([Shift(datetime.min.replace(tzinfo=UTC), timedelta(seconds=ahead))])
    platforms = configured(settings, registry, clock)
    for platform in platforms:
        platform.rates = platform.rates if paced else Rates()
    app = build(settings, clock=clock, platforms=platforms, registry=registry)
    return app, [Web(app, settings)] if listens and app.listens else []


async def serve(settings: Settings, part: str, *, traps: bool, paced: bool, ahead: float) -> None:
    """Serves until SIGTERM."""
    app, servers = built(settings, traps=traps, listens=part != "worker", paced=paced, ahead=ahead)
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
    parser.add_argument("--ahead", type=float, default=0.0, metavar="SECONDS")
    given = parser.parse_args()
    settings = load()
    logs.set_up(settings.log_level)
    asyncio.run(serve(settings, given.part, traps=given.traps, paced=given.paced, ahead=given.ahead))


if __name__ == "__main__":
    main()
