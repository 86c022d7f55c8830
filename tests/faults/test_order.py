"""Order within a chat, whatever happens at once; and the same event any number of times has one effect."""

import asyncio
import random
from collections import defaultdict
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.platforms.telegram.platform import TelegramPlatform
from storage.messaging.tables import InboxRow
from storage.session.engine import reading
from storage.work import Store
from tests.fakes.telegram import TelegramControl
from tests.faults.process import LONG, RUNNER, Bot
from tests.faults.running import everybody_says, running
from tests.faults.town import all_done, kept, mark_in, settle_town, tally, visits

pytestmark = pytest.mark.faults

CHATS = 64
EACH = 10 if LONG else 3
REPEATED = 400 if LONG else 60
BURST = 2_000 if LONG else 500


def in_order(store: Store) -> list[list[str]]:
    """Everybody's visits, in the order in which they were kept."""
    found: dict[int, list[str]] = defaultdict(list)
    for author, mark in kept(store):
        found[author].append(mark)
    return list(found.values())


async def test_order_holds_within_each_of_64_chats_at_once(store_url: str, tmp_path: Path) -> None:
    async with running(store_url, tmp_path, people=CHATS) as bot:
        told = sorted(
            visits(bot.chats(), CHATS * EACH), key=lambda visit: (visit.chat, visit.mark)
        )  # each in one breath
        await everybody_says(bot.users, ((visit.chat, visit.text) for visit in told))
        await bot.quiet()
        for marks in in_order(bot.store):
            assert marks == sorted(marks)
            assert len(marks) == EACH
        for user in bot.users:
            answers = [mark_in(message.text) for message in user.inbox]
            assert answers == [visit.mark for visit in told if visit.chat == user.id], "answers come in order too"


async def test_an_event_told_many_times_at_once_has_one_effect(store_url: str, tmp_path: Path) -> None:
    chance = random.Random(5)
    async with running(store_url, tmp_path, people=12) as bot:
        telegram = bot.app.platforms["telegram"]
        assert isinstance(telegram, TelegramPlatform)
        told = visits(bot.chats(), REPEATED)
        await everybody_says(bot.users, ((visit.chat, visit.text) for visit in told))
        copies = [update for update in bot.fake.updates for _copy in range(chance.randint(0, 4))]
        chance.shuffle(copies)
        await bot.fake.until(lambda: telegram.username)  # until it knows its name, it cannot tell what is for it
        events = telegram.events(copies)
        # Beside the poller, which brings each of them once more.
        await asyncio.gather(*(bot.app.inbox.take([event]) for event in events))
        await bot.quiet()
        marks = [mark for _author, mark in kept(bot.store)]
        assert sorted(marks) == sorted(visit.mark for visit in told)
        assert sum(len(user.inbox) for user in bot.users) == len(told), "and one answer"


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_a_burst_in_one_chat_delays_another_by_no_more_than_the_turn_under_way(
    store_url: str, tmp_path: Path
) -> None:
    async with running(store_url, tmp_path, people=2) as bot:
        telegram = bot.app.platforms["telegram"]
        assert isinstance(telegram, TelegramPlatform)
        await bot.fake.until(lambda: telegram.username)
        ana, luis = bot.users
        (told,) = visits([luis.id], 1)
        await everybody_says(bot.users, [*((ana.id, "ayuda") for _message in range(BURST)), (luis.id, told.text)])
        # All at once, beside the poller, which brings them a hundred at a time and perhaps slower than they are answered.
        await bot.app.inbox.take(telegram.events(bot.fake.updates))
        await luis.sees(told.mark, timeout=60)
        with reading(bot.store.engine) as connection:
            his = connection.execute(select(InboxRow).where(InboxRow.chat == str(luis.id))).one()
            meanwhile = connection.execute(
                select(func.count()).where(
                    InboxRow.chat == str(ana.id),
                    InboxRow.finished_at > his.received_at,
                    InboxRow.finished_at < his.finished_at,
                )
            ).scalar_one()
            left = connection.execute(
                select(func.count()).where(InboxRow.chat == str(ana.id), InboxRow.state == "new")
            ).scalar_one()
        assert left, "the burst was not over"
        assert meanwhile <= 2, "turns of the burst between his message and its turn"


@pytest.mark.skipif(not LONG, reason="three more processes; a pool of threads is tried above")
@pytest.mark.parametrize("store_url", ["postgres"], indirect=True)
async def test_order_holds_with_a_web_process_and_two_workers(store: Store, store_url: str, tmp_path: Path) -> None:
    async with await TelegramControl.spawn(rates=False, webhook_backoff=0.05) as telegram:
        chats = await telegram.users([f"Rep {n}" for n in range(CHATS)])
        settle_town(store, chats)
        told = visits(chats, CHATS * EACH)
        web = Bot(store_url, telegram, tmp_path, mode="webhook", command=(*RUNNER, "--part", "web"))
        workers = [
            Bot(
                store_url,
                telegram,
                tmp_path,
                mode="webhook",
                command=(*RUNNER, "--part", "worker"),
                port=web.port,
                name=f"worker{n}",
            )
            for n in (1, 2)
        ]
        async with web, workers[0], workers[1]:
            await telegram.says(
                [(visit.chat, visit.text) for visit in sorted(told, key=lambda visit: (visit.chat, visit.mark))]
            )
            await workers[0].meanwhile(all_done(store, telegram, len(told)))
        for marks in in_order(store):
            assert marks == sorted(marks)
        found = await tally(store, telegram, told)
        assert (found.lost, found.doubled, found.unanswered, found.repeated) == ([], [], [], 0)
        answers: dict[str, list[str | None]] = defaultdict(list)
        for call in await telegram.sent(method="sendMessage"):
            answers[str(call["params"]["chat_id"])].append(mark_in(str(call["params"]["text"])))
        assert all(marks == sorted(marks, key=str) for marks in answers.values()), (
            "answers come in order too, whichever worker gives them"
        )
