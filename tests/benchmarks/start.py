"""From the process's start to its first answer, and the memory it keeps when nothing happens: Telegram alone."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack

from storage.work import Store
from tests.benchmarks.processes import end, resident, spawn
from tests.benchmarks.scale import Scale
from tests.benchmarks.stores import KINDS, SHOWN, Company, Stores, fill, staff
from tests.benchmarks.table import Row, median
from tests.fakes.telegram import TOKEN, TelegramControl

SECONDS = 1.15
MEGABYTES = {"sqlite": 118.0, "postgres": 125.0}
IDLE_AFTER = 1.0
"""Seconds after the first answer when the memory is read: the log is saved, its reply marked."""

CUSTOMERS = 1_000
SENTENCE = "visité a {} ayer, quieren 10 cajas, llamarles en dos semanas"
"""What waits when the process starts: a message that needs nearly everything to be loaded."""


def measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    """Starts `cartera run` on both stores, in turns."""
    return asyncio.run(_measure(scale, made, note))


async def _measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    seconds: dict[str, list[float]] = {kind: [] for kind in KINDS}
    memory: dict[str, list[float]] = {kind: [] for kind in KINDS}
    async with AsyncExitStack() as stack:
        subjects = []
        for kind in KINDS:
            telegram = await stack.enter_async_context(await TelegramControl.spawn(rates=False))
            [user] = await telegram.users(["Ana"])
            url = made.fresh(kind)
            subjects.append((kind, telegram, user, url, _company(url, user)))
        for run in range(scale.starts):
            for kind, telegram, user, url, company in subjects:
                await telegram.says([(user, SENTENCE.format(company.customers[run]))])
                spent, kept = await _start(telegram, run + 1, DATABASE_URL=url, DATA_DIR=str(made.folder))
                seconds[kind].append(spent)
                memory[kind].append(kept)
            note(
                f"start, run {run + 1}: "
                + ", ".join(f"{SHOWN[k]} {seconds[k][-1]:.2f} s {memory[k][-1]:.0f} MB" for k in KINDS)
            )
    return [row for kind in KINDS for row in _rows(kind, median(seconds[kind]), median(memory[kind]))]


def _company(url: str, user: int) -> Company:
    store = Store.open(url)
    company = fill(store, CUSTOMERS)
    staff(store, [user])
    store.close()
    return company


async def _start(telegram: TelegramControl, answers: int, **environment: str) -> tuple[float, float]:
    """Seconds to the first answer, and megabytes a moment later."""
    begun = time.perf_counter()
    process = await spawn(
        "bot.cli.entry",
        "run",
        TELEGRAM_BOT_TOKEN=TOKEN,
        TELEGRAM_API_URL=telegram.url,
        LOG_LEVEL="WARNING",
        **environment,
    )
    try:
        await telegram.wait(timeout=30, sendMessage=answers)
        spent = time.perf_counter() - begun
        await asyncio.sleep(IDLE_AFTER)
        return spent, await resident(process)
    finally:
        await end(process)


def _rows(kind: str, seconds: float, megabytes: float) -> list[Row]:
    most = MEGABYTES[kind]
    return [
        Row(f"start to first answer, {SHOWN[kind]}", f"{seconds:.2f} s", f"<= {SECONDS} s", seconds <= SECONDS),
        Row(f"memory when idle, {SHOWN[kind]}", f"{megabytes:.0f} MB", f"<= {most:.0f} MB", megabytes <= most),
    ]
