"""The Slack adapter against a strict Slack: what it reads, shows, whispers, and how it takes what goes wrong."""

import shutil
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.platforms.base import UnreadableError
from bot.platforms.outcomes import NotSent, Outcome, Privately, Refused, Scope, SendError, Unknown, Unreachable
from bot.platforms.slack.platform import SlackPlatform
from storage.messaging.files import FileRecord
from storage.messaging.outbox import Outgoing
from tests.fakes.slack import BOT_TOKEN, FakeSlack, User
from tests.platforms.slack_running import RunningSlack, running_slack

VISIT = "visité a Talleres Albacete ayer, quieren el cartel nuevo"


def no_commands(word: str) -> bool:
    """There are none."""
    return False


@pytest.fixture
async def bot(tmp_path: Path, empty_sqlite: Path) -> AsyncIterator[RunningSlack]:
    """The application, for two colleagues."""
    path = tmp_path / "cartera.db"
    shutil.copy(empty_sqlite, path)
    async with running_slack(f"sqlite:///{path}", tmp_path, people=2) as started:
        yield started


# ------------------------------------------------------------------ conversations
async def test_a_visit_is_logged_and_taken_back_by_its_button(bot: RunningSlack) -> None:
    ana = bot.users[0]
    await ana.says(VISIT)
    card = await ana.sees("Guardado: visita")
    press = await ana.presses(card, "Deshacer")
    await ana.answered(press)
    await ana.sees("Deshecho")


async def test_a_mention_in_a_channel_was_whispered_in_a_thread_that_nobody_sees(bot: RunningSlack) -> None:
    ana, luis = bot.users
    channel = bot.fake.channel("ventas", [ana, luis])
    await ana.says(VISIT)
    asked = await ana.mentions(channel, "historial de Talleres Albacete")
    await bot.quiet()
    whisper = ana.whispers[-1]
    assert "cartel nuevo" in whisper.text
    assert not whisper.thread_ts
    assert not channel.inbox
    assert not luis.whispers
    await ana.presses(whisper, next(label for label in whisper.labels if label in {"Compartir", "Share"}))
    await bot.quiet()
    assert "cartel nuevo" in channel.last.text
    assert not channel.last.thread_ts
    answered = await luis.mentions(channel, "historial de Talleres Albacete", thread=asked)
    await bot.quiet()
    assert luis.whispers[-1].thread_ts == asked.ts == answered.thread_ts


async def test_a_command_in_a_channel_without_the_bot_is_answered_in_private(bot: RunningSlack) -> None:
    ana = bot.users[0]
    channel = bot.fake.channel("otros", [ana], with_bot=False)
    await ana.slash("/cartera", "historial Talleres Albacete", channel=channel)
    await bot.quiet()
    assert "Talleres Albacete" in ana.last.text
    assert not channel.everything


async def test_what_was_answered_in_private_for_a_channel_goes_on_there(bot: RunningSlack) -> None:
    ana = bot.users[0]
    channel = bot.fake.channel("otros", [ana], with_bot=False)
    await ana.slash("/cartera", "visita Talleres Albacete", channel=channel)
    await ana.sees("¿Qué pasó?")
    await ana.says("quieren el cartel nuevo")
    card = await ana.sees("Guardado: visita · Talleres Albacete")
    assert not {"Compartir", "Share"} & set(card.labels)
    await ana.slash("/cartera", "visita Talleres Burgos ayer, quieren el cartel nuevo", channel=channel)
    card = await ana.sees("Guardado: visita")
    assert not {"Compartir", "Share"} & set(card.labels)
    await ana.presses(card, "Deshacer")
    await ana.sees("Deshecho")
    assert not channel.everything


async def test_an_answer_in_a_thread_is_answered_in_the_thread(bot: RunningSlack) -> None:
    ana = bot.users[0]
    await ana.says(VISIT)
    card = await ana.sees("Guardado: visita")
    await ana.says("historial de Talleres Burgos", thread=card)
    await bot.quiet()
    assert ana.last.thread_ts == card.ts


