"""The Telegram adapter against a strict Telegram: what it registers, reads and shows."""

import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.platforms.base import Rates, UnreadableError
from bot.platforms.telegram.commands import command_menus
from bot.platforms.telegram.platform import TelegramPlatform
from bot.settings import Settings
from handlers.kit.registry.registry import discover
from storage.messaging.records import Address
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.faults.running import Running, running


@pytest.fixture
async def bot(tmp_path: Path, empty_sqlite: Path) -> AsyncIterator[Running]:
    """The application, for one colleague."""
    path = tmp_path / "cartera.db"
    shutil.copy(empty_sqlite, path)
    async with running(f"sqlite:///{path}", tmp_path) as started:
        yield started


async def test_commands_are_registered_in_both_languages() -> None:
    async with await FakeTelegram.start() as fake:
        telegram = TelegramPlatform(
            TOKEN, fake.url, command_menus(discover(), Settings(_env_file=None).company), rates=Rates()
        )
        await telegram.start()
        await telegram.close()
        registered = {call.params.get("language_code", ""): str(call.params) for call in fake.calls("setMyCommands")}
    assert set(registered) == {"", "es", "en"}
    assert "historial" in registered["es"]
    assert "history" in registered["en"]
    assert "historial" in registered[""]


async def test_in_a_group_the_answer_is_given_privately(bot: Running) -> None:
    ana = bot.users[0]
    group = bot.fake.group("Ventas", [ana])
    await ana.says_in(group, "/historial@cartera_bot Talleres Burgos")
    await bot.quiet()
    assert "privado" in group.inbox[-1].text
    assert "Talleres Burgos" not in group.inbox[-1].text
    assert "Historial de Talleres Burgos" in ana.inbox[-1].text


async def test_a_form_begun_in_a_group_went_on_nowhere(bot: Running) -> None:
    ana = bot.users[0]
    group = bot.fake.group("Ventas", [ana])
    await ana.says_in(group, "/historial@cartera_bot")
    await bot.quiet()
    await ana.says("Talleres Burgos")
    await bot.quiet()
    assert "Historial de Talleres Burgos" in ana.inbox[-1].text


async def test_what_could_not_be_said_in_private_was_said_in_the_group(bot: Running) -> None:
    ana = bot.users[0]
    group = bot.fake.group("Ventas", [ana])
    with bot.app.store.work() as work:
        work.people.unreachable(Address("telegram", str(ana.id)))
    await ana.says_in(group, "/historial@cartera_bot Talleres Burgos")
    await bot.quiet()
    assert "No puedo escribirte en privado" in group.inbox[-1].text
    assert "Historial" not in group.inbox[-1].text


async def test_a_stranger_in_a_group_gets_no_answer(bot: Running) -> None:
    zoe = bot.fake.user("Zoe")
    group = bot.fake.group("Ventas", [bot.users[0], zoe])
    await zoe.says_in(group, "/historial@cartera_bot Talleres Burgos")
    await bot.quiet()
    assert not group.inbox


async def test_a_caption_is_read_as_a_message(bot: Running) -> None:
    ana = bot.users[0]
    await ana.sends_photo("visité a Talleres Burgos ayer, quieren el cartel nuevo")
    await bot.quiet()
    told = "\n".join(message.text for message in ana.inbox)
    assert "Guardado: visita · Talleres Burgos" in told
    assert "no se guarda" not in told


async def test_a_pressed_button_stops_turning(bot: Running) -> None:
    ana = bot.users[0]
    await ana.says("visité a Talleres Burgos ayer, quieren el cartel nuevo")
    await bot.quiet()
    press = await ana.presses(ana.inbox[-1], "Deshacer")
    await bot.quiet()
    assert press.answers
    assert "Deshecho" in ana.inbox[-1].text


