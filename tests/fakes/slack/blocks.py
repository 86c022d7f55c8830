"""What Slack checks in blocks, and what it makes of them (docs.slack.dev, "Blocks")."""

import hashlib
import json
import re
from typing import Any

from . import elements
from .markup import Raw
from .problems import ANY_TEXT, Problems

MAX_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MAX_BLOCK_ID = 255
MAX_SECTION, MAX_FIELDS, MAX_FIELD = 3000, 10, 2000
MAX_ACTIONS, MAX_CONTEXT = 25, 10
MAX_HEADER, MAX_LABEL, MAX_MARKDOWN = 150, 2000, 12_000
MAX_ROWS, MAX_COLUMNS, MAX_TABLE = 100, 20, 10_000  # docs.slack.dev/reference/block-kit/blocks/table-block
MAX_ALL = 13_200  # github.com/slackapi/bolt-js, issue 2509: msg_blocks_too_long, wherever the letters stand
_FIELDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "section": ((), ("text", "fields", "accessory", "expand")),
    "divider": ((), ()),
    "header": (("text",), ("level",)),
    "context": (("elements",), ()),
    "actions": (("elements",), ()),
    "image": (("alt_text",), ("image_url", "slack_file", "title")),
    "input": (("label", "element"), ("dispatch_action", "hint", "optional")),
    "markdown": (("text",), ()),
    "rich_text": (("elements",), ()),
    "table": (("rows",), ("column_settings",)),
}
_ONLY_MESSAGES = ("markdown", "table")
_BARE_AMPERSAND = re.compile(r"&(?!amp;|lt;|gt;)")


def checked(blocks: Any, surface: str, path: str = "/blocks") -> tuple[list[Raw], list[str]]:
    """Returns the blocks as Slack keeps them, every block and element with its id, and what is wrong with them."""
    found = Problems()
    if not found.items(blocks, path, MAX_BLOCKS[surface], 0):
        return [], found.found
    ids: set[str] = set()
    for number, block in enumerate(blocks):
        _check(block, f"{path}/{number}", surface, found)
        if isinstance(block, dict):
            _name(block, number, ids, f"{path}/{number}", found)
    if not found.found:
        for block in blocks:
            _kept(block)
    return blocks, found.found


def letters(value: Any) -> int:
    """Returns how many letters the texts in blocks have."""
    if isinstance(value, dict):
        own = len(value["text"]) if isinstance(value.get("text"), str) else 0
        return own + sum(letters(part) for name, part in value.items() if name != "text" or not own)
    return sum(letters(part) for part in value) if isinstance(value, list) else 0


def _check(block: Any, path: str, surface: str, found: Problems) -> None:
    if not isinstance(block, dict) or "type" not in block:
        found.add(path, "must provide an object with a type")
        return
    kind = str(block["type"])
    if kind not in _FIELDS or (kind in _ONLY_MESSAGES and surface != "message"):
        found.add(f"{path}/type", f"unsupported type: {kind}")
        return
    required, others = _FIELDS[kind]
    found.optional(block, "block_id", path, MAX_BLOCK_ID, 1)
    if found.object(block, path, ("type", *required), ("block_id", *others)):
        _CHECKS.get(kind, _nothing)(block, path, found)


def _nothing(_block: Raw, _path: str, _found: Problems) -> None:
    """Nothing to check."""


def _section(block: Raw, path: str, found: Problems) -> None:
    if "text" not in block and "fields" not in block:
        found.add(path, "missing required field: text")
    found.text(block, "text", path, MAX_SECTION, ANY_TEXT)
    if "fields" in block and found.items(block["fields"], f"{path}/fields", MAX_FIELDS):
        for number, field in enumerate(block["fields"]):
            found.text_object(field, f"{path}/fields/{number}", MAX_FIELD, ANY_TEXT)
    if "accessory" in block:
        elements.check(block["accessory"], f"{path}/accessory", elements.IN_SECTION, found)


def _header(block: Raw, path: str, found: Problems) -> None:
    found.text(block, "text", path, MAX_HEADER)


def _context(block: Raw, path: str, found: Problems) -> None:
    if not found.items(block["elements"], f"{path}/elements", MAX_CONTEXT):
        return
    for number, element in enumerate(block["elements"]):
        here = f"{path}/elements/{number}"
        if isinstance(element, dict) and element.get("type") == "image":
            elements.check(element, here, ("image",), found)
        else:
            found.text_object(element, here, MAX_SECTION, ANY_TEXT)


def _actions(block: Raw, path: str, found: Problems) -> None:
    if found.items(block["elements"], f"{path}/elements", MAX_ACTIONS):
        for number, element in enumerate(block["elements"]):
            elements.check(element, f"{path}/elements/{number}", elements.IN_ACTIONS, found)


