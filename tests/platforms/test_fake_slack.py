"""The fake Slack refuses what Slack refuses and shows people what they would see. Spoken to by slack-sdk itself."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, BOT_USER, FakeSlack, User
from tests.fakes.slack.rates import Rates
from tests.platforms.slack_apps import library_client

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


@contextlib.contextmanager
def refused(error: str, *problems: str) -> Iterator[None]:
    """The library raises, and Slack's answer was this error, with these among its messages."""
    with pytest.raises(SlackApiError) as caught:
        yield
    answer = caught.value.response.data
    assert answer["error"] == error
    said = " ".join(answer.get("response_metadata", {}).get("messages", []))
    for problem in problems:
        assert problem in said


def section(text: str, kind: str = "mrkdwn") -> Json:
    return {"type": "section", "text": {"type": kind, "text": text}}


def button(text: str, **more: Any) -> Json:
    return {"type": "button", "text": {"type": "plain_text", "text": text}, "action_id": text, **more}


async def test_a_person_sees_the_text_its_looks_and_the_buttons(bot: AsyncWebClient, ana: User) -> None:
    blocks = [
        section("*Bar Ñandú* &lt;3 :) _hoy_"),
        {"type": "actions", "elements": [button("Deshacer"), button("Más")]},
    ]
    await bot.chat_postMessage(channel=ana.id, text="Guardado", blocks=blocks)
    message = await ana.next_message()
    assert message.text == "Bar Ñandú <3 :) hoy"
    assert (message.marked("bold"), message.marked("italic")) == (["Bar Ñandú"], ["hoy"])
    assert message.labels == ["Deshacer", "Más"]
    assert message.notification == "Guardado"


SHOWN = [
    ("2 * 3 * 4 y snake_case_name", "2 * 3 * 4 y snake_case_name"),
    ("*Bar*, *otro*", "Bar, otro"),
    ("`*no*` ```<@nadie>```", "*no* nadie"),
    ("<https://a.example/x_y_z|la web> y <mailto:a@b.es|a@b.es>", "la web y a@b.es"),
    ("&amp;lt; no es &lt;", "&lt; no es <"),
    ("<!date^1392734382^{date_short}|18 de febrero>", "18 de febrero"),
]


@pytest.mark.parametrize(("written", "read"), SHOWN)
async def test_marks_are_not_read_and_letters_are(bot: AsyncWebClient, ana: User, written: str, read: str) -> None:
    await bot.chat_postMessage(channel=ana.id, text=written)
    assert ana.last.text == read


async def test_who_is_pinged_is_known(fake: FakeSlack, bot: AsyncWebClient, ana: User) -> None:
    channel = fake.channel("ventas", [ana])
    await bot.chat_postMessage(channel=channel.id, text=f"<!channel> <@{ana.id}> en <#{channel.id}>")
    assert channel.last.text == "@channel @Ana Ruiz en #ventas"
    assert channel.last.pings == ["channel", ana.id]
    await bot.chat_postMessage(
        channel=channel.id, text="&lt;!channel&gt;", blocks=[section("<!channel>", "plain_text")]
    )
    assert (channel.last.text, channel.last.pings) == ("<!channel>", [])


async def test_links_unfurl_unless_the_app_says_no(bot: AsyncWebClient, ana: User) -> None:
    await bot.chat_postMessage(channel=ana.id, text="https://a.example/once?c=1")
    assert ana.last.unfurls == ["https://a.example/once?c=1"]
    await bot.chat_postMessage(channel=ana.id, text="https://a.example/", unfurl_links=False, unfurl_media=False)
    assert ana.last.unfurls == []


async def test_tokens_open_what_they_are_for(fake: FakeSlack, bot: AsyncWebClient) -> None:
    assert (await bot.auth_test())["user_id"] == BOT_USER
    for token, error in ((None, "not_authed"), ("xoxb-other", "invalid_auth"), (APP_TOKEN, "not_allowed_token_type")):
        with refused(error):
            await AsyncWebClient(token, base_url=fake.api_url).auth_test()
    with refused("not_allowed_token_type"):
        await bot.api_call("apps.connections.open")
    with refused("unknown_method"):
        await bot.api_call("chat.postMassage")
    assert (await AsyncWebClient(base_url=fake.api_url).api_test(foo="bar"))["args"] == {"foo": "bar"}


