"""What people did, from what Slack sends: events, commands, pressed buttons, dialogs.

A raw event in the inbox is Slack's own payload and, under "cartera", what could be known only when it came: its key, and
the private chat with whoever did it.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.platforms.base import UnreadableError, storable
from bot.platforms.slack.blocks import OPENS
from bot.platforms.slack.text import Knows, undone
from handlers.kit.messages.incoming import Attachment, Incoming, IncomingKind
from handlers.kit.people.codes import bringing_words

NAME = "slack"
LONGEST_KEY = 80
LONGEST_TEAM = 64
"""Characters that the inbox keeps of an event's name and its chat, and of whose it is."""
OURS = "cartera"
"""The key of what is added when it comes in."""

EVENTS = ("message.im", "app_mention", "app_home_opened")
"""What the app has to be subscribed to (docs/slack-manifest.yaml)."""

_WRITTEN = frozenset({None, "file_share", "thread_broadcast", "me_message"})
"""Subtypes of messages that somebody wrote; all others tell what happened to a channel."""

_ID = re.compile(r"[A-Z0-9]{2,40}")
_TS = re.compile(r"\d{1,12}\.\d{1,9}")
MOST_FILES = 10
"""Files of one message that are looked at: Slack's own limit."""
_MEDIA = (("image/", "photo"), ("audio/", "voice"), ("video/", "video"))

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EventPreview:
    """What is seen of an event before its turn. `word` is what it would fill in a dialog for; `needs_chat` where it came from nowhere."""

    team: str
    key: str
    account: str
    chat: str
    word: str | None
    needs_chat: bool


# ------------------------------------------------------------------ before it is written down
def preview(body: Raw, bot_user: str, knows: Knows) -> EventPreview | None:
    """What has to be known of an event to write it down; None for what concerns nobody. Raises whatever odd shapes make it raise."""
    if _concerns_nobody(body, bot_user):
        return None
    # A command may be given anywhere, in chats between others too, and joining is private; a shortcut has no chat at all.
    needs_chat = body.get("type") == "shortcut" or (
        "command" in body
        and (
            str(body.get("channel_id")).startswith("D")
            or _text(body, "text").strip().partition(" ")[0].casefold() in bringing_words()
        )
    )
    return EventPreview(
        team_of(body), key_of(body), account_of(body), chat_of(body), _wants_dialog(body, knows), needs_chat
    )


def _concerns_nobody(body: Raw, bot_user: str) -> bool:
    """Whether no person did this: the bot's own messages come back, and channels tell of themselves."""
    if "command" in body:
        return False
    kind = body.get("type")
    if kind != "event_callback":
        return kind not in {"block_actions", "view_submission", "shortcut"}
    event = body.get("event")
    if not isinstance(event, dict):
        return True
    if event.get("type") != "message":
        return event.get("type") not in {"app_mention", "app_home_opened"} or event.get("user") in {bot_user, None}
    if event.get("subtype") in {"message_changed", "message_deleted"}:
        return _is_own(event.get("previous_message") or event.get("message"), bot_user)
    return event.get("subtype") not in _WRITTEN or event.get("channel_type", "im") != "im" or _is_own(event, bot_user)


