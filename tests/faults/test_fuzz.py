"""Updates that no Telegram would send, and texts that nobody would write: the bot shrugs and answers the next message."""

import asyncio
import copy
import random
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from storage.messaging.tables import InboxRow, OutboxRow
from storage.session.engine import reading
from tests.fakes.telegram import User
from tests.faults.process import LONG
from tests.faults.running import PATIENCE, Running, running

pytestmark = [
    pytest.mark.faults,
    pytest.mark.parametrize("store_url", ["sqlite", "postgres"] if LONG else ["sqlite"], indirect=True),
]

BATCH = 20
MUTATED, TEXTS = (400, 100) if LONG else (10, 5)
"""Examples of a batch each: 10,000 updates in the long form."""

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([10**19, -(10**30), 10**90, "", "\x00", "𝕬" * 50, [], {}]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
_WORDS = (
    "visité a Bar Sol ayer /visita /historial /fix /undo /aside sí no mañana 10 cajas 1.200 € Marta llamar el martes a las 25:61"
    " 31/02 cancelar deshacer ayuda 1 2 99999999999999999999 ... 🍺 \u200f \u200d @cartera_bot https://x.y <b> & \\ ' ; DROP"
)
WORDS = st.sampled_from(_WORDS.split(" "))
TEXT = (
    st.text(min_size=1, max_size=300)
    | st.lists(WORDS, min_size=1, max_size=25).map(" ".join)
    | st.text(alphabet="a😀\n\x00 ", min_size=1, max_size=4096)
)


def examples(ana: User) -> list[dict[str, Any]]:
    """Sound updates of every kind, to spoil."""
    chat = {"id": ana.id, "type": "private", "first_name": "Ana"}
    message = {
        "message_id": 7,
        "date": 1_790_000_000,
        "chat": chat,
        "from": ana.person,
        "text": "visité a Talleres Vigo",
    }
    bot = {"id": 1, "is_bot": True, "first_name": "Cartera"}
    return [
        {"message": message},
        {
            "message": message
            | {"text": "/visita Talleres Lugo", "entities": [{"type": "bot_command", "offset": 0, "length": 7}]}
        },
        {"edited_message": message | {"edit_date": 1_790_000_009}},
        {"message": message | {"reply_to_message": message | {"from": bot}}},
        {
            "message": message
            | {"forward_origin": {"type": "hidden_user", "sender_user_name": "X", "date": 1_790_000_000}}
        },
        {
            "message": {k: v for k, v in message.items() if k != "text"}
            | {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]}
        },
        {"message": message | {"chat": {"id": -5, "type": "group", "title": "Ventas"}}},
        {
            "callback_query": {
                "id": "1",
                "from": ana.person,
                "chat_instance": "1",
                "data": "abc:0",
                "message": message | {"from": bot},
            }
        },
    ]


def spoilt(update: dict[str, Any], chance: random.Random, values: list[Any]) -> dict[str, Any]:
    """A copy in which one to three things, anywhere, are gone or something else."""
    update = copy.deepcopy(update)
    for value in values:
        places = list(_places(update))
        holder, key = chance.choice(places)
        if chance.random() < 0.3:
            del holder[key]
        else:
            holder[key] = copy.deepcopy(value)  # the same one in two places could come to hold itself
    return update


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    for key in keys:
        yield value, key
        yield from _places(value[key])
    if isinstance(value, dict) and not value:
        value["x"] = None
        yield value, "x"


class Fuzzed:
    """An application in a loop of its own, which hypothesis' examples share."""

    def __init__(self, store_url: str, folder: Path) -> None:
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self.bot: Running = self._runner.run(self._open(store_url, folder))
        self.ana, self.eva = self.bot.users
        self._asked = 0

    async def _open(self, store_url: str, folder: Path) -> Running:
        return await self._stack.enter_async_context(running(store_url, folder, people=2))

    def close(self) -> None:
        """Ends it."""
        self._runner.run(self._stack.aclose())
        self._runner.close()

    def survives(self, updates: list[dict[str, Any]]) -> None:
        """Everything comes in, nothing goes wrong, and somebody else's next message is answered."""
        self._runner.run(self._survives(updates))

    async def _survives(self, updates: list[dict[str, Any]]) -> None:
        for update in updates:
            self.bot.fake.push_raw(update)
        shown = len(self.eva.inbox)
        await self.eva.says("/ayuda")
        await self.bot.fake.until(lambda: len(self.eva.inbox) > shown or self.bot.task.done(), PATIENCE)
        assert self.bot.still_runs(), self.bot.task
        await self.bot.quiet()
        with reading(self.bot.store.engine) as connection:
            failed = connection.execute(
                select(InboxRow.problem, InboxRow.raw).where(
                    InboxRow.state == "dead", InboxRow.problem.not_like("unreadable%")
                )
            ).all()
            refused = connection.execute(
                select(OutboxRow.problem, OutboxRow.payload).where(
                    OutboxRow.state == "dead",
                    OutboxRow.problem.not_ilike("%chat not found%"),
                    OutboxRow.problem.not_like("Forbidden%"),
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


PESTER = settings(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=not LONG,
    database=None,
    phases=[Phase.generate],  # what failed stays in the store, and says itself which update it was
)


@settings(PESTER, max_examples=MUTATED)
@given(
    seed=st.integers(0, 2**32), values=st.lists(st.lists(JSON, min_size=1, max_size=3), min_size=BATCH, max_size=BATCH)
)
def test_spoilt_updates_harm_nobody(fuzzed: Fuzzed, seed: int, values: list[list[Any]]) -> None:
    chance = random.Random(seed)
    sound = examples(fuzzed.ana)
    fuzzed.survives([spoilt(chance.choice(sound), chance, some) for some in values])


@settings(PESTER, max_examples=TEXTS)
@given(texts=st.lists(TEXT, min_size=BATCH, max_size=BATCH))
def test_any_text_has_an_answer_within_the_limits(fuzzed: Fuzzed, texts: list[str]) -> None:
    message = examples(fuzzed.ana)[0]["message"]
    fuzzed.survives(
        [{"message": message | {"message_id": 100 + number, "text": text}} for number, text in enumerate(texts)]
    )