async def test_commands_are_told_as_slack_takes_them(bot: RunningSlack) -> None:
    ana = bot.users[0]
    await ana.slash("/cartera", "cancelar")
    told = await ana.sees("No hay nada que cancelar")
    assert "/cartera deshacer" in told.text


async def test_a_taken_back_message_offers_to_undo(bot: RunningSlack) -> None:
    ana = bot.users[0]
    said = await ana.says(VISIT)
    await ana.sees("Guardado: visita")
    await ana.deletes(said)
    await bot.quiet()
    assert any("Deshacer" in label for label in ana.last.labels)


async def test_a_corrected_message_corrects_and_a_preview_does_not(bot: RunningSlack) -> None:
    ana = bot.users[0]
    said = await ana.says(VISIT)
    await ana.sees("Guardado: visita")
    shown = len(ana.inbox)
    said.conversation.changed(said, {"attachments": [{"title": "una vista previa"}]}, "")
    await bot.quiet()
    assert len(ana.inbox) == shown
    await ana.edits(said, VISIT.replace("cartel", "escaparate"))
    await ana.sees("escaparate nuevo")


async def test_a_name_that_looks_like_a_command_pings_nobody(bot: RunningSlack) -> None:
    ana = bot.users[0]
    with bot.app.store.work(turn="setting the scene") as work:
        work.customers.add("Bar <!channel> & *Co*")
    await ana.slash("/cartera", "cliente Bar")
    card = await ana.sees("Bar <!channel> & *Co*")
    assert not card.pings


# ------------------------------------------------------------------ dialogs and the home page
async def test_the_shortcut_opens_the_form_and_errors_stand_at_their_field(bot: RunningSlack) -> None:
    ana = bot.users[0]
    await ana.shortcut("visit")
    modal = await ana.sees_modal()
    fields = {block["block_id"]: label for block, label in zip(modal.inputs, modal.fields, strict=True)}
    today = datetime.now(ZoneInfo("Europe/Madrid")).date()
    errors = await ana.submits(
        {"customer": "Talleres Albacete", "summary": "quieren el cartel nuevo", "when": str(today + timedelta(days=2))},
    )
    assert list(errors) == [fields["when"]]
    assert await ana.submits({"when": str(today - timedelta(days=1))}) == {}
    assert ana.modal is None
    await ana.sees("Guardado: visita", "Talleres Albacete", "cartel nuevo")


async def test_a_bare_command_opens_the_form_and_one_with_words_does_not(bot: RunningSlack) -> None:
    ana = bot.users[0]
    await ana.slash("/cartera", "visita")
    await ana.sees_modal()
    await bot.quiet()
    assert not ana.inbox
    await ana.closes_modal()
    await ana.slash("/cartera", "visita Talleres Albacete ayer, quieren el cartel nuevo")
    await ana.sees("Guardado: visita")
    assert ana.modal is None


async def test_where_the_dialog_does_not_open_the_form_begins_in_the_chat(bot: RunningSlack) -> None:
    ana = bot.users[0]
    bot.fake.faults.add("refused", "views.open", error="expired_trigger_id")
    await ana.shortcut("visit")
    await ana.sees("cliente")
    assert ana.modal is None


async def test_a_stranger_gets_no_dialog(bot: RunningSlack) -> None:
    zoe = bot.fake.user("Zoe")
    await zoe.slash("/cartera", "visita")
    await zoe.sees("asistente privado")
    assert zoe.modal is None


async def test_the_home_page_shows_the_day_and_its_button_opens_the_form(bot: RunningSlack) -> None:
    ana = bot.users[0]
    await ana.opens_home()
    await bot.quiet()
    assert ana.home is not None
    await ana.presses(ana.home, next(label for label in ana.home.labels if "visita" in label.lower()))
    await ana.sees_modal()
    await bot.quiet()
    assert not ana.inbox


