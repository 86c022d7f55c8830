"""Events that no Slack would send, and texts that nobody would write: the bot shrugs and answers the next message."""

import asyncio
import random
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from storage.messaging.tables import InboxRow, OutboxRow
from storage.session.engine import reading
from tests.fakes.slack import User
from tests.fakes.slack.world import TEAM
from tests.faults.process import LONG
from tests.faults.running import PATIENCE
from tests.faults.test_fuzz import JSON, PESTER, TEXT, spoilt
from tests.platforms.slack_running import RunningSlack, running_slack

pytestmark = [
    pytest.mark.faults,
    pytest.mark.parametrize("store_url", ["sqlite", "postgres"] if LONG else ["sqlite"], indirect=True),
]

BATCH = 20
GIVES_UP = 0.5
"""Seconds after which Slack brings again what is not acknowledged: some of it makes Bolt stumble before it reaches us."""
SPOILT, TEXTS = (400, 100) if LONG else (10, 5)


def examples(ana: User) -> list[tuple[str, dict[str, Any]]]:
    """Sound payloads of every kind, to spoil."""
    actor = {"id": ana.id, "team_id": TEAM, "name": "ana"}
    message = {
        "type": "message",
        "channel": ana.dm.id,
        "channel_type": "im",
        "user": ana.id,
        "ts": "1790000000.000100",
        "event_ts": "1790000000.000100",
        "text": "visité a Talleres Burgos",
    }
    file = {"id": "F1", "name": "a.csv", "size": 3, "mimetype": "text/csv"}
    edited = {
        "type": "message",
        "subtype": "message_changed",
        "channel": ana.dm.id,
        "channel_type": "im",
        "event_ts": "1790000009.000100",
        "message": message | {"text": "visité a Talleres Lugo"},
        "previous_message": message,
    }
    deleted = edited | {"subtype": "message_deleted", "deleted_ts": "1790000000.000100"}
    events = [
        message,
        message | {"thread_ts": "1790000000.000001"},
        edited,
        deleted,
        message | {"subtype": "file_share", "files": [file]},
        message | {"attachments": [{"is_share": True, "author_name": "X", "text": "hola"}]},
        message | {"type": "app_mention", "channel": "C1", "text": "<@U0CARTERA1> hoy, <@U1>"},
        {
            "type": "app_home_opened",
            "tab": "home",
            "user": ana.id,
            "channel": ana.dm.id,
            "event_ts": "1790000000.000100",
        },
    ]
    press = {
        "type": "block_actions",
        "user": actor,
        "team": {"id": TEAM},
        "trigger_id": "1.2.a",
        "channel": {"id": ana.dm.id},
        "container": {"message_ts": "1790000000.000100"},
        "actions": [{"type": "button", "action_id": "choice:0", "value": "abc:0"}],
    }
    view = {
        "callback_id": "visit",
        "private_metadata": ana.dm.id,
        "blocks": [{"type": "input", "block_id": "customer"}],
        "state": {"values": {"customer": {"customer": {"type": "plain_text_input", "value": "Talleres Burgos"}}}},
    }
    command = {
        "command": "/cartera",
        "text": "hoy",
        "team_id": TEAM,
        "user_id": ana.id,
        "channel_id": ana.dm.id,
        "trigger_id": "1.2.b",
    }
    return [
        *(("events_api", {"type": "event_callback", "team_id": TEAM, "event": event}) for event in events),
        ("interactive", press),
        ("interactive", {"type": "view_submission", "user": actor, "team": {"id": TEAM}, "view": view}),
        (
            "interactive",
            {"type": "shortcut", "callback_id": "visit", "user": actor, "team": {"id": TEAM}, "trigger_id": "1.2.c"},
        ),
        ("slash_commands", command),
        ("slash_commands", command | {"text": "visita"}),
    ]


class Fuzzed:
    """An application in a loop of its own, which hypothesis' examples share."""

    def __init__(self, store_url: str, folder: Path) -> None:
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self.bot: RunningSlack = self._runner.run(
            self._stack.enter_async_context(running_slack(store_url, folder, people=2, ack_seconds=GIVES_UP))
        )
        self.ana, self.eva = self.bot.users
        self._sent = 0

    def close(self) -> None:
        """Ends it; a broken payload's broken answer is no mistake."""
        self.bot.fake.world.mistakes.clear()
        self.bot.fake.world.sockets.mistakes.clear()
        self._runner.run(self._stack.aclose())
        self._runner.close()

    def survives(self, payloads: list[tuple[str, dict[str, Any]]]) -> None:
        """Everything comes in, nothing goes wrong, and somebody else's next message is answered."""
        self._runner.run(self._survives(payloads))

    async def _survives(self, payloads: list[tuple[str, dict[str, Any]]]) -> None:
        for kind, payload in payloads:
            self._sent += 1
            name = "event_id" if kind == "events_api" else "trigger_id"
            self.bot.fake.world.courier.push(kind, {name: f"{self._sent}.2.x", **payload}, expects_answer=True)  # type: ignore[arg-type]
        shown = len(self.eva.inbox)
        await self.eva.says("ayuda")
        await self.bot.fake.until(lambda: len(self.eva.inbox) > shown or self.bot.task.done(), PATIENCE)
        assert not self.bot.task.done(), self.bot.task
        await self.bot.quiet()
        with reading(self.bot.app.store.engine) as connection:
            failed = connection.execute(
                select(InboxRow.problem, InboxRow.raw).where(
                    InboxRow.state == "dead", InboxRow.problem.not_like("unreadable%")
                )
            ).all()
            refused = connection.execute(
                select(OutboxRow.problem, OutboxRow.payload).where(
                    OutboxRow.state == "dead", OutboxRow.problem.not_like("%_not_found")
                )
            ).all()
        assert not failed
        assert not refused


@pytest.fixture
def fuzzed(store_url: str, tmp_path: Path) -> Iterator[Fuzzed]:
    """An application to be pestered."""
    opened = Fuzzed(store_url, tmp_path)
    yield opened
    opened.close()


@settings(PESTER, max_examples=SPOILT)
@given(
    seed=st.integers(0, 2**32), values=st.lists(st.lists(JSON, min_size=1, max_size=3), min_size=BATCH, max_size=BATCH)
)
def test_spoilt_payloads_harm_nobody(fuzzed: Fuzzed, seed: int, values: list[list[Any]]) -> None:
    chance = random.Random(seed)
    sound = examples(fuzzed.ana)
    chosen = [chance.choice(sound) for _ in values]
    fuzzed.survives(
        [(kind, spoilt(payload, chance, some)) for (kind, payload), some in zip(chosen, values, strict=True)]
    )


@settings(PESTER, max_examples=TEXTS)
@given(texts=st.lists(TEXT, min_size=BATCH, max_size=BATCH))
def test_any_text_has_an_answer_within_the_limits(fuzzed: Fuzzed, texts: list[str]) -> None:
    kind, sound = examples(fuzzed.ana)[0]
    events = [sound["event"] | {"ts": f"1790000000.{number:06d}", "text": text} for number, text in enumerate(texts)]
    fuzzed.survives([(kind, sound | {"event": event}) for event in events])
