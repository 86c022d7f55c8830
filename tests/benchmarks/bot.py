"""The bot as a process of its own, its pacer lifted: `cartera run` but for the rates, which the fake lifts too."""

import asyncio
import signal
from contextlib import suppress

from bot import logs
from bot.app import build, configured
from bot.clock import SystemClock
from bot.platforms.base import Rates
from bot.settings import load
from handlers.kit.registry.registry import discover


async def serve() -> None:
    """Serves Telegram, as the environment says, until SIGTERM."""
    settings = load(_env_file=None)
    logs.set_up("WARNING")
    registry, clock = discover(), SystemClock()
    platforms = configured(settings, registry, clock)
    assert platforms, "TELEGRAM_BOT_TOKEN is not set"
    for platform in platforms:
        platform.rates = Rates()
    app = build(settings, clock=clock, registry=registry, platforms=platforms)
    task = asyncio.ensure_future(app.run())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        with suppress(asyncio.CancelledError):
            await task
    finally:
        await app.close()


if __name__ == "__main__":
    asyncio.run(serve())