async def test_help_is_what_a_bare_command_says(bot: RunningSlack) -> None:
    ana = bot.users[0]
    await ana.slash("/cartera")
    await bot.quiet()
    assert ana.inbox


# ------------------------------------------------------------------ the socket
async def test_a_cut_socket_is_opened_again_and_nothing_is_lost(bot: RunningSlack) -> None:
    ana = bot.users[0]
    await bot.fake.until(lambda: bot.fake.connections, 10)
    bot.fake.cut_connections()
    await ana.says(VISIT)
    await ana.sees("Guardado: visita", timeout=30)
    await bot.fake.disconnect("refresh_requested")
    await ana.says("historial de Talleres Albacete")
    await ana.sees("Historial de Talleres Albacete", timeout=30)
    await bot.quiet()
    bot.fake.world.sockets.mistakes.clear()  # the library acknowledges over the new socket what came over the old one


# ------------------------------------------------------------------ how a send ends
@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    async with await FakeSlack.start(rates=False) as started:
        yield started


@pytest.fixture
async def slack(fake: FakeSlack) -> AsyncIterator[SlackPlatform]:
    adapter = SlackPlatform(BOT_TOKEN, fake.api_url, no_commands)
    yield adapter
    await adapter.close()


TABLE = FileRecord(1, "clientes.csv", "text/csv", b"a;b\n")


def outgoing(
    chat: str, text: str = "hola", *, enclosed: Sequence[FileRecord] = (), only_for: str = "", **more: Any
) -> Outgoing:
    payload: dict[str, Any] = {"blocks": [["text", text]], "choices": []} | more.pop("payload", {})
    payload |= {"only_for": only_for} if only_for else {}
    if enclosed:
        payload["enclosed"] = [{"file": file.id, "name": file.name} for file in enclosed]
        more["files"] = {file.id: file for file in enclosed}
    return replace(Outgoing(1, "slack", chat, "reply", "t" * 16, payload, None, None, None, None, 0), **more)


def opened(fake: FakeSlack) -> User:
    ana = fake.user("Ana")
    ana.dm.opened = True
    return ana


@pytest.mark.parametrize(
    ("kind", "more", "outcome"),
    [
        ("too_many_requests", {"retry_after": 7}, NotSent("429", Scope.CHAT, 7)),
        ("server_error", {}, Unknown("internal_error")),
        ("server_error", {"code": 503}, NotSent("HTTP 503", Scope.PLATFORM)),
        ("server_error", {"code": 504}, Unknown("internal_error")),
        ("cut", {}, Unknown("ServerDisconnectedError")),
        ("lost_answer", {}, Unknown("ServerDisconnectedError")),
        ("refused", {"error": "service_unavailable"}, NotSent("service_unavailable", Scope.MESSAGE)),
        ("refused", {"error": "channel_not_found"}, Unreachable("channel_not_found")),
        ("refused", {"error": "is_archived"}, Unreachable("is_archived")),
        ("refused", {"error": "user_not_found"}, Unreachable("user_not_found")),
        (
            "refused",
            {"error": "account_inactive"},
            NotSent("Slack refuses the token (account_inactive)", Scope.PLATFORM, 60),
        ),
        ("refused", {"error": "invalid_blocks"}, Refused("invalid_blocks")),
        ("refused", {"error": "access_denied"}, Refused("access_denied")),
    ],
)
async def test_every_end_of_a_send_is_told_apart(
    fake: FakeSlack, slack: SlackPlatform, kind: Any, more: dict[str, Any], outcome: Outcome
) -> None:
    ana = opened(fake)
    fake.faults.add(kind, "chat.postMessage", **more)
    with pytest.raises(SendError) as error:
        await slack.send(outgoing(ana.dm.id), None)
    assert error.value.outcome == outcome
    assert BOT_TOKEN not in str(error.value)