async def test_after_an_idle_week_updates_begin_at_a_random_number(bot: Running) -> None:
    ana = bot.users[0]
    await ana.says("hola")
    await bot.quiet()
    bot.fake.restart_update_ids()
    await ana.says("visité a Talleres Burgos ayer, quieren el cartel nuevo")
    await bot.quiet()
    assert "Guardado: visita" in ana.inbox[-1].text


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"update_id": 1},
        {"update_id": 1, "message": None},
        {"update_id": 1, "message": {"chat": "x"}},
        {"update_id": 1, "callback_query": {"id": 5}},
        {"update_id": 1, "my_chat_member": {}},
        {"update_id": 1, "message": {"message_id": "x", "date": "y"}},
    ],
)
def test_odd_updates_are_nothing_or_unreadable(raw: dict[str, object]) -> None:
    telegram = TelegramPlatform(TOKEN, "http://127.0.0.1:1", {})
    with suppress(UnreadableError):
        assert telegram.parse(raw) is None


@pytest.mark.parametrize(
    ("said", "is_ours"),
    [
        ("visité a Talleres Burgos ayer, quieren 3 cajas", False),
        ("/historial@other_bot Talleres Burgos", False),
        ("/weather Burgos", False),
        ("hola @cartera_bots, y correo a@cartera_bot", False),
        ("/historial Talleres Burgos", True),
        ("/HISTORIAL@Cartera_Bot Talleres Burgos", True),
        ("oye @Cartera_bot, historial de Talleres Burgos", True),
        ("historial de Talleres Burgos @cartera_bot", True),
    ],
)
async def test_what_was_said_to_others_in_a_group_was_taken(bot: Running, said: str, *, is_ours: bool) -> None:
    """As its administrator the bot is shown everything."""
    bot.fake.world.reads_all_groups = True
    ana = bot.users[0]
    group = bot.fake.group("Ventas", [ana])
    await bot.quiet()
    with bot.app.store.work() as work:
        before = work.connection.execute(text("SELECT count(*) FROM inbox")).scalar_one()
    await ana.says_in(group, said)
    await bot.quiet()
    with bot.app.store.work() as work:
        taken = work.connection.execute(text("SELECT count(*) FROM inbox")).scalar_one() - before
    assert taken == is_ours
    assert ("Historial de Talleres Burgos" in ana.inbox[-1].text if ana.inbox else False) == is_ours


async def test_a_reply_to_the_bot_in_a_group_is_said_to_it(bot: Running) -> None:
    ana = bot.users[0]
    group = bot.fake.group("Ventas", [ana])
    await ana.says_in(group, "/historial@cartera_bot Talleres Burgos")
    await bot.quiet()
    await ana.says_in(group, "historial de Talleres Madrid", reply_to=group.inbox[-1])
    await bot.quiet()
    assert "Talleres Madrid" in ana.inbox[-1].text


async def test_a_block_was_noticed_when_something_was_sent(bot: Running) -> None:
    ana = bot.users[0]
    ana.blocks_bot()
    await bot.quiet()
    with bot.app.store.work() as work:
        person = work.people.by_account("telegram", str(ana.id))
        assert person is not None
        assert work.people.address(person.id) is None
    assert not bot.fake.calls("sendMessage")
    ana.unblocks_bot()
    await bot.quiet()
    with bot.app.store.work() as work:
        assert work.people.address(person.id) is not None
    assert not ana.inbox


@pytest.mark.parametrize("odd", [[], {}, None, 7, "\ud800", "/", "/ ", "/@", "@"])
@pytest.mark.parametrize("part", ["type", "text", "chat", "reply_to_message"])
def test_an_odd_update_kept_all_others_from_coming_in(part: str, odd: object) -> None:
    message = {"message_id": 1, "chat": {"id": -5, "type": "group"}, "text": "/hoy", "reply_to_message": {"from": {}}}
    message |= {"chat": {"id": -5, "type": odd}} if part == "type" else {part: odd}
    telegram = TelegramPlatform(TOKEN, "http://127.0.0.1:1", {})
    telegram.username = "cartera_bot"
    telegram.events([{"update_id": 1, "message": message}])
