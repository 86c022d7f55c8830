"""How the bot begins where a platform is out, slow, odd, or refuses its token: it waits, or says in a sentence what to do."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from aiohttp import web

from bot.app import App, build, configured
from bot.clock import SystemClock
from bot.platforms.base import Rates
from bot.platforms.retrying import CredentialError
from bot.settings import Settings, load
from handlers.kit.registry.registry import discover
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, FakeSlack
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.faults.town import settle_town

OTHER_TOKEN = "7000000002:AAnotherTokenForTestsOnTheLocalMachine"  # noqa: S105 - opens nothing


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with await FakeTelegram.start(rates=False) as started:
        yield started


def _app(folder: Path, database: Path, **platforms: object) -> App:
    path = folder / "cartera.db"
    shutil.copy(database, path)
    return _built(load(_env_file=None, database_url=f"sqlite:///{path}", data_dir=folder, **platforms))


def _built(settings: Settings) -> App:
    registry, clock = discover(), SystemClock()
    used = configured(settings, registry, clock)
    for platform in used:
        platform.rates = Rates()
    return build(settings, platforms=used, registry=registry, clock=clock)


async def _ends(app: App, task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    await app.close()


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("getMe", "too_many_requests"),
        ("getMe", "server_error"),
        ("getMe", "bad_request"),
        ("getMe", "cut"),
        ("deleteWebhook", "too_many_requests"),
        ("deleteWebhook", "bad_request"),
        ("setMyCommands", "bad_request"),
        ("setMyCommands", "server_error"),
    ],
)
async def test_what_went_wrong_at_the_start_ended_the_bot(
    fake: FakeTelegram, tmp_path: Path, empty_sqlite: Path, method: str, kind: str
) -> None:
    app = _app(tmp_path, empty_sqlite, telegram_bot_token=TOKEN, telegram_api_url=fake.url)
    ana = fake.user("Ana")
    ana.started = True
    settle_town(app.store, [ana.id], customers=2)
    trouble = fake.faults.add(kind, method)  # type: ignore[arg-type]  # one of its kinds
    task = asyncio.create_task(app.run())
    await ana.says("/ayuda")
    await fake.until(lambda: ana.inbox or task.done(), 30)
    assert ana.inbox
    assert trouble.hits == 1
    if kind != "bad_request":  # what passes is told again
        await fake.until(lambda: fake.counters[method, 200], 30)
    await _ends(app, task)


async def test_telegram_being_out_kept_slack_from_answering(tmp_path: Path, empty_sqlite: Path) -> None:
    async with await FakeTelegram.start(rates=False) as fake:
        telegram_is_out = fake.url
    async with await FakeSlack.start(rates=False) as slack:
        app = _app(
            tmp_path,
            empty_sqlite,
            telegram_bot_token=TOKEN,
            telegram_api_url=telegram_is_out,
            slack_bot_token=BOT_TOKEN,
            slack_app_token=APP_TOKEN,
            slack_api_url=slack.api_url,
        )
        ana = slack.user("Ana")
        ana.dm.opened = True
        with app.store.work() as work:
            work.people.link(work.people.add("Ana", "rep", "es", "Europe/Madrid").id, "slack", ana.id, ana.dm.id)
        task = asyncio.create_task(app.run())
        await slack.until(lambda: slack.connections, 30)
        await ana.says("ayuda")
        await slack.until(lambda: any("visita" in message.text for message in ana.inbox), 30)
        assert not task.done()
        await _ends(app, task)


async def test_a_refused_token_was_printed_with_a_traceback(
    fake: FakeTelegram, tmp_path: Path, empty_sqlite: Path
) -> None:
    app = _app(tmp_path, empty_sqlite, telegram_bot_token=OTHER_TOKEN, telegram_api_url=fake.url)
    with pytest.raises(CredentialError, match="TELEGRAM_BOT_TOKEN") as refused:
        await app.run()
    await app.close()
    assert "AAnother" not in str(refused.value)


@pytest.mark.parametrize(("method", "setting"), [("auth.test", "BOT"), ("apps.connections.open", "APP")])
async def test_a_refused_token_of_slack_was_a_traceback(
    tmp_path: Path, empty_sqlite: Path, method: str, setting: str
) -> None:
    async with await FakeSlack.start() as slack:
        slack.faults.add("server_error", method)
        slack.faults.add("too_many_requests", method)
        slack.faults.add("refused", method, error="invalid_auth")
        app = _app(
            tmp_path,
            empty_sqlite,
            slack_bot_token=BOT_TOKEN,
            slack_app_token=APP_TOKEN,
            slack_api_url=slack.api_url,
        )
        with pytest.raises(CredentialError, match=f"SLACK_{setting}_TOKEN .invalid_auth.") as refused:
            await app.run()
        await app.close()
    assert "xoxb" not in str(refused.value)


async def test_a_server_that_ignores_the_polls_time_was_asked_a_thousand_times_a_second(
    tmp_path: Path, empty_sqlite: Path
) -> None:
    """It answers at once, with nothing, and then with the same update for ever."""
    polls = 0
    enough = asyncio.Event()

    async def answer(request: web.Request) -> web.Response:
        nonlocal polls
        if not request.path.endswith("getUpdates"):
            return web.json_response(
                {"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "C", "username": "c"}}
            )
        polls += 1
        if polls == 3:
            enough.set()
        return web.json_response({"ok": True, "result": [{"update_id": 5}] if polls > 1 else []})

    server = web.Application()
    server.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(server)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    app = _app(tmp_path, empty_sqlite, telegram_bot_token=TOKEN, telegram_api_url=url)
    began = asyncio.get_running_loop().time()
    task = asyncio.create_task(app.run())
    await asyncio.wait_for(enough.wait(), 30)
    assert asyncio.get_running_loop().time() - began >= 1.0
    assert polls == 3
    await _ends(app, task)
    await runner.cleanup()


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy"])
async def test_the_proxy_was_not_asked(
    tmp_path: Path, empty_sqlite: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    asked: asyncio.Queue[str] = asyncio.Queue()

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.put_nowait((await reader.readline()).decode())
        writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()

    proxy = await asyncio.start_server(refuse, "127.0.0.1", 0)
    monkeypatch.setenv(variable, f"http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}")
    for platform in (
        {"telegram_bot_token": TOKEN},
        {"slack_bot_token": BOT_TOKEN, "slack_app_token": APP_TOKEN},
    ):
        app = _app(tmp_path, empty_sqlite, **platform)
        task = asyncio.create_task(app.run())
        said = await asyncio.wait_for(asked.get(), 30)
        host = "api.telegram.org" if "telegram_bot_token" in platform else "slack.com"
        assert said.startswith(f"CONNECT {host}:443 ")
        await _ends(app, task)
        while not asked.empty():
            asked.get_nowait()
    proxy.close()
