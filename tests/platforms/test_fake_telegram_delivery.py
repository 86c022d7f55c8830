"""The fake Telegram delivers updates, keeps the rates and goes wrong as Telegram does."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from telegram import Bot
from telegram.error import ChatMigrated, Conflict, Forbidden, NetworkError, RetryAfter, TimedOut

from tests.fakes.telegram import TOKEN, FakeTelegram, TelegramControl, User
from tests.platforms.library import library_bot

Json = dict[str, Any]


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


async def texts(bot: Bot, offset: int | None = None) -> list[str]:
    updates = await bot.get_updates(offset=offset)
    return [update.message.text or "" for update in updates if update.message]


# Polling


async def test_updates_stay_until_their_offset_is_passed(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    for text in ("uno", "dos", "tres"):
        await ana.says(text)
    assert await texts(bot) == ["uno", "dos", "tres"]
    second = fake.updates[-2]["update_id"]
    assert await texts(bot, offset=second) == ["dos", "tres"]
    assert await texts(bot) == ["dos", "tres"]
    assert [len(await bot.get_updates(limit=1)), len(await bot.get_updates(offset=-1))] == [1, 1]
    assert await texts(bot) == ["tres"]


async def test_a_waiting_poll_gets_what_comes(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await fake.until(lambda: fake.polled)
    await ana.says("hola")
    (update,) = await poll
    assert update.message
    assert update.message.text == "hola"


async def test_the_second_poller_ends_the_first(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await fake.until(lambda: fake.polled)
    async with library_bot(fake.url) as other:
        second = asyncio.create_task(other.get_updates(timeout=20))
        with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one bot inst"):
            await first
        await ana.says("hola")
        assert len(await second) == 1


async def test_the_kinds_of_updates_can_be_chosen(bot: Bot, ana: User) -> None:
    await bot.get_updates(allowed_updates=["edited_message"])
    message = await ana.says("uno")
    await ana.edits(message, "dos")
    (update,) = await bot.get_updates()
    assert update.edited_message


async def test_the_ids_restart_after_an_idle_week(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    offset = fake.updates[-1]["update_id"] + 1
    for _ in range(20):  # higher or lower: the poller's old offset must not hide what comes
        fake.restart_update_ids()
        await ana.says("hola")
        offset, before = fake.updates[-1]["update_id"] + 1, offset
        assert await texts(bot, offset=before) == ["hola"]
        assert await texts(bot, offset=offset) == []


async def test_an_update_can_come_again_and_broken(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    await ana.says("hola")
    seen = fake.updates[-1]
    assert await texts(bot, offset=seen["update_id"] + 1) == []
    fake.redeliver(seen)
    assert await texts(bot, offset=seen["update_id"] + 1) == ["hola"]
    fake.push_raw({"message": {"chat": "nonsense"}})
    assert fake.pending() == [{"message": {"chat": "nonsense"}, "update_id": seen["update_id"] + 1}]


async def test_everything_can_come_twice() -> None:
    async with (
        await FakeTelegram.start(twice=True) as fake,
        library_bot(fake.url) as bot,
    ):
        await fake.user("Ana").start()
        assert await texts(bot) == ["/start", "/start"]


async def test_updates_are_kept_24_hours() -> None:
    clock = Clock()
    async with await FakeTelegram.start(clock=clock) as fake, library_bot(fake.url) as bot:
        await fake.user("Ana").start()
        clock.now += 24 * 3600 - 1
        assert await texts(bot) == ["/start"]
        clock.now += 1
        assert await texts(bot) == []


@pytest.mark.parametrize("as_what", ["query", "form", "json", "multipart"])
async def test_parameters_come_in_every_way(fake: FakeTelegram, ana: User, as_what: str) -> None:
    given = {"chat_id": str(ana.id), "text": "¿qué tal? ñ & 🙂"}
    ways: dict[str, Json] = {
        "query": {"method": "GET", "params": given},
        "form": {"method": "POST", "data": given},
        "json": {"method": "POST", "json": given},
        "multipart": {"method": "POST", "data": _multipart(given)},
    }
    async with aiohttp.ClientSession() as session:
        async with session.request(url=f"{fake.url}/bot{TOKEN}/SENDmessage", **ways[as_what]) as response:
            assert (await response.json())["ok"]
        async with session.get(f"{fake.url}/bot{TOKEN}/sendNothing") as response:
            assert await response.json() == {
                "ok": False, "error_code": 404, "description": "Not Found: method not found",
            }  # fmt: skip
    assert ana.last.text == given["text"]


def _multipart(given: dict[str, str]) -> aiohttp.MultipartWriter:
    writer = aiohttp.MultipartWriter("form-data")
    for name, value in given.items():
        writer.append(value).set_content_disposition("form-data", name=name)
    return writer


# Rates


async def test_the_rates_are_telegrams() -> None:
    clock = Clock()
    async with await FakeTelegram.start(clock=clock) as fake, library_bot(fake.url) as bot:
        people = [fake.user(f"P{number}") for number in range(31)]
        for person in people:
            await person.start()
        ana = people[0]
        assert await _until_refused(lambda: bot.send_message(ana.id, "hola")) == (3, 1)
        clock.now += 1
        assert await _until_refused(lambda: bot.send_message(ana.id, "hola")) == (1, 1)
        clock.now += 60
        others = iter(people)
        assert await _until_refused(lambda: bot.send_message(next(others).id, "hola")) == (30, 1)
        clock.now += 60
        group = fake.group("Ventas", [ana])
        assert await _until_refused(lambda: bot.send_message(group.id, "hola")) == (20, 3)
        assert fake.counters["sendMessage", 429] == 4


async def _until_refused(send: Callable[[], Awaitable[object]]) -> tuple[int, int]:
    sent = 0
    while True:
        try:
            await send()
        except RetryAfter as refusal:
            seconds = getattr(refusal.retry_after, "seconds", 0)  # a timedelta, under PTB_TIMEDELTA
            return sent, seconds
        sent += 1


# Faults


async def test_too_many_requests_can_be_had(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    fake.faults.add("too_many_requests", "sendMessage", times=2, retry_after=7)
    for _ in range(2):
        with pytest.raises(RetryAfter, match="Retry in 0:00:07"):
            await bot.send_message(ana.id, "hola")
    await bot.send_message(ana.id, "hola")
    assert [call.code for call in fake.calls("sendMessage")] == [429, 429, 200]


@pytest.mark.parametrize("code", [500, 502])
async def test_the_server_can_fail(fake: FakeTelegram, bot: Bot, ana: User, code: int) -> None:
    fake.faults.add("server_error", code=code)
    with pytest.raises(NetworkError):
        await bot.send_message(ana.id, "hola")
    assert ana.inbox == []


async def test_an_answer_can_be_lost_after_the_effect(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    fake.faults.add("lost_answer", "sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(ana.id, "hola")
    assert ana.last.text == "hola"
    assert (fake.sent[-1].happened, fake.sent[-1].fault) == (True, "lost_answer")


async def test_a_connection_can_break_before_the_effect(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    fake.faults.add("cut", "sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(ana.id, "hola")
    assert ana.inbox == []
    assert not fake.sent[-1].happened


async def test_an_answer_can_be_late(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    slow = fake.faults.add("slow", "sendMessage")
    sending = asyncio.create_task(bot.send_message(ana.id, "hola"))
    await ana.sees("hola")
    assert not sending.done()
    slow.release()
    await sending
    fake.faults.add("slow", "sendMessage")
    with pytest.raises(TimedOut):
        await bot.send_message(ana.id, "otra", read_timeout=0.05)
    assert ana.last.text == "otra"


async def test_a_chat_can_refuse_and_a_group_move(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    fake.faults.add("forbidden", chat=ana.id)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ana.id, "hola")
    group = fake.group("Ventas", [ana])
    fake.faults.add("migrate", chat=group.id)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "hola")
    await bot.send_message(moved.value.new_chat_id, "hola")


async def test_a_share_of_calls_goes_wrong_the_same_way_for_a_seed(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    fault = fake.faults.add("too_many_requests", "sendMessage", times=None, skip=2, share=0.5, seed=4)
    outcomes = []
    for _ in range(20):
        try:
            await bot.send_message(ana.id, "hola")
        except RetryAfter:
            outcomes.append(False)
        else:
            outcomes.append(True)
    assert outcomes[:2] == [True, True]
    assert 3 < fault.hits < 16
    fake.faults.clear()
    await bot.send_message(ana.id, "hola")


# As a process of its own


async def test_another_process_is_driven_through_the_control_api() -> None:
    async with await TelegramControl.spawn(rates=False) as telegram, library_bot(telegram.url) as bot:
        ana, luis = await telegram.users(["Ana", "Luis"])
        await telegram.says([(ana, "uno"), (luis, "dos")])
        assert await texts(bot) == ["uno", "dos"]
        await bot.get_updates(offset=-1)
        await telegram.fault("lost_answer", "sendMessage")
        with pytest.raises(NetworkError):
            await bot.send_message(ana, "hola")
        counters = await telegram.wait(sendMessage=1, pending=1)
        assert counters["messages"] == 1
        assert [message["raw"]["text"] for message in await telegram.inbox(ana)] == ["hola"]
        assert [call["fault"] for call in await telegram.sent(method="sendMessage")] == ["lost_answer"]
        await telegram.push({"message": {}})
        await telegram.blocks(luis)
        with pytest.raises(Forbidden):
            await bot.send_message(luis, "hola")
        with pytest.raises(AssertionError, match="unknown fault"):
            await telegram.fault("nonsense")
        with pytest.raises(AssertionError, match="did not happen in"):
            await telegram.wait(sendMessage=2, timeout=0.01)
