"""Replies, home pages and dialogs as Slack draws them: Block Kit within its limits, everything people wrote escaped.

Limits: docs.slack.dev/reference/block-kit/blocks and …/block-elements.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from bot.platforms.plain_text import aligned, bar, cells, lines_of, listed
from bot.platforms.slack.text import escape, is_marked
from handlers.kit.dialog.modals import Dialog, DialogField
from handlers.kit.messages.picture import Picture
from handlers.kit.messages.reply import Spoken

MOST_SECTION = 3000
MOST_HEADER = 150
MOST_TEXT_BLOCKS = 44
"""With the rows of buttons fewer than the 50 blocks of a message, or the 100 of a view."""
MOST_VIEW_BLOCKS = 100
MOST_LETTERS = 13_000
"""Of all texts in a message's blocks together, buttons too: beyond some 13,200 it is `msg_blocks_too_long`."""
MOST_TABLES = 1
"""In one message; it takes more for "only_one_table_allowed" (docs.slack.dev/reference/block-kit/blocks/table-block)."""
MOST_TABLE_ROWS, MOST_COLUMNS = 100, 20
MOST_TABLE_LETTERS = 10_000
"""Of all cells of a table together."""
MOST_ALIGNED = 60
"""Characters on a line of a table that is drawn in letters of one width."""
MOST_BUTTONS = 25
"""In one block of actions."""
MOST_CHOICES = 100
MOST_LABEL = 75
MOST_FALLBACK = 3000
"""Of what notifications and screen readers get; beyond 4,000 Slack advises against, beyond 40,000 it cuts."""
MOST_TITLE = 24
MOST_INPUT_LABEL = 2000
MOST_OPTIONS = 100
MOST_OPTION = 75
MOST_OPTION_VALUE = 150

_ADDRESS = re.compile(r"https?://[^\s<>|]*[^\s<>|.,;:!?)\]'\"]")
_TELEPHONE = re.compile(r"(?<![\w<|/:+])\+\d(?:[ -]?\d){7,14}(?!\w)")

OPENS = "opens:"
"""How the names of buttons begin that may open a dialog."""

Block = dict[str, Any]


def message(spoken: Spoken, token: str, sent: Collection[int] = ()) -> tuple[str, list[Block]]:
    """A reply as (fallback text, blocks). The text is all of it, cut; the blocks end in its choices, as buttons.

    Pictures whose files are `sent` by themselves, with what is to be seen in them, are in the text alone.
    """
    paragraphs = (_as_text(kind, content) for kind, content in spoken.blocks)
    text = _cut(escape("\n\n".join(filter(None, paragraphs))), MOST_FALLBACK) or "…"
    shown = [(kind, content) for kind, content in spoken.blocks if kind != Picture.kind or content["file"] not in sent]
    return text, _blocks(Spoken(shown, spoken.choices), token)


def home(payload: Mapping[str, Any], token: str, chat: str) -> dict[str, Any]:
    """A home page: each part with its own buttons, as `handlers.kit.dialog.home` has them.

    It remembers the private chat: what is pressed there is answered there.
    """
    spoken = Spoken.of(dict(payload))
    blocks: list[Block] = []
    shown = offered = 0
    for texts, choices in payload.get("sections") or [(len(spoken.blocks), len(spoken.choices))]:
        part = _texts(spoken.blocks[shown : shown + texts], tables=0) + _rows(
            spoken.choices[offered : offered + choices], token, offered
        )
        if len(blocks) + len(part) + 1 > MOST_VIEW_BLOCKS:
            break
        blocks += [{"type": "divider"}, *part] if blocks else part
        shown, offered = shown + texts, offered + choices
    return {"type": "home", "private_metadata": chat, "blocks": blocks or [_section("…")]}


def modal(dialog: Dialog, chat: str) -> dict[str, Any]:
    """A dialog; its submission names the form and, by block, the slots. `chat` is the private chat it belongs to."""
    return {
        "type": "modal",
        "callback_id": dialog.form,
        "private_metadata": chat,
        "title": _plain(dialog.title, MOST_TITLE),
        "submit": _plain(dialog.submit, MOST_TITLE),
        "blocks": [_input(field) for field in dialog.fields],
    }


