"""The fake Slack's dialogs and home pages: who may open them, what people fill in, what the app may answer."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import FakeSlack, User
from tests.platforms.slack_apps import HttpApp, http_app, library_client, socket_app
from tests.platforms.test_fake_slack import button, refused, section
from tests.platforms.test_fake_slack_blocks import actions, field, menu, modal, option, plain

Json = dict[str, Any]
DAYS = menu(options=[option("Lunes", "mon"), option("Martes", "tue")])


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    async with await FakeSlack.start(rates=False) as running:
        yield running


@pytest.fixture
async def app(fake: FakeSlack) -> AsyncIterator[HttpApp]:
    async with http_app(fake) as running:
        yield running


@pytest.fixture
def bot(fake: FakeSlack) -> AsyncWebClient:
    return library_client(fake)


@pytest.fixture
def ana(fake: FakeSlack) -> User:
    return fake.user("Ana Ruiz")


async def opens(bot: AsyncWebClient, ana: User, view: Json) -> str:
    """Open a dialog by a shortcut; returns its id."""
    press = await ana.shortcut("log_visit")
    answer = await bot.views_open(trigger_id=press.trigger_id, view=view)
    return str(answer["view"]["id"])


async def test_a_trigger_is_good_once_and_for_three_seconds(app: HttpApp) -> None:
    now = [0.0]
    async with await FakeSlack.start(rates=False, clock=lambda: now[0]) as fake:
        await fake.deliver_to(app.url)
        ana, bot = fake.user("Ana"), library_client(fake)
        first = await ana.slash("/cartera", "visita")
        await bot.views_open(trigger_id=first.trigger_id, view=modal(field()))
        with refused("exchanged_trigger_id"):
            await bot.views_open(trigger_id=first.trigger_id, view=modal(field()))
        late = await ana.shortcut("log_visit")
        now[0] += 3.0
        for trigger, error in ((late.trigger_id, "expired_trigger_id"), ("x", "invalid_trigger_id")):
            with refused(error):
                await bot.views_open(trigger_id=trigger, view=modal(field()))
        await ana.answered(late)


async def test_what_is_filled_in_comes_by_block_and_action(app: HttpApp, bot: AsyncWebClient, ana: User) -> None:
    day = {"type": "input", "block_id": "day", "label": plain("Día"), "element": DAYS, "optional": True}
    picker = {"type": "datepicker", "action_id": "d", "initial_date": "2026-11-20"}
    date = {"type": "input", "block_id": "when", "label": plain("Fecha"), "element": picker}
    await opens(bot, ana, modal(field(), day, date, callback_id="visit", private_metadata="{}"))
    assert ana.modal is not None
    assert (ana.modal.title, ana.modal.fields) == ("Visita", ["Nota", "Día", "Fecha"])
    assert await ana.submits({"Nota": "quiere 10 cajas", "m": "Martes"}) == {}
    submitted = app.received[-1]
    assert (submitted["type"], submitted["view"]["callback_id"]) == ("view_submission", "visit")
    values = submitted["view"]["state"]["values"]
    assert values["note"]["note"] == {"type": "plain_text_input", "value": "quiere 10 cajas"}
    assert values["day"]["m"]["selected_option"]["value"] == "tue"
    assert values["when"]["d"]["selected_date"] == "2026-11-20"
    assert ana.modal is None


async def test_a_required_field_is_asked_for_before_anything_is_sent(
    app: HttpApp, bot: AsyncWebClient, ana: User
) -> None:
    await opens(bot, ana, modal(field()))
    assert await ana.submits({"Nota": ""}) == {"Nota": "Please complete this required field."}
    assert [payload["type"] for payload in app.received] == ["shortcut"]
    with pytest.raises(AssertionError, match="Cliente"):
        await ana.submits({"Cliente": "Bar Sol"})


async def test_errors_are_shown_at_their_fields_and_the_dialog_stays(
    app: HttpApp, bot: AsyncWebClient, ana: User
) -> None:
    app.answer = lambda payload: (
        {"response_action": "errors", "errors": {"note": "¿Qué pasó?"}}
        if payload["type"] == "view_submission"
        else None
    )
    await opens(bot, ana, modal(field()))
    assert await ana.submits({"Nota": "x"}) == {"Nota": "¿Qué pasó?"}
    assert ana.modal is not None
    app.answer = lambda _payload: {"response_action": "clear"}
    assert await ana.submits({"Nota": "sí"}) == {}
    assert ana.modal is None


WRONG_ANSWERS: list[Any] = [
    {"response_action": "errors", "errors": {"nowhere": "x"}},
    {"response_action": "errors", "errors": {}},
    {"response_action": "errors", "errors": {"note": ""}},
    {"response_action": "update", "view": {"type": "modal", "blocks": []}},
    {"response_action": "close"},
    "ok",
]


@pytest.mark.parametrize("answer", WRONG_ANSWERS)
async def test_an_answer_that_slack_cannot_use_is_trouble(
    app: HttpApp, bot: AsyncWebClient, ana: User, answer: Any
) -> None:
    app.answer = lambda payload: answer if payload["type"] == "view_submission" else None
    await opens(bot, ana, modal(field()))
    with pytest.raises(AssertionError, match="had some trouble connecting"):
        await ana.submits({"Nota": "x"})
    assert ana.modal is not None


async def test_no_answer_in_time_is_trouble() -> None:
    async with await FakeSlack.start(rates=False, ack_seconds=0.2) as fake, socket_app(fake) as app:
        ana = fake.user("Ana")
        await opens(library_client(fake), ana, modal(field()))
        await fake.until(lambda: app.received)
        app.acks = False
        with pytest.raises(AssertionError, match="timeout"):
            await ana.submits({"Nota": "x"})


async def test_over_socket_mode_the_answer_comes_with_the_acknowledgement(
    fake: FakeSlack, bot: AsyncWebClient, ana: User
) -> None:
    async with socket_app(fake) as app:
        app.answer = lambda request: (
            {"response_action": "update", "view": modal(section("*Guardado*"))}
            if request.payload["type"] == "view_submission"
            else None
        )
        await opens(bot, ana, modal(field()))
        assert await ana.submits({"Nota": "x"}) == {}
        assert ana.modal is not None
        assert ana.modal.text == "Guardado"
        assert fake.mistakes == []


async def test_a_closed_dialog_is_told_if_the_app_asks(
    app: HttpApp, fake: FakeSlack, bot: AsyncWebClient, ana: User
) -> None:
    view_id = await opens(bot, ana, modal(field(), notify_on_close=True))
    await ana.closes_modal()
    await fake.until(lambda: not fake.pending())
    assert (app.received[-1]["type"], app.received[-1]["view"]["id"]) == ("view_closed", view_id)
    with refused("not_found"):
        await bot.views_update(view_id=view_id, view=modal(field()))


async def test_a_view_that_changed_meanwhile_is_a_conflict(app: HttpApp, bot: AsyncWebClient, ana: User) -> None:
    press = await ana.shortcut("log_visit")
    opened = (await bot.views_open(trigger_id=press.trigger_id, view=modal(field(), external_id="one")))["view"]
    await bot.views_update(external_id="one", view=modal(field("Otra")), hash=opened["hash"])
    with refused("hash_conflict"):
        await bot.views_update(view_id=opened["id"], view=modal(field()), hash=opened["hash"])
    await bot.views_publish(user_id=ana.id, view={"type": "home", "blocks": [], "external_id": "home"})
    with refused("duplicate_external_id"):
        await bot.views_update(view_id=opened["id"], view=modal(field(), external_id="home"))
    with refused("hash_conflict"):
        await bot.views_publish(user_id=ana.id, view={"type": "home", "blocks": []}, hash="1.2")


async def test_a_button_on_the_home_page_names_the_view(
    app: HttpApp, fake: FakeSlack, bot: AsyncWebClient, ana: User
) -> None:
    await ana.opens_home()
    await fake.until(lambda: not fake.pending())
    assert app.received[-1]["event"]["type"] == "app_home_opened"
    assert "view" not in app.received[-1]["event"]
    await bot.views_publish(
        user_id=ana.id, view={"type": "home", "blocks": [section("Hoy"), *actions(button("Mi día"))]}
    )
    assert ana.home is not None
    await ana.answered(await ana.presses(ana.home, "Mi día"))
    pressed = app.received[-1]
    assert pressed["container"] == {"type": "view", "view_id": ana.home.view_id}
    assert "response_url" not in pressed
    await ana.opens_home()
    await fake.until(lambda: not fake.pending())
    assert app.received[-1]["event"]["view"]["id"] == ana.home.view_id
