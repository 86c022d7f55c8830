"""A platform that is out for forty seconds: all that was owed arrives, once, and hardly anything was tried meanwhile.

The same by a moved clock, and without a network, is in tests/bot/test_outages.py. The short form refuses Slack's connections for a moment.
"""

import asyncio
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from storage.work import Store
from tests.fakes.slack.control_client import SlackControl
from tests.fakes.telegram import TelegramControl
from tests.faults.line import Line, Trouble
from tests.faults.process import LONG, Bot
from tests.faults.test_kills_slack import settle
from tests.faults.town import CITIES, eventually, mark_in, settle_town, visits, waiting

pytestmark = [
    pytest.mark.faults,
    pytest.mark.parametrize("store_url", ["sqlite"], indirect=True),
]

SECONDS, PEOPLE = (40.0, 40) if LONG else (4.0, 6)
TROUBLES: tuple[Trouble, ...] = ("refused", "bad_gateway", "dropped")
MOST_TRIED = 12
"""Requests during the outage, the bot's own among them: one message tries for all, after longer and longer pauses."""
PATIENCE = 120.0
"""Seconds after the outage within which everything is there: the longest pause, and the platform's pace."""


async def outage(line: Line, trouble: Trouble, bot: Bot, store: Store) -> None:
    """Lasts its seconds from when all the answers are owed; returns when all have gone out."""
    began = time.monotonic()
    await bot.meanwhile(eventually(lambda: waiting(store) == (0, PEOPLE), "every turn, and no answer gone"))
    await bot.meanwhile(asyncio.sleep(SECONDS - (time.monotonic() - began)))
    await line.is_back()
    back = time.monotonic()
    await bot.meanwhile(eventually(lambda: waiting(store) == (0, 0), "every answer", seconds=PATIENCE))
    sys.stdout.write(
        f"\n{trouble}: {line.spoilt} requests in {SECONDS:.0f} s, all {PEOPLE} answers sent {time.monotonic() - back:.0f} s later\n"
    )


@pytest.mark.skipif(not LONG, reason="it takes forty seconds; a shorter form is in tests/bot/test_outages.py")
@pytest.mark.parametrize("trouble", TROUBLES)
async def test_telegram_is_out(store: Store, store_url: str, trouble: Trouble, tmp_path: Path) -> None:
    async with await TelegramControl.spawn(webhook_backoff=0.05) as telegram, Line(telegram.url) as line:
        chats = await telegram.users([f"Rep {n}" for n in range(PEOPLE)])
        settle_town(store, chats)
        told = visits(chats, PEOPLE)
        bot = Bot(store_url, telegram, tmp_path, mode="webhook")
        bot.environment["TELEGRAM_API_URL"] = line.url
        async with bot:
            await bot.meanwhile(eventually(lambda: "running" in bot.said(), "the start"))
            await line.is_out(trouble)
            await telegram.says([(visit.chat, visit.text) for visit in told])
            await outage(line, trouble, bot, store)
        sent = [call["params"]["text"] for call in await telegram.sent(method="sendMessage") if call["code"] == 200]
    assert Counter(mark_in(str(text)) for text in sent) == Counter(visit.mark for visit in told)
    assert line.spoilt <= MOST_TRIED


@pytest.mark.parametrize("trouble", TROUBLES if LONG else TROUBLES[:1])
async def test_slack_is_out(store: Store, store_url: str, trouble: Trouble, tmp_path: Path) -> None:
    async with await SlackControl.spawn() as slack, Line(slack.api_url) as line:
        users = await slack.users([f"Rep {n}" for n in range(PEOPLE)])
        settle(store, users)
        told = [
            (user["id"], f"visité a Talleres {CITIES[0]}, quieren cajas del lote zz{n:05d}")
            for n, user in enumerate(users)
        ]
        bot = Bot.in_slack(store_url, slack, tmp_path, http=False)
        bot.environment["SLACK_API_URL"] = line.url
        async with bot:
            await bot.meanwhile(slack.wait(connections=1, timeout=60))
            await line.is_out(trouble)
            await slack.says(told)
            await outage(line, trouble, bot, store)
        sent = [call["params"]["text"] for call in await slack.sent(method="chat.postMessage") if not call["error"]]
    assert Counter(mark_in(str(text)) for text in sent) == Counter(text.rsplit(" ", 1)[-1] for _user, text in told)
    assert line.spoilt <= MOST_TRIED
