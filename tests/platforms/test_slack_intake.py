"""What comes to /slack/events: committed before it is acknowledged, refused where Slack did not send it, never a 500."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app import App
from bot.platforms.base import DialogResult
from bot.platforms.slack.parsing import key_of
from bot.platforms.slack.platform import SlackPlatform
from bot.web.routes import LARGEST_BODY, web_app
from handlers.kit.registry.registry import Registry
from handlers.kit.web import WebRequest
from storage.messaging.inbox import RawEvent
from storage.messaging.transcripts import TranscriptLine
from tests.fakes.slack import BOT_TOKEN, BOT_USER, SIGNING_SECRET
from tests.fakes.slack.requests import signed

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@dataclass
class Kept:
    """An inbox in memory; `out` while the store is."""

    events: list[RawEvent] = field(default_factory=list)
    out: bool = False
    answer: DialogResult | None = None

    async def take(self, events: Sequence[RawEvent]) -> None:
        await asyncio.sleep(0)
        if self.out:
            raise ConnectionError
        self.events += events

    async def take_and_answer(self, event: RawEvent, seconds: float) -> DialogResult | None:
        assert seconds < 3
        await self.take([event])
        return self.answer

    async def dialog(self, platform: str, account: str, word: str) -> None:
        return None

    async def transcript(self, platform: str, chat: str) -> Sequence[TranscriptLine]:
        return ()

    async def file_in(self, platform: str, chat: str, file_id: int) -> None:
        return None


@dataclass
class Door:
    """The route, as Slack reaches it."""

    web: httpx.AsyncClient
    kept: Kept

    async def sends(self, body: bytes, headers: dict[str, str] | None = None) -> int:
        given = signed(SIGNING_SECRET, body) if headers is None else headers
        return (await self.web.post("/slack/events", content=body, headers=given)).status_code

    async def answers(self, body: bytes, kind: str = "application/json") -> Any:
        return (
            await self.web.post("/slack/events", content=body, headers=signed(SIGNING_SECRET, body, kind=kind))
        ).text


class NoRoutes:
    def routes(self) -> tuple[()]:
        return ()


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    slack = SlackPlatform(
        BOT_TOKEN, "http://127.0.0.1:1/api/", lambda word: word in {"hoy", "visita"}, signing_secret=SIGNING_SECRET
    )
    slack.bot_user = BOT_USER
    kept = Kept()

    @dataclass
    class Served:
        inbox: Kept
        platforms: dict[str, SlackPlatform]
        registry: Registry
        panel: NoRoutes
        programs: NoRoutes

    served = web_app(cast("App", Served(kept, {"slack": slack}, Registry([]), NoRoutes(), NoRoutes())))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(served), base_url="http://bot") as web:
        yield Door(web, kept)
    await slack.close()


def event(text: str = "hola", **more: Any) -> dict[str, Any]:
    message = {
        "type": "message",
        "channel": "D1",
        "channel_type": "im",
        "user": "U1",
        "ts": "1790000000.000100",
        "text": text,
    }
    return {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "token": "old", "event": message | more}


async def test_an_event_is_committed_before_it_is_acknowledged(door: Door) -> None:
    assert await door.sends(json.dumps(event()).encode()) == 200
    kept = door.kept.events[0]
    assert (kept.platform, kept.bot, kept.event_id, kept.chat) == ("slack", "T1", "Ev1", "D1")
    assert "old" not in kept.raw


async def test_while_the_store_is_out_slack_keeps_it(door: Door) -> None:
    door.kept.out = True
    assert await door.sends(json.dumps(event()).encode()) == 503


async def test_the_challenge_is_answered(door: Door) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "old"}).encode()
    assert json.loads(await door.answers(body)) == {"challenge": "abc"}


async def test_a_command_about_a_payload_is_no_payload(door: Door) -> None:
    form = {
        "command": "/cartera",
        "text": "visité a Bar Sol, el payload llegó",
        "team_id": "T1",
        "user_id": "U1",
        "channel_id": "C1",
        "trigger_id": "1.2.a",
    }
    assert await door.answers(urlencode(form).encode(), "application/x-www-form-urlencoded") == ""
    assert json.loads(door.kept.events[0].raw)["text"] == form["text"]
    assert door.kept.events[0].event_id == "1.2.a"


async def test_what_is_wrong_in_a_dialog_is_shown_at_its_field(door: Door) -> None:
    door.kept.answer = DialogResult({"customer": "No la encuentro.", "gone": "¿Qué?"})
    blocks = [{"type": "input", "block_id": name} for name in ("customer", "when")]
    view = {"callback_id": "visit", "private_metadata": "D1", "blocks": blocks, "state": {"values": {}}}
    payload = {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "trigger_id": "1.2.b",
        "view": view,
    }
    answered = await door.answers(
        urlencode({"payload": json.dumps(payload)}).encode(), "application/x-www-form-urlencoded"
    )
    assert (
        json.loads(answered) == {"response_action": "errors", "errors": {"customer": "¿Qué?"}}
        or "No la encuentro" in answered
    )
    door.kept.answer = DialogResult()
    assert (
        await door.answers(urlencode({"payload": json.dumps(payload)}).encode(), "application/x-www-form-urlencoded")
        == ""
    )


def test_a_dialog_sent_again_because_no_answer_came_is_the_same_event() -> None:
    def sent(trigger: str, what: str = "10 cajas") -> str:
        values = {"summary": {"summary": {"type": "plain_text_input", "value": what}}}
        view = {"id": "V1", "callback_id": "visit", "private_metadata": "D1", "state": {"values": values}}
        return key_of({"type": "view_submission", "user": {"id": "U1"}, "trigger_id": trigger, "view": view})

    assert sent("1.2.a") == sent("1.2.b")
    assert sent("1.2.a") != sent("1.2.c", "12 cajas"), "put right, it is another one"


async def test_the_bots_own_messages_and_what_channels_tell_are_not_written_down(door: Door) -> None:
    for theirs in (
        event(bot_id="B1"),
        event(user=BOT_USER),
        event(subtype="channel_join"),
        event(subtype="bot_message"),
        event(type="reaction_added"),
    ):
        assert await door.sends(json.dumps(theirs).encode()) == 200
    assert not door.kept.events


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-slack-signature": "v0=0"},
        {"x-slack-signature": "v0=\xf1", "x-slack-request-timestamp": "NOW"},
        {"x-slack-signature": "v0=0", "x-slack-request-timestamp": "yesterday"},
        {"x-slack-signature": "v0=0", "x-slack-request-timestamp": "9" * 400},
        {"x-slack-signature": "v0=0", "x-slack-request-timestamp": "-1"},
        {"x-slack-signature": "", "x-slack-request-timestamp": ""},
    ],
)
async def test_what_slack_did_not_sign_is_refused(door: Door, headers: dict[str, str]) -> None:
    given = {
        name.encode(): value.replace("NOW", str(int(time.time()))).encode("latin-1") for name, value in headers.items()
    }
    response = await door.web.post("/slack/events", content=b"{}", headers=given)
    assert response.status_code == 401
    assert not door.kept.events


async def test_what_was_signed_long_ago_or_otherwise_is_refused(door: Door) -> None:
    body = json.dumps(event()).encode()
    for seconds in (-301, -100_000, 302):
        assert await door.sends(body, signed(SIGNING_SECRET, body, timestamp=str(int(time.time()) + seconds))) == 401
    assert await door.sends(body, signed("0" * 32, body)) == 401
    assert await door.sends(body + b" ", signed(SIGNING_SECRET, body)) == 401
    assert await door.sends(b"\xff\xfe", signed(SIGNING_SECRET, b"\xff\xfe")) == 401
    assert await door.sends(body, signed(SIGNING_SECRET, body, timestamp=str(int(time.time()) - 250))) == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"1",
        b'{"type":',
        b'{"a":' * 100_000,
        b'{"event":' + b"[" * 5_000 + b"]" * 5_000 + b"}",
        b"payload=",
        b"payload=%7B%7D%7D",
        b'{"authorizations": [5]}',
        b'{"team": 5}',
        b"&".join(b"a%d=1" % n for n in range(200)),
    ],
)
async def test_truncated_deep_or_odd_bodies_are_refused(door: Door, body: bytes) -> None:
    assert await door.sends(body) in {200, 400}
    assert not door.kept.events
    assert await door.sends(body, signed(SIGNING_SECRET, body, kind="application/x-www-form-urlencoded")) in {200, 400}


async def test_a_body_without_end_is_refused(door: Door) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 64 * LARGEST_BODY:
            sent += 1 << 16
            yield b" " * (1 << 16)

    response = await door.web.post("/slack/events", content=endless(), headers=signed(SIGNING_SECRET, b""))
    assert response.status_code == 413


async def test_what_comes_at_once_is_kept_in_order(door: Door) -> None:
    bodies = [json.dumps(event() | {"event_id": f"Ev{n:03d}"}).encode() for n in range(50)]
    assert await asyncio.gather(*(door.sends(body) for body in bodies)) == [200] * 50
    assert [kept.event_id for kept in door.kept.events] == sorted(kept.event_id for kept in door.kept.events)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(
    spoilt=st.dictionaries(
        st.sampled_from(
            [
                "type",
                "event",
                "event_id",
                "team_id",
                "team",
                "user",
                "channel",
                "view",
                "actions",
                "command",
                "text",
                "user_id",
                "channel_id",
                "trigger_id",
                "authorizations",
                "enterprise",
            ]
        ),
        JSON,
    )
)
def test_spoilt_payloads_are_never_a_500(spoilt: dict[str, Any]) -> None:
    slack = SlackPlatform(
        BOT_TOKEN, "http://127.0.0.1:1/api/", lambda word: word == "hoy", signing_secret=SIGNING_SECRET
    )
    slack.bot_user = BOT_USER
    slack.intake.deliver_to(Kept())

    async def respond() -> int:
        body = json.dumps(event() | spoilt).encode("utf-8", "surrogatepass")
        headers = {name.lower(): value for name, value in signed(SIGNING_SECRET, body).items()}
        return (await slack.intake.respond(WebRequest("POST", headers=headers, body=body))).status

    assert asyncio.run(respond()) in {200, 400, 401}


SUBMITTED = {
    "type": "view_submission",
    "team": {"id": "T1"},
    "user": {"id": "U1"},
    "view": {
        "id": "V1",
        "callback_id": "visit",
        "private_metadata": "D1",
        "blocks": [{"type": "input", "block_id": "customer"}],
        "state": {"values": {"customer": {"said": {"value": "Bar Sol"}}}},
    },
}


@pytest.mark.parametrize(
    "odd",
    [
        {"state": None},
        {"state": {"values": {"customer": ["Bar Sol"]}}},
        {"private_metadata": "\ud800"},
        {"blocks": [{"type": "input"}]},
        {"blocks": "none"},
    ],
)
async def test_whoever_sent_an_unreadable_dialog_waited_for_nothing(door: Door, odd: dict[str, Any]) -> None:
    body = SUBMITTED | {"view": SUBMITTED["view"] | odd}  # type: ignore[operator]  # it is a dict
    assert await door.sends(json.dumps(body).encode()) == 400
    assert not door.kept.events
    assert await door.sends(json.dumps(SUBMITTED).encode()) == 200


@pytest.mark.parametrize("account", ["", "\udc00", "u1", "U1'; --", "U" * 99, ["U1"], None, 7])
async def test_a_shortcut_of_an_odd_account_was_a_503(door: Door, account: object) -> None:
    body = {"type": "shortcut", "team": {"id": "T1"}, "user": {"id": account}, "callback_id": "visit"}
    assert await door.sends(json.dumps(body).encode()) == 400
