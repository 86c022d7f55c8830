"""Slack's own framework runs against the fake as it does against Slack: over Socket Mode, and behind a request URL."""

from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest, AsyncRespond, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import APP_TOKEN, SIGNING_SECRET, FakeSlack
from tests.platforms.slack_apps import library_client
from tests.platforms.test_fake_slack import button, section
from tests.platforms.test_fake_slack_blocks import actions, field, modal

Json = dict[str, Any]


def bolt(fake: FakeSlack) -> AsyncApp:
    """An app that answers what is said, pressed, typed and filled in."""
    app = AsyncApp(client=library_client(fake), signing_secret=SIGNING_SECRET)

    async def echo(message: Json, say: AsyncSay) -> None:
        await say(
            text=f"Dijiste {message['text']}",
            blocks=[section(f"Dijiste *{message['text']}*"), *actions(button("Deshacer"))],
        )

    async def undo(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond(text="Deshecho", replace_original=True)

    async def command(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack(text="Un momento")
        await client.views_open(trigger_id=body["trigger_id"], view=modal(field(), callback_id="visit"))

    async def submitted(ack: AsyncAck, view: Json) -> None:
        said = view["state"]["values"]["note"]["note"]["value"]
        await ack() if len(said) > 3 else await ack(response_action="errors", errors={"note": "Cuéntame más."})

    app.message()(echo)
    app.action("Deshacer")(undo)
    app.command("/cartera")(command)
    app.view("visit")(submitted)
    return app


async def test_bolt_runs_over_socket_mode() -> None:
    async with await FakeSlack.start() as fake:
        app, ana = bolt(fake), fake.user("Ana Ruiz")
        handler = AsyncSocketModeHandler(app, APP_TOKEN, web_client=library_client(fake, APP_TOKEN))
        await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt types it not
        try:
            await ana.says("hola")
            message = await ana.next_message()
            assert message.text == "Dijiste hola"
            await ana.answered(await ana.presses(message, "Deshacer"))
            await ana.sees("Deshecho")
            await ana.answered(await ana.slash("/cartera", "visita"))
            await ana.sees("Un momento")
            assert (await ana.sees_modal()).fields == ["Nota"]
            assert await ana.submits({"Nota": "10"}) == {"Nota": "Cuéntame más."}
            assert await ana.submits({"Nota": "10 cajas"}) == {}
            await fake.until(lambda: not fake.pending())
            odd = [mistake for mistake in fake.mistakes if "team_id" not in mistake]  # Bolt adds it to every call
            assert odd == []
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]


async def test_bolt_takes_the_fakes_signatures() -> None:
    async with await FakeSlack.start() as fake:
        app = bolt(fake)
        body = b'{"type":"url_verification","challenge":"abc","token":"t"}'
        response = await app.async_dispatch(AsyncBoltRequest(body=body.decode(), headers={**fake.sign(body)}))
        assert (response.status, "abc" in response.body) == (200, True)
        forged = {**fake.sign(body), "X-Slack-Signature": "v0=" + "0" * 64}
        assert (await app.async_dispatch(AsyncBoltRequest(body=body.decode(), headers={**forged}))).status == 401
        old = fake.sign(body, timestamp="1700000000")
        assert (await app.async_dispatch(AsyncBoltRequest(body=body.decode(), headers={**old}))).status == 401
