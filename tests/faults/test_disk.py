"""The disk under a bot that runs: full, or with a page that it does not give back. Nothing is lost, and `/health` says it."""

import asyncio
from pathlib import Path

import aiohttp
import pytest

from storage.work import Store
from tests.bot.test_health import damage
from tests.fakes.telegram import TelegramControl
from tests.faults.process import LONG, PRODUCT, Bot
from tests.faults.town import CITIES, all_done, eventually, settle_town, tally, visits

pytestmark = [pytest.mark.faults, pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)]

UPDATES = 400 if LONG else 60
ROOM = 200_000
"""Bytes of room that are left: for a dozen turns or two, far fewer than there are."""
PATIENCE = 120.0
"""Seconds until what does not come is a failure."""


def _size(store_url: str) -> int:
    return Path(store_url.removeprefix("sqlite:///")).stat().st_size


async def says(bot: Bot, words: str) -> None:
    """Waits until the bot's health is told in these words."""
    told = ""
    async with aiohttp.ClientSession() as session:

        async def asked() -> str:
            try:
                async with session.get(f"http://127.0.0.1:{bot.port}/health") as response:
                    return f"{response.status} {await response.text()}"
            except aiohttp.ClientError as error:  # it does not listen yet
                return type(error).__name__

        async with asyncio.timeout(PATIENCE):
            while words not in told:
                told = await asked()
                assert bot.running, bot.said()[-2000:]


@pytest.mark.skipif(
    not LONG,
    reason="how soon the disk is full is not in the test's hand; the short form is in tests/bot/test_health.py",
)
async def test_a_full_disk_loses_nothing_and_is_told(store: Store, store_url: str, tmp_path: Path) -> None:
    room = _size(store_url) + ROOM
    async with await TelegramControl.spawn(rates=False, webhook_backoff=0.05) as telegram:
        chats = await telegram.users([f"Rep {n}" for n in range(20)])
        settle_town(store, chats)
        told = visits(chats, UPDATES)
        async with Bot(store_url, telegram, tmp_path, mode="webhook", most_bytes=room) as bot:
            await telegram.says([(visit.chat, visit.text) for visit in told])
            await says(bot, "503 the disk is full")
            await bot.kill()
            bot.most_bytes = None  # somebody made room
            await bot.start()
            await bot.meanwhile(all_done(store, telegram, UPDATES))
            await says(bot, "200 ok")
        found = await tally(store, telegram, told)
    assert (found.lost, found.doubled, found.unanswered) == ([], [], [])


@pytest.mark.skipif(not LONG, reason="the short form is in tests/bot/test_health.py")
async def test_a_damaged_page_is_told_while_the_bot_runs(store: Store, store_url: str, tmp_path: Path) -> None:
    async with await TelegramControl.spawn(rates=False) as telegram:
        settle_town(store, await telegram.users(["Ana"]))
        store.close()  # all of it is in the file now
        damage(Path(store_url.removeprefix("sqlite:///")), f"Talleres {CITIES[-1]}".encode())
        async with Bot(store_url, telegram, tmp_path, command=PRODUCT) as bot:
            await eventually(lambda: "store_damaged" in bot.said(), "the damaged page")
            await says(bot, "503 the database is damaged")
