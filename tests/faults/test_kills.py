"""kill -9, again and again, in the middle of it: nothing is lost, nothing happens twice."""

import asyncio
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.work import Store
from tests.fakes.telegram import TelegramControl
from tests.faults.process import LONG, PRODUCT, RUNNER, Bot
from tests.faults.town import Tally, Visit, all_done, settle_town, tally, traces, visits

pytestmark = pytest.mark.faults

UNLUCKY = 0.03
"""Seconds at most from a kill's signal to the kill: it must hit anywhere, not only where a message was just sent."""


@dataclass(frozen=True)
class Plan:
    """So many kills while so many updates come, in so many chats; `latency` are the seconds that a send takes."""

    kills: int
    updates: int
    chats: int
    command: tuple[str, ...] = RUNNER
    latency: float = 0.0


PLAN = Plan(kills=20, updates=2_000, chats=40) if LONG else Plan(kills=3, updates=150, chats=15)
PRODUCT_PLAN = (
    Plan(kills=5, updates=600, chats=150, command=PRODUCT)
    if LONG
    else Plan(kills=1, updates=80, chats=40, command=PRODUCT)
)
"""The real command keeps Telegram's pace: three at once and then one a second in a chat, 28 in all."""
LATE_PLANS = (
    [
        Plan(kills=15, updates=500, chats=40, latency=0.015),
        Plan(kills=15, updates=500, chats=40, latency=0.3),
        Plan(kills=15, updates=500, chats=150, latency=0.3, command=PRODUCT),
    ]
    if LONG
    else []
)
COMBINATIONS = (
    [(kind, mode) for kind in ("sqlite", "postgres") for mode in ("polling", "webhook")]
    if LONG
    else [("postgres", "webhook")]
)


async def run_plan(plan: Plan, store: Store, url: str, mode: str, folder: Path) -> Tally:
    """Feeds and kills in turns; returns what became of it all."""
    async with await TelegramControl.spawn(rates=plan.command is PRODUCT, webhook_backoff=0.05) as telegram:
        if plan.latency:
            await telegram.fault("late", "sendMessage", times=None, seconds=plan.latency)
        chats = await telegram.users([f"Rep {n}" for n in range(plan.chats)])
        settle_town(store, chats)
        told = visits(chats, plan.updates)
        began = time.monotonic()
        async with Bot(url, telegram, folder, mode=mode, command=plan.command) as bot:
            await _feed_and_kill(plan, bot, telegram, told)
            await bot.meanwhile(all_done(store, telegram, plan.updates))
        found = await tally(store, telegram, told)
        sys.stdout.write(
            f"\n{plan.kills} kills, {plan.updates} updates, {mode}, {store.engine.dialect.name}, {plan.command[1]}, {plan.latency * 1000:.0f} ms: {found}"
            f" ({time.monotonic() - began:.0f} s)\n"
        )
        for mark in sorted({*found.lost, *found.doubled, *found.unanswered})[:5]:
            sys.stdout.write(traces(store, mark) + "\n")
        return found


async def _feed_and_kill(plan: Plan, bot: Bot, telegram: TelegramControl, told: list[Visit]) -> None:
    chance = random.Random(plan.updates)
    portion = plan.updates // (plan.kills + 1)
    answered = 0
    for kill in range(plan.kills):
        part = told[kill * portion : (kill + 1) * portion]
        await telegram.says([(visit.chat, visit.text) for visit in part])
        # Sooner or later in this portion; what the last kill left is caught up with first.
        target = max(answered + 1, kill * portion + chance.randint(1, portion - 1))
        counters = await bot.meanwhile(telegram.wait(sendMessage=target, timeout=120))
        await asyncio.sleep(chance.uniform(0, UNLUCKY))
        await bot.kill()
        answered = counters["calls"].get("sendMessage 200", 0)
        await bot.start()
    await telegram.says([(visit.chat, visit.text) for visit in told[plan.kills * portion :]])


def check(found: Tally, plan: Plan) -> None:
    """What the bot promises."""
    assert not found.lost
    assert not found.doubled
    assert not found.unanswered
    assert found.repeated <= plan.kills


@pytest.mark.parametrize(("store_url", "mode"), COMBINATIONS, indirect=["store_url"])
async def test_kill_9_loses_nothing_and_does_nothing_twice(
    store: Store, store_url: str, mode: str, tmp_path: Path
) -> None:
    check(await run_plan(PLAN, store, store_url, mode, tmp_path), PLAN)


@pytest.mark.parametrize("plan", LATE_PLANS, ids=lambda plan: f"{plan.latency}-{plan.command[1]}")
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_kills_where_answers_take_their_time(store: Store, store_url: str, plan: Plan, tmp_path: Path) -> None:
    """Where a send is slow others go on beside it, so a kill may repeat one message of each chat, and never two."""
    found = await run_plan(plan, store, store_url, "polling", tmp_path)
    assert (found.lost, found.doubled, found.unanswered) == ([], [], [])
    assert max(found.repeated_in.values(), default=0) <= plan.kills


@pytest.mark.parametrize("store_url", ["sqlite", "postgres"] if LONG else ["sqlite"], indirect=True)
async def test_the_real_command_is_killed(store: Store, store_url: str, tmp_path: Path) -> None:
    check(await run_plan(PRODUCT_PLAN, store, store_url, "polling", tmp_path), PRODUCT_PLAN)
