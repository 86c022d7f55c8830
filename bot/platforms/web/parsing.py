"""What a page sends, and what a person did by that.

The page names every message itself, so that it can send it again after a lost connection: the same name twice has one effect.
"""

import json
import re
from datetime import datetime, timedelta
from typing import Any

from bot.platforms.base import UnreadableError, storable
from handlers.kit.messages.incoming import Attachment, Incoming
from storage.messaging.inbox import RawEvent

NAME = "web"

LONGEST_TEXT = 40_000
"""Characters of a message. Telegram takes 4,096, Slack 40,000."""
LONGEST_CHAT = 64
MOST_AGO = timedelta(days=7)
"""A message that waited longer for its connection is taken as sent then."""

DOCUMENT = "document"
MEDIA = {"image": "photo", "audio": "voice", "video": "video"}
"""What a file is that is none, by the first half of its type."""

_NAME = re.compile(r"[\w-]{8,60}", re.ASCII)
_DOES = frozenset({"say", "edit", "press", "file"})


class NotUnderstoodError(Exception):
    """The page sent something that no page of ours sends."""


def event(said: dict[str, Any], now: datetime) -> RawEvent:
    """What a page sent as an event of the inbox, with the business time at which it was said. Raises NotUnderstoodError."""
    kept = {name: said.get(name) for name in ("do", "chat", "id", "text", "message", "replies_to", "token", "choice")}
    kept |= {name: said.get(name) for name in ("file", "name", "size", "mime")}
    kept = {name: storable(value) if isinstance(value, str) else value for name, value in kept.items()}
    if kept["do"] not in _DOES or not _is_chat(kept["chat"]) or not _is_name(kept["id"]):
        raise NotUnderstoodError
    kept["sent_at"] = now.isoformat()
    raw = json.dumps({name: value for name, value in kept.items() if value is not None}, ensure_ascii=False)
    if incoming_of(json.loads(raw)) is None:
        raise NotUnderstoodError
    return RawEvent(NAME, NAME, str(kept["id"]), str(kept["chat"]), raw)


def ago(said: dict[str, Any]) -> timedelta:
    """How long a message waited for its connection."""
    seconds = said.get("ago")
    if not isinstance(seconds, int | float) or not 0 <= seconds <= MOST_AGO.total_seconds():
        return timedelta()
    return timedelta(seconds=seconds)


def incoming_of(raw: dict[str, Any]) -> Incoming | None:
    """What the person did; None where the event says nothing that a person does. Raises UnreadableError."""
    try:
        does, chat, sent_at = raw["do"], raw["chat"], datetime.fromisoformat(raw["sent_at"])
        who = (NAME, NAME, chat, chat)
        match does:
            case "say" if _is_text(raw["text"]):
                return Incoming(*who, raw["id"], sent_at, text=raw["text"], replies_to=_optional(raw, "replies_to"))
            case "edit" if _is_text(raw["text"]) and _is_name(raw["message"]):
                return Incoming(*who, raw["message"], sent_at, "edit", raw["text"])
            case "press" if isinstance(raw["choice"], int) and isinstance(raw["token"], str):
                return Incoming(*who, raw["id"], sent_at, "press", token=raw["token"], choice=raw["choice"])
            case "file" if _is_name(raw["file"]):
                mime = _optional(raw, "mime") or ""
                media = MEDIA.get(mime.partition("/")[0], DOCUMENT)
                file = Attachment(str(raw["name"])[:200], int(raw["size"]), raw["file"], mime, media)
                return Incoming(*who, raw["id"], sent_at, "other", media=media, attachments=(file,))
            case _:
                return None
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableError(type(error).__name__) from None


def _optional(raw: dict[str, Any], name: str) -> str | None:
    found = raw.get(name)
    return found if isinstance(found, str) and found else None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value) <= LONGEST_TEXT


def _is_name(value: object) -> bool:
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def _is_chat(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_CHAT