def key_of(body: Raw) -> str:
    """The event's name, the same each time Slack sends it; a dialog's also when a person sends it again because no answer came."""
    view = body.get("view")
    if body.get("type") == "view_submission" and isinstance(view, dict) and isinstance(view.get("id"), str):
        filled_in = json.dumps((view["id"], view.get("state")), sort_keys=True)
        return hashlib.sha256(filled_in.encode()).hexdigest()
    for name in ("event_id", "trigger_id"):
        if isinstance(found := body.get(name), str) and found:
            return storable(found)[:LONGEST_KEY]
    kept = {name: value for name, value in body.items() if name != "token"}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def team_of(body: Raw) -> str:
    """The workspace."""
    team = body.get("team_id") or (body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id")
    return storable(team)[:LONGEST_TEAM] if isinstance(team, str) else ""


def account_of(body: Raw) -> str:
    """Who did it, "" where that is not said."""
    event = body.get("event")
    user = event.get("user") if isinstance(event, dict) else body.get("user_id") or body.get("user")
    found = user.get("id") if isinstance(user, dict) else user
    return found if isinstance(found, str) else ""


def chat_of(body: Raw) -> str:
    """Where order must hold: the channel, or the private chat where there is none."""
    event, channel = body.get("event"), body.get("channel")
    found = (
        event.get("channel")
        if isinstance(event, dict)
        else body.get("channel_id")
        or (channel.get("id") if isinstance(channel, dict) else None)
        or (body.get("view") or {}).get("private_metadata")
    )
    return storable(found)[:LONGEST_KEY] if isinstance(found, str) and found else "-"


def said_after_command(body: Raw, knows: Knows) -> str:
    """What a slash command says, as it is typed elsewhere: /cartera visita Bar Sol is /visita Bar Sol."""
    text, _mentions = undone(_text(body, "text"))
    word = text.partition(" ")[0].casefold()
    if not text:
        return "/help"
    return f"/{text}" if word in bringing_words() or knows(word) else text


def _wants_dialog(body: Raw, knows: Knows) -> str | None:
    """The command or form that this would fill in at once: a shortcut's, a button's, or a command's without any more words."""
    if body.get("type") == "shortcut":
        return _text(body, "callback_id")
    if body.get("type") == "block_actions":
        return next(
            (
                _text(action, "action_id").removeprefix(OPENS).rpartition(":")[0]
                for action in body.get("actions") or ()
                if _text(action, "action_id").startswith(OPENS)
            ),
            None,
        )
    if "command" not in body:
        return None
    said = said_after_command(body, knows)
    return said[1:] if said.startswith("/") and " " not in said else None


# ------------------------------------------------------------------ in its turn
def parse(raw: Raw, bot_user: str, knows: Knows, now: datetime) -> Incoming | None:
    """What the person did; None for what concerns nobody, or was answered with a dialog. `now` is for what tells no time."""
    ours = raw.get(OURS) or {}
    if _concerns_nobody(raw, bot_user) or ours.get("opens"):
        return None
    if "command" in raw:
        return _slash_command(raw, ours, knows, now)
    match raw["type"]:
        case "event_callback":
            return _event(raw, raw["event"], bot_user)
        case "block_actions":
            return _button_press(raw, now)
        case "view_submission":
            return _submission(raw, now)
        case _:
            # A shortcut whose dialog did not open: the same words, in the chat.
            return _incoming(
                raw, _id(ours.get("chat")), _id(account_of(raw)), key_of(raw), now, text=f"/{_text(raw, 'callback_id')}"
            )


def _slash_command(raw: Raw, ours: Raw, knows: Knows, now: datetime) -> Incoming:
    chat = _id(ours.get("chat") or raw.get("channel_id"))
    return _incoming(raw, chat, _id(raw.get("user_id")), key_of(raw), now, text=said_after_command(raw, knows))


def _event(raw: Raw, event: Raw, bot_user: str) -> Incoming | None:
    if event["type"] == "app_home_opened":
        if event.get("tab") != "home":
            return None
        return _incoming(
            raw,
            _id(event.get("channel")),
            _id(event.get("user")),
            key_of(raw),
            _moment(event.get("event_ts")),
            kind="home",
        )
    if event.get("subtype") == "message_deleted":
        was = event.get("previous_message") or {}
        return _incoming(
            raw,
            _id(event.get("channel")),
            _id(was.get("user")),
            _ts(event.get("deleted_ts")),
            _moment(event.get("event_ts")),
            kind="deleted",
        )
    if event.get("subtype") == "message_changed":
        now, was = event["message"], event.get("previous_message") or {}
        if now.get("text") == was.get("text"):
            return None  # its preview was added, or somebody answered in its thread
        if now.get("subtype") == "tombstone":  # deleted, and kept for the answers in its thread
            return _incoming(
                raw,
                _id(event.get("channel")),
                _id(was.get("user")),
                _ts(now.get("ts")),
                _moment(event.get("event_ts")),
                kind="deleted",
            )
        return _message(raw, event, now, bot_user, kind="edit")
    return _message(raw, event, event, bot_user)


def _message(raw: Raw, event: Raw, message: Raw, bot_user: str, kind: IncomingKind = "text") -> Incoming | None:
    """A message that somebody wrote or changed."""
    text, mentions = undone(_text(message, "text"), bot_user)
    forwarded_from, forwarded = _forwarded(message)
    text = text or forwarded
    files = tuple(_attachment(file) for file in message.get("files") or () if _is_there(file))
    media = files[0].media if files else None
    if not text and media is None:
        return None
    chat, ts, thread = _id(event.get("channel")), _ts(message.get("ts")), message.get("thread_ts")
    answers = _ts(thread) if thread and thread != ts else None
    return _incoming(
        raw,
        chat,
        _id(message.get("user")),
        ts,
        _moment(ts),
        kind=kind if text else "other",
        text=text,
        media=media,
        mentions=mentions,
        replies_to=answers,
        thread=answers,
        forwarded_from=forwarded_from,
        attachments=files[:MOST_FILES],
    )


def _forwarded(message: Raw) -> tuple[str | None, str]:
    """Who wrote what a message passes on, and what."""
    for passed in message.get("attachments") or ():
        if isinstance(passed, dict) and (passed.get("is_share") or passed.get("is_msg_unfurl")):
            text, _mentions = undone(_text(passed, "text"))
            return storable(_text(passed, "author_name")), text
    return None, ""


def _is_there(file: object) -> bool:
    """Whether it is a file of this workspace's: one that was deleted, or is too old for a free plan, has no content."""
    return isinstance(file, dict) and file.get("mode") not in {"tombstone", "hidden_by_limit"}


def _attachment(file: Raw) -> Attachment:
    """A file, by its id: its address is asked for when it is fetched."""
    size, mime = file.get("size"), _text(file, "mimetype")
    return Attachment(
        storable(_text(file, "name")),
        size if isinstance(size, int) and 0 <= size < 1 << 50 else None,
        _id(file.get("id")),
        mime,
        next((name for start, name in _MEDIA if mime.startswith(start)), "document"),
    )


def _button_press(raw: Raw, now: datetime) -> Incoming | None:
    action = next((action for action in raw.get("actions") or () if isinstance(action, dict)), {})
    token, _colon, index = _text(action, "value").partition(":")
    if action.get("type") != "button" or not token or not index.isdecimal() or not index.isascii() or len(index) > 4:
        return None
    container = raw.get("container") or {}
    message = container.get("message_ts")
    thread = container.get("thread_ts")
    return _incoming(
        raw,
        _id(chat_of(raw)),
        _id(account_of(raw)),
        _ts(message) if message else key_of(raw),
        now,
        kind="press",
        token=storable(token)[:LONGEST_KEY],
        choice=int(index),
        thread=_ts(thread) if thread else None,
    )


def _submission(raw: Raw, now: datetime) -> Incoming:
    view = raw["view"]
    fields = {name: said for name, said in _filled_in(view) if said}
    return _incoming(
        raw,
        _id(view.get("private_metadata")),
        _id(account_of(raw)),
        key_of(raw),
        now,
        kind="submit",
        text=_text(view, "callback_id"),
        fields=fields,
    )


def _filled_in(view: Raw) -> list[tuple[str, str]]:
    """Each slot and what was written or chosen for it."""
    found = []
    for slot, elements in view["state"]["values"].items():
        for element in elements.values():
            chosen = element.get("selected_option") or {}
            said = element.get("value") or element.get("selected_date") or chosen.get("value") or ""
            found.append((slot, storable(said).strip()))
    return found


# ------------------------------------------------------------------ pieces
def _incoming(raw: Raw, chat: str, account: str, message: str, sent_at: datetime, **more: Any) -> Incoming:  # noqa: ANN401 - Incoming's
    return Incoming(NAME, team_of(raw), chat, account, message, sent_at, private=chat.startswith("D"), **more)


def _is_own(message: object, bot_user: str) -> bool:
    """Whether a bot wrote it: this one, or another, which nobody invited either."""
    return not isinstance(message, dict) or "bot_id" in message or message.get("user") in {bot_user, None, "USLACKBOT"}


def _text(holder: Raw, name: str) -> str:
    found = holder.get(name) or ""
    if not isinstance(found, str):
        raise UnreadableError(f"{name} is no text")
    return found


def _id(value: object) -> str:
    """An id of Slack's."""
    if not is_id(value):
        raise UnreadableError("an id is no id")
    return str(value)


def is_id(value: object) -> bool:
    """Whether Slack may call somebody or something that."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _ts(value: object) -> str:
    """A message's own name in its channel: the moment it was written."""
    if not isinstance(value, str) or not _TS.fullmatch(value):
        raise UnreadableError("a ts is no ts")
    return value


def _moment(value: object) -> datetime:
    return datetime.fromtimestamp(float(_ts(value)), UTC)
