"""Platforms' own descriptions find what their servers let pass without a word."""

from typing import Any

import pytest

from tests.fakes.described import described
from tests.fakes.slack.server import WEB_API
from tests.fakes.telegram.server import BOT_API

SENT: dict[str, Any] = {"chat_id": 7, "text": "x"}


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({}, ""),
        ({"reply_markup": '{"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}'}, ""),
        ({"reply_parameters": {"message_id": 5, "allow_sending_without_reply": True}}, ""),
        ({"chat_id": "@ventas"}, ""),
        ({"chat_id": None}, "chat_id is missing"),
        ({"disable_previews": True}, "there is no disable_previews"),
        ({"reply_markup": {"inline_keyboard": [[{"text": "a", "data": "b"}]]}}, "reply_markup is no"),
        ({"reply_markup": {"inline_keyboard": [{"text": "a"}]}}, "reply_markup is no"),
        ({"reply_parameters": {"message_id": "five"}}, "reply_parameters is no"),
        ({"disable_notification": "maybe"}, "disable_notification is no"),
    ],
)
def test_what_telegram_would_let_pass(more: dict[str, Any], wrong: str) -> None:
    found = described(BOT_API).problems("sendMessage", SENT | more)
    assert "; ".join(found).startswith(f"sendMessage: {wrong}" if wrong else "")
    assert bool(found) == bool(wrong)


def test_what_slack_would_let_pass() -> None:
    said = {"channel": "C1", "user": "U1", "text": "x"}
    slack = described(WEB_API)
    assert slack.problems("chat.postEphemeral", said) == []
    assert slack.problems("chat.postEphemeral", said | {"unfurl_links": False}) == [
        "chat.postEphemeral: there is no unfurl_links"
    ]
    assert slack.problems("chat.postMessage", {"text": "x"}) == ["chat.postMessage: channel is missing"]
