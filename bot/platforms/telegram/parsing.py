"""What people did, from what Telegram sends: messages, edits, pressed buttons.

Read from the raw update (core.telegram.org/bots/api#update): decoding all of it into the library's objects takes ten times
as long as looking at the dozen fields that matter, and one field nobody looks at would make an update unreadable.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from bot.platforms.base import UnreadableError, storable
from bot.platforms.telegram.groups import MESSAGES, without_mention
from handlers.kit.messages.incoming import Attachment, Incoming, IncomingKind, SharedContact, SharedPlace

NAME = "telegram"

MEDIA = (
    "photo",
    "voice",
    "audio",
    "video",
    "video_note",
    "location",
    "venue",
    "contact",
    "document",
    "sticker",
    "animation",
    "poll",
    "dice",
)
FILES = {
    "photo": "photo",
    "voice": "voice",
    "audio": "voice",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "document": "document",
}
"""Fields with a file, and what each is taken for. An animation comes as a document as well."""
LARGEST_NUMBER = 1 << 63

Raw = Mapping[str, Any]


def incoming_of(update: Raw, bot_id: str, now: datetime, username: str = "") -> Incoming | None:
    """What the person did, None where nobody did anything. Raises UnreadableError for what Telegram would not send.

    A press carries no time of its own: it is read at `now`, for it is about what is on the screen then. In a group the bot
    is called by its `username`, which is no part of what is said.
    """
    if membership := _part(update, "my_chat_member"):
        return _membership(membership, bot_id)
    if press := _part(update, "callback_query"):
        return _button_press(press, bot_id, now)
    edited = _part(update, "edited_message")
    message = _part(update, "message") or edited
    return _message(message, bot_id, username, edited=message is edited) if message else None


def chat_of(update: Raw) -> str:
    """Where order must hold; updates that tell no chat share one queue."""
    press = update.get("callback_query")
    holder = press if isinstance(press, dict) else update
    for name in (*MESSAGES, "my_chat_member"):
        message = holder.get(name)
        if isinstance(message, dict) and isinstance(chat := message.get("chat"), dict):
            with suppress(UnreadableError):
                return _number(chat.get("id"))
    return "-"


def _button_press(press: Raw, bot_id: str, now: datetime) -> Incoming | None:
    message, who = _part(press, "message"), _part(press, "from")
    token, _colon, index = _text(press, "data").partition(":")
    if message is None or who is None or not (index.isascii() and index.isdecimal()):
        return None
    chat = _part(message, "chat") or {}
    return Incoming(
        NAME,
        bot_id,
        _number(chat.get("id")),
        _number(who.get("id")),
        _number(message.get("message_id")),
        now,
        kind="press",
        token=storable(token),
        choice=int(index),
        private=chat.get("type") == "private",
        language=_language(who),
    )


def _membership(change: Raw, bot_id: str) -> Incoming | None:
    """Whether somebody shut their chat to the bot, or opened it again; a group's is shut where it was removed."""
    chat, who, now = (_part(change, name) for name in ("chat", "from", "new_chat_member"))
    if chat is None or who is None or now is None:
        raise UnreadableError("a membership without a chat, a person or a state")
    return Incoming(
        NAME,
        bot_id,
        _number(chat.get("id")),
        _number(who.get("id")),
        "",
        _sent_at(change),
        kind="shut" if _text(now, "status") in {"kicked", "left"} else "opened",
        private=chat.get("type") == "private",
        language=_language(who),
    )


def _message(message: Raw, bot_id: str, username: str, *, edited: bool) -> Incoming | None:
    who, chat = _part(message, "from"), _part(message, "chat") or {}
    if who is None or who.get("is_bot"):
        return None
    media = next((name for name in MEDIA if message.get(name)), None)
    text = _text(message, "text") or _text(message, "caption")
    if not text and media is None:
        return None  # somebody joined, a title changed: nobody said anything
    kind: IncomingKind = "other" if not text else "edit" if edited else "text"
    private = chat.get("type") == "private"
    answered = _part(message, "reply_to_message")
    return Incoming(
        NAME,
        bot_id,
        _number(chat.get("id")),
        _number(who.get("id")),
        _number(message.get("message_id")),
        _sent_at(message),
        kind=kind,
        text=storable(text if private else without_mention(text, username)),
        media=media,
        private=private,
        replies_to=_number(answered.get("message_id")) if answered else None,
        attachments=_attachments(message),
        place=_place(message),
        contact=_contact(message),
        forwarded_from=_sender(message),
        language=_language(who),
    )


def _part(of: Raw, name: str) -> dict[str, Any] | None:
    """An object inside another one, None where it is not there."""
    found = of.get(name)
    if found is not None and not isinstance(found, dict):
        raise UnreadableError(f"{name} is no object")
    return found


def _text(of: Raw, name: str) -> str:
    """A text, "" where it is not there."""
    found = of.get(name)
    if found is not None and not isinstance(found, str):
        raise UnreadableError(f"{name} is no text")
    return found or ""


def _number(value: object) -> str:
    """An id as text. All of Telegram's are numbers of 64 bits."""
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= LARGEST_NUMBER:
        raise UnreadableError("an id is no number")
    return str(value)


def _sent_at(message: Raw) -> datetime:
    date = message.get("date")
    if not isinstance(date, int) or isinstance(date, bool):
        raise UnreadableError("date is no number")
    try:
        return datetime.fromtimestamp(date, UTC)
    except (ValueError, OverflowError, OSError):
        raise UnreadableError("date is no date") from None


def _language(who: Raw) -> str | None:
    return _text(who, "language_code") or None


def _attachments(message: Raw) -> tuple[Attachment, ...]:
    """The file of a message, as it can be fetched; of a photo the largest of its sizes."""
    field = next((name for name in FILES if message.get(name)), None)
    if field is None:
        return ()
    sizes = message[field] if field == "photo" else [message[field]]
    if not isinstance(sizes, list) or not isinstance(file := sizes[-1], dict):
        raise UnreadableError(f"{field} is no file")
    size = file.get("file_size")
    name, reference, kind = (storable(_text(file, key)) for key in ("file_name", "file_id", "mime_type"))
    return (Attachment(name, size if isinstance(size, int) else None, reference, kind, FILES[field]),)


def _place(message: Raw) -> SharedPlace | None:
    """A place: one on the map, or one with a name."""
    venue = _part(message, "venue") or {}
    where = _part(venue, "location") or _part(message, "location")
    if where is None:
        return None
    degrees = [where.get(name) for name in ("latitude", "longitude")]
    latitude, longitude = (float(d) if isinstance(d, int | float) else None for d in degrees)
    if latitude is None or longitude is None or not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise UnreadableError("a place is nowhere")
    return SharedPlace(latitude, longitude, storable(_text(venue, "title")))


def _contact(message: Raw) -> SharedContact | None:
    """Somebody whose number was passed on."""
    contact = _part(message, "contact")
    if contact is None:
        return None
    name = " ".join(part for key in ("first_name", "last_name") if (part := _text(contact, key)))
    return SharedContact(*(storable(text) for text in (name, _text(contact, "phone_number"), _text(contact, "vcard"))))


def _sender(message: Raw) -> str | None:
    """Who wrote a forwarded message, "" where that is hidden; None where nothing was forwarded."""
    origin = _part(message, "forward_origin")
    if origin is None:
        return None
    user = _part(origin, "sender_user") or {}
    name = " ".join(part for part in (_text(user, "first_name"), _text(user, "last_name")) if part)
    return storable(name or _text(origin, "sender_user_name"))
