"""How long an answer takes as `cartera run` paces it, against a Telegram that keeps its limits: at steady rates, and in a burst."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from itertools import pairwise
from typing import Any

from storage.work import Store
from tests.benchmarks.path import LOGS
from tests.benchmarks.processes import end, spawn
from tests.benchmarks.scale import Scale
from tests.benchmarks.stores import SHOWN, Company, Stores, analyze, fill, staff
from tests.benchmarks.table import Row
from tests.fakes.telegram import TOKEN, TelegramControl

TARGETS = {5: (15.0, 60.0), 20: (12.0, 120.0), 25: (20.0, 500.0)}
"""Messages a second, and the milliseconds that half and all but a hundredth of the answers take at the most."""
BURST_TARGET = 15.0
KIND = "sqlite"
BURST = 3

Said = list[tuple[int, float]]
"""Chat, and when something was said there, by the machine's clock."""


def measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    """A rate after the other, then bursts, each in chats that have been quiet."""
    return asyncio.run(_measure(scale, made, note))


async def _measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(await TelegramControl.spawn())
        users = await telegram.users([f"Rep{n}" for n in range(scale.chats)])
        url = made.fresh(KIND)
        store = Store.open(url)
        stack.callback(store.close)
        company = fill(store, scale.path_customers)
        staff(store, users)
        analyze(store)
        given = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url, "DATABASE_URL": url}
        process = await spawn("bot.cli.main", "run", DATA_DIR=str(made.folder), LOG_LEVEL="WARNING", **given)
        stack.push_async_callback(end, process)
        talk = Talk(telegram, users, company)
        await talk.warm_up()
        rows = []
        for rate, (half, nearly_all) in TARGETS.items():
            note(f"paced: {rate} messages a second")
            took = sorted(await talk.steadily(rate, max(60, scale.messages // 4)))
            p50, p99 = took[len(took) // 2], took[int(len(took) * 0.99)]
            rows.append(
                Row(
                    f"answer at {rate}/s, paced, {SHOWN[KIND]}",
                    f"p50 {p50:.0f}, p99 {p99:.0f} ms",
                    f"<= {half:.0f}, {nearly_all:.0f} ms",
                    p50 <= half and p99 <= nearly_all,
                )
            )
        note("paced: bursts of three")
        behind = sorted(await talk.bursts(min(20, scale.chats)))
        median = behind[len(behind) // 2]
        rows.append(
            Row(
                "2nd and 3rd answer of a burst, behind the one before",
                f"p50 {median:.0f} ms",
                f"<= {BURST_TARGET:.0f} ms",
                median <= BURST_TARGET,
            )
        )
        refused = sum(call["code"] == 429 for call in await telegram.sent(method="sendMessage"))
        return [*rows, Row("429 of a Telegram that keeps its limits", str(refused), "none", refused == 0)]


class Talk:
    """People who write at a rate, and when they are answered."""

    def __init__(self, telegram: TelegramControl, users: Sequence[int], company: Company) -> None:
        self._telegram, self._users, self._company = telegram, users, company
        self._answered = self._logs = 0

    async def warm_up(self) -> None:
        """Everybody says something once: nothing is measured cold."""
        await self._answered_all([(user, time.monotonic()) for user in self._users], "ayuda")

    async def steadily(self, rate: int, count: int) -> list[float]:
        """So many messages at a rate, chat after chat; returns the milliseconds that each answer took."""
        said: Said = []
        begun = time.monotonic()
        for number in range(count):
            await asyncio.sleep(max(0.0, begun + number / rate - time.monotonic()))
            user = self._users[number % len(self._users)]
            said.append((user, time.monotonic()))
            await self._telegram.says([(user, self._next())])
        answers = await self._answers(said)
        return [(at - since) * 1000 for (_user, since), at in answers]

    async def bursts(self, count: int) -> list[float]:
        """Three messages at once in one chat after another; the milliseconds between an answer and the one before it."""
        behind = []
        for user in self._users[:count]:
            said = [(user, time.monotonic())] * BURST
            await self._telegram.says([(user, self._next()) for _message in said])
            times = [at for _said, at in await self._answers(said)]
            behind += [(late - early) * 1000 for early, late in pairwise(times)]
        return behind

    async def _answered_all(self, said: Said, text: str) -> None:
        await self._telegram.says([(user, text) for user, _at in said])
        await self._answers(said)

    async def _answers(self, said: Said) -> list[tuple[tuple[int, float], float]]:
        """What was said, each with the time of its answer: a chat's come in order."""
        before = self._answered
        self._answered += len(said)
        await self._telegram.wait(timeout=300, sendMessage=self._answered)
        taken: list[dict[str, Any]] = [
            call for call in await self._telegram.sent(method="sendMessage") if call["code"] == 200
        ]
        answered: dict[int, list[float]] = defaultdict(list)
        for call in taken[before:]:
            answered[int(call["params"]["chat_id"])].append(call["at"])
        return [((user, at), answered[user].pop(0)) for user, at in said]

    def _next(self) -> str:
        """A log of a customer of whom nothing was said yet."""
        self._logs += 1
        at = self._logs % len(self._company.customers)
        return LOGS[self._logs % len(LOGS)].format(
            customer=self._company.customers[at], contact=self._company.contacts[at]
        )
