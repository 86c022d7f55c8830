"""The fake Slack tells an app what Slack would tell it, over HTTP and over Socket Mode, and insists as Slack does."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.fakes.slack import APP_TOKEN, BOT_USER, FakeSlack, SlackControl, User
from tests.platforms.slack_apps import HttpApp, http_app, library_client, listening, socket_app

Json = dict[str, Any]


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    async with await FakeSlack.start(rates=False) as running:
        yield running


@pytest.fixture
def ana(fake: FakeSlack) -> User:
    return fake.user("Ana Ruiz")


async def quiet(fake: FakeSlack) -> None:
    await fake.until(lambda: not fake.pending())


def texts(app: HttpApp) -> list[str]:
    return [payload["event"]["text"] for payload in app.received]


# What an event says


async def test_what_a_person_says_comes_signed_over_http(fake: FakeSlack, ana: User) -> None:
    async with http_app(fake) as app:
        said = await ana.says("visité a Bar & Sol", at=datetime(2026, 11, 20, 9, tzinfo=UTC))
        await quiet(fake)
        event = app.received[0]["event"]
        assert (event["text"], event["user"], event["ts"]) == ("visité a Bar &amp; Sol", ana.id, said.ts)
        assert int(float(event["ts"])) == int(datetime(2026, 11, 20, 9, tzinfo=UTC).timestamp())
        assert (event["channel"], event["channel_type"]) == (ana.dm.id, "im")
        assert "X-Slack-Retry-Num" not in app.headers[0]


TYPED = [
    ("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2"),
    ("escribe a marta@bar-sol.es.", "escribe a <mailto:marta@bar-sol.es|marta@bar-sol.es>."),
    ("mira https://a.example/x?a=1&b=2, vale", "mira <https://a.example/x?a=1&amp;b=2>, vale"),
    ("mira bar-sol.es", "mira <http://bar-sol.es|bar-sol.es>"),
    ("llama al +34 600 11 22 33", "llama al <tel:+34 600 11 22 33|+34 600 11 22 33>"),
    ("con @Luis Vega y @nadie", "con <@LUIS> y @nadie"),
    ("@channel en #ventas", "<!channel> en <#VENTAS|ventas>"),
    ("el 2026-11-20 a las 10.30, 1.000 €", "el 2026-11-20 a las 10.30, 1.000 €"),
]


@pytest.mark.parametrize(("typed", "sent"), TYPED)
async def test_what_people_type_is_marked_up(fake: FakeSlack, ana: User, typed: str, sent: str) -> None:
    luis, channel = fake.user("Luis Vega"), fake.channel("ventas", [ana])
    fake.hold()
    said = await ana.says(typed)
    assert said.raw["text"] == sent.replace("LUIS", luis.id).replace("VENTAS", channel.id)
    assert said.text == typed


async def test_a_mention_in_a_channel_comes_as_two_events(fake: FakeSlack, ana: User) -> None:
    channel = fake.channel("ventas", [ana])
    async with http_app(fake) as app:
        said = await ana.mentions(channel, "historial de Bar Sol")
        await ana.says("entre nosotros", channel=channel)
        await quiet(fake)
        kinds = sorted((payload["event"]["type"], payload["event"]["ts"] == said.ts) for payload in app.received)
        assert kinds == [("app_mention", True), ("message", False), ("message", True)]
        assert len({payload["event_id"] for payload in app.received}) == 3
        assert f"<@{BOT_USER}> historial de Bar Sol" in texts(app)


async def test_only_what_the_app_subscribed_to_is_told(ana: User) -> None:
    async with await FakeSlack.start(rates=False, events=["app_mention"]) as fake, http_app(fake) as app:
        luis = fake.user("Luis")
        channel = fake.channel("ventas", [luis])
        await luis.says("hola", channel=channel)
        await luis.says("hola")
        await luis.mentions(channel, "hola")
        channel.kicks_bot()
        await luis.mentions(channel, "hola")
        await quiet(fake)
        assert [payload["event"]["type"] for payload in app.received] == ["app_mention"]


async def test_the_app_hears_of_its_own_messages(fake: FakeSlack, ana: User) -> None:
    bot = library_client(fake)
    async with http_app(fake) as app:
        sent = await bot.chat_postMessage(channel=ana.id, text="hola")
        await bot.chat_update(channel=sent["channel"], ts=sent["ts"], text="adiós")
        await quiet(fake)
        own, changed = sorted((payload["event"] for payload in app.received), key=lambda event: "subtype" in event)
        assert (own["user"], "bot_id" in own) == (BOT_USER, True)
        assert (changed["subtype"], changed["message"]["text"], "bot_id" in changed["message"]) == (
            "message_changed",
            "adiós",
            True,
        )


async def test_changed_and_deleted_messages_say_what_they_were(fake: FakeSlack, ana: User) -> None:
    async with http_app(fake) as app:
        said = await ana.says("visité a bar sal")
        await quiet(fake)
        await ana.edits(said, "visité a bar sol")
        await quiet(fake)
        await ana.deletes(said)
        await quiet(fake)
        changed, deleted = (payload["event"] for payload in app.received[1:])
        assert (changed["subtype"], changed["message"]["ts"], changed["message"]["edited"]["user"]) == (
            "message_changed",
            said.ts,
            ana.id,
        )
        assert (changed["message"]["text"], changed["previous_message"]["text"]) == (
            "visité a bar sol",
            "visité a bar sal",
        )
        assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", said.ts)
        assert deleted["previous_message"]["user"] == ana.id


async def test_a_deleted_message_with_replies_leaves_a_tombstone(fake: FakeSlack, ana: User) -> None:
    async with http_app(fake) as app:
        said = await ana.says("visité a bar sol")
        await library_client(fake).chat_postMessage(channel=ana.dm.id, text="¿Qué pasó?", thread_ts=said.ts)
        await quiet(fake)
        await ana.deletes(said)
        await quiet(fake)
        event = app.received[-1]["event"]
        assert (event["subtype"], event["message"]["subtype"], event["message"]["ts"]) == (
            "message_changed",
            "tombstone",
            said.ts,
        )
        assert event["previous_message"]["text"] == "visité a bar sol"


async def test_a_preview_changes_a_message_that_nobody_edited(fake: FakeSlack, ana: User) -> None:
    async with http_app(fake) as app:
        said = await ana.says("mira https://bar-sol.example/")
        await quiet(fake)
        await ana.previews(said)
        await quiet(fake)
        event = app.received[-1]["event"]
        assert (event["subtype"], event["message"]["text"]) == ("message_changed", event["previous_message"]["text"])
        assert "edited" not in event["message"]


async def test_files_voices_and_shared_messages_come_with_what_they_hold(fake: FakeSlack, ana: User) -> None:
    async with http_app(fake) as app:
        await ana.sends_file("clientes.csv", b"nombre\n", "aquí van")
        await quiet(fake)
        await ana.sends_voice()
        await quiet(fake)
        await ana.forwards("quieren 10 cajas", "Marta")
        await quiet(fake)
        file, voice, shared = (payload["event"] for payload in app.received)
        assert (file["subtype"], file["text"]) == ("file_share", "aquí van")
        assert (file["files"][0]["name"], file["files"][0]["size"]) == ("clientes.csv", 7)
        assert (voice["files"][0]["subtype"], voice["files"][0]["mimetype"]) == ("slack_audio", "audio/webm")
        assert (shared["attachments"][0]["author_name"], shared["attachments"][0]["text"]) == (
            "Marta",
            "quieren 10 cajas",
        )


# How Slack insists


async def test_an_event_that_fails_comes_at_once_then_after_a_minute_then_after_five(
    fake: FakeSlack, ana: User
) -> None:
    async with http_app(fake) as app:
        app.status = 503
        await ana.says("hola")
        await fake.until(lambda: len(app.received) == 2)
        assert [headers.get("X-Slack-Retry-Num") for headers in app.headers] == [None, "1"]
        assert app.headers[1]["X-Slack-Retry-Reason"] == "http_error"
        for tries in (3, 4):
            fake.retry_now()
            await fake.until(lambda tries=tries: len(app.received) == tries)  # type: ignore[misc]
        await quiet(fake)
        assert len({payload["event_id"] for payload in app.received}) == 1
        assert [payload["event"]["text"] for payload in fake.given_up] == ["hola"]


async def test_an_app_can_ask_for_no_retries(fake: FakeSlack, ana: User) -> None:
    async with http_app(fake) as app:
        app.answer = lambda _payload: web.Response(status=500, headers={"X-Slack-No-Retry": "1"})
        await ana.says("hola")
        await quiet(fake)
        assert (len(app.received), len(fake.given_up)) == (1, 1)


async def test_an_app_that_answers_too_late_is_told_again(ana: User) -> None:
    late = asyncio.Event()

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        await request.read()
        if "X-Slack-Retry-Num" not in request.headers:
            await late.wait()
        reasons.append(request.headers.get("X-Slack-Retry-Reason"))
        return web.Response()

    reasons: list[str | None] = []
    runner = web.ServerRunner(web.Server(handle, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with await FakeSlack.start(rates=False, ack_seconds=0.05) as fake:
        await fake.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}/", verify=False)
        await fake.user("Luis").says("hola")
        await quiet(fake)
    late.set()
    await runner.cleanup()
    assert reasons[0] == "http_timeout"


async def test_retries_find_an_app_that_comes_back(fake: FakeSlack, ana: User) -> None:
    async with http_app(fake) as app:
        url = app.url
    await ana.says("hola")
    await fake.until(lambda: fake.world.courier.pending()[0].attempts == 1)
    async with http_app(fake) as back:
        assert back.url != url
        fake.retry_now()
        await quiet(fake)
        assert back.headers[0]["X-Slack-Retry-Num"] == "2"
        assert back.headers[0]["X-Slack-Retry-Reason"] == "connection_failed"


async def test_events_come_twice_lost_and_shuffled_when_ordered(fake: FakeSlack, ana: User) -> None:
    async with http_app(fake) as app:
        fake.faults.add("twice", "delivery")
        await ana.says("uno")
        await quiet(fake)
        fake.faults.add("lost_answer", "delivery")
        await ana.says("dos")
        await quiet(fake)
        fake.faults.add("cut", "delivery")
        await ana.says("tres")
        await quiet(fake)
        assert sorted(texts(app)) == ["dos", "dos", "tres", "uno", "uno"]
        fake.redeliver(fake.events[0])
        await quiet(fake)
        assert texts(app)[-1] == "uno"
        app.received.clear()
        fake.hold()
        for number in range(20):
            await ana.says(str(number))
        assert (len(fake.pending()), app.received) == (20, [])
        fake.release(shuffled=True)
        await quiet(fake)
        assert sorted(texts(app), key=int) == [str(number) for number in range(20)] != texts(app)


async def test_a_url_that_does_not_answer_the_challenge_is_not_taken(fake: FakeSlack) -> None:
    async with http_app(fake) as app:
        app.url = fake.url
        with pytest.raises(AssertionError, match="answered 404"):
            await fake.deliver_to(fake.url)


# Socket Mode


async def test_what_a_person_says_comes_over_socket_mode(fake: FakeSlack, ana: User) -> None:
    async with socket_app(fake) as app:
        await ana.says("hola")
        await quiet(fake)
        assert app.received[0].type == "events_api"
        assert app.received[0].payload["event"]["text"] == "hola"
        assert fake.mistakes == []


async def test_an_envelope_that_is_not_acknowledged_comes_again() -> None:
    async with await FakeSlack.start(rates=False, ack_seconds=0.2) as fake, socket_app(fake) as app:
        app.acks = False
        await fake.user("Ana").says("hola")
        await fake.until(lambda: len(app.received) == 2)
        again = app.received[1]
        assert (again.retry_attempt, again.retry_reason) == (1, "timeout")
        assert again.payload["event_id"] == app.received[0].payload["event_id"]


async def test_each_event_goes_to_one_of_the_connections(fake: FakeSlack, ana: User) -> None:
    async with socket_app(fake) as first, socket_app(fake) as second:
        assert fake.connections == 2
        for number in range(20):
            await ana.says(str(number))
        await quiet(fake)
        assert len(first.received) + len(second.received) == 20
        assert first.received
        assert second.received


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_an_app_that_is_asked_to_reconnects_and_loses_nothing(fake: FakeSlack, ana: User, reason: str) -> None:
    async with socket_app(fake) as app:
        before = fake.world.sockets.connections[0]
        await fake.disconnect(reason)
        await ana.says("hola")
        await fake.until(lambda: fake.connections == 1 and fake.world.sockets.connections[0] is not before)
        await quiet(fake)
        assert [request.payload["event"]["text"] for request in app.received] == ["hola"]


async def test_an_address_opens_one_connection_and_ten_may_be_open(fake: FakeSlack) -> None:
    bot = library_client(fake)
    async with aiohttp.ClientSession() as session:
        url = str((await bot.apps_connections_open(app_token=APP_TOKEN))["url"])
        sockets = [await session.ws_connect(url)]
        hello = await sockets[0].receive_json()
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)
        for _ in range(10):
            answer = await bot.apps_connections_open(app_token=APP_TOKEN)
            sockets.append(await session.ws_connect(str(answer["url"])))
        assert await sockets[-1].receive_json() == {
            "type": "disconnect", "reason": "too_many_websockets", "debug_info": {"host": "applink-1"},
        }  # fmt: skip
        for socket in sockets:
            await socket.close()
        await fake.until(lambda: not fake.connections)


async def test_a_cut_connection_has_its_envelopes_sent_elsewhere(fake: FakeSlack, ana: User) -> None:
    async with socket_app(fake) as first:
        first.acks = False
        await ana.says("hola")
        await fake.until(lambda: first.received)
        await first.client.close()  # type: ignore[no-untyped-call]
        async with socket_app(fake) as second:
            fake.retry_now()  # a slow machine may have missed the first retry
            await quiet(fake)
            assert second.received[0].retry_reason == "connection_failed"


# Everything twice, and from another process


async def test_everything_comes_twice_when_it_shall(ana: User) -> None:
    async with await FakeSlack.start(rates=False, twice=True) as fake, http_app(fake) as app:
        luis = fake.user("Luis")
        await luis.says("hola")
        await luis.slash("/cartera", "hoy")
        await quiet(fake)
        assert len(app.received) == 4
        assert len(fake.events) == 2


async def test_an_interaction_that_comes_twice_is_answered_once(ana: User) -> None:
    async with await FakeSlack.start(rates=False, twice=True) as fake, socket_app(fake) as app:
        luis = fake.user("Luis")
        app.answer = lambda _request: {"text": "Hecho"}
        await luis.slash("/cartera", "hoy")
        await quiet(fake)
        assert len(app.received) == 2
        assert [message.text for message in luis.inbox] == ["Hecho"]
        assert fake.mistakes == []


async def test_another_process_drives_it() -> None:
    async with await SlackControl.spawn(rates=False, retry_scale=0.01) as slack, listening() as app:
        await slack.deliver_to(app.url)
        (ana,) = await slack.users(["Ana"])
        await slack.says([(ana["id"], "hola"), (ana["id"], "adiós")])
        async with aiohttp.ClientSession() as session:
            content = {"channel": ana["id"], "text": "Hola"}
            headers = {"Authorization": "Bearer xoxb-1000000001-fake-for-tests-on-the-local-machine"}
            async with session.post(f"{slack.api_url}chat.postMessage", json=content, headers=headers) as response:
                assert (await response.json())["ok"]
        counters = await slack.wait({"chat.postMessage": 1}, pending=0)
        assert (counters["calls"]["chat.postMessage ok"], counters["messages"], counters["given_up"]) == (1, 1, 0)
        assert [message["text"] for message in await slack.inbox(ana["id"])] == ["Hola"]
        assert sorted(texts(app)) == ["Hola", "adiós", "hola"]
        with pytest.raises(AssertionError, match="nobody"):
            await slack.says([("U0", "x")])
