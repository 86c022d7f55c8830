"""Replies as Telegram shows them: HTML with everything people wrote escaped, and inline keyboards."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from handlers.kit.messages.reply import Spoken

MOST_UNITS = 4096
"""UTF-16 code units a message may have after its entities are parsed (core.telegram.org/bots/api#sendmessage)."""

MOST_CAPTION = 1024
"""Of the text that stands under a file (core.telegram.org/bots/api#senddocument)."""

BUTTON_LABEL = 48
ROW_CHARACTERS = 34
"""Labels beside each other are cut on a phone from about here; longer ones get a row of their own."""
ROW_BUTTONS = 3
MOST_BUTTONS = 100

Piece = tuple[str, bool]
"""A run of text, and whether it is bold."""


def html(spoken: Spoken, most: int = MOST_UNITS) -> str:
    """The text of a reply, cut where Telegram would refuse more, never inside a tag."""
    out: list[str] = []
    room = most
    for text, bold in _pieces(spoken.blocks):
        shown = _fit(text, room)
        room -= units(shown)
        marked = escape(shown, quote=False)
        out.append(f"<b>{marked}</b>" if bold and shown.strip() else marked)
        if len(shown) < len(text):
            break
    return "".join(out).strip() or "…"


def keyboard(token: str, choices: Sequence[dict[str, Any]]) -> list[list[tuple[str, str]]]:
    """Rows of (label, callback data): short labels share a row."""
    rows: list[list[tuple[str, str]]] = []
    for index, choice in enumerate(choices[:MOST_BUTTONS]):
        label = choice["label"].strip() or "·"
        label = label if len(label) <= BUTTON_LABEL else label[: BUTTON_LABEL - 1] + "…"
        button = (label, f"{token}:{index}")
        last = rows[-1] if rows else []
        if last and len(last) < ROW_BUTTONS and sum(len(text) for text, _data in last) + len(label) <= ROW_CHARACTERS:
            last.append(button)
        else:
            rows.append([button])
    return rows


def units(text: str) -> int:
    """The length Telegram counts: UTF-16 code units."""
    return len(text) + sum(ord(c) > 0xFFFF for c in text)


def _fit(text: str, room: int) -> str:
    """As much of a text as has room, with an ellipsis where it is cut."""
    if units(text) <= room:
        return text
    taken = 0
    for index, character in enumerate(text):
        taken += units(character)
        if taken > room - 1:
            return text[:index] + "…" if room > 0 else ""
    return text


def _pieces(blocks: Iterable[tuple[str, Any]]) -> Iterable[Piece]:
    for number, (kind, content) in enumerate(blocks):
        if number:
            yield "\n\n" if kind != "facts" else "\n", False
        if kind == "heading":
            yield content, True
        elif kind == "text":
            yield content, False
        elif kind == "facts":
            yield from _lines((f"{name}: ", value) for name, value in content)
        elif kind == "entries":
            for index, (head, body) in enumerate(content):
                yield "\n" if index else "", False
                yield head, True
                yield f"\n{body}" if body else "", False
        elif kind == "table":
            yield from _lines((" · ".join(row), "") for row in content)


def _lines(pairs: Iterable[tuple[str, str]]) -> Iterable[Piece]:
    for index, (name, value) in enumerate(pairs):
        yield ("\n" if index else "") + name, False
        yield value, False
