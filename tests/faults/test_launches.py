"""A promotion is launched to very many customers, and the bot is killed while it tells them: nobody hears twice, and whom it may have missed it knows."""

import asyncio
import random
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.dispatch.delivery import MOST_CONCURRENT
from bot.platforms.telegram.platform import RATES
from handlers.kit.calendar.public_holidays import public_holidays
from storage.promotions.audience import TELLS, Member
from storage.promotions.promotions import Promotions
from storage.promotions.recipients import FAILED, SENT, ToldCustomers
from storage.promotions.records import RUNNING, PromotionContent
from storage.questions.question import About, Question
from storage.work import Store
from tests.fakes.telegram import TelegramControl
from tests.faults.process import LONG, RUNNER, Bot
from tests.faults.test_workers import pace
from tests.faults.town import eventually

pytestmark = [pytest.mark.faults, pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)]

MADRID = ZoneInfo("Europe/Madrid")
SHARE_OF_PACE = 0.95


@dataclass(frozen=True)
class Plan:
    """So many customers. Without kills until `undisturbed` of them are told; then one kill so many seconds after it sends again."""

    customers: int
    undisturbed: int
    every: tuple[float, float]
    paced: bool


PLAN = Plan(10_000, 4_000, (10, 10), paced=True) if LONG else Plan(150, 0, (0.5, 1.2), paced=False)


def a_working_morning() -> datetime:
    """The next ten o'clock in Madrid of a day on which customers are written to."""
    at = datetime.now(MADRID).replace(hour=10, minute=0, second=0, microsecond=0)
    while at < datetime.now(MADRID) or at.weekday() == 6 or at.date() in public_holidays("ES", at.year, ""):
        at += timedelta(days=1)
    return at.astimezone(UTC)


def launch(store: Store, chats: Sequence[int], now: datetime) -> int:
    """A promotion that everybody behind these chats agreed to hear of; returns its number."""
    with store.work(now - timedelta(days=1)) as work:
        owner = work.people.add("Marta Ruiz", "marketing", "es", "Europe/Madrid")
        members = []
        for chat in chats:
            customer = work.customers.add(f"Bar zz{chat}").id
            account = work.customer_accounts.link(customer, "telegram", str(chat), str(chat), "es")
            work.consents.say(account.id, "promotions", granted=True, words="sí")
            members.append(Member(customer, TELLS))
    with store.work(now) as work:
        first = now.astimezone(MADRID).date()
        says = PromotionContent(
            "vino", "3 por 2", first, first + timedelta(days=30), Question(About.CUSTOMERS), "telegram", "Diga sí", "-"
        )
        promotion = work.topic(Promotions).add("Otoño", says, owner_id=owner.id)
        work.topic(Promotions).change(promotion, state=RUNNING, launched_at=now)
        work.topic(ToldCustomers).assign(promotion, members, held_back=0, channel="telegram")
    return promotion


async def told(telegram: TelegramControl) -> Mapping[int, list[float]]:
    """When each chat got the promotion."""
    found = defaultdict[int, list[float]](list)
    for call in await telegram.sent(method="sendMessage"):
        if call["code"] == 200 and "3 por 2" in str(call["params"]["text"]):
            found[int(call["params"]["chat_id"])].append(call["at"])
    return found


async def so_many(telegram: TelegramControl) -> int:
    return int((await telegram.counters())["calls"].get("sendMessage 200", 0))


async def test_a_launch_tells_nobody_twice_and_knows_whom_it_may_have_missed(
    store: Store, store_url: str, tmp_path: Path
) -> None:
    now, chance = a_working_morning(), random.Random(PLAN.customers)
    ahead = (now - datetime.now(UTC)).total_seconds()
    command = (*RUNNER, "--ahead", str(ahead), *(["--paced"] if PLAN.paced else []))
    async with await TelegramControl.spawn(rates=PLAN.paced) as telegram:
        if not PLAN.paced:
            await telegram.fault("late", "sendMessage", times=None, seconds=0.03)
        chats = await telegram.users([f"Cliente {n}" for n in range(PLAN.customers)])
        promotion = launch(store, chats, now)

        def over() -> bool:
            with store.look() as work:
                states = work.topic(ToldCustomers).counts(promotion)
                return set(states) <= {SENT, FAILED} and work.outbox.count_waiting("approach") == 0

        kills: list[float] = []
        async with Bot(store_url, telegram, tmp_path, command=command) as bot:
            await bot.meanwhile(telegram.wait(sendMessage=max(1, PLAN.undisturbed), timeout=600))
            undisturbed = [at for times in (await told(telegram)).values() for at in times]
            while await so_many(telegram) < PLAN.customers * 0.95:
                await bot.meanwhile(telegram.wait(sendMessage=await so_many(telegram) + 1, timeout=120))
                await bot.meanwhile(asyncio.sleep(chance.uniform(*PLAN.every)))
                kills.append(time.monotonic())
                await bot.kill()
                await bot.start()
            await bot.meanwhile(eventually(over, "everybody told", seconds=120))
        found = await told(telegram)
        refused = [call for call in await telegram.sent(method="sendMessage") if call["code"] == 429]
    twice = {chat: times for chat, times in found.items() if len(times) > 1}
    sys.stdout.write(f"\n{PLAN.customers} customers, {len(kills)} kills: told {len(found)}, twice {len(twice)}")
    if PLAN.undisturbed:
        share = pace(undisturbed) / (RATES.in_any_second or 1)
        sys.stdout.write(f", at {share:.1%} of the pace before the kills")
        assert share >= SHARE_OF_PACE
    sys.stdout.write("\n")
    assert kills
    with store.look() as work:
        unknown = work.approaches.outcomes(f"promotion:{promotion}").get("unknown", 0)
    assert twice == {}
    assert len(set(chats) - set(found)) <= unknown <= len(kills) * MOST_CONCURRENT, (
        "but for what was under way at a kill"
    )
    assert refused == [], "no 429"
