"""kill -9 in the middle of Slack's events, over both of its transports: nothing is lost, nothing happens twice."""

import asyncio
import random
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.crm.tables import InteractionRow
from storage.session.engine import reading
from storage.work import Store
from tests.fakes.slack.control_client import SlackControl
from tests.faults.process import LONG, Bot
from tests.faults.test_kills import UNLUCKY
from tests.faults.town import CITIES, eventually, mark_in, waiting

pytestmark = pytest.mark.faults

KILLS, UPDATES, CHATS = (20, 2_000, 40) if LONG else (3, 90, 15)
COMBINATIONS = (
    [(kind, over) for kind in ("sqlite", "postgres") for over in ("socket", "http")]
    if LONG
    else [("sqlite", "socket"), ("postgres", "http")]
)
RETRIES = 0.05
"""Of Slack's minutes: within 18 seconds the bot is back, or Slack gives up."""


def settle(store: Store, users: list[dict[str, str]]) -> None:
    """Colleagues behind these accounts, and customers for them to visit."""
    with store.work(turn="setting the scene") as work:
        for user in users:
            person = work.people.add(f"Rep{user['id']}", "rep", "es", "Europe/Madrid")
            work.people.link(person.id, "slack", user["id"], user["dm"])
        for city in CITIES:
            work.customers.add(f"Talleres {city}")


def kept(store: Store) -> Counter[str]:
    """The logged visits, by their marks."""
    with reading(store.engine) as connection:
        return Counter(
            summary.rsplit(" ", 1)[-1] for summary in connection.execute(select(InteractionRow.summary)).scalars()
        )


@pytest.mark.parametrize(("store_url", "over"), COMBINATIONS, indirect=["store_url"])
async def test_kill_9_loses_nothing_of_slacks_and_does_nothing_twice(
    store: Store, store_url: str, over: str, tmp_path: Path
) -> None:
    async with await SlackControl.spawn(rates=False, retry_scale=RETRIES) as slack:
        users = await slack.users([f"Rep {n}" for n in range(CHATS)])
        settle(store, users)
        told = [
            (users[n % CHATS]["id"], f"visité a Talleres {CITIES[n // CHATS]}, quieren cajas del lote zz{n:05d}")
            for n in range(UPDATES)
        ]
        bot = Bot.in_slack(store_url, slack, tmp_path, http=over == "http")
        if over == "http":
            await slack.deliver_to(f"http://127.0.0.1:{bot.port}/slack/events", verify=False)
        async with bot:
            await _feed_and_kill(bot, slack, told)
            await bot.meanwhile(slack.wait(pending=0, timeout=180))
            await eventually(lambda: waiting(store) == (0, 0), "the last turn and message")
            found = await slack.counters()
            sent = [call["params"] for call in await slack.sent(method="chat.postMessage") if not call["error"]]
    marks = {text.rsplit(" ", 1)[-1] for _user, text in told}
    rows, answers = kept(store), Counter(mark for params in sent if (mark := mark_in(str(params["text"]))))
    assert not found["given_up"], "the bot was away for longer than Slack is patient"
    assert rows == dict.fromkeys(marks, 1)
    assert set(answers) == marks
    assert answers.total() - len(marks) <= KILLS


async def _feed_and_kill(bot: Bot, slack: SlackControl, told: list[tuple[str, str]]) -> None:
    chance = random.Random(UPDATES)
    portion = UPDATES // (KILLS + 1)
    answered = 0
    for kill in range(KILLS):
        await slack.says(told[kill * portion : (kill + 1) * portion])
        target = max(answered + 1, kill * portion + chance.randint(1, portion - 1))
        counters = await bot.meanwhile(slack.wait({"chat.postMessage": target}, timeout=120))
        await asyncio.sleep(chance.uniform(0, UNLUCKY))
        await bot.kill()
        answered = counters["calls"].get("chat.postMessage ok", 0)
        await bot.start()
    await slack.says(told[KILLS * portion :])
