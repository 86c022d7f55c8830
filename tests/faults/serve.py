"""The bot as a process of its own, as `cartera run` serves it, with the pacer lifted: for kill loops and benches.

    python -m tests.faults.serve [--part all|web|worker] [--traps]

Settings come from the environment. `--part` divides the work as `cartera web` and `cartera worker` do; `--traps` adds
commands that go wrong (see `traps`).
"""

import argparse
import asyncio
import signal
from contextlib import suppress

from bot import logs
from bot.app import App, Server, build, command_lists
from bot.clock import SystemClock
from bot.http import Web
from bot.platforms.base import Rates
from bot.platforms.telegram import Telegram
from bot.settings import Settings, load
from handlers.kit.registry import Registry, discover
from tests.faults.traps import TRAPS


def built(settings: Settings, *, traps: bool, listens: bool) -> tuple[App, list[Server]]:
    """The application with nothing to slow it down, and its web server where it has one."""
    assert settings.telegram_bot_token
    registry = Registry([*discover().capabilities, *([TRAPS] if traps else [])])
    clock = SystemClock()
    hook = settings.telegram_mode == "webhook"
    secret = settings.telegram_webhook_secret
    telegram = Telegram(
        settings.telegram_bot_token.get_secret_value(), str(settings.telegram_api_url), command_lists(registry, settings),
        webhook_url=f"{str(settings.public_url).rstrip('/')}/telegram" if hook else None,
        secret=secret.get_secret_value() if secret else None, rates=Rates(), clock=clock,
    )
    app = build(settings, clock=clock, platforms=[telegram], registry=registry)
    return app, [Web(app, settings)] if hook and listens else []


async def serve(settings: Settings, part: str, *, traps: bool) -> None:
    """Serves until SIGTERM."""
    app, servers = built(settings, traps=traps, listens=part != "worker")
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
    given = parser.parse_args()
    settings = load()
    logs.set_up(settings.log_level)
    asyncio.run(serve(settings, given.part, traps=given.traps))


if __name__ == "__main__":
    main()
