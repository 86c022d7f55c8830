"""Replies as Telegram shows them: HTML with everything people wrote escaped, and inline keyboards."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from bot.platforms.plain_text import aligned, bar, listed
from handlers.kit.messages.reply import Spoken

MOST_UNITS = 4096
"""UTF-16 code units a message may have after its entities are parsed (core.telegram.org/bots/api#sendmessage)."""

MOST_CAPTION = 1024
"""Of the text that stands under a file (core.telegram.org/bots/api#senddocument)."""

BUTTON_LABEL = 48
ROW_CHARACTERS = 34
"""What stands on one line of a phone: longer labels get a row of their own, wider tables become lists."""
ROW_BUTTONS = 3
MOST_BUTTONS = 100

Piece = tuple[str, str]
"""A run of text, and the tag around it: "b", "pre", or "" for none."""


def html(spoken: Spoken, most: int = MOST_UNITS) -> str:
    """The text of a reply, cut where Telegram would refuse more, never inside a tag."""
    out: list[str] = []
    room = most
    for text, tag in _pieces(spoken.blocks):
        shown = _fit(text, room)
        room -= units(shown)
        marked = escape(shown, quote=False)
        out.append(f"<{tag}>{marked}</{tag}>" if tag and shown.strip() else marked)
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
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


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


def fits(spoken: Spoken, most: int) -> bool:
    """Whether all of a reply's text has room in so many UTF-16 code units."""
    return sum(units(text) for text, _tag in _pieces(spoken.blocks)) <= most


def _pieces(blocks: Iterable[tuple[str, Any]]) -> Iterable[Piece]:
    for number, (kind, content) in enumerate(blocks):
        if number:
            yield "\n\n" if kind != "facts" else "\n", ""
        yield from _drawn(kind, content)


def _drawn(kind: str, content: Any) -> Iterable[Piece]:  # noqa: ANN401 - JSON of the outbox
    match kind:
        case "heading":
            yield content, "b"
        case "facts":
            for index, (name, value) in enumerate(content):
                yield ("\n" if index else "") + f"{name}: {value}", ""
        case "entries":
            yield from _entries(content)
        case "table" if lines := aligned(content, ROW_CHARACTERS):
            yield "\n".join(lines), "pre"
        case "table":
            yield from _entries(listed(content))
        case "picture":
            yield content["alternative"], ""
        case "progress":
            yield "\n".join(filter(None, (content["text"], bar(content["done"], content["of"])))), ""
        case _:
            yield content, ""


def _entries(entries: Iterable[tuple[str, str]]) -> Iterable[Piece]:
    for index, (head, body) in enumerate(entries):
        yield "\n" if index else "", ""
        yield head, "b"
        yield f"\n{body}" if body else "", ""
