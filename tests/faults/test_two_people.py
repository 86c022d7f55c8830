"""Two people, two Telegram accounts, two languages, one history: across a kill -9, with the real command."""

import asyncio
import json
from pathlib import Path

import pytest

from tests.children import run
from tests.fakes.telegram import TelegramControl
from tests.faults.process import PRODUCT, Bot

pytestmark = pytest.mark.faults

PATIENCE = 60.0


async def invited(bot: Bot, name: str, language: str) -> str:
    """A code for a new colleague, made on the command line as the README says."""
    command = ("-m", "bot.cli.main", "invite", name, "--language", language, "--json")
    done = await asyncio.to_thread(run, command, bot.log.parent, bot.environment)
    printed = json.loads(done.stdout)
    assert printed["link"].startswith("https://t.me/")
    code: str = printed["code"]
    return code


async def hears(telegram: TelegramControl, user: int, *parts: str, after: int) -> int:
    """Waits until something new on the person's screen says all this; returns how many messages there are now."""

    async def heard() -> int:
        while True:
            inbox = await telegram.inbox(user)
            text = "\n".join(message["raw"].get("text", "") for message in inbox[after:])
            if all(part in text for part in parts):
                return len(inbox)
            await telegram.wait(sendMessage=0)
            await asyncio.sleep(0.05)  # the fake is another process: it is asked again

    return await asyncio.wait_for(heard(), PATIENCE)


async def test_two_people_share_a_history_across_a_kill(store_url: str, tmp_path: Path) -> None:
    async with await TelegramControl.spawn() as telegram:
        bot = Bot(store_url, telegram, tmp_path, command=PRODUCT)
        (ana,), (eve,) = await telegram.users(["Ana"]), await telegram.users(["Eve"], language_code="en")
        codes = [await invited(bot, "Ana Ruiz", "es"), await invited(bot, "Eve Stone", "en")]
        async with bot:
            await telegram.says([(ana, f"/start {codes[0]}"), (eve, f"/start {codes[1]}")])
            seen = await hears(telegram, ana, "Ana", after=0)
            await hears(telegram, eve, "Welcome, Eve", after=0)
            await telegram.says([(ana, "/nuevo Bar Sol")])
            seen = await hears(telegram, ana, "Cliente nuevo: Bar Sol", after=seen)
            await telegram.says([(ana, "visité a bar sol ayer, quieren 10 cajas")])
            await bot.kill()
            await bot.start()
            await hears(telegram, ana, "Guardado: visita · Bar Sol", after=seen)
            seen = len(await telegram.inbox(eve))
            await telegram.says([(eve, "history of Bar Sol")])
            await bot.kill()
            await bot.start()
            seen = await hears(telegram, eve, "History of Bar Sol", "quieren 10 cajas", after=seen)
            await telegram.says([(eve, "called Bar Sol today, they want a price list")])
            await hears(telegram, eve, "Saved: call · Bar Sol", "quieren 10 cajas", after=seen)
