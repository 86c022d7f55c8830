"""Messages a second through the whole path: fake Telegram → inbox → turn → outbox → fake Telegram.

Each bot is a process of its own with a fake Telegram of its own; they take turns, and the others wait meanwhile.
"""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from sqlalchemy import func, select

from storage.crm.tables import InteractionRow
from storage.work import Store
from tests.benchmarks.processes import end, processor_seconds, spawn
from tests.benchmarks.scale import Scale
from tests.benchmarks.stores import KINDS, SHOWN, Company, Stores, analyze, fill, staff, tell
from tests.benchmarks.table import Row, median
from tests.fakes.telegram import TOKEN, TelegramControl

TARGETS = {"sqlite": (0.4, 90.0), "postgres": (0.25, 60.0)}
"""The ratio to the echo bot, and messages a second, at least."""
PROCESSOR_MS = {"sqlite": 2.9, "postgres": 3.5}
"""Processor time that the bot spends on a message at the most; what the database server spends comes on top."""

LOGS = (
    "visité a {customer} ayer, quieren 10 cajas, llamarles en dos semanas",
    "hablé con {customer} ayer: piden el catálogo nuevo y una oferta de 1.200 €",
    "llamada con {customer}, dudan por el precio, volver a hablar la semana que viene",
    "reunión en {customer} ayer, les falla mucho el proveedor actual y se lo piensan",
    "visita a {customer} ayer por la tarde con {contact}, quieren cotización de 20 taladros",
)
"""Sentences that mean the same at any time of any day."""

Sentences = list[tuple[int, str]]


@dataclass
class Bot:
    """A bot in a process of its own, and the people who write to it."""

    name: str
    telegram: TelegramControl
    users: Sequence[int]
    store: Store | None = None
    rates: list[float] = field(default_factory=list)
    processor_ms: list[float] = field(default_factory=list)
    process: asyncio.subprocess.Process | None = None
    answered: int = 0

    async def start(self, module: str, **environment: str) -> None:
        """Starts the bot and has every chat say something once, so that nothing is measured cold."""
        given = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": self.telegram.url, **environment}
        self.process = await spawn(module, **given)
        await self.says([(user, "ayuda") for user in self.users])
        self.processor_ms.clear()

    async def says(self, sentences: Sentences) -> float:
        """Has people write, waits for as many answers, and returns the answers a second."""
        assert self.process is not None
        self.answered += len(sentences)
        spent, begun = processor_seconds(self.process), time.perf_counter()
        await self.telegram.says(sentences)
        await self.telegram.wait(timeout=180, sendMessage=self.answered)
        took = time.perf_counter() - begun
        self.processor_ms.append((processor_seconds(self.process) - spent) / len(sentences) * 1000)
        return len(sentences) / took

    async def end(self) -> None:
        """Ends the process."""
        if self.process is not None:
            await end(self.process)
        if self.store is not None:
            self.store.close()


def said(users: Sequence[int], count: int, company: Company, used: int, chance: random.Random) -> Sentences:
    """`count` messages over all chats: 70 % logs (each of another customer, from `used` on), 20 % history, 10 % help."""
    kinds = ["log"] * (count * 7 // 10) + ["history"] * (count * 2 // 10)
    kinds += ["help"] * (count - len(kinds))
    chance.shuffle(kinds)
    sentences: Sentences = []
    for number, kind in enumerate(kinds):
        at = (used + number) % len(company.customers)
        customer, contact = company.customers[at], company.contacts[at]
        text = {"log": chance.choice(LOGS), "history": "historial de {customer}", "help": "ayuda"}[kind]
        sentences.append((users[number % len(users)], text.format(customer=customer, contact=contact)))
    return sentences


def measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    """The whole path on both stores, against the echo bot."""
    return asyncio.run(_measure(scale, made, note))


async def _measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    async with AsyncExitStack() as stack:
        company = None
        bots = [await _echo(scale, stack)]
        for kind in KINDS:
            note(f"path: a company on {SHOWN[kind]}")
            bot, company = await _cartera(kind, scale, made, stack)
            bots.append(bot)
        assert company
        chance = random.Random(11)
        for run in range(scale.runs):
            for bot in bots:
                sentences = said(bot.users, scale.messages, company, run * scale.messages, chance)
                bot.rates.append(await bot.says(sentences))
            note(f"path, run {run + 1}: " + ", ".join(f"{bot.name} {bot.rates[-1]:.0f}/s" for bot in bots))
        for bot in bots[1:]:
            _all_logged(bot, scale)
    return [row for bot in bots[1:] for row in (_row(bot, bots[0]), _processor_row(bot))]


async def _echo(scale: Scale, stack: AsyncExitStack) -> Bot:
    telegram = await stack.enter_async_context(await TelegramControl.spawn(rates=False))
    bot = Bot("echo", telegram, await telegram.users([f"Rep{n}" for n in range(scale.chats)]))
    stack.push_async_callback(bot.end)
    await bot.start("tests.benchmarks.echo")
    return bot


async def _cartera(kind: str, scale: Scale, made: Stores, stack: AsyncExitStack) -> tuple[Bot, Company]:
    telegram = await stack.enter_async_context(await TelegramControl.spawn(rates=False))
    users = await telegram.users([f"Rep{n}" for n in range(scale.chats)])
    url = made.fresh(kind)
    store = Store.open(url)
    company = fill(store, scale.path_customers)
    tell(store, company, staff(store, users)[:1], 3 * scale.path_customers)
    analyze(store)
    bot = Bot(kind, telegram, users, store)
    stack.push_async_callback(bot.end)
    await bot.start("tests.benchmarks.bot", DATABASE_URL=url, DATA_DIR=str(made.folder))
    return bot, company


def _all_logged(bot: Bot, scale: Scale) -> None:
    """An answer that is only a question costs less than a log: nearly all must have been kept."""
    assert bot.store
    with bot.store.work() as work:
        kept = work.connection.execute(select(func.count()).select_from(InteractionRow)).scalar_one()
    told = scale.runs * (scale.messages * 7 // 10)
    assert kept >= 0.95 * told, f"{bot.name}: only {kept} of {told} logs were kept"


def _row(bot: Bot, echo: Bot) -> Row:
    rate, yardstick = median(bot.rates), median(echo.rates)
    ratio = median([ours / theirs for ours, theirs in zip(bot.rates, echo.rates, strict=True)])
    least, least_rate = TARGETS[bot.name]
    return Row(
        f"whole path, {SHOWN[bot.name]}",
        f"{rate:.0f} messages/s",
        f">= {least} x, >= {least_rate:.0f}/s",
        ratio >= least and rate >= least_rate,
        f"echo bot {yardstick:.0f}/s",
        f"{ratio:.2f} x",
    )


def _processor_row(bot: Bot) -> Row:
    spent, most = median(bot.processor_ms), PROCESSOR_MS[bot.name]
    return Row(f"… processor time a message, {SHOWN[bot.name]}", f"{spent:.2f} ms", f"<= {most} ms", spent <= most)
