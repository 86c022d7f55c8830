"""Several processes on one PostgreSQL, behind a pooler: ten thousand reminders at one minute, a worker killed again and again."""

import asyncio
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from bot.platforms.telegram.platform import RATES
from storage.crm.tables import FollowUpRow
from storage.messaging.tables import OutboxRow
from storage.session.engine import reading
from storage.work import Store
from tests.fakes.telegram import TelegramControl
from tests.faults.pooler import pooler
from tests.faults.process import LONG, PRODUCT, Bot
from tests.faults.town import all_done, eventually, settle_town, tally, visits

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(
        not LONG, reason="four more processes; rows and leases are tried in tests/storage and tests/reminders"
    ),
    pytest.mark.parametrize("store_url", ["postgres"], indirect=True),
]

WORKERS = 4
PEOPLE = 500
DUE = 10_000
SHARE_OF_PACE = 0.95
TAKEOVER = 15.0
"""Seconds within which another worker sends when the one that did is killed."""
CONNECTIONS = 12
"""Of the pooler to the server: fewer than the processes have."""


def workers(url: str, telegram: TelegramControl, folder: Path) -> list[Bot]:
    """Processes that do everything but take events in."""
    command = (*PRODUCT[:-1], "worker")
    made = [Bot(url, telegram, folder, mode="webhook", command=command, name=f"worker{n}") for n in range(WORKERS)]
    for one in made[1:]:
        one.environment["PUBLIC_URL"] = made[0].environment["PUBLIC_URL"]
    return made


def fall_due(store: Store, chats: list[int]) -> None:
    """Ten thousand follow-ups at this minute, everybody's share the same."""
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    with store.work() as work:
        owners = [person.id for person in work.people.everyone()]
    assert len(owners) == len(chats)
    rows = [
        {
            "owner_id": owners[n % len(owners)],
            "what": f"llamar por lo de zz{n:05d}",
            "due_at": now,
            "due_local": now.replace(tzinfo=None),
            "zone": "UTC",
            "grain": "minute",
            "state": "open",
            "nudge_at": now,
            "created_at": now,
            "updated_at": now,
        }
        for n in range(DUE)
    ]
    with store.engine.begin() as connection:
        connection.execute(insert(FollowUpRow), rows)


def pace(times: Iterable[float]) -> float:
    """Messages a second, from when a tenth had been sent until nine tenths had."""
    ordered = sorted(times)
    first, last = len(ordered) // 10, len(ordered) * 9 // 10
    return (last - first) / (ordered[last] - ordered[first])


def in_outbox(store: Store) -> Counter[str]:
    """The rows of the outbox that are reminders, by state."""
    with reading(store.engine) as connection:
        rows = connection.execute(
            select(OutboxRow.state, func.count()).where(OutboxRow.kind == "nudge").group_by(OutboxRow.state)
        )
        return Counter({row[0]: row[1] for row in rows})


async def test_ten_thousand_reminders_at_one_minute_are_sent_once_by_one_of_four_workers(
    store: Store, store_url: str, tmp_path: Path
) -> None:
    async with await TelegramControl.spawn() as telegram, pooler(store_url, connections=CONNECTIONS) as url:
        chats = await telegram.users([f"Rep {n}" for n in range(PEOPLE)])
        settle_town(store, chats, customers=1)
        fall_due(store, chats)
        bots = workers(url, telegram, tmp_path)
        async with bots[0], bots[1], bots[2], bots[3]:
            await bots[0].meanwhile(eventually(lambda: in_outbox(store)["sent"] >= DUE, "every reminder", seconds=900))
        found = in_outbox(store)
        calls = await telegram.sent(method="sendMessage")
    sent = [call["params"]["text"] for call in calls if call["code"] == 200]
    share = pace(call["at"] for call in calls if call["code"] == 200) / (RATES.in_any_second or 1)
    marks = Counter(mark for text in sent for mark in re.findall(r"zz\d{5}", str(text)))
    sys.stdout.write(
        f"\n{DUE} due at once, {WORKERS} workers: {dict(found)}, sent {len(sent)} at {share:.0%} of the pace\n"
    )
    assert found == Counter(sent=DUE), "one row each"
    assert len(marks) == DUE, "none lost"
    assert marks.total() == DUE, "none twice"
    assert share >= SHARE_OF_PACE
    assert len(calls) == len(sent), "no 429"
    assert all("prepared statement" not in bot.said() for bot in bots)


async def test_who_sends_is_killed_again_and_again_and_another_takes_over(
    store: Store, store_url: str, tmp_path: Path
) -> None:
    """`cartera worker` at Telegram's pace; the web process takes events in."""
    chance = random.Random(7)
    async with (
        await TelegramControl.spawn(webhook_backoff=0.05) as telegram,
        pooler(store_url, connections=CONNECTIONS) as url,
    ):
        chats = await telegram.users([f"Rep {n}" for n in range(100)])
        settle_town(store, chats)
        told = visits(chats, 1_000)
        web = Bot(url, telegram, tmp_path, mode="webhook", command=(*PRODUCT[:-1], "web"), name="web")
        pair = [
            Bot(url, telegram, tmp_path, mode="webhook", command=(*PRODUCT[:-1], "worker"), name=f"worker{n}")
            for n in (1, 2)
        ]
        for one in pair:
            one.environment |= {name: web.environment[name] for name in ("PUBLIC_URL", "PORT")}
        kills, gaps = 0, []
        async with web, pair[0], pair[1]:
            await telegram.says([(visit.chat, visit.text) for visit in told])
            while (sent := await sent_so_far(telegram)) < 0.8 * len(told):
                await web.meanwhile(asyncio.sleep(chance.uniform(1, 4)))
                victim = pair[kills % 2]
                await victim.kill()
                kills, since, sent = kills + 1, time.monotonic(), await sent_so_far(telegram)
                await web.meanwhile(telegram.wait(sendMessage=sent + 5, timeout=60))
                gaps.append(time.monotonic() - since)
                await victim.start()
            await web.meanwhile(all_done(store, telegram, len(told), seconds=300))
        found = await tally(store, telegram, told)
    sys.stdout.write(
        f"\n{kills} kills of one of two workers: {found}; sending went on after {max(gaps):.1f} s at the latest\n"
    )
    assert (found.lost, found.doubled, found.unanswered) == ([], [], [])
    assert max(found.repeated_in.values(), default=0) <= kills
    assert max(gaps) <= TAKEOVER


async def sent_so_far(telegram: TelegramControl) -> int:
    """Messages that Telegram took."""
    return int((await telegram.counters())["calls"].get("sendMessage 200", 0))
