"""What a person sees of blocks: their text, line by line, and what can be pressed or chosen."""

from dataclasses import dataclass, field
from typing import Any

from . import markup
from .markup import Names, Raw, Shown


@dataclass(frozen=True, slots=True)
class Button:
    """A button, as a person sees it; `raw` is the element, `block_id` where it stands."""

    text: str
    block_id: str
    raw: Raw

    @property
    def action_id(self) -> str:
        """The element's action_id."""
        return str(self.raw["action_id"])

    @property
    def value(self) -> str:
        """What pressing it says to the bot; empty without one."""
        return str(self.raw.get("value", ""))

    @property
    def url(self) -> str:
        """What it opens; empty when it opens nothing."""
        return str(self.raw.get("url", ""))


@dataclass(slots=True)
class Screen:
    """Blocks as they are seen."""

    lines: list[str] = field(default_factory=list)
    marks: list[tuple[str, str]] = field(default_factory=list)
    pings: list[str] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    choices: list[tuple[str, Raw]] = field(default_factory=list)  # block_id and element: menus, dates, inputs

    def add(self, shown: Shown) -> None:
        """Take over a text as a line of its own."""
        if shown.text:
            self.lines.append(shown.text)
        self.marks += shown.marks
        self.pings += shown.pings


def text_object(raw: Raw, names: Names) -> Shown:
    """Returns what a text object shows."""
    if raw.get("type") == "plain_text":
        return markup.plain(str(raw.get("text", "")))
    return markup.mrkdwn(str(raw.get("text", "")), names)


def seen(blocks: list[Raw], names: Names) -> Screen:
    """Returns what a person sees of the blocks."""
    screen = Screen()
    for block in blocks:
        _block(block, names, screen)
    return screen


def _block(block: Raw, names: Names, screen: Screen) -> None:
    _KINDS.get(str(block.get("type")), _nothing)(block, names, screen)


def _nothing(_block: Raw, _names: Names, _screen: Screen) -> None:
    """A divider has no text."""


def _section(block: Raw, names: Names, screen: Screen) -> None:
    for raw in [*([block["text"]] if "text" in block else []), *block.get("fields", [])]:
        screen.add(text_object(raw, names))
    if "accessory" in block:
        _element(block["accessory"], block["block_id"], names, screen)


def _header(block: Raw, names: Names, screen: Screen) -> None:
    shown = text_object(block["text"], names)
    screen.add(Shown(shown.text, [("bold", shown.text)]))


def _actions(block: Raw, names: Names, screen: Screen) -> None:
    for element in block["elements"]:
        _element(element, block["block_id"], names, screen)


def _input(block: Raw, names: Names, screen: Screen) -> None:
    for name in ("label", "hint"):
        if name in block:
            screen.add(text_object(block[name], names))
    _element(block["element"], block["block_id"], names, screen)


def _image(block: Raw, names: Names, screen: Screen) -> None:
    if "title" in block:
        screen.add(text_object(block["title"], names))


def _markdown(block: Raw, names: Names, screen: Screen) -> None:
    screen.add(markup.mrkdwn(str(block["text"]).replace("**", "*"), names))


def _rich_text(block: Raw, names: Names, screen: Screen) -> None:
    screen.add(rich_text(block, names))


def _table(block: Raw, names: Names, screen: Screen) -> None:
    for row in block["rows"]:
        screen.lines.append(" | ".join(_cell(cell, names) for cell in row))


def _context(block: Raw, names: Names, screen: Screen) -> None:
    line = Shown()
    for element in block["elements"]:
        if element["type"] != "image":
            shown = text_object(element, names)
            line.text = f"{line.text} {shown.text}".strip()
            line.marks += shown.marks
            line.pings += shown.pings
    screen.add(line)


def _element(element: Raw, block_id: str, names: Names, screen: Screen) -> None:
    if element["type"] == "button":
        screen.buttons.append(Button(text_object(element["text"], names).text, block_id, element))
    elif element["type"] != "image":
        screen.choices.append((block_id, element))


def _cell(cell: Raw, names: Names) -> str:
    return rich_text(cell, names).text if cell.get("type") == "rich_text" else str(cell.get("text", ""))


def rich_text(block: Raw, names: Names) -> Shown:
    """Returns what rich text shows: paragraphs, lists, quotes and code, a line each."""
    shown = Shown()
    lines: list[str] = []
    for part in block.get("elements", []):
        kind = part.get("type")
        rows = part["elements"] if kind == "rich_text_list" else [part]
        for row in rows:
            text = "".join(_inline(element, names, shown) for element in row.get("elements", []))
            lines.append(f"• {text}" if kind == "rich_text_list" else text)
    shown.text = "\n".join(lines)
    return shown


def _inline(element: Raw, names: Names, shown: Shown) -> str:
    kind: Any = element.get("type")
    if kind == "text":
        text = str(element["text"])
        shown.marks += [(style, text) for style, on in element.get("style", {}).items() if on]
        return text
    if kind == "link":
        return str(element.get("text") or element["url"])
    if kind == "user":
        shown.pings.append(element["user_id"])
        return names(element["user_id"])
    if kind == "channel":
        return names(element["channel_id"])
    if kind == "broadcast":
        shown.pings.append(element["range"])
        return f"@{element['range']}"
    return f":{element['name']}:" if kind == "emoji" else ""


_KINDS = {
    "section": _section, "header": _header, "context": _context, "actions": _actions, "input": _input, "image": _image,
    "markdown": _markdown, "rich_text": _rich_text, "table": _table,
}  # fmt: skip
