"""Slack: messages a second through the whole path against a bare Bolt app, and how soon an event is acknowledged.

Each bot is a process of its own with a fake Slack of its own; they take turns, and the others wait meanwhile.
"""

import asyncio
import json
import random
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import aiohttp

from storage.work import Store
from tests.benchmarks.path import said
from tests.benchmarks.processes import end, spawn
from tests.benchmarks.scale import Scale
from tests.benchmarks.stores import KINDS, SHOWN, Company, Stores, analyze, fill
from tests.benchmarks.table import Row, median
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from tests.fakes.slack.control_client import SlackControl
from tests.fakes.slack.requests import signed
from tests.faults.process import free_port

RATIO = 0.4
"""Of a bare Bolt app's messages a second, at least."""
EVENTS_PER_SECOND, ACK_SECONDS = 100, 0.150
"""So many events a second are acknowledged within so long, 99 of 100."""
LOADED_SECONDS = 10


@dataclass
class Bot:
    """A bot in a process of its own, and the people who write to it."""

    name: str
    slack: SlackControl
    users: Sequence[dict[str, str]]
    store: Store | None = None
    rates: list[float] = field(default_factory=list)
    processes: list[asyncio.subprocess.Process] = field(default_factory=list)
    answered: int = 0

    async def start(self, module: str, *parts: str, **environment: str) -> None:
        """Starts the bot, in one process or in `parts`; everybody says something once, so that nothing is measured cold."""
        given = {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": self.slack.api_url,
            **environment,
        }
        for part in parts or [""]:
            self.processes.append(await spawn(module, *(["--part", part] if part else []), **given))
        await self.slack.wait(connections=1, timeout=60)
        await self.says([(n, "ayuda") for n in range(len(self.users))])

    async def says(self, sentences: Sequence[tuple[int, str]]) -> float:
        """Has people write, waits for as many answers, and returns the answers a second."""
        self.answered += len(sentences)
        begun = time.perf_counter()
        await self.slack.says([(self.users[n]["id"], text) for n, text in sentences])
        await self.slack.wait({"chat.postMessage": self.answered}, timeout=180)
        return len(sentences) / (time.perf_counter() - begun)

    async def end(self) -> None:
        """Ends the process."""
        for process in self.processes:
            await end(process)
        if self.store is not None:
            self.store.close()


def measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    """The whole path on both stores, against the echo app; then the acknowledgements."""
    return asyncio.run(_measure(scale, made, note))


async def _measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    async with AsyncExitStack() as stack:
        echo = await _bot("echo", scale, stack)
        await echo.start("tests.benchmarks.slack_echo")
        bots = [echo]
        company = None
        for kind in KINDS:
            bot = await _bot(kind, scale, stack)
            company = await _cartera(bot, kind, scale, made)
            bots.append(bot)
        assert company
        chance = random.Random(11)
        for run in range(scale.runs):
            for bot in bots:
                bot.rates.append(
                    await bot.says(said(range(scale.chats), scale.messages, company, run * scale.messages, chance))
                )
            note(f"slack, run {run + 1}: " + ", ".join(f"{bot.name} {bot.rates[-1]:.0f}/s" for bot in bots))
        rows = [_row(bot, echo) for bot in bots[1:]]
    return [
        *rows,
        await _acknowledged(scale, made, "in one process"),
        await _acknowledged(scale, made, "web and worker", "web", "worker"),
    ]


async def _bot(name: str, scale: Scale, stack: AsyncExitStack) -> Bot:
    slack = await stack.enter_async_context(await SlackControl.spawn(rates=False, ack_seconds=60))
    bot = Bot(name, slack, await slack.users([f"Rep{n}" for n in range(scale.chats)]))
    stack.push_async_callback(bot.end)
    return bot


async def _cartera(bot: Bot, kind: str, scale: Scale, made: Stores, *parts: str, **environment: str) -> Company:
    url = made.fresh(kind)
    bot.store = Store.open(url)
    company = fill(bot.store, scale.path_customers)
    with bot.store.work(turn="setting the scene") as work:
        for user in bot.users:
            work.people.link(
                work.people.add(f"Rep {user['id']}", "rep", "es", "Europe/Madrid").id, "slack", user["id"], user["dm"]
            )
    analyze(bot.store)
    await bot.start(
        "tests.faults.serve", *parts, DATABASE_URL=url, DATA_DIR=str(made.folder), LOG_LEVEL="WARNING", **environment
    )
    return company


async def _acknowledged(scale: Scale, made: Stores, how: str, *parts: str) -> Row:
    """Signed events at their pace to the real route, while their turns are taken and answers sent."""
    async with AsyncExitStack() as stack:
        bot = await _bot("postgres", scale, stack)
        port = free_port()
        company = await _cartera(
            bot, "postgres", scale, made, *parts, SLACK_SIGNING_SECRET=SIGNING_SECRET, PORT=str(port)
        )
        count = EVENTS_PER_SECOND * LOADED_SECONDS
        sentences = said(range(scale.chats), count, company, 0, random.Random(7))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        begun = time.perf_counter()
        tasks = []
        for number, (user, text) in enumerate(sentences):
            await asyncio.sleep(max(0.0, begun + number / EVENTS_PER_SECOND - time.perf_counter()))
            tasks.append(asyncio.create_task(_send(session, port, bot.users[user], number, text)))
        took = sorted(await asyncio.gather(*tasks))
    p99 = took[int(len(took) * 0.99)]
    return Row(
        f"acknowledged, PostgreSQL, {how}",
        f"{EVENTS_PER_SECOND}/s: p50 {median(took) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms",
        f"p99 <= {ACK_SECONDS * 1000:.0f} ms",
        p99 <= ACK_SECONDS,
        "",
        "",
    )


async def _send(session: aiohttp.ClientSession, port: int, user: dict[str, str], number: int, text: str) -> float:
    stamp = f"{int(time.time())}.{number:06d}"
    event = {
        "type": "message",
        "channel": user["dm"],
        "channel_type": "im",
        "user": user["id"],
        "ts": stamp,
        "event_ts": stamp,
        "text": text,
    }
    body = json.dumps(
        {"type": "event_callback", "team_id": "T0CARTERA1", "event_id": f"EvBench{number}", "event": event}
    ).encode()
    begun = time.perf_counter()
    async with session.post(
        f"http://127.0.0.1:{port}/slack/events", data=body, headers=signed(SIGNING_SECRET, body)
    ) as response:
        assert response.status == 200
    return time.perf_counter() - begun


def _row(bot: Bot, echo: Bot) -> Row:
    rate, yardstick = median(bot.rates), median(echo.rates)
    ratio = median([ours / theirs for ours, theirs in zip(bot.rates, echo.rates, strict=True)])
    return Row(
        f"whole path in Slack, {SHOWN[bot.name]}",
        f"{rate:.0f} messages/s",
        f">= {RATIO} x",
        ratio >= RATIO,
        f"bare Bolt app {yardstick:.0f}/s",
        f"{ratio:.2f} x",
    )
