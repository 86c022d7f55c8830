"""The fake Telegram refuses what Telegram refuses and shows people what they would see. Spoken to by the real library."""

import contextlib
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Message, ReplyParameters, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken

from tests.fakes.telegram import FakeTelegram, User
from tests.fakes.telegram.people import SMALLEST_PNG
from tests.platforms.library import library_bot


@pytest.fixture
async def ana(fake: FakeTelegram) -> User:
    user = fake.user("Ana", username="ana_ventas")
    await user.start()
    return user


def keyboard(*labels: str, data: str = "x") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)] for label in labels])


def received(update: Update) -> Message:
    """The message that an update carries."""
    message = update.effective_message
    assert message is not None
    return message


@contextlib.contextmanager
def refused(fake: FakeTelegram, description: str, kind: type[Exception] = BadRequest) -> Iterator[None]:
    """The library raises `kind`, and Telegram's answer was exactly `description`."""
    with pytest.raises(kind):
        yield
    assert fake.sent[-1].answer == description


async def test_a_person_sees_the_text_its_looks_and_the_buttons(bot: Bot, ana: User) -> None:
    await bot.send_message(
        ana.id, "<b>Bar Ñandú</b> &lt;3 🙂 <i>hoy</i>", "HTML", reply_markup=keyboard("Deshacer", "Más")
    )
    message = await ana.next_message()
    assert message.text == "Bar Ñandú <3 🙂 hoy"
    assert message.entities == [
        {"offset": 0, "length": 9, "type": "bold"},
        {"offset": 16, "length": 3, "type": "italic"},
    ]
    assert message.marked("italic") == ["hoy"]
    assert message.labels == ["Deshacer", "Más"]


async def test_a_press_reaches_the_bot_and_its_answer_the_person(bot: Bot, ana: User) -> None:
    await bot.send_message(ana.id, "Guardado", reply_markup=keyboard("Deshacer", data="undo:1"))
    press = await ana.presses(await ana.next_message(), "Deshacer")
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("undo:1", ana.id)
    await query.answer("Hecho")
    assert await ana.answered(press) == "Hecho"


