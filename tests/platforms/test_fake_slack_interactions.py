"""The fake Slack's buttons, commands and shortcuts: what the app is told of them, and how it may answer."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.fakes.slack import FakeSlack, User
from tests.platforms.slack_apps import http_app, library_client, socket_app
from tests.platforms.test_fake_slack import button, section
from tests.platforms.test_fake_slack_blocks import actions
from tests.platforms.test_fake_slack_delivery import quiet


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    async with await FakeSlack.start(rates=False) as running:
        yield running


@pytest.fixture
def ana(fake: FakeSlack) -> User:
    return fake.user("Ana Ruiz")


async def test_a_press_reaches_the_app_and_its_answer_the_person(fake: FakeSlack, ana: User) -> None:
    bot = library_client(fake)
    async with socket_app(fake) as app:
        blocks = [section("Guardado"), *actions(button("Deshacer", value="undo:1"))]
        await bot.chat_postMessage(channel=ana.id, text="Guardado", blocks=blocks)
        press = await ana.presses(await ana.next_message(), "Deshacer")
        await ana.answered(press)
        payload = next(request.payload for request in app.received if request.type == "interactive")
        assert payload["actions"][0]["value"] == "undo:1"
        assert (payload["user"]["id"], payload["channel"]["id"]) == (ana.id, ana.dm.id)
        assert payload["message"]["ts"] == ana.last.ts
        assert payload["trigger_id"] == press.trigger_id


async def test_a_response_url_replaces_whispers_and_shares(fake: FakeSlack, ana: User) -> None:
    bot, luis = library_client(fake), fake.user("Luis")
    channel = fake.channel("ventas", [ana, luis])
    async with http_app(fake):
        blocks = [section("Bar Sol"), *actions(button("Compartir"))]
        await bot.chat_postEphemeral(channel=channel.id, user=ana.id, text="Bar Sol", blocks=blocks)
        press = await ana.presses(ana.whispers[0], "Compartir")
        assert "message" not in press.payload
        hook = AsyncWebhookClient(press.payload["response_url"])
        assert (await hook.send(text="Compartido", replace_original=True)).status_code == 200
        assert [message.text for message in channel.shown_to(ana)] == ["Compartido"]
        await hook.send(text="Bar Sol", response_type="in_channel")
        assert [message.text for message in channel.shown_to(luis)] == ["Bar Sol"]
        await hook.send(delete_original=True)
        await hook.send(text="solo tú")
        assert [message.text for message in channel.shown_to(ana)] == ["Bar Sol", "solo tú"]
        assert (await hook.send(text=" ", blocks=[section("")])).status_code == 400
        await hook.send(text="cinco")
        used = await hook.send(text="seis")
        assert (used.status_code, "used_url" in used.body) == (404, True)
        await quiet(fake)


async def test_a_response_url_expires_after_half_an_hour() -> None:
    now = [0.0]
    async with await FakeSlack.start(clock=lambda: now[0]) as fake, http_app(fake):
        press = await fake.user("Ana").slash("/cartera", "hoy")
        now[0] += 1800
        expired = await AsyncWebhookClient(press.payload["response_url"]).send(text="tarde")
        assert (expired.status_code, "expired_url" in expired.body) == (404, True)
        await quiet(fake)


async def test_a_command_comes_as_a_form_and_may_be_answered_at_once(fake: FakeSlack, ana: User) -> None:
    luis = fake.user("Luis Vega")
    async with http_app(fake) as app:
        app.answer = lambda _payload: {"response_type": "ephemeral", "text": "*Hecho*"}
        press = await ana.slash("/cartera", "visita con @Luis Vega & Marta")
        await ana.answered(press)
        assert app.received[0]["command"] == "/cartera"
        assert app.received[0]["text"] == f"visita con <@{luis.id}> &amp; Marta"
        assert (app.received[0]["channel_name"], app.received[0]["channel_id"]) == ("directmessage", ana.dm.id)
        assert (await ana.sees("Hecho")).only_for == ana.id


async def test_an_interaction_that_fails_is_a_warning_and_comes_only_once(fake: FakeSlack, ana: User) -> None:
    async with http_app(fake) as app:
        app.status = 500
        press = await ana.shortcut("log_visit")
        with pytest.raises(AssertionError, match="http_error"):
            await ana.answered(press)
        assert len(app.received) == 1
        assert (press.acked, fake.given_up) == (False, [])


async def test_a_message_shortcut_brings_its_message(fake: FakeSlack, ana: User) -> None:
    async with http_app(fake) as app:
        said = await ana.says("Marta quiere 10 cajas")
        await quiet(fake)
        await ana.answered(await ana.shortcut("log_this", said))
        assert (app.received[-1]["type"], app.received[-1]["message"]["ts"]) == ("message_action", said.ts)