async def test_a_slack_that_is_not_there_was_sent_nothing(fake: FakeSlack, slack: SlackPlatform) -> None:
    await fake.stop()
    with pytest.raises(SendError) as error:
        await slack.send(outgoing("D1"), None)
    assert isinstance(error.value.outcome, NotSent)
    assert error.value.outcome.scope is Scope.PLATFORM


async def test_an_edit_changes_the_message_and_goes_anew_where_it_is_gone(
    fake: FakeSlack, slack: SlackPlatform
) -> None:
    ana = opened(fake)
    ts = await slack.send(outgoing(ana.dm.id, "uno"), None)
    assert await slack.send(outgoing(ana.dm.id, "dos"), ts) == ts
    assert [message.text for message in ana.inbox] == ["dos"]
    again = await slack.send(outgoing(ana.dm.id, "tres"), "1700000000.000001")
    assert again not in {None, ts}


async def test_a_file_goes_up_in_three_steps(fake: FakeSlack, slack: SlackPlatform) -> None:
    ana = opened(fake)
    await slack.send(outgoing(ana.dm.id, "Aquí está", enclosed=[TABLE]), None)
    files = [(file.name, file.content) for message in ana.inbox for file in message.files]
    assert files == [("clientes.csv", b"a;b\n")]
    assert "Aquí está" in "".join(message.text for message in ana.inbox)


async def test_a_file_that_may_not_be_sent_keeps_nobody_elses_message(fake: FakeSlack, slack: SlackPlatform) -> None:
    ana = opened(fake)
    fake.faults.add("refused", "files.getUploadURLExternal", error="missing_scope")
    with pytest.raises(SendError, match="missing_scope"):
        await slack.send(outgoing(ana.dm.id, enclosed=[TABLE]), None)


async def test_a_file_is_never_shown_to_a_channel(fake: FakeSlack, slack: SlackPlatform) -> None:
    ana = opened(fake)
    channel = fake.channel("ventas", [ana])
    with pytest.raises(SendError) as elsewhere:
        await slack.send(outgoing(channel.id, enclosed=[TABLE], only_for=ana.id), None)
    assert elsewhere.value.outcome == Privately(ana.dm.id)
    assert not channel.everything


async def test_a_file_is_fetched_with_the_token_and_only_from_slack(fake: FakeSlack, slack: SlackPlatform) -> None:
    ana = opened(fake)
    sent = await ana.sends_file("clientes.csv", b"a;b\n1;2\n")
    file = sent.files[0]
    assert await slack.fetch(file.file_id, 100) == b"a;b\n1;2\n"
    with pytest.raises(SendError, match="too big"):
        await slack.fetch(file.file_id, 3)
    file.more["is_external"] = True
    with pytest.raises(SendError, match="not kept by Slack"):
        await slack.fetch(file.file_id, 100)
    file.more["is_external"] = False
    file.more["url_private_download"] = "https://files.slack.com.evil.example/x"
    with pytest.raises(SendError, match="not kept by Slack"):
        await slack.fetch(file.file_id, 100)


# ------------------------------------------------------------------ odd events
@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"type": "event_callback"},
        {"type": "event_callback", "event": {}},
        {"command": "/cartera"},
        {"type": "view_submission"},
        {"type": "block_actions"},
        {"type": "block_actions", "actions": [{"type": "button", "value": "t:x"}]},
        {"type": "shortcut"},
        {"type": "event_callback", "event": {"type": "message", "channel": "D1", "user": "U1", "text": 5, "ts": "1.1"}},
        {
            "type": "event_callback",
            "event": {"type": "message", "channel": "D1", "user": "U1", "text": "a", "ts": "never"},
        },
    ],
)
def test_odd_events_are_nothing_or_unreadable(raw: dict[str, Any]) -> None:
    adapter = SlackPlatform(BOT_TOKEN, "http://127.0.0.1:1/api/", no_commands)
    try:
        assert adapter.parse(raw) is None
    except UnreadableError:
        return