async def test_a_press_that_waited_too_long_cannot_be_answered(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    await bot.send_message(ana.id, "Guardado", reply_markup=keyboard("Deshacer"))
    press = await ana.presses(ana.last, 0)
    with refused(fake, "Bad Request: MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(press.query_id, "x" * 201)
    press.expire()
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    with refused(fake, too_old):
        await bot.answer_callback_query(press.query_id)
    with refused(fake, too_old):
        await bot.answer_callback_query("12345")
    assert press.answer is None


async def test_pressing_what_is_not_there_is_a_mistake_of_the_test(bot: Bot, ana: User) -> None:
    await bot.send_message(ana.id, "Guardado", reply_markup=keyboard("Deshacer"))
    with pytest.raises(AssertionError, match="Deshacer"):
        await ana.presses(ana.last, "Borrar")
    assert (await ana.presses(ana.last, data="stale")).data == "stale"


async def test_an_edit_changes_the_message_and_keeps_what_it_was(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    sent = await bot.send_message(ana.id, "uno", reply_markup=keyboard("Más"))
    await bot.edit_message_text("dos", ana.id, sent.message_id)
    message = await ana.sees("dos")
    assert message.labels == []
    assert [was["text"] for was in message.history] == ["uno"]
    unmodified = (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )
    with refused(fake, unmodified):
        await bot.edit_message_text("dos", ana.id, sent.message_id)
    with refused(fake, unmodified):
        await bot.edit_message_reply_markup(ana.id, sent.message_id)
    await bot.edit_message_reply_markup(ana.id, sent.message_id, reply_markup=keyboard("Otra"))
    assert ana.last.labels == ["Otra"]


async def test_only_the_bots_own_messages_can_be_edited(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    said = await ana.says("hola")
    with refused(fake, "Bad Request: message can't be edited"):
        await bot.edit_message_text("adiós", ana.id, said.message_id)
    with refused(fake, "Bad Request: message to edit not found"):
        await bot.edit_message_text("adiós", ana.id, 999)
    photo = await bot.send_photo(ana.id, SMALLEST_PNG, caption="foto")
    with refused(fake, "Bad Request: there is no text in the message to edit"):
        await bot.edit_message_text("adiós", ana.id, photo.message_id)
    await bot.edit_message_caption(ana.id, photo.message_id, caption="otra")
    assert ana.last.text == "otra"


TEXTS = [
    ("", "message text is empty"),
    (" \n ", "text must be non-empty"),
    ("x" * 4097, "message is too long"),
    ("🙂" * 2049, "message is too long"),
    ("ñ" * 16385, "text is too long"),
]


@pytest.mark.parametrize(("text", "reason"), TEXTS)
async def test_texts_that_cannot_be_sent(fake: FakeTelegram, bot: Bot, ana: User, text: str, reason: str) -> None:
    with refused(fake, f"Bad Request: {reason}"):
        await bot.send_message(ana.id, text)


async def test_the_length_counts_after_the_markup_is_read(bot: Bot, ana: User) -> None:
    await bot.send_message(ana.id, "<b>" + "&amp;" * 4096 + "</b>", "HTML")
    assert ana.last.text == "&" * 4096


HTML = [
    ("hola <x>", 'Unsupported start tag "x" at byte offset 5'),
    ("ñ <3", "Unclosed start tag at byte offset 3"),
    ("<b>hola", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<b>hola</i>", 'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"'),
    ("hola</b>", "Unexpected end tag at byte offset 4"),
    ("<b>hola</b", "Unclosed end tag at byte offset 7"),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<a href="x">y', 'Can\'t find end tag corresponding to start tag "a"'),
    ("<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<tg-emoji emoji-id=x>y</tg-emoji>", "Invalid custom emoji identifier specified"),
    ("<a href=x&y>z</a>", "Unexpected end of name token at byte offset 8"),
]


@pytest.mark.parametrize(("text", "reason"), HTML)
async def test_html_that_telegram_does_not_read(
    fake: FakeTelegram, bot: Bot, ana: User, text: str, reason: str
) -> None:
    with refused(fake, f"Bad Request: can't parse entities: {reason}"):
        await bot.send_message(ana.id, text, "HTML")


async def test_half_a_surrogate_pair_is_no_text(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    reason = "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate "
    with refused(fake, f"Bad Request: can't parse entities: {reason}code units"):
        await bot.send_message(ana.id, "&#xD83D;", "HTML")


LOOKS: list[tuple[str, str, list[tuple[Any, ...]]]] = [
    ("a &unknown; &#241; &#x1F642; &quot;", 'a &unknown; ñ 🙂 "', []),
    ("<b>a <u>b</u></b>", "a b", [("bold", 0, 3), ("underline", 2, 1)]),
    ("<tg-spoiler>s</tg-spoiler><s>t</s>", "st", [("spoiler", 0, 1), ("strikethrough", 1, 1)]),
    ("<blockquote>q</blockquote>\n<blockquote expandable>r</blockquote>", "q\nr",
     [("blockquote", 0, 1), ("expandable_blockquote", 2, 1)]),
    ('<pre><code class="language-python">1</code></pre>', "1", [("pre", 0, 1)]),
    ("<code><b>x</b></code>", "x", [("code", 0, 1)]),
    ('<a href="https://example.com/?a=1&amp;b=2">x</a>', "x", [("text_link", 0, 1)]),
    ('<a href="nowhere">x</a>', "x", []),
    ('<a href="tg://user?id=5">x</a>', "x", []),
    ("  <b>x </b>  ", "x", [("bold", 0, 1)]),
    ("<b></b>x", "x", []),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text", "looks"), LOOKS)
async def test_html_is_shown_as_telegram_shows_it(
    bot: Bot, ana: User, source: str, text: str, looks: list[tuple[Any, ...]]
) -> None:
    await bot.send_message(ana.id, source, "HTML")
    shown = [(entity["type"], entity["offset"], entity["length"]) for entity in ana.last.entities]
    assert (ana.last.text, shown) == (text, looks)


async def test_a_link_to_a_person_mentions_who_is_known(bot: Bot, ana: User) -> None:
    sent = await bot.send_message(ana.id, f'<a href="tg://user?id={ana.id}">ella</a>', "HTML")
    assert [entity.user.first_name for entity in sent.entities if entity.user] == ["Ana"]


KEYBOARDS: list[tuple[list[list[dict[str, Any]]], str]] = [
    ([[{"text": "x", "callback_data": "ñ" * 33}]], "BUTTON_DATA_INVALID"),
    ([[{"text": " ", "callback_data": "x"}]], "inline keyboard button text must be non-empty"),
    ([[{"text": "x"}]], "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    ([[{"text": "x", "url": "http://localhost/x"}]],
     "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL"),
    ([[{"text": "x", "callback_data": "x"}] * 9], "reply markup is too long"),
    ([[{"text": "x", "callback_data": "x"}]] * 101, "reply markup is too long"),
    ([[{"text": "x" * 120, "callback_data": "x"}]] * 90, "reply markup is too long"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "reason"), KEYBOARDS)
async def test_keyboards_that_telegram_does_not_take(
    fake: FakeTelegram, bot: Bot, ana: User, rows: list[list[dict[str, Any]]], reason: str
) -> None:
    with refused(fake, f"Bad Request: {reason}"):
        markup = InlineKeyboardMarkup([[InlineKeyboardButton(**button) for button in row] for row in rows])
        await bot.send_message(ana.id, "x", reply_markup=markup)


async def test_the_bot_can_write_only_to_who_let_it(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    with refused(fake, "Bad Request: chat not found"):
        await bot.send_message(424242, "hola")
    with refused(fake, "Forbidden: bot can't initiate conversation with a user", Forbidden):
        await bot.send_message(fake.user("Luis").id, "hola")
    with refused(fake, "Forbidden: the bot can't send messages to the bot", Forbidden):
        await bot.send_message(bot.id, "hola")
    other = fake.user("Otro", is_bot=True)
    with refused(fake, "Forbidden: the bot can't send messages to the bot", Forbidden):
        await bot.send_message(other.id, "hola")
    ana.blocks_bot()
    with refused(fake, "Forbidden: bot was blocked by the user", Forbidden):
        await bot.send_message(ana.id, "hola")
    await ana.start()
    await bot.send_message(ana.id, "hola")
    ana.leaves_telegram()
    with refused(fake, "Forbidden: user is deactivated", Forbidden):
        await bot.send_message(ana.id, "hola")
    changes = [update.my_chat_member for update in await bot.get_updates() if update.my_chat_member]
    assert [change.new_chat_member.status for change in changes] == ["kicked", "member"]


async def test_a_reply_needs_its_message(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    said = await ana.says("hola")
    await bot.send_message(ana.id, "hola", reply_parameters=ReplyParameters(said.message_id))
    assert ana.last.raw["reply_to_message"]["text"] == "hola"
    with refused(fake, "Bad Request: message to be replied not found"):
        await bot.send_message(ana.id, "hola", reply_parameters=ReplyParameters(999))
    await bot.send_message(ana.id, "sin", reply_parameters=ReplyParameters(999, allow_sending_without_reply=True))


async def test_a_deleted_message_is_gone(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    sent = await bot.send_message(ana.id, "uno")
    await bot.delete_message(ana.id, sent.message_id)
    assert ana.inbox == []
    with refused(fake, "Bad Request: message to delete not found"):
        await bot.delete_message(ana.id, sent.message_id)
    old = await ana.says("de hace días", at=datetime(2020, 1, 1, tzinfo=UTC))
    with refused(fake, "Bad Request: message can't be deleted for everyone"):
        await bot.delete_message(ana.id, old.message_id)


async def test_files_go_both_ways(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    sent = await bot.send_document(ana.id, b"a;b\n", filename="clientes.csv", caption="<b>Lista</b>", parse_mode="HTML")
    assert (ana.last.content, ana.last.text, ana.last.marked("bold")) == (b"a;b\n", "Lista", ["Lista"])
    assert sent.document is not None
    await bot.send_document(ana.id, sent.document.file_id)
    photo = await bot.send_photo(ana.id, SMALLEST_PNG)
    assert (photo.photo[0].width, photo.photo[0].height) == (1, 1)
    await ana.sends_document("tarifa.csv", b"1;2\n", caption="la tarifa")
    document = received((await bot.get_updates())[-1]).document
    assert document is not None
    assert await (await document.get_file()).download_as_bytearray() == b"1;2\n"
    with refused(fake, "Bad Request: invalid file_id"):
        await bot.get_file("nothing")
    with refused(fake, "Bad Request: wrong file identifier/HTTP URL specified"):
        await bot.send_document(ana.id, "nothing")
    with refused(fake, "Bad Request: IMAGE_PROCESS_FAILED"):
        await bot.send_photo(ana.id, b"no picture")
    with refused(fake, "Bad Request: message caption is too long"):
        await bot.send_photo(ana.id, SMALLEST_PNG, caption="x" * 1025)


async def test_a_file_over_20_mb_cannot_be_downloaded(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    message = await ana.sends_document("grande.bin", bytes(20 * 1024 * 1024 + 1))
    with refused(fake, "Bad Request: file is too big"):
        await bot.get_file(message.raw["document"]["file_id"])


async def test_what_people_do_becomes_updates(bot: Bot, ana: User) -> None:
    at = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
    said = await ana.says("vi a @luis_bar en https://bar.example", at=at)
    await ana.edits(said, "vi a Luis")
    await ana.forwards("¿abrís mañana?", "Marta")
    await ana.sends_photo("el escaparate")
    await ana.sends_voice()
    await ana.sends_location()
    await ana.sends_contact("Marta", "+34600000000")
    await ana.says("sí", reply_to=said)
    updates = await bot.get_updates()
    assert [update.edited_message is not None for update in updates].index(True) == 2
    start, text, edit, forward, photo, voice, place, contact, reply = (received(update) for update in updates)
    assert start.text == "/start"
    assert text.date == at
    assert [entity.type for entity in text.entities] == ["mention", "url"]
    assert edit.text == "vi a Luis"
    assert getattr(forward.forward_origin, "sender_user_name", "") == "Marta"
    assert (photo.caption, len(photo.photo)) == ("el escaparate", 1)
    assert getattr(voice.voice, "duration", None) == timedelta(seconds=3)
    assert place.location is not None
    assert getattr(contact.contact, "first_name", "") == "Marta"
    assert getattr(reply.reply_to_message, "message_id", 0) == said.message_id


async def test_in_a_group_the_bot_sees_what_its_privacy_mode_lets_through(
    fake: FakeTelegram, bot: Bot, ana: User
) -> None:
    luis = fake.user("Luis")
    group = fake.group("Ventas", [ana, luis])
    sent = await bot.send_message(group.id, "Buenos días")
    await luis.says_in(group, "hola a todos")
    await luis.says_in(group, "@cartera_bot visité Bar Sol")
    await luis.says_in(group, "/historial Bar Sol")
    await luis.says_in(group, "bien", reply_to=group.messages[sent.message_id])
    messages = [update.message for update in await bot.get_updates() if update.message]
    texts = [message.text for message in messages if message.chat.id == group.id and message.text]
    assert texts == ["@cartera_bot visité Bar Sol", "/historial Bar Sol", "bien"]


async def test_a_group_that_became_a_supergroup_names_its_new_id(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    group = fake.group("Ventas", [ana])
    successor = group.becomes_supergroup()
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "hola")
    assert moved.value.new_chat_id == successor.id
    await bot.send_message(successor.id, "hola")
    assert successor.last.message_id == 2
    told = [update.message for update in await bot.get_updates() if update.message]
    assert [m.migrate_to_chat_id for m in told if m.migrate_to_chat_id] == [successor.id]


async def test_a_group_without_the_bot_gets_nothing(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    group = fake.group("Ventas", [ana], supergroup=True)
    await bot.leave_chat(group.id)
    with refused(fake, "Forbidden: bot is not a member of the supergroup chat", Forbidden):
        await bot.send_message(group.id, "hola")
    group.adds_bot(ana)
    group.kicks_bot(ana)
    with refused(fake, "Forbidden: bot was kicked from the supergroup chat", Forbidden):
        await bot.send_message(group.id, "hola")
    with refused(fake, "Bad Request: chat member status can't be changed in private chats"):
        await bot.leave_chat(ana.id)


async def test_commands_are_kept_per_scope_and_language(fake: FakeTelegram, bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("ayuda", "Ayuda")], language_code="es")
    await bot.set_my_commands([BotCommand("help", "Help")])
    assert [c.command for c in await bot.get_my_commands(language_code="es")] == ["ayuda"]
    assert [c.command for c in await bot.get_my_commands()] == ["help"]
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()
    refusals: list[tuple[Callable[[], Awaitable[Any]], str]] = [
        (lambda: bot.set_my_commands([("Ayuda", "x")]), "BOT_COMMAND_INVALID"),
        (lambda: bot.set_my_commands([("x" * 33, "x")]), "command length must not exceed 32"),
        (lambda: bot.set_my_commands([("x", "")]), "command description must be non-empty"),
        (lambda: bot.set_my_commands([("x", "x" * 257)]), "command description length must not exceed 256"),
        (lambda: bot.set_my_commands([("x", "x")] * 101), "BOT_COMMANDS_TOO_MUCH"),
        (lambda: bot.set_my_commands([("x", "x")], language_code="español"), "invalid language code specified"),
    ]
    for call, reason in refusals:
        with refused(fake, f"Bad Request: {reason}"):
            await call()


async def test_the_typing_sign_and_the_chat_can_be_seen(fake: FakeTelegram, bot: Bot, ana: User) -> None:
    await bot.send_chat_action(ana.id, "typing")
    assert ana.actions == ["typing"]
    assert (await bot.get_chat(ana.id)).first_name == "Ana"
    with refused(fake, "Bad Request: wrong parameter action in request"):
        await bot.send_chat_action(ana.id, "dancing")


async def test_a_wrong_token_opens_nothing(fake: FakeTelegram) -> None:
    with pytest.raises(InvalidToken):
        async with library_bot(fake.url, "1:wrong"):
            pass
