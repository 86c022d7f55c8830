"""Slack's text: what it makes of what people type, what people see of what the bot wrote.

docs.slack.dev, "Formatting message text".
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Raw = dict[str, Any]
Names = Callable[[str], str]
"""Returns how an id is shown: a person's "@Ana Ruiz", a channel's "#ventas"; the id itself when nobody has it."""

_LINK = re.compile(r"<([^<>\n]+)>")
_CODE = re.compile(r"```\n?(.+?)\n?```|`([^`\n]+)`", re.DOTALL)
_STYLES = (
    ("bold", re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]*?[^\s*])\*(?![\w*])")),
    ("italic", re.compile(r"(?<![\w_])_(?=[^\s_])([^_\n]*?[^\s_])_(?![\w_])")),
    ("strike", re.compile(r"(?<![\w~])~(?=[^\s~])([^~\n]*?[^\s~])~(?![\w~])")),
)
_BROADCASTS = ("here", "channel", "everyone")
_TYPED = re.compile(
    r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<url>https?://[^\s<>]*[^\s<>.,;:!?)\]'\"])"
    r"|(?P<domain>(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|es|org|net|io|mx|info)\b(?:/[^\s<>]*[^\s<>.,;:!?)])?)"
    r"|(?P<tel>(?<!\w)\+\d[\d ()-]{6,}\d)"
    r"|(?P<at>[@#][\w.-]+(?: [A-ZÁÉÍÓÚÑ]\w+)*)"
)


@dataclass(slots=True)
class Shown:
    """A text as a person reads it, with the parts that look different, and whom it notifies."""

    text: str = ""
    marks: list[tuple[str, str]] = field(default_factory=list)
    pings: list[str] = field(default_factory=list)


def escaped(text: str) -> str:
    """Returns the text with the three letters escaped that mean something."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """Returns the text with the three letters as they are read. Other entities stay: Slack knows no others."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def plain(text: str) -> Shown:
    """Returns what a plain_text object shows: no marks, no links, nobody is notified."""
    return Shown(unescaped(text))


def mrkdwn(text: str, names: Names, *, verbatim: bool = False) -> Shown:
    """Returns what a mrkdwn text shows. `verbatim` is for parts whose marks are letters."""
    shown = Shown()
    kept: list[str] = []

    def keep(value: str) -> str:
        kept.append(value)
        return f"\ue000{len(kept) - 1}\ue001"

    def link(match: re.Match[str]) -> str:
        return keep(_link(match[1], names, shown))

    def code(match: re.Match[str]) -> str:
        inner = unescaped(_LINK.sub(lambda found: _link(found[1], names, shown), match[1] or match[2]))
        shown.marks.append(("code", inner))
        return keep(inner)

    def back(value: str) -> str:
        while "\ue000" in value:
            value = re.sub(r"\ue000(\d+)\ue001", lambda found: kept[int(found[1])], value)
        return value

    def styled(kind: str) -> Callable[[re.Match[str]], str]:
        def style(match: re.Match[str]) -> str:
            shown.marks.append((kind, back(unescaped(match[1]))))
            return match[1]

        return style

    text = _CODE.sub(code, text) if not verbatim else text
    text = _LINK.sub(link, text)
    if not verbatim:
        for kind, pattern in _STYLES:
            text = pattern.sub(styled(kind), text)
    shown.text = back(unescaped(text))
    shown.marks = [(kind, _without_marks(part)) if kind != "code" else (kind, part) for kind, part in shown.marks]
    return shown


def _without_marks(text: str) -> str:
    for _, pattern in _STYLES:
        text = pattern.sub(r"\1", text)
    return text


def _link(inner: str, names: Names, shown: Shown) -> str:
    target, _, label = inner.partition("|")
    if target.startswith("@"):
        shown.pings.append(target[1:])
        return names(target[1:])
    if target.startswith("#"):
        return names(target[1:])
    if target.startswith("!"):
        word = target[1:].partition("^")[0]
        if word in _BROADCASTS:
            shown.pings.append(word)
            return f"@{word}"
        return unescaped(label) or f"<{inner}>"
    return unescaped(label or target.removeprefix("mailto:").removeprefix("tel:"))


def typed(text: str, mentions: Mapping[str, str]) -> tuple[str, list[Raw]]:
    """Returns what Slack makes of what somebody types: the `text` and the rich text of an event.

    `mentions` are the names that can be mentioned, "@Ana Ruiz" or "#ventas", and their ids.
    """
    parts: list[str] = []
    elements: list[Raw] = []
    end = 0
    for match in _TYPED.finditer(text):
        found = _element(match, mentions)
        if found is None:
            continue
        written, element, stop = found
        _add_text(text[end : match.start()], parts, elements)
        parts.append(written)
        elements.append(element)
        end = stop
    _add_text(text[end:], parts, elements)
    section: Raw = {"type": "rich_text_section", "elements": elements}
    return "".join(parts), [section]


def _add_text(text: str, parts: list[str], elements: list[Raw]) -> None:
    if text:
        parts.append(escaped(text))
        elements.append({"type": "text", "text": text})


def _element(match: re.Match[str], mentions: Mapping[str, str]) -> tuple[str, Raw, int] | None:
    kind, found = str(match.lastgroup), match[0]
    if kind == "mail":
        return f"<mailto:{found}|{found}>", {"type": "link", "url": f"mailto:{found}", "text": found}, match.end()
    if kind == "tel":
        return f"<tel:{found}|{found}>", {"type": "link", "url": f"tel:{found}", "text": found}, match.end()
    if kind == "url":
        return f"<{escaped(found)}>", {"type": "link", "url": found}, match.end()
    if kind == "domain":
        return f"<http://{found}|{found}>", {"type": "link", "url": f"http://{found}", "text": found}, match.end()
    if found[1:] in _BROADCASTS:
        return f"<!{found[1:]}>", {"type": "broadcast", "range": found[1:]}, match.end()
    known = {name.lower(): name for name in mentions}
    words = found.split(" ")
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        for said in (name, name.rstrip(".-")):
            if said.lower() in known:
                target = mentions[known[said.lower()]]
                stop = match.start() + len(said)
                if said[0] == "@":
                    return f"<@{target}>", {"type": "user", "user_id": target}, stop
                return f"<#{target}|{said[1:]}>", {"type": "channel", "channel_id": target}, stop
    return None
