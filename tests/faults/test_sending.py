"""What goes wrong when sending: refusals, lost answers, people who blocked the bot, groups that move."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from handlers.kit.format.texts import voice
from handlers.kit.messages.reply import Reply
from storage.messaging.records import Address
from storage.messaging.tables import OutboxRow
from storage.people.tables import AccountRow
from storage.session.engine import reading
from tests.fakes.loop_clock import LoopClock
from tests.fakes.telegram import Call, User
from tests.faults.running import PATIENCE, Running, running
from tests.faults.town import eventually, mark_in, visits

pytestmark = [pytest.mark.faults, pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)]


@pytest.fixture
async def clock() -> LoopClock:
    """The clock of the test's event loop."""
    return LoopClock(asyncio.get_running_loop())


@pytest.fixture
async def bot(store_url: str, tmp_path: Path) -> AsyncIterator[Running]:
    """An application with three reps."""
    async with running(store_url, tmp_path, people=3, customers=12) as opened:
        yield opened


def sends(bot: Running, user: User) -> list[Call]:
    """Attempts to write to somebody."""
    return [call for call in bot.fake.calls("sendMessage") if int(call.params["chat_id"]) == user.id]


async def says(user: User, customer: int, count: int = 1) -> list[str]:
    """Tells of visits, each in a message of its own; returns their marks."""
    told = visits([user.id], customer + count)[customer:]
    for visit in told:
        await user.says(visit.text)
    return [visit.mark for visit in told]


def nudge(bot: Running, user: User, text: str) -> None:
    """Something unasked for a rep, as the ticker puts it into the outbox."""
    payload = Reply.of(text).payload(voice("es", "ES", datetime.now(UTC).date()))
    with bot.store.work() as work:
        person = work.people.by_account("telegram", str(user.id))
        assert person
        work.outbox.add(
            Address("telegram", str(user.id)), payload, kind="nudge", key=f"test:{text}", staff_id=person.id
        )


def state_of(bot: Running, key: str) -> str:
    """How a nudge stands."""
    with reading(bot.store.engine) as connection:
        return connection.execute(select(OutboxRow.state).where(OutboxRow.key == key)).scalar_one()


async def answered(user: User, mark: str) -> None:
    """Returns when somebody has the answer to this visit."""
    await user.world.changes.until(
        lambda: any(mark_in(m.text) == mark for m in user.inbox) or None, PATIENCE, f"the answer to {mark}"
    )


async def test_429_is_honoured_for_its_whole_time_and_delays_nobody_else(bot: Running, clock: LoopClock) -> None:
    ana, luis, eva = bot.users
    bot.fake.faults.add("too_many_requests", "sendMessage", chat=ana.id, retry_after=3_600)
    marks = await says(ana, 0, 3)
    await bot.fake.until(lambda: sends(bot, ana), PATIENCE)
    (luis_mark,) = await says(luis, 0)
    await answered(luis, luis_mark)
    clock.advance(3_000)
    (eva_mark,) = await says(eva, 0)
    await answered(eva, eva_mark)  # the loop has gone round many times, and Ana's message had its chance
    assert len(sends(bot, ana)) == 1, "it was sent again too early"
    clock.advance(700)
    await bot.quiet()
    assert [mark_in(message.text) for message in ana.inbox] == marks, "each once, in order"


@pytest.mark.parametrize("code", [500, 502])
async def test_an_error_of_the_server_is_retried_in_order(bot: Running, clock: LoopClock, code: int) -> None:
    ana = bot.users[0]
    bot.fake.faults.add("server_error", "sendMessage", chat=ana.id, times=3, code=code)
    marks = await says(ana, 0, 3)
    for attempts in (1, 2, 3):
        await bot.fake.until(lambda wanted=attempts: len(sends(bot, ana)) >= wanted, PATIENCE)  # type: ignore[misc]  # lambdas have no annotations
        clock.advance(5)
    await bot.quiet()
    assert [mark_in(message.text) for message in ana.inbox] == marks


async def test_a_reply_whose_answer_was_lost_is_repeated(bot: Running, clock: LoopClock) -> None:
    ana = bot.users[0]
    bot.fake.faults.add("lost_answer", "sendMessage", chat=ana.id)
    marks = await says(ana, 0, 2)
    await bot.fake.until(lambda: sends(bot, ana), PATIENCE)
    clock.advance(2)
    await bot.quiet()
    assert [mark_in(message.text) for message in ana.inbox] == [marks[0], *marks], (
        "twice rather than never, and in order"
    )