async def test_a_call_may_be_a_form_or_json(fake: FakeSlack, ana: User) -> None:
    headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
    url = f"{fake.api_url}chat.postMessage"
    async with aiohttp.ClientSession(headers=headers) as session:

        async def posted(**body: Any) -> Json:
            async with session.post(url, **body) as response:
                answer: Json = await response.json()
                return answer

        form = {"channel": ana.id, "blocks": '[{"type":"divider"}]', "text": "uno"}
        assert (await posted(data=form))["ok"]
        assert (await posted(json={"channel": ana.id, "text": "dos"}))["ok"]
        broken = {"data": b'{"channel"', "headers": {"Content-Type": "application/json"}}
        assert await posted(**broken) == {"ok": False, "error": "invalid_json"}
        assert await posted(json=[1]) == {"ok": False, "error": "json_not_object"}
        assert await posted(data={**form, "blocks": "[{"}) == {"ok": False, "error": "invalid_blocks_format"}
    assert [message.notification for message in ana.inbox] == ["uno", "dos"]


async def test_messages_go_only_where_the_bot_is(fake: FakeSlack, bot: AsyncWebClient, ana: User) -> None:
    outside = fake.channel("fuera", [ana], with_bot=False)
    secret = fake.channel("secreto", [ana], with_bot=False, is_private=True)
    old = fake.channel("antiguo", [ana])
    old.archived = True
    for channel, error in ((outside.id, "not_in_channel"), (secret.id, "channel_not_found"), (old.id, "is_archived"),
                           ("C0NOBODY", "channel_not_found"), (ana.dm.id, "channel_not_found")):  # fmt: skip
        with refused(error):
            await bot.chat_postMessage(channel=channel, text="hola")
    opened = await bot.conversations_open(users=ana.id)
    assert opened["channel"]["id"] == ana.dm.id
    await bot.chat_postMessage(channel=ana.dm.id, text="hola")
    outside.adds_bot(ana)
    await bot.chat_postMessage(channel="#fuera", text="hola")
    assert [message.text for message in outside.inbox] == ["hola"]


async def test_a_message_needs_words_and_not_too_many(bot: AsyncWebClient, ana: User) -> None:
    for text, error in ((" \n", "no_text"), ("x" * 40_001, "msg_too_long")):
        with refused(error):
            await bot.api_call("chat.postMessage", json={"channel": ana.id, "text": text})
    long = [section("x" * 3000) for _ in range(5)]
    with refused("msg_blocks_too_long"):
        await bot.chat_postMessage(channel=ana.id, text="x", blocks=long)
    await bot.chat_postMessage(channel=ana.id, text="x", blocks=long[:4])


async def test_people_are_known_with_their_language(fake: FakeSlack, bot: AsyncWebClient) -> None:
    marta = fake.user("Marta Gil", locale="en-GB", email="marta@example.com")
    known = (await bot.users_info(user=marta.id, include_locale=True))["user"]
    assert (known["locale"], known["real_name"], known["profile"]["email"]) == (
        "en-GB",
        "Marta Gil",
        "marta@example.com",
    )
    assert "locale" not in (await bot.users_info(user=marta.id))["user"]
    with refused("user_not_found"):
        await bot.users_info(user="U0NOBODY")
    with refused("user_not_found"):
        await bot.conversations_open(users="U0NOBODY")
    marta.leaves()
    with refused("user_disabled"):
        await bot.conversations_open(users=marta.id)


