"""Nothing goes unanswered, on PostgreSQL with two web processes and two workers of which one is killed: each thing comes once."""

import json
import re
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.kit.calendar.public_holidays import public_holidays
from storage.session.engine import is_gone
from storage.work import Store
from tests.embedding import fill_in_on, strangers_page
from tests.fakes.telegram import TelegramControl
from tests.faults.process import LONG, RUNNER, Bot
from tests.faults.town import eventually, waiting

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(
        not LONG, reason="five processes; the same on SQLite is in tests/conversations and tests/browser"
    ),
    pytest.mark.parametrize("store_url", ["postgres"], indirect=True),
]

MADRID = ZoneInfo("Europe/Madrid")
LATER = timedelta(days=25)
"""Longer than any stage has patience, and than a loose note may wait."""


def a_day_of_work() -> datetime:
    """Midnight of a working day in Madrid behind another one, when what is told today has lain still for long."""
    day = (datetime.now(MADRID) + LATER).replace(hour=0, minute=0, second=0, microsecond=0)
    while day.weekday() not in {1, 2, 3} or {day.date(), day.date() - timedelta(days=1)} & public_holidays(
        "ES", day.year
    ):
        day += timedelta(days=1)
    return day


@dataclass
class Company:
    """Several processes on one store, and what is on people's phones."""

    store: Store
    telegram: TelegramControl
    clock: Path
    day: datetime

    def at(self, hour: int, minute: int) -> None:
        """Puts the business clock of all processes to this time of the day."""
        to = self.day.replace(hour=hour, minute=minute)
        self.clock.write_text(str((to.astimezone(UTC) - datetime.now(UTC)).total_seconds()))

    async def heard(self, chat: int) -> list[dict[str, Any]]:
        """The bot's messages to somebody."""
        return [one["raw"] for one in await self.telegram.inbox(chat)]

    async def times(self, chat: int, words: str) -> int:
        """How many messages to somebody say this."""
        return sum(words in str(one.get("text")) for one in await self.heard(chat))

    async def hears(self, bot: Bot, chat: int, *words: str) -> None:
        """Returns once somebody was told all of this."""

        async def told() -> bool:
            return all([await self.times(chat, one) for one in words])

        await self._comes(bot, chat, told, words)

    async def presses(self, bot: Bot, chat: int, label: str) -> None:
        """Somebody presses the latest button that begins so, once there is one: a press may still be under way to the bot."""
        found: list[tuple[int, str]] = []

        async def there() -> bool:
            for message in reversed(await self.heard(chat)):
                rows = message.get("reply_markup", {}).get("inline_keyboard", [])
                texts = [button["text"] for row in rows for button in row]
                found.extend((message["message_id"], text) for text in texts if text.startswith(label))
            return bool(found)

        await self._comes(bot, chat, there, (label,))
        await self.telegram.presses(chat, *found[0])

    async def _comes(self, bot: Bot, chat: int, there: Callable[[], Awaitable[bool]], what: tuple[str, ...]) -> None:
        async def wait() -> None:
            since = datetime.now(UTC)
            while not await there():
                assert datetime.now(UTC) - since < timedelta(seconds=60), (what, await self.heard(chat))
                await self.telegram.wait(sendMessage=0, timeout=1)

        await bot.meanwhile(wait())

    def sender(self, workers: list[Bot]) -> int:
        """Which of the workers sends."""
        with self.store.look() as work:
            holder = work.leases.holder("send:telegram")
        assert holder
        assert not is_gone(holder)
        return next(n for n, bot in enumerate(workers) if str(bot.pid) == holder.rpartition(":")[2])


