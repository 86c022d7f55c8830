"""What a page shows of a chat, as JSON: plain texts, which it puts into the document as texts and never as markup.

An entry has an `id` under which a later one takes its place, `mine` where the person wrote it, and the business `time`.
"""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from bot.platforms.base import UnreadableError
from bot.platforms.web.parsing import incoming_of
from handlers.kit.messages.reply import Spoken, enclosed_in
from storage.messaging.transcripts import TranscriptLine

Entry = dict[str, Any]
Clocked = Callable[[datetime], str]
"""The business time of an instant of the machine, as ISO 8601."""


def of_message(message_id: str, token: str, payload: dict[str, Any], at: str) -> Entry:
    """A message of the bot."""
    spoken = Spoken.of(payload)
    return {
        "id": message_id,
        "mine": False,
        "at": at,
        "token": token,
        "blocks": [[kind, content] for kind, content in spoken.blocks],
        "choices": [choice["label"] for choice in spoken.choices],
        "files": [[enclosed.file, enclosed.name] for enclosed in enclosed_in(payload)],
    }


def of_event(raw: dict[str, Any]) -> Entry | None:
    """What a person wrote or sent; None for what shows nothing of its own, such as a pressed button."""
    try:
        incoming = incoming_of(raw)
    except UnreadableError:
        return None
    if incoming is None or incoming.kind == "press":
        return None
    entry = {
        "id": incoming.message,
        "mine": True,
        "at": incoming.sent_at.isoformat(),
        "text": incoming.text or str(raw.get("name", "")),
    }
    return entry | ({"edited": True} if incoming.kind == "edit" else {})


def of_lines(lines: Iterable[TranscriptLine], clocked: Clocked) -> list[Entry]:
    """A chat: each entry where it was first said, as it reads now."""
    entries: dict[str, Entry] = {}
    for line in lines:
        if line.message:
            message = line.message
            entry: Entry | None = of_message(message.message_id, message.token, message.payload, clocked(line.at))
        else:
            entry = of_event(json.loads(line.raw or "{}"))
        if entry:
            entries[entry["id"]] = entries.get(entry["id"], {}) | entry
    return list(entries.values())