# ------------------------------------------------------------------ what is shown
def _blocks(spoken: Spoken, token: str) -> list[Block]:
    rows = _rows(spoken.choices[:MOST_CHOICES], token)
    return [
        *_fitting(
            _texts(spoken.blocks), MOST_LETTERS - sum(_letters(button) for row in rows for button in row["elements"])
        ),
        *rows,
    ]


def _rows(choices: Sequence[Mapping[str, Any]], token: str, first: int = 0) -> list[Block]:
    """Rows of buttons, for the choices from the `first` on."""
    buttons = [_button(choice, token, index) for index, choice in enumerate(choices, first)]
    return [
        {"type": "actions", "elements": buttons[start : start + MOST_BUTTONS]}
        for start in range(0, len(buttons), MOST_BUTTONS)
    ]


def _texts(parts: Sequence[tuple[str, Any]], *, tables: int = MOST_TABLES) -> list[Block]:
    """What is said, with so many `tables` drawn as such: only messages have them."""
    blocks: list[Block] = []
    for kind, content in parts:
        if kind == "heading" and len(content) <= MOST_HEADER and content.strip():
            blocks.append({"type": "header", "text": {"type": "plain_text", "text": content, "emoji": False}})
        elif kind == "table" and tables and (table := _table(content)):
            blocks.append(table)
            tables -= 1
        elif kind == "table" and (lines := aligned(content, MOST_ALIGNED)):
            blocks.extend(_preformatted(part) for part in _parts("\n".join(lines)))
        elif is_marked(text := _as_text(kind, content)):
            # What people wrote would be taken for marks of style: shown as it is, and nothing else is bold either.
            blocks.extend(
                {"type": "section", "text": {"type": "plain_text", "text": part, "emoji": False}}
                for part in _parts(text)
            )
        else:
            entries = listed(content) if kind == "table" else content if kind == "entries" else None
            blocks.extend(_section(part) for part in _parts(escape(text) if entries is None else _bold_heads(entries)))
    return blocks


def _table(content: Mapping[str, Any]) -> Block | None:
    """A table as Slack draws it, its last rows left out where they are too many; None where it is too wide or empty."""
    titles, *rows = cells(content)
    if not titles or len(titles) > MOST_COLUMNS or not rows:
        return None
    kept, room = [titles], MOST_TABLE_LETTERS - sum(map(len, titles))
    for row in rows:
        room -= sum(map(len, row))
        if room < len(titles) or len(kept) == MOST_TABLE_ROWS - 1 < len(rows):
            kept.append(["…"] + [""] * (len(titles) - 1))
            break
        kept.append(row)
    return {
        "type": "table",
        "column_settings": [{"align": align, "is_wrapped": True} for _title, align in content["columns"]],
        "rows": [[_cell(cell, bold=not number) for cell in row] for number, row in enumerate(kept)],
    }


def _cell(text: str, *, bold: bool) -> Block:
    """Rich text, for that of all cells every version of Slack takes; an empty one is refused."""
    element = {"type": "text", "text": text or " "} | ({"style": {"bold": True}} if bold else {})
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [element]}]}


