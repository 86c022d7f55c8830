"""The fake Slack takes the blocks and views that Slack takes, and says of the others what Slack says."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import FakeSlack, User
from tests.platforms.slack_apps import library_client
from tests.platforms.test_fake_slack import button, refused, section

Json = dict[str, Any]


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    async with await FakeSlack.start(rates=False) as running:
        running.hold()
        yield running


@pytest.fixture
def bot(fake: FakeSlack) -> AsyncWebClient:
    return library_client(fake)


@pytest.fixture
def ana(fake: FakeSlack) -> User:
    return fake.user("Ana Ruiz")


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def actions(*elements: Json) -> list[Json]:
    return [{"type": "actions", "elements": list(elements)}]


def menu(**more: Any) -> Json:
    options = [{"text": plain("Lunes"), "value": "mon"}]
    return {"type": "static_select", "action_id": "m", "placeholder": plain("Día"), "options": options, **more}


def field(label: str = "Nota", **more: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": "note", **more.pop("element", {})}
    return {"type": "input", "block_id": "note", "label": plain(label), "element": element, **more}


def option(text: str, value: str) -> Json:
    return {"text": plain(text), "value": value}


WRONG_BLOCKS: list[tuple[list[Json], str]] = [
    ([section("x") for _ in range(51)], "no more than 50 items allowed [json-pointer:/blocks]"),
    ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ([{"type": "section"}], "missing required field: text [json-pointer:/blocks/0]"),
    (
        [{"type": "section", "fields": [plain("x")] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    (
        [{"type": "section", "fields": [plain("x" * 2001)]}],
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ),
    (actions(*[button(str(n)) for n in range(26)]), "no more than 25 items allowed [json-pointer:/blocks/0/elements]"),
    (actions(), "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]"),
    (actions(button("x" * 76)), "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]"),
    (
        actions(button("x", value="v" * 2001)),
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    (
        actions({**button("x"), "action_id": "a" * 256}),
        "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
    ),
    (actions(button("x"), button("x")), "`action_id` x already exists"),
    (actions({**button("x"), "text": {"type": "mrkdwn", "text": "*x*"}}), "must be plain_text"),
    (actions(button("x", style="green")), "must be one of primary, danger [json-pointer:/blocks/0/elements/0/style]"),
    (actions(button("x", url="bar-sol")), "must be a valid URL [json-pointer:/blocks/0/elements/0/url]"),
    (actions(button("x", colour="red")), "invalid additional property: colour [json-pointer:/blocks/0/elements/0]"),
    (actions(menu(options=[option("x" * 76, "v")])), "must be less than 76 characters"),
    (actions(menu(options=[option("x", "v" * 151)])), "must be less than 151 characters"),
    (actions(menu(options=[option("x", str(n)) for n in range(101)])), "no more than 100 items allowed"),
    (actions(menu(initial_option=option("Martes", "tue"))), "must exactly match one of the options"),
    (actions({"type": "datepicker", "action_id": "d", "initial_date": "24/11/2026"}), "has an invalid format"),
    (
        [{"type": "header", "text": plain("x" * 151)}],
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    (
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        "must be plain_text [json-pointer:/blocks/0/text/type]",
    ),
    (
        [{"type": "context", "elements": [plain("x")] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    ([{"type": "sextion"}], "unsupported type: sextion [json-pointer:/blocks/0/type]"),
    ([{**section("x"), "block_id": "b"}, {**section("y"), "block_id": "b"}], "`block_id` b already exists"),
    ([{**section("x"), "block_id": "b" * 256}], "must be less than 256 characters [json-pointer:/blocks/0/block_id]"),
    ([{"type": "image", "image_url": "https://a.example/x.png"}], "missing required field: alt_text"),
]


@pytest.mark.parametrize(("blocks", "problem"), WRONG_BLOCKS, ids=[problem for _, problem in WRONG_BLOCKS])
async def test_wrong_blocks_are_refused(bot: AsyncWebClient, ana: User, blocks: list[Json], problem: str) -> None:
    with refused("invalid_blocks", problem):
        await bot.chat_postMessage(channel=ana.id, text="x", blocks=blocks)
    assert ana.inbox == []


async def test_blocks_at_every_limit_are_taken(bot: AsyncWebClient, ana: User) -> None:
    elements = [button(f"{n:075}", value="v" * 2000) for n in range(25)]
    fields = {"type": "section", "fields": [plain("x" * 200)] * 10}
    blocks = [section("x" * 3000), fields, {"type": "header", "text": plain("x" * 150)}, *actions(*elements)]
    await bot.chat_postMessage(channel=ana.id, text="x", blocks=[*blocks, *[{"type": "divider"}] * 46])
    assert len(ana.last.labels) == 25


async def test_texts_are_kept_escaped_and_read_as_they_were(bot: AsyncWebClient, ana: User) -> None:
    answer = await bot.chat_postMessage(channel=ana.id, text="x", blocks=actions(button("Pan & <Vino>")))
    assert answer["message"]["blocks"][0]["elements"][0]["text"]["text"] == "Pan &amp; &lt;Vino&gt;"
    assert ana.last.labels == ["Pan & <Vino>"]


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Visita"), "submit": plain("Guardar"), "blocks": list(blocks), **more}


WRONG_VIEWS: list[tuple[Json, str]] = [
    (modal(*[section("x")] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
    (modal(section("x"), title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
    (modal(section("x"), submit=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/submit/text]"),
    (modal(section("x"), close=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/close/text]"),
    (
        modal(section("x"), private_metadata="x" * 3001),
        "must be less than 3001 characters [json-pointer:/view/private_metadata]",
    ),
    (modal(section("x"), callback_id="x" * 256), "must be less than 256 characters [json-pointer:/view/callback_id]"),
    (
        {"type": "modal", "title": plain("x"), "blocks": [field()]},
        "`submit` is required when an `input` is within blocks",
    ),
    ({"type": "modal", "blocks": []}, "missing required field: title [json-pointer:/view]"),
    (modal(field(element={"max_length": 3001})), "must be between 1 and 3000"),
    (modal(field(element={"initial_value": "xxx", "max_length": 2})), "must be less than 3 characters"),
    (modal(field(label="x" * 2001)), "must be less than 2001 characters [json-pointer:/view/blocks/0/label/text]"),
    (modal({"type": "markdown", "text": "x"}), "unsupported type: markdown [json-pointer:/view/blocks/0/type]"),
    ({"type": "home", "blocks": []}, "must be modal [json-pointer:/view/type]"),
]


@pytest.mark.parametrize(("view", "problem"), WRONG_VIEWS, ids=[problem for _, problem in WRONG_VIEWS])
async def test_wrong_views_are_refused(bot: AsyncWebClient, ana: User, view: Json, problem: str) -> None:
    press = await ana.shortcut("visit")
    with refused("invalid_arguments", problem):
        await bot.views_open(trigger_id=press.trigger_id, view=view)
    await bot.views_open(trigger_id=press.trigger_id, view=modal(field()))  # the trigger is still good


async def test_a_home_page_is_a_view_without_title_and_submit(bot: AsyncWebClient, ana: User) -> None:
    with refused("invalid_arguments", "invalid additional property: title"):
        await bot.views_publish(user_id=ana.id, view={"type": "home", "title": plain("x"), "blocks": []})
    with refused("user_not_found"):
        await bot.views_publish(user_id="U0NOBODY", view={"type": "home", "blocks": []})
    await bot.views_publish(user_id=ana.id, view={"type": "home", "blocks": [section("*Mi día*")]})
    assert ana.home is not None
    assert ana.home.text == "Mi día"
