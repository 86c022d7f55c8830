"""The bot as a process of its own, its pacer lifted: `cartera run` but for the rates, which the fake lifts too."""

import asyncio
import signal
from contextlib import suppress

from bot import logs
from bot.app import build, command_lists
from bot.platforms.base import Rates
from bot.platforms.telegram.platform import Telegram
from bot.settings import load
from handlers.kit.registry.registry import discover


async def serve() -> None:
    """Serves Telegram, as the environment says, until SIGTERM."""
    settings = load(_env_file=None)
    logs.set_up("WARNING")
    assert settings.telegram_bot_token, "TELEGRAM_BOT_TOKEN is not set"
    registry = discover()
    token, url = settings.telegram_bot_token.get_secret_value(), str(settings.telegram_api_url)
    app = build(
        settings, registry=registry, platforms=[Telegram(token, url, command_lists(registry, settings), rates=Rates())]
    )
    task = asyncio.ensure_future(app.run())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        with suppress(asyncio.CancelledError):
            await task
    finally:
        await app.close()


if __name__ == "__main__":
    asyncio.run(serve())
