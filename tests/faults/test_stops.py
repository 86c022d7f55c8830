"""Customers stop while very many promotions are queued and being sent: nobody hears anything after the commit of their stop.

`test_stopping` looks at the very instant, in one process; here whole processes send over the wire.
"""

import random
import sys
import threading
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.settings import Settings
from handlers.kit.messages.action import Target
from handlers.kit.messages.reply import Reply
from handlers.kit.outreach.gate import Gate, Go
from storage.crm.bulk import NewCustomer, add_customers
from storage.crm.outreach.tables import CustomerAccountRow
from storage.messaging.tables import OutboxRow
from storage.session.engine import reading
from storage.work import Store
from tests.fakes.telegram import TelegramControl
from tests.faults.process import LONG, RUNNER, Bot
from tests.faults.town import eventually
from tests.faults.town import waiting as anything

pytestmark = [
    pytest.mark.faults,
    pytest.mark.parametrize("store_url", ["sqlite", "postgres"] if LONG else ["sqlite"], indirect=True),
]

CUSTOMERS = 10_000 if LONG else 300
STOPPING = CUSTOMERS // (10 if LONG else 5)
AT_ONCE = 20
"""Of a wave half are those whose message is next, and half anybody's whose message waits."""
TAKES = 0.03 if LONG else 0.2
"""Seconds that the platform takes over each message: so few are not to be gone before anybody stops on a machine that is busy."""
LOOKS = 0.02
"""Seconds between two looks at who stopped: each goes through all customers, and this machine has few processors."""
STUCK = 300.0
"""Seconds in which nothing at all is sent: it takes as long as it takes, but not for ever."""
ON_THE_WIRE = 0.5
"""Seconds that a message may have been under way already: this machine may be busy with other tests."""
OFFER, GOODBYE = "3 por 2", "no le escribiremos más"


def queue(store: Store, chats: Sequence[int]) -> None:
    """A promotion for each customer behind these chats, all in the outbox at once."""
    company, now = Settings(_env_file=None).company, datetime.now(UTC)
    with store.work(now) as work:
        gate = Gate(work, company, now)
        customers = add_customers(work, [NewCustomer(f"Bar zz{chat}", now) for chat in chats])
        for chat, customer in zip(chats, customers, strict=True):
            account = work.customer_accounts.link(customer, "telegram", str(chat), str(chat), "es")
            work.consents.say(account.id, "promotions", granted=True, words="sí")
            gate.send(Go(account, "promotions"), Reply.of(OFFER), about=Target("test", 1), key=f"offer:{chat}")


def waiting(store: Store) -> list[int]:
    """The chats whose promotion is still to be sent, the next first."""
    with reading(store.engine) as connection:
        rows = connection.execute(
            select(OutboxRow.chat).where(OutboxRow.state == "new", OutboxRow.kind == "approach").order_by(OutboxRow.id)
        )
        return [int(chat) for chat in rows.scalars()]


@contextmanager
def commits(store: Store) -> Iterator[Mapping[int, float]]:
    """When each chat's stop was seen in the store, on the machine's clock: it was committed by then."""
    seen: dict[int, float] = {}
    over = threading.Event()

    def look() -> None:
        while not over.wait(LOOKS):
            with reading(store.engine) as connection:
                stopped = connection.execute(
                    select(CustomerAccountRow.chat).where(CustomerAccountRow.stopped_at.is_not(None))
                ).scalars()
                for chat in stopped:
                    seen.setdefault(int(chat), time.monotonic())

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


@asynccontextmanager
async def bots(url: str, telegram: TelegramControl, folder: Path) -> AsyncIterator[Bot]:
    """One process that does everything; on PostgreSQL one that takes events in and two that have turns and send."""
    if url.startswith("sqlite"):
        async with Bot(url, telegram, folder, command=RUNNER) as bot:
            yield bot
        return
    parts = {"web": "web", "worker1": "worker", "worker2": "worker"}
    made = [
        Bot(url, telegram, folder, mode="webhook", command=(*RUNNER, "--part", part), name=name)
        for name, part in parts.items()
    ]
    for one in made[1:]:
        one.environment |= {name: made[0].environment[name] for name in ("PUBLIC_URL", "PORT")}
    async with AsyncExitStack() as running:
        for one in made:
            await running.enter_async_context(one)
        yield made[0]


async def heard(telegram: TelegramControl, what: str) -> Mapping[int, list[float]]:
    """When each chat was sent a message with these words."""
    found = defaultdict[int, list[float]](list)
    for call in await telegram.sent(method="sendMessage"):
        if what in str(call["params"]["text"]):
            found[int(call["params"]["chat_id"])].append(call["at"])
    return found


def _changed(store: Store, before: tuple[int, int]) -> bool:
    return anything(store) != before


async def all_sent(store: Store) -> None:
    """Returns once nothing waits any more; AssertionError where what waits gets no less."""
    left = anything(store)
    while left != (0, 0):
        await eventually(partial(_changed, store, left), f"{left} still wait", seconds=STUCK)
        left = anything(store)


def _have(committed: Mapping[int, float], wave: Collection[int]) -> bool:
    return all(chat in committed for chat in wave)


async def test_nothing_is_sent_after_the_commit_of_a_stop(store: Store, store_url: str, tmp_path: Path) -> None:
    chance = random.Random(CUSTOMERS)
    stopping: set[int] = set()
    async with await TelegramControl.spawn(rates=False, webhook_backoff=0.05) as telegram:
        await telegram.fault("late", "sendMessage", times=None, seconds=TAKES)
        chats = await telegram.users([f"Cliente {n}" for n in range(CUSTOMERS)])
        queue(store, chats)
        with commits(store) as committed:
            async with bots(store_url, telegram, tmp_path) as bot:
                await bot.meanwhile(telegram.wait(sendMessage=1, timeout=120))
                while len(stopping) < STOPPING and (left := [c for c in waiting(store) if c not in stopping]):
                    wave = {*left[: AT_ONCE // 2], *chance.sample(left, min(len(left), AT_ONCE // 2))}
                    stopping |= wave
                    await telegram.says([(chat, chance.choice(("BAJA", "STOP", "/stop", "para"))) for chat in wave])
                    committing = partial(_have, committed, wave)
                    sys.stdout.write(f"{len(stopping)} of {STOPPING} stop, {len(left)} messages wait\n")
                    await bot.meanwhile(eventually(committing, "every stop of a wave", seconds=300))
                await bot.meanwhile(all_sent(store))
                goodbyes = await heard(telegram, GOODBYE)
        offers = await heard(telegram, OFFER)
    late = {chat for chat in stopping for at in offers.get(chat, ()) if at > committed[chat] + ON_THE_WIRE}
    behind = {chat for chat in stopping for at in offers.get(chat, ()) if at > min(goodbyes[chat])}
    spared = stopping - offers.keys()
    sys.stdout.write(
        f"\n{CUSTOMERS} queued, {len(stopping)} stopped meanwhile, {len(spared)} before theirs was sent:"
        f" {len(late)} sent after the commit, {len(behind)} after the goodbye\n"
    )
    assert goodbyes.keys() == stopping
    assert (late, behind) == (set(), set())
    assert len(spared) > len(stopping) // 4, "most were to stop before their message was on its way"
    assert all(len(times) == 1 for times in offers.values())
    assert set(chats) - stopping == offers.keys() - stopping, "everybody else is told"