async def test_an_update_changes_the_message_and_keeps_what_it_was(bot: AsyncWebClient, ana: User) -> None:
    actions = {"type": "actions", "elements": [button("Más")]}
    sent = await bot.chat_postMessage(channel=ana.id, text="uno", blocks=[section("uno"), actions])
    where = {"channel": sent["channel"], "ts": sent["ts"]}
    await bot.chat_update(**where, text="dos", blocks=[section("dos"), actions])
    assert (ana.last.text, ana.last.labels, "edited" in ana.last.raw) == ("dos", ["Más"], False)
    await bot.chat_update(**where, text="tres")  # without blocks those that it had are gone
    assert (ana.last.text, ana.last.labels, "edited" in ana.last.raw) == ("tres", [], True)
    assert [was["text"] for was in ana.last.history] == ["uno", "dos"]
    with refused("no_text"):
        await bot.api_call("chat.update", json=where)
    with refused("msg_too_long"):
        await bot.chat_update(**where, text="x" * 4001)
    with refused("message_not_found"):
        await bot.chat_update(channel=sent["channel"], ts="1.000001", text="x")
    with refused("channel_not_found"):
        await bot.chat_update(channel=ana.id, ts=sent["ts"], text="x")
    ana.last.edit_window_closed = True
    with refused("edit_window_closed"):
        await bot.chat_update(**where, text="tres")


async def test_only_the_bots_own_messages_can_be_changed(bot: AsyncWebClient, ana: User) -> None:
    said = await ana.says("hola")
    with refused("cant_update_message"):
        await bot.chat_update(channel=ana.dm.id, ts=said.ts, text="adiós")
    with refused("cant_delete_message"):
        await bot.chat_delete(channel=ana.dm.id, ts=said.ts)


async def test_a_whisper_is_seen_by_one_and_cannot_be_changed(fake: FakeSlack, bot: AsyncWebClient, ana: User) -> None:
    luis = fake.user("Luis")
    channel = fake.channel("ventas", [ana, luis])
    sent = await bot.chat_postEphemeral(channel=channel.id, user=ana.id, text="solo para ti")
    assert [message.text for message in channel.shown_to(ana)] == ["solo para ti"]
    assert (channel.shown_to(luis), channel.inbox, ana.inbox) == ([], [], [])
    assert (await ana.next_whisper()).only_for == ana.id
    with refused("message_not_found"):
        await bot.chat_update(channel=channel.id, ts=sent["message_ts"], text="x")
    with refused("user_not_in_channel"):
        await bot.chat_postEphemeral(channel=channel.id, user=fake.user("Eva").id, text="x")


async def test_an_answer_goes_to_its_thread(fake: FakeSlack, bot: AsyncWebClient, ana: User) -> None:
    channel = fake.channel("ventas", [ana])
    asked = await ana.mentions(channel, "historial de Bar Sol")
    await bot.chat_postMessage(channel=channel.id, text="Esto", thread_ts=asked.ts)
    assert channel.last.thread_ts == asked.ts
    again = await ana.says("más", thread=channel.last)
    assert (again.thread_ts, again.raw["parent_user_id"]) == (asked.ts, BOT_USER)
    with refused("invalid_thread_ts"):
        await bot.chat_postMessage(channel=channel.id, text="x", thread_ts="1602251441.0017")
    with refused("thread_not_found"):
        await bot.chat_postMessage(channel=channel.id, text="x", thread_ts="1.000001")
    await bot.chat_postMessage(channel=channel.id, text="x", thread_ts=again.ts)
    assert channel.last.thread_ts == asked.ts
    assert fake.mistakes == ["a reply's ts as thread_ts: Slack says to use its parent's"]


async def test_a_file_goes_up_in_three_steps_and_down_with_the_token(
    fake: FakeSlack, bot: AsyncWebClient, ana: User
) -> None:
    await bot.conversations_open(users=ana.id)
    await bot.files_upload_v2(channel=ana.dm.id, filename="ventas.csv", content="a;b\n", initial_comment="Aquí está")
    message = await ana.next_message()
    assert message.text == "Aquí está"
    assert [(file.name, file.content) for file in message.files] == [("ventas.csv", b"a;b\n")]
    url = message.files[0].url
    async with aiohttp.ClientSession() as session:
        async with session.get(url, headers={"Authorization": f"Bearer {BOT_TOKEN}"}) as response:
            assert await response.read() == b"a;b\n"
        async with session.get(url) as response:
            assert response.content_type == "text/html"  # the page to sign in at, with status 200
    with refused("channel_not_found"):
        await bot.files_upload_v2(channel=ana.id, filename="x.csv", content="a")