def settled(store: Store, chats: list[int], now: datetime) -> None:
    """A rep and her manager, a customer, a source of leads, and two notes that nobody placed."""
    with store.work(now, turn="setting the scene") as work:
        for chat, (name, role) in zip(chats, [("Ana", "rep"), ("Jefa", "manager")], strict=True):
            person = work.people.add(name, role, "es", "Europe/Madrid")
            work.people.link(person.id, "telegram", str(chat), str(chat))
        work.customers.add("Bar Sol")
        work.lead_sources.add("Web")
        owner = next(one.id for one in work.people.everyone() if one.role == "rep")
        for words in ("el sitio nuevo de la esquina quiere vino", "alguien de la feria preguntó por mesas"):
            work.loose_notes.add(owner, words, now)


async def test_a_lead_climbs_what_lies_still_is_nudged_and_the_morning_comes_though_the_sender_is_killed(
    store: Store, store_url: str, tmp_path: Path
) -> None:
    clock, day = tmp_path / "clock", a_day_of_work()
    clock.write_text("0")
    async with await TelegramControl.spawn(rates=False, webhook_backoff=0.05) as telegram:
        ana, jefa = chats = await telegram.users(["Ana", "Jefa"])
        settled(store, chats, datetime.now(UTC))
        company = Company(store, telegram, clock, day)
        one_of = (*RUNNER, "--clock", str(clock), "--part")
        webs = [
            Bot(store_url, telegram, tmp_path, mode="webhook", command=(*one_of, "web"), name=f"web{n}") for n in (1, 2)
        ]
        workers = [
            Bot(store_url, telegram, tmp_path, mode="webhook", command=(*one_of, "worker"), name=f"worker{n}")
            for n in (1, 2)
        ]
        for bot in (webs[1], *workers):
            bot.environment["PUBLIC_URL"] = webs[0].environment["PUBLIC_URL"]
        async with webs[0], webs[1], workers[0], workers[1]:
            await telegram.says([(ana, "bar sol: oportunidad cafetera 900 €"), (jefa, "hola")])
            await company.hears(webs[0], ana, "cafetera")
            company.at(8, 50)
            with strangers_page(f"http://127.0.0.1:{webs[1].port}/form/web", tmp_path) as page:
                thanks = await webs[1].meanwhile(
                    fill_in_on(page, name="Pepe Gil", email="pepe@marin.example", message="10 toldos")
                )
            assert "Gracias" in thanks
            killed = company.sender(workers)
            await workers[killed].kill()
            left = workers[1 - killed]
            company.at(9, 1)
            await company.hears(left, ana, "Un lead para ti", "Parada: cafetera", "2 cosas que pueden esperar")
            company.at(9, 31)
            await company.hears(left, ana, "Nadie ha respondido todavía a este lead")
            company.at(10, 1)
            await company.hears(left, jefa, "Ana no ha respondido a este lead en 60 min")
            assert company.sender(workers) == 1 - killed
            await company.presses(left, jefa, "Me lo quedo")
            await company.hears(left, jefa, "Es tuyo")
            await company.presses(left, ana, "Perdida: por qué")
            await company.presses(left, ana, "Precio")
            await company.hears(left, ana, "Perdida: cafetera")
            await workers[killed].start()
            company.at(10, 45)
            await left.meanwhile(eventually(lambda: waiting(store) == (0, 0), "all messages"))
            for chat, words in (
                (ana, "Un lead para ti"),
                (ana, "Nadie ha respondido todavía a este lead"),
                (ana, "Parada: cafetera"),
                (ana, "pueden esperar"),
                (jefa, "no ha respondido a este lead"),
            ):
                assert await company.times(chat, words) == 1, (words, json.dumps(await company.heard(chat)))
            ana_heard = "\n".join(str(one.get("text")) for one in await company.heard(ana))
            jefa_heard = "\n".join(str(one.get("text")) for one in await company.heard(jefa))
    assert re.search(r"Pepe Gil(?s:.)*10 toldos(?s:.)*otoño", ana_heard)
    assert "Es tuyo" in jefa_heard
    sys.stdout.write(
        "\nlead, reminder, manager, stalled deal and morning list: once each, by the worker that was left\n"
    )