def _preformatted(text: str) -> Block:
    """Lines in letters of one width."""
    element = {"type": "text", "text": text}
    return {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": [element]}]}


def _fitting(blocks: list[Block], room: int) -> list[Block]:
    """As many blocks of text as there is room for, and at least one."""
    kept: list[Block] = []
    for block in blocks:
        room -= _letters(block)
        if room < 0 or len(kept) == MOST_TEXT_BLOCKS:
            return [*kept, _section("…")]
        kept.append(block)
    return kept or [_section("…")]


def _letters(block: Block) -> int:
    """How long its text is as Slack keeps it: a plain one encoded."""
    if block["type"] == "table":
        return sum(_letters(cell) for row in block["rows"] for cell in row)
    if block["type"] == "rich_text":
        return sum(len(text["text"]) for part in block["elements"] for text in part["elements"])
    text = block["text"]
    return len(escape(text["text"]) if text["type"] == "plain_text" else text["text"])


def _section(text: str) -> Block:
    """A paragraph of escaped text. Slack looks for nothing in it ("verbatim"), so its addresses and numbers are made links here."""
    linked = _TELEPHONE.sub(_dial, _ADDRESS.sub(r"<\g<0>>", text))
    return {
        "type": "section",
        "text": {"type": "mrkdwn", "text": linked if len(linked) <= MOST_SECTION else text, "verbatim": True},
    }


def _dial(found: re.Match[str]) -> str:
    return f"<tel:{re.sub(r'[^+0-9]', '', found[0])}|{found[0]}>"


def _button(choice: Mapping[str, Any], token: str, index: int) -> Block:
    """A button; one that may open a dialog says which in its name, which nobody but Slack can send."""
    opens = choice.get("opens")
    return {
        "type": "button",
        "action_id": f"{OPENS}{opens}:{index}" if opens else f"choice:{index}",
        "value": f"{token}:{index}",
        "text": {"type": "plain_text", "text": _cut(choice["label"].strip(), MOST_LABEL) or "·", "emoji": False},
    }


def _as_text(kind: str, content: Any) -> str:  # noqa: ANN401 - JSON of the outbox
    if kind == "facts":
        return "\n".join(f"{name}: {value}" for name, value in content).strip()
    if kind == "table":
        return lines_of(listed(content)).strip()
    if kind == "entries":
        return lines_of(content).strip()
    if kind == "picture":
        return str(content["alternative"]).strip()
    if kind == "progress":
        return "\n".join(filter(None, (content["text"], bar(content["done"], content["of"])))).strip()
    return str(content).strip()


def _bold_heads(entries: Iterable[tuple[str, str]]) -> str:
    return "\n".join(
        f"{_bold(escape(head))}\n{escape(body)}" if body else _bold(escape(head)) for head, body in entries
    ).strip()


def _bold(text: str) -> str:
    """Bold where Slack can show it: on one line, without a star of its own."""
    return f"*{text}*" if text and text.strip() == text and "*" not in text and "\n" not in text else text


def _parts(text: str) -> Iterable[str]:
    """A text in pieces that a section takes, at a line's end where there is one, never inside an encoded character."""
    while len(text) > MOST_SECTION:
        end = text.rfind("\n", MOST_SECTION // 2, MOST_SECTION)
        end = end if end > 0 else _before_entity(text, MOST_SECTION)
        if part := text[:end].strip():
            yield part
        text = text[end:].strip()
    if text.strip():
        yield text.strip()


def _cut(text: str, most: int) -> str:
    """As much of a text as there is room for, with an ellipsis where it is cut."""
    return text if len(text) <= most else text[: _before_entity(text, most - 1)] + "…"


def _before_entity(text: str, end: int) -> int:
    """The last place up to `end` that is not inside an encoded character (&amp; at the longest)."""
    ampersand = text.rfind("&", max(0, end - 4), end)
    return ampersand if ampersand > 0 and ";" not in text[ampersand:end] else end


# ------------------------------------------------------------------ what is filled in
def _input(field: DialogField) -> Block:
    block: Block = {
        "type": "input",
        "block_id": field.name,
        "optional": field.optional,
        "label": _plain(field.label, MOST_INPUT_LABEL),
        "element": _element(field),
    }
    if field.hint:
        block["hint"] = _plain(field.hint, MOST_INPUT_LABEL)
    return block


def _element(field: DialogField) -> dict[str, Any]:
    """What is written or chosen in. A moment is written, in the words of the chat: what is picked has no "every Monday"."""
    element: dict[str, Any] = {"action_id": field.name}
    if field.kind == "date":
        return element | {"type": "datepicker"}
    if field.kind == "choice":
        options = [
            {"text": _plain(label, MOST_OPTION), "value": says[:MOST_OPTION_VALUE]}
            for says, label in field.options[:MOST_OPTIONS]
        ]
        return element | {"type": "static_select", "options": options}
    return element | {"type": "plain_text_input", "multiline": field.kind == "text"}


def _plain(text: str, most: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": _cut(text.strip(), most) or "·", "emoji": False}
