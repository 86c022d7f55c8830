"""Pictures and files reach people on every platform: whole, once, with what is to be seen in them and what can be chosen."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.platforms.base import Rates
from bot.platforms.console.platform import ConsolePlatform
from bot.platforms.outcomes import NotSent, SendError
from bot.platforms.slack.platform import SlackPlatform
from bot.platforms.telegram.platform import TelegramPlatform
from tests.fakes.slack import BOT_TOKEN, FakeSlack
from tests.fakes.slack import User as SlackUser
from tests.fakes.telegram import NO_RATES, TOKEN, FakeTelegram, User
from tests.platforms.pictures import carrying, picture, png, table

LONG = "Quieren diez cajas de vino blanco. " * 40
"""More than stands below a picture, less than a message has room for."""


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with await FakeTelegram.start(rates=NO_RATES) as running:
        yield running


@pytest.fixture
async def telegram(fake: FakeTelegram) -> AsyncIterator[TelegramPlatform]:
    adapter = TelegramPlatform(TOKEN, fake.url, {}, rates=Rates())
    yield adapter
    await adapter.close()


@pytest.fixture
async def ana(fake: FakeTelegram) -> User:
    user = fake.user("Ana")
    await user.start()
    return user


# ------------------------------------------------------------------ Telegram
async def test_a_picture_is_one_message_with_its_words_and_buttons(telegram: TelegramPlatform, ana: User) -> None:
    message = carrying("telegram", str(ana.id), pictures=[picture()], text="Así va <el> mes", labels=["Compartir"])
    sent = await telegram.send(message, None)
    [shown] = ana.inbox
    assert str(shown.message_id) == sent
    assert shown.content == png()
    assert "photo" in shown.raw
    assert shown.text == "Así va <el> mes\n\nSe ve el número 1."
    assert shown.labels == ["Compartir"]


async def test_what_has_no_room_below_a_picture_follows_it(telegram: TelegramPlatform, ana: User) -> None:
    message = carrying("telegram", str(ana.id), pictures=[picture()], text=LONG, labels=["Compartir"])
    sent = await telegram.send(message, None)
    shown, said = ana.inbox
    assert shown.text == "Se ve el número 1."
    assert said.text == LONG.strip()
    assert (said.labels, str(said.message_id)) == (["Compartir"], sent)


async def test_several_pictures_are_an_album(telegram: TelegramPlatform, ana: User) -> None:
    pictures = [picture(number) for number in range(1, 13)]
    await telegram.send(carrying("telegram", str(ana.id), pictures=pictures, text="Todas", labels=["Bien"]), None)
    *shown, said = ana.inbox
    assert [message.text for message in shown] == [f"Se ve el número {number}." for number in range(1, 13)]
    assert [message.content for message in shown] == [png()] * 12
    assert len({message.raw["media_group_id"] for message in shown[:10]}) == 1
    assert shown[0].raw["media_group_id"] != shown[-1].raw["media_group_id"]
    assert (said.text, said.labels) == ("Todas", ["Bien"])


async def test_every_file_arrives_not_the_first_alone(telegram: TelegramPlatform, ana: User) -> None:
    await telegram.send(carrying("telegram", str(ana.id), files=[table(101), table(102)], text="Dos listas"), None)
    first, second, said = ana.inbox
    assert (first.content, second.content, said.text) == (b"a;101\n", b"a;102\n", "Dos listas")


async def test_pictures_and_files_together(telegram: TelegramPlatform, ana: User) -> None:
    await telegram.send(carrying("telegram", str(ana.id), pictures=[picture()], files=[table()], text="Todo"), None)
    assert [bool(message.content) for message in ana.inbox] == [True, True, False]


@pytest.mark.parametrize("odd", [picture(width=9_999, height=4), picture(padding=10 * 2**20)], ids=["wide", "heavy"])
async def test_a_picture_that_telegram_shows_to_nobody_goes_as_a_file(
    telegram: TelegramPlatform, ana: User, odd: object
) -> None:
    await telegram.send(carrying("telegram", str(ana.id), pictures=[odd], text="Así va"), None)  # type: ignore[list-item]
    [shown] = ana.inbox
    assert "document" in shown.raw
    assert shown.text == "Así va\n\nSe ve el número 1."


async def test_one_odd_picture_does_not_keep_the_others_back(telegram: TelegramPlatform, ana: User) -> None:
    pictures = [picture(1), picture(2, width=9_999, height=4), picture(3)]
    await telegram.send(carrying("telegram", str(ana.id), pictures=pictures), None)
    assert [("photo" in message.raw, message.text) for message in ana.inbox] == [
        (True, "Se ve el número 1."),
        (False, "Se ve el número 2."),
        (True, "Se ve el número 3."),
    ]


async def test_what_went_out_does_not_go_out_again_when_the_rest_has_to_wait(
    fake: FakeTelegram, telegram: TelegramPlatform, ana: User
) -> None:
    message = carrying("telegram", str(ana.id), pictures=[picture(1), picture(2)], text=LONG)
    fake.faults.add("too_many_requests", "sendMessage", retry_after=1)
    with pytest.raises(SendError) as error:
        await telegram.send(message, None)
    assert isinstance(error.value.outcome, NotSent)
    await telegram.send(message, None)
    assert [bool(shown.content) for shown in ana.inbox] == [True, True, False]


async def test_a_message_that_is_a_picture_can_be_changed(telegram: TelegramPlatform, ana: User) -> None:
    sent = await telegram.send(carrying("telegram", str(ana.id), pictures=[picture()], labels=["Deshacer"]), None)
    undone = carrying("telegram", str(ana.id), text="Deshecho. " + LONG, message=2)
    assert await telegram.send(undone, sent) == sent
    [shown] = ana.inbox
    assert shown.text.startswith("Deshecho.")
    assert not shown.labels


async def test_of_a_forgotten_picture_what_was_to_be_seen_is_left(telegram: TelegramPlatform, ana: User) -> None:
    message = carrying("telegram", str(ana.id), pictures=[picture()], text="Así va")
    await telegram.send(replace(message, files={}), None)
    [shown] = ana.inbox
    assert shown.text == "Así va\n\nSe ve el número 1."


# ------------------------------------------------------------------ Slack
@pytest.fixture
async def slack_fake() -> AsyncIterator[FakeSlack]:
    async with await FakeSlack.start(rates=False) as running:
        running.hold()
        yield running


@pytest.fixture
async def slack(slack_fake: FakeSlack) -> AsyncIterator[SlackPlatform]:
    adapter = SlackPlatform(BOT_TOKEN, slack_fake.api_url, lambda _word: False, rates=Rates())
    yield adapter
    await adapter.close()


@pytest.fixture
def eve(slack_fake: FakeSlack) -> SlackUser:
    user = slack_fake.user("Eve")
    user.dm.opened = True
    return user


async def test_slack_gets_pictures_and_files_in_one_message_and_the_words_behind_it(
    slack: SlackPlatform, eve: SlackUser
) -> None:
    message = carrying(
        "slack", eve.dm.id, pictures=[picture(1), picture(2)], files=[table()], text="Así va", labels=["Bien"]
    )
    sent = await slack.send(message, None)
    shared, said = eve.inbox
    assert [(file.name, file.more.get("alt_txt")) for file in shared.files] == [
        ("ventas1.png", "Se ve el número 1."),
        ("ventas2.png", "Se ve el número 2."),
        ("clientes101.csv", None),
    ]
    assert [file.content for file in shared.files] == [png(), png(), b"a;101\n"]
    assert (said.ts, said.screen.lines, said.labels) == (sent, ["Así va"], ["Bien"])
    assert "Se ve el número 1." in said.raw["text"], "who gets a notification hears what is to be seen"


async def test_slack_gets_no_picture_twice_when_the_words_have_to_wait(
    slack_fake: FakeSlack, slack: SlackPlatform, eve: SlackUser
) -> None:
    message = carrying("slack", eve.dm.id, pictures=[picture()], text="Así va")
    slack_fake.faults.add("refused", "chat.postMessage", error="service_unavailable")
    with pytest.raises(SendError) as error:
        await slack.send(message, None)
    assert isinstance(error.value.outcome, NotSent)
    await slack.send(message, None)
    assert [len(shown.files) for shown in eve.inbox] == [1, 0]


# ------------------------------------------------------------------ the terminal
async def test_a_terminal_tells_what_is_to_be_seen_and_where_it_lies(tmp_path: Path) -> None:
    shown: list[str] = []
    console = ConsolePlatform("ana", SystemClock(), shown.append, tmp_path)
    await console.send(carrying("console", "ana", pictures=[picture()], files=[table()], text="Así va"), None)
    assert shown == [f"Así va\n\n[Se ve el número 1.]\n\n{tmp_path / 'ventas1.png'}\n\n{tmp_path / 'clientes101.csv'}"]
    assert (tmp_path / "ventas1.png").read_bytes() == png()
