"""Telegram says to wait, again and again and for different times, answers get lost, and the bot is killed all along.

Whom it may have missed it knows, nothing is sent before its pause is over, and what a kill repeats are answers that were under way.
"""

import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.dispatch.delivery import MOST_CONCURRENT
from storage.promotions.recipients import FAILED, SENT, ToldCustomers
from storage.work import Store
from tests.fakes.telegram import TelegramControl
from tests.faults.process import LONG, RUNNER, Bot
from tests.faults.test_launches import a_working_morning, launch, so_many, told
from tests.faults.town import all_done, eventually, settle_town, tally, visits

pytestmark = [pytest.mark.faults, pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)]


@dataclass(frozen=True)
class Plan:
    """For so many seconds, with a kill as often as `every` says; each share of messages is refused for so many seconds.

    Before the first kill of so many as `floods` says nothing at all is taken for `flood` seconds.
    """

    seconds: float
    every: float
    customers: int
    reps: int
    visits: int
    pauses: Mapping[int, float]
    flood: int
    floods: int


PLAN = (
    Plan(60, 3, 600, 12, 240, {1: 0.08, 2: 0.06, 5: 0.04, 9: 0.02}, flood=7, floods=4)
    if LONG
    else Plan(4, 1, 40, 4, 16, {1: 0.1, 3: 0.05}, flood=4, floods=2)
)
IN_FLIGHT = 0.5
"""Seconds from a kill within which what happened may not have been noted."""
LOST = 0.05
"""The share of messages whose answer is lost."""


async def speak(telegram: TelegramControl, said: Sequence[tuple[int, str]], seconds: float) -> None:
    """Colleagues tell of their visits, evenly over so long."""
    for one in said:
        await telegram.says([one])
        await asyncio.sleep(seconds / len(said))


async def answers_lost(telegram: TelegramControl) -> Counter[int]:
    """In each chat, the messages that arrived and whose answer did not."""
    calls = await telegram.sent(method="sendMessage")
    return Counter(
        int(call["params"]["chat_id"]) for call in calls if call["fault"] == "lost_answer" and call["code"] == 200
    )


async def test_a_pause_is_kept_whoever_is_killed_in_it(store: Store, store_url: str, tmp_path: Path) -> None:
    now, chance = a_working_morning(), random.Random(7)
    command = (*RUNNER, "--ahead", str((now - datetime.now(UTC)).total_seconds()))
    async with await TelegramControl.spawn(rates=False) as telegram:
        for seconds, share in PLAN.pauses.items():
            await telegram.fault(
                "too_many_requests", "sendMessage", times=None, share=share, seed=seconds, retry_after=seconds
            )
        await telegram.fault("lost_answer", "sendMessage", times=None, share=LOST, seed=1)
        await telegram.fault("late", "sendMessage", times=None, seconds=0.03)
        reps = await telegram.users([f"Rep {n}" for n in range(PLAN.reps)])
        chats = await telegram.users([f"Cliente {n}" for n in range(PLAN.customers)])
        settle_town(store, reps)
        promotion, said = launch(store, chats, now), visits(reps, PLAN.visits)

        def over() -> bool:
            with store.look() as work:
                waits = work.outbox.count_waiting("approach")
                return set(work.topic(ToldCustomers).counts(promotion)) <= {SENT, FAILED} and not waits

        kills: list[float] = []
        async with Bot(store_url, telegram, tmp_path, command=command) as bot:
            speaking = asyncio.create_task(speak(telegram, [(one.chat, one.text) for one in said], PLAN.seconds))
            until = time.monotonic() + PLAN.seconds
            while time.monotonic() < until:
                await bot.meanwhile(telegram.wait(sendMessage=await so_many(telegram) + 1))
                await bot.meanwhile(asyncio.sleep(PLAN.every * chance.uniform(0.9, 1.1)))
                if len(kills) % PLAN.floods == 0:
                    await telegram.flood(PLAN.flood)
                    await bot.meanwhile(asyncio.sleep(2 * IN_FLIGHT))  # it was told so, and kept it
                kills.append(time.monotonic())
                await bot.kill()
                await bot.start()
            await speaking
            await bot.meanwhile(all_done(store, telegram, len(said), seconds=300))  # a pause of nine seconds holds all
            await bot.meanwhile(eventually(over, "everybody told", seconds=120))
        early, lost = await telegram.early(), await answers_lost(telegram)
        found = {chat: times for chat, times in (await told(telegram)).items() if chat not in reps}  # who are briefed
        counted = await tally(store, telegram, said)
        refused = [call["at"] for call in await telegram.sent(method="sendMessage") if call["code"] == 429]

    def in_flight(at: float) -> bool:
        """Whether what happened then may not have been noted any more: a kill came right after it."""
        return any(0 <= kill - at <= IN_FLIGHT for kill in kills)

    twice = {chat: times for chat, times in found.items() if len(times) > 1}
    in_a_pause = [one for one in early if not in_flight(one[1])]
    sys.stdout.write(
        f"\n{PLAN.seconds:.0f} s, {len(kills)} kills, {len(refused)} times told to wait, {lost.total()} answers lost: promotion told"
        f" {len(found)} of {len(chats)}, twice {len(twice)}; visits {counted}; sent in a pause {len(early)}, of which not right at a kill"
        f" {len(in_a_pause)}\n"
    )
    assert kills
    assert refused
    with store.look() as work:
        unknown = work.approaches.outcomes(f"promotion:{promotion}").get("unknown", 0)
    assert len(set(chats) - set(found)) <= unknown, "nobody is missed but whom the answer or a kill left open"
    assert (counted.lost, counted.doubled, counted.unanswered) == ([], [], [])
    assert in_a_pause == [], "nothing is sent in a pause"
    assert twice == {}, "of what nobody asked for nothing is repeated"
    for chat, repeated in counted.repeated_in.items():
        assert repeated <= lost[chat] + len(kills), "an answer is repeated where it was lost, or a kill left it open"
    assert counted.repeated <= lost.total() + len(kills) * min(MOST_CONCURRENT, PLAN.reps)