async def test_an_upload_that_is_not_what_was_announced_is_refused(
    fake: FakeSlack, bot: AsyncWebClient, ana: User
) -> None:
    step = await bot.files_getUploadURLExternal(filename="x.csv", length=3)
    with refused("file_update_failed"):
        await bot.files_completeUploadExternal(files=[{"id": step["file_id"]}])
    async with aiohttp.ClientSession() as session, session.post(step["upload_url"], data=b"ab") as response:
        assert response.status == 400
    with refused("file_not_found"):
        await bot.files_completeUploadExternal(files=[{"id": "F0NOTHING"}])


async def test_too_much_is_refused_with_the_seconds_to_wait() -> None:
    now = [0.0]
    async with await FakeSlack.start(rates=Rates(), clock=lambda: now[0]) as fake:
        fake.hold()
        ana, bot = fake.user("Ana"), library_client(fake)
        for _ in range(2):
            await bot.chat_postMessage(channel=ana.id, text="x")
        with pytest.raises(SlackApiError) as caught:
            await bot.chat_postMessage(channel=ana.id, text="x")
        response = caught.value.response
        assert (response.status_code, response["error"], response.headers["Retry-After"]) == (429, "ratelimited", "1")
        await bot.chat_postMessage(channel=fake.user("Luis").id, text="x")
        now[0] += 1.0
        await bot.chat_postMessage(channel=ana.id, text="x")
        assert len(ana.inbox) == 3
        for _ in range(50):
            await bot.chat_update(channel=ana.dm.id, ts=ana.last.ts, text="y")
        with refused("ratelimited"):
            await bot.chat_update(channel=ana.dm.id, ts=ana.last.ts, text="y")


async def test_faults_happen_as_they_are_ordered(fake: FakeSlack, bot: AsyncWebClient, ana: User) -> None:
    fake.faults.add("refused", "chat.postMessage", error="not_in_channel", chat=ana.dm.id)
    with refused("not_in_channel"):
        await bot.chat_postMessage(channel=ana.id, text="1")
    fake.faults.add("too_many_requests", retry_after=7)
    with refused("ratelimited"):
        await bot.chat_postMessage(channel=ana.id, text="2")
    fake.faults.add("server_error", code=500)
    with refused("internal_error"):
        await bot.chat_postMessage(channel=ana.id, text="3")
    once = AsyncWebClient(BOT_TOKEN, base_url=fake.api_url, retry_handlers=[])
    lost = fake.faults.add("lost_answer", "chat.postMessage")
    with pytest.raises(aiohttp.ClientConnectionError):
        await once.chat_postMessage(channel=ana.id, text="4")
    fake.faults.add("cut", "chat.postMessage")
    with pytest.raises(aiohttp.ClientConnectionError):
        await once.chat_postMessage(channel=ana.id, text="5")
    fake.faults.add("refused", None, error="account_inactive", times=None)
    with refused("account_inactive"):
        await bot.auth_test()
    assert [message.text for message in ana.inbox] == ["4"]
    assert lost.hits == 1
    assert [call.happened for call in fake.calls("chat.postMessage")] == [False, False, False, True, False]


async def test_a_person_is_not_told_of_a_button_that_is_not_there(bot: AsyncWebClient, ana: User) -> None:
    await bot.chat_postMessage(channel=ana.id, text="x", blocks=[{"type": "actions", "elements": [button("Deshacer")]}])
    with pytest.raises(AssertionError, match="Deshacer"):
        await ana.presses(ana.last, "Borrar")
