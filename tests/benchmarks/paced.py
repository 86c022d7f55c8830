"""How long an answer takes: as `cartera run` paces it, against a Telegram that keeps its limits, and with both lifted.

In a large company, in which two hundred people write. What the process keeps in memory after all that is read at the end.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from storage.work import Store
from tests.benchmarks.path import LOGS
from tests.benchmarks.processes import end, resident, spawn
from tests.benchmarks.scale import Scale
from tests.benchmarks.stores import KINDS, PEOPLE, SHOWN, Company, Stores, give_phones
from tests.benchmarks.table import Row
from tests.fakes.telegram import TOKEN, TelegramControl

TARGETS = {5: (15.0, 60.0), 20: (12.0, 120.0), 25: (20.0, 500.0)}
"""Messages a second, and the milliseconds that half and all but a hundredth of the answers take at the most."""
BURST_TARGET = 15.0
BURST = 3
UNPACED_RATE = 100
UNPACED_P99_MS = {"sqlite": 30.0, "postgres": 60.0}

Said = list[tuple[int, float]]
"""Chat, and when something was said there, by the machine's clock."""


def measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    """A rate after the other, then bursts, each in chats that have been quiet; at last without a pace, on both stores."""
    return asyncio.run(_measure(scale, made, note))


async def _measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    rows: list[Row] = []
    for kind in KINDS:
        note(f"paced: a company on {SHOWN[kind]}")
        url, company = made.grown(kind, scale.many_interactions)
        async with await TelegramControl.spawn() as telegram:
            users = await telegram.users([f"Rep{n}" for n in range(PEOPLE)])
            store = Store.open(url)
            give_phones(store, users)
            store.close()
            place = Place(kind, url, str(made.folder), telegram, users, company)
            if kind == "sqlite":
                rows += await _paced(place, scale, note)
            await telegram.rates(on=False)
            rows += await _unpaced(place, scale, note)
    return rows


@dataclass(frozen=True)
class Place:
    """Where people talk with a bot."""

    kind: str
    url: str
    folder: str
    telegram: TelegramControl
    users: Sequence[int]
    company: Company

    @asynccontextmanager
    async def served(self, module: str, *arguments: str) -> AsyncIterator[tuple["Talk", asyncio.subprocess.Process]]:
        """A bot that serves it, warm."""
        process = await spawn(
            module,
            *arguments,
            TELEGRAM_BOT_TOKEN=TOKEN,
            TELEGRAM_API_URL=self.telegram.url,
            DATABASE_URL=self.url,
            DATA_DIR=self.folder,
            LOG_LEVEL="WARNING",
        )
        try:
            talk = Talk(self.telegram, self.users, self.company)
            await talk.warm_up()
            yield talk, process
        finally:
            await end(process)


async def _paced(place: Place, scale: Scale, note: Callable[[str], None]) -> list[Row]:
    rows = []
    async with place.served("bot.cli.main", "run") as (talk, process):
        for rate, (half, nearly_all) in TARGETS.items():
            note(f"paced: {rate} messages a second")
            p50, p99 = _centiles(await talk.steadily(rate, max(60, scale.messages // 4)))
            rows.append(
                Row(
                    f"answer at {rate}/s, paced, {SHOWN[place.kind]}",
                    f"p50 {p50:.0f}, p99 {p99:.0f} ms",
                    f"<= {half:.0f}, {nearly_all:.0f} ms",
                    p50 <= half and p99 <= nearly_all,
                )
            )
        note("paced: bursts of three")
        p50, _p99 = _centiles(await talk.bursts(min(20, scale.chats)))
        rows.append(
            Row(
                "2nd and 3rd answer of a burst, behind the one before",
                f"p50 {p50:.0f} ms",
                f"<= {BURST_TARGET:.0f} ms",
                p50 <= BURST_TARGET,
            )
        )
        refused = sum(call["code"] == 429 for call in await place.telegram.sent(method="sendMessage"))
        kept = await resident(process)
    return [
        *rows,
        Row("429 of a Telegram that keeps its limits", str(refused), "none", refused == 0),
        Row(f"memory after all that, {SHOWN[place.kind]}", f"{kept:.0f} MB"),
    ]


async def _unpaced(place: Place, scale: Scale, note: Callable[[str], None]) -> list[Row]:
    note(f"paced: {UNPACED_RATE} messages a second, with the pace lifted, on {SHOWN[place.kind]}")
    async with place.served("tests.benchmarks.bot") as (talk, process):
        p50, p99 = _centiles(await talk.steadily(UNPACED_RATE, 2 * scale.messages))
        kept = await resident(process)
    most = UNPACED_P99_MS[place.kind]
    return [
        Row(
            f"answer at {UNPACED_RATE}/s, pace lifted, {SHOWN[place.kind]}",
            f"p50 {p50:.0f}, p99 {p99:.0f} ms",
            f"p99 <= {most:.0f} ms",
            p99 <= most,
        ),
        Row(f"memory after all that, {SHOWN[place.kind]}", f"{kept:.0f} MB"),
    ]


def _centiles(times: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]


class Talk:
    """People who write at a rate, and when they are answered."""

    def __init__(self, telegram: TelegramControl, users: Sequence[int], company: Company) -> None:
        self._telegram, self._users, self._company = telegram, users, company
        self._answered = self._logs = 0

    async def warm_up(self) -> None:
        """Everybody says something once: nothing is measured cold."""
        self._answered = (await self._telegram.counters())["calls"].get("sendMessage 200", 0)
        self._logs = self._answered  # whoever wrote here before told of other customers
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
