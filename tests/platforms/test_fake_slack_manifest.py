"""The fake Slack gives an app what its manifest asks for, and nothing else."""

import copy
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.fakes.slack import BOT_TOKEN, FakeSlack
from tests.platforms.slack_apps import http_app, library_client
from tests.platforms.test_fake_slack import refused

Json = dict[str, Any]
MANIFEST: Json = {
    "display_information": {"name": "Cartera"},
    "features": {
        "app_home": {"home_tab_enabled": False, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "shortcuts": [{"name": "Log a visit", "type": "global", "callback_id": "visit", "description": "Log a visit"}],
        "slash_commands": [{"command": "/cartera", "description": "Anything", "should_escape": False}],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands", "im:history"]}},
    "settings": {"event_subscriptions": {"bot_events": ["message.im"]}, "interactivity": {"is_enabled": True}},
}


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    async with await FakeSlack.start(rates=False, manifest=MANIFEST) as running:
        yield running


async def test_a_call_without_its_scope_is_refused(fake: FakeSlack) -> None:
    ana, bot = fake.user("Ana"), library_client(fake)
    fake.hold()
    await bot.chat_postMessage(channel=ana.id, text="hola")
    for call in (bot.users_info(user=ana.id), bot.conversations_open(users=ana.id),
                 bot.files_getUploadURLExternal(filename="x", length=1)):  # fmt: skip
        with refused("missing_scope"):
            await call
    sent = await ana.sends_file("x.csv", b"a")
    headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
    async with aiohttp.ClientSession(headers=headers) as session, session.get(sent.files[0].url) as response:
        assert response.content_type == "text/html"


async def test_people_have_what_was_set_up_for_them(fake: FakeSlack) -> None:
    ana = fake.user("Ana")
    channel = fake.channel("ventas", [ana])
    async with http_app(fake) as app:
        await ana.mentions(channel, "hola")  # nobody asked for app_mention
        await ana.answered(await ana.slash("/cartera", "con @Ana & co"))
        await ana.answered(await ana.shortcut("visit"))
        assert len(app.received) == 2
        assert app.received[0]["text"] == "con @Ana &amp; co"
        for nowhere in (ana.slash("/crm"), ana.shortcut("call"), ana.opens_home()):
            with pytest.raises(AssertionError):
                await nowhere


def changed(path: str, value: Any) -> Json:
    """Returns the manifest with one thing changed."""
    manifest = copy.deepcopy(MANIFEST)
    *parts, last = path.split(".")
    place = manifest
    for part in parts:
        place = place[part]
    place[last] = value
    return manifest


@pytest.mark.parametrize(("path", "value", "problem"), [
    ("display_information", {}, "a name"),
    ("display_information.name", "x" * 36, "more than 35"),
    ("oauth_config.scopes.bot", ["chat:write", "im:history"], "need the scope commands"),
    ("oauth_config.scopes.bot", ["chat:write", "commands"], "needs the scope im:history"),
    ("settings.event_subscriptions.bot_events", ["message.dm"], "does not know"),
    ("features.slash_commands", [{"command": "cartera", "description": "x"}], "begins with a slash"),
    ("features.shortcuts", [{"name": "x" * 25, "callback_id": "x"}], "more than 24"),
])  # fmt: skip
async def test_a_manifest_that_slack_would_not_take_is_not_taken(path: str, value: Any, problem: str) -> None:
    with pytest.raises(AssertionError, match=problem):
        await FakeSlack.start(manifest=changed(path, value))