@pytest.mark.parametrize("fault", ["lost_answer", "cut"])
async def test_a_nudge_whose_answer_was_lost_is_unknown_and_never_repeated(
    bot: Running, clock: LoopClock, fault: str
) -> None:
    ana = bot.users[0]
    bot.fake.faults.add(fault, "sendMessage", chat=ana.id)  # type: ignore[arg-type]  # the fake checks it
    nudge(bot, ana, "Llama a Marta")
    await eventually(lambda: state_of(bot, "test:Llama a Marta") == "unknown", "the mark", seconds=PATIENCE)
    clock.advance(60)
    (mark,) = await says(ana, 0)
    await answered(ana, mark)
    await bot.quiet()
    assert len([call for call in sends(bot, ana) if "Llama" in call.params["text"]]) == 1
    with bot.store.work() as work:
        assert work.outbox.lost() == {"unknown": 1}


async def test_who_blocked_the_bot_is_unreachable_a_manager_learns_what_was_lost_and_writing_mends_it(
    bot: Running,
) -> None:
    ana, boss = bot.users[0], bot.fake.user("Jefa")
    boss.started = True
    with bot.store.work() as work:
        person = work.people.add("Jefa Ruiz", "manager", "es", "Europe/Madrid")
        work.people.link(person.id, "telegram", str(boss.id), str(boss.id))
    ana.blocks_bot()
    nudge(bot, ana, "Llama a Marta")
    await boss.sees("Llama a Marta", f"Rep{ana.id}", timeout=PATIENCE)
    with reading(bot.store.engine) as connection:
        refused = connection.execute(
            select(AccountRow.unreachable_at).where(AccountRow.account == str(ana.id))
        ).scalar_one()
    assert refused is not None
    (mark,) = await says(ana, 0)  # whoever writes has unblocked it
    await answered(ana, mark)
    with bot.store.work() as work:
        me = work.people.by_account("telegram", str(ana.id))
        assert me
        assert work.people.address(me.id) == Address("telegram", str(ana.id)), "nudges reach her again"


async def test_a_group_that_moved_keeps_its_new_id(bot: Running) -> None:
    ana = bot.users[0]
    group = bot.fake.group("Ventas", [ana, bot.users[1]])
    bot.fake.faults.add("migrate", "sendMessage", chat=group.id)
    for visit in visits([ana.id], 2):
        await ana.says_in(group, f"@cartera_bot {visit.text}")
    await bot.quiet()
    assert group.migrated_to
    assert group.migrated_to.inbox, "the answer went to where the group is now"
    with reading(bot.store.engine) as connection:
        chats = connection.execute(select(OutboxRow.chat).where(OutboxRow.state == "sent")).scalars().all()
    assert str(group.migrated_to.id) in chats
    assert str(group.id) not in chats


async def test_a_chat_whose_answers_hang_delays_no_other(bot: Running) -> None:
    ana, luis, eva = bot.users
    slow = bot.fake.faults.add("slow", "sendMessage", chat=ana.id)
    (ana_mark,) = await says(ana, 0)
    await bot.fake.until(lambda: sends(bot, ana), PATIENCE)
    marks = {user.id: await says(user, 0, 10) for user in (luis, eva)}
    for user in (luis, eva):
        await answered(user, marks[user.id][-1])
    assert not slow.released.is_set(), "all that while Ana's answer hung"
    slow.release()
    await bot.quiet()
    assert [mark_in(message.text) for message in ana.inbox] == [ana_mark]


async def test_a_message_that_is_told_of_late_is_not_sent_again(bot: Running) -> None:
    ana = bot.users[0]
    with bot.store.work() as work:
        message = work.outbox.add(
            Address("telegram", str(ana.id)), Reply.of("Hola").payload(voice("es", "ES", datetime.now(UTC).date()))
        )
    assert message
    await ana.sees("Hola", timeout=PATIENCE)
    await bot.quiet()
    bot.app.delivery.offer([message])  # a thread that was slow to say so
    await bot.app.delivery.flush()
    assert len(ana.inbox) == 1
