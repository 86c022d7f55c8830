"""The fake Telegram calls a bot's webhook as Telegram does: in order, with the secret, again when it fails."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, Conflict

from tests.fakes.telegram import FakeTelegram, User

Json = dict[str, Any]
SECRET = "a-word_of_the_bot"  # noqa: S105 -- opens nothing


class Hook:
    """A bot's webhook that answers what it is told to."""

    def __init__(self) -> None:
        self.url = ""
        self.taken: list[Json] = []
        self.secrets: set[str | None] = set()
        self.statuses: list[int] = []
        self.answer: Json = {}
        self.wake = asyncio.Condition()

    async def handle(self, request: web.Request) -> web.Response:
        status = self.statuses.pop(0) if self.statuses else 200
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        async with self.wake:
            self.taken.append(await request.json())
            self.wake.notify_all()
        return web.json_response(self.answer, status=status)

    async def got(self, count: int) -> list[str]:
        async with asyncio.timeout(5), self.wake:
            await self.wake.wait_for(lambda: len(self.taken) >= count)
        return [update["message"]["text"] for update in self.taken]


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    application = web.Application()
    application.router.add_post("/hook", hook.handle)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def test_a_webhook_gets_what_waited_and_what_comes(bot: Bot, ana: User, hook: Hook) -> None:
    await ana.says("uno")
    await bot.set_webhook(hook.url, secret_token=SECRET, max_connections=2)
    await ana.says("dos")
    assert await hook.got(2) == ["uno", "dos"]
    assert hook.secrets == {SECRET}
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections) == (hook.url, 2)
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active; use deleteWebhook"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_a_webhook_that_fails_is_tried_again_in_order(
    fake: FakeTelegram, bot: Bot, ana: User, hook: Hook
) -> None:
    hook.statuses = [500, 502, 200, 503]
    await bot.set_webhook(hook.url)
    await ana.says("uno")
    await ana.says("dos")
    assert await hook.got(5) == ["uno", "uno", "uno", "dos", "dos"]
    await fake.until(lambda: not fake.pending())
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"


async def test_a_webhook_whose_answers_get_lost_is_called_again(
    fake: FakeTelegram, bot: Bot, ana: User, hook: Hook
) -> None:
    lost = fake.faults.add("lost_answer", "webhook", times=2)
    await bot.set_webhook(hook.url)
    await ana.says("uno")
    assert await hook.got(3) == ["uno"] * 3
    assert lost.hits == 2
    assert (await bot.get_webhook_info()).last_error_message == "Read timeout expired"


async def test_a_webhook_may_answer_with_a_method(bot: Bot, ana: User, hook: Hook) -> None:
    hook.answer = {"method": "sendMessage", "chat_id": ana.id, "text": "recibido"}
    await bot.set_webhook(hook.url)
    await ana.says("uno")
    assert (await ana.next_message()).text == "recibido"


async def test_a_webhook_ends_a_waiting_poll_and_takes_local_addresses_only(
    fake: FakeTelegram, bot: Bot, ana: User, hook: Hook
) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await fake.until(lambda: fake.polled)
    await bot.set_webhook(hook.url)
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await poll
    for url in ("https://bot.example/hook", "ftp://localhost/"):
        with pytest.raises(BadRequest):
            await bot.set_webhook(url)
    with pytest.raises(BadRequest, match="ecret token contains unallowed characters"):
        await bot.set_webhook(hook.url, secret_token=SECRET + "ñ")
    await ana.says("uno")
    await hook.got(1)


async def test_pending_updates_can_be_dropped(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    await ana.says("uno")
    assert (await bot.get_webhook_info()).pending_update_count == 1
    await bot.delete_webhook(drop_pending_updates=True)
    assert fake.pending() == []