def _image(block: Raw, path: str, found: Problems) -> None:
    found.length(block["alt_text"], f"{path}/alt_text", 2000)
    found.text(block, "title", path, 2000)
    found.optional(block, "image_url", path, 3000, 1)
    if ("image_url" in block) == ("slack_file" in block):
        found.add(path, "must provide either image_url or slack_file")


def _input(block: Raw, path: str, found: Problems) -> None:
    found.text(block, "label", path, MAX_LABEL)
    found.text(block, "hint", path, MAX_LABEL)
    elements.check(block["element"], f"{path}/element", elements.IN_INPUT, found)


def _markdown(block: Raw, path: str, found: Problems) -> None:
    found.length(block["text"], f"{path}/text", MAX_MARKDOWN)


def _rich_text(block: Raw, path: str, found: Problems) -> None:
    kinds = ("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted")
    if found.items(block["elements"], f"{path}/elements", 1000):
        for number, part in enumerate(block["elements"]):
            if not isinstance(part, dict) or part.get("type") not in kinds:
                found.add(f"{path}/elements/{number}/type", "unsupported type")
                continue
            for place, inside in enumerate(part.get("elements", [])):
                if isinstance(inside, dict) and inside.get("type") == "text":
                    found.length(inside.get("text"), f"{path}/elements/{number}/elements/{place}/text", MAX_ALL)


def _table(block: Raw, path: str, found: Problems) -> None:
    if not found.items(block["rows"], f"{path}/rows", MAX_ROWS):
        return
    for number, row in enumerate(block["rows"]):
        if not found.items(row, f"{path}/rows/{number}", MAX_COLUMNS):
            continue
        for column, cell in enumerate(row):
            _cell(cell, f"{path}/rows/{number}/{column}", found)
    if letters(block["rows"]) > MAX_TABLE:
        found.add(path, f"must be less than {MAX_TABLE + 1} characters in all cells")
    if "column_settings" in block and found.items(block["column_settings"], f"{path}/column_settings", MAX_COLUMNS):
        for number, column in enumerate(block["column_settings"]):
            here = f"{path}/column_settings/{number}"
            if found.object(column, here, (), ("align", "is_wrapped")):
                found.choice(column, "align", here, ("left", "center", "right"))
                found.choice(column, "is_wrapped", here, (True, False))  # type: ignore[arg-type]  # JSON booleans are compared alike


def _cell(cell: Any, path: str, found: Problems) -> None:
    if not isinstance(cell, dict) or cell.get("type") not in ("raw_text", "rich_text"):
        found.add(f"{path}/type", "unsupported type")
    elif cell["type"] == "raw_text":
        if found.object(cell, path, ("type", "text"), ()):
            found.length(cell["text"], f"{path}/text", MAX_TABLE)
    elif found.object(cell, path, ("type", "elements"), ()):
        _rich_text(cell, path, found)


_CHECKS = {
    "section": _section, "header": _header, "context": _context, "actions": _actions, "image": _image, "input": _input,
    "markdown": _markdown, "rich_text": _rich_text, "table": _table,
}  # fmt: skip


def _name(block: Raw, number: int, ids: set[str], path: str, found: Problems) -> None:
    """Give the block and its elements the ids they lack; an id that is there twice is wrong."""
    block_id = str(block.setdefault("block_id", _made_up(number, block)))
    if block_id in ids:
        found.add(f"{path}/block_id", f"`block_id` {block_id} already exists")
    ids.add(block_id)
    actions: set[str] = set()
    inside = [block[name] for name in ("accessory", "element") if name in block]
    inside += block["elements"] if block.get("type") == "actions" and isinstance(block.get("elements"), list) else []
    for place, element in enumerate(inside):
        if isinstance(element, dict) and element.get("type") != "image":
            action_id = str(element.setdefault("action_id", _made_up(place, element)))
            if action_id in actions:
                found.add(f"{path}/elements/{place}/action_id", f"`action_id` {action_id} already exists")
            actions.add(action_id)


def _made_up(number: int, raw: Raw) -> str:
    content = f"{number}{json.dumps(raw, sort_keys=True, default=str)}".encode()
    return hashlib.sha256(content).hexdigest()[:5]


def _kept(value: Any) -> None:
    """Escape texts as Slack keeps and returns them (github.com/slackapi/bolt-python, issue 513)."""
    if isinstance(value, list):
        for part in value:
            _kept(part)
    elif isinstance(value, dict):
        if value.get("type") == "plain_text":
            value["text"] = _BARE_AMPERSAND.sub("&amp;", value["text"]).replace("<", "&lt;").replace(">", "&gt;")
        elif value.get("type") == "mrkdwn":
            value["text"] = _BARE_AMPERSAND.sub("&amp;", value["text"])
            value.setdefault("verbatim", False)
        for part in value.values():
            _kept(part)
