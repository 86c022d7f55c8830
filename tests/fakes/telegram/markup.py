"""Formatted text: Telegram's HTML, read as TDLib reads it (`parse_html` in MessageEntity.cpp), byte offsets included."""

import re
from dataclasses import dataclass
from typing import Any

from .errors import Refused, bad_request

Entity = dict[str, Any]

_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "tg-spoiler": "spoiler", "span": "spoiler", "blockquote": "blockquote", "a": "text_link",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPECIAL = re.compile(rb"[<&]")
_REFERENCE = re.compile(rb"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([a-zA-Z]*));?")
_TAG_NAME = re.compile(rb"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(rb"[^\s=>/\"']*")
_NAME_TOKEN = re.compile(rb"[A-Za-z0-9.-]*")
_SPACE = re.compile(rb"\s*")
_USER_LINK = re.compile(r"tg:(?://)?user/?\?(?:[^#]*&)?id=(\d+)", re.IGNORECASE)
_URL = re.compile(r"(?:(https?)://)?([^/?#\s]+)([^\s]*)", re.IGNORECASE)


def utf16_length(text: str) -> int:
    """Returns the length in UTF-16 code units, the unit of every offset in the Bot API (MessageEntity)."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_unicode(text: str) -> bool:
    """Returns whether the text can be written as UTF-8: it has no half of a surrogate pair."""
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def checked_url(url: str) -> str | None:
    """Returns the address as Telegram keeps it, or None for one that it does not take (`LinkManager::check_link`)."""
    if url.lower().startswith(("tg:", "ton:")):
        return url
    match = _URL.fullmatch(url)
    if not match or "." not in match[2]:
        return None
    path = match[3] if match[3].startswith("/") else "/" + match[3]
    return f"{(match[1] or 'http').lower()}://{match[2]}{path}"


def _entity_problem(problem: str) -> Refused:
    return bad_request(f"can't parse entities: {problem}")


@dataclass(slots=True)
class _Open:
    """A start tag whose end has not come yet; `offset` in UTF-16 units, `start` in characters of the result."""

    tag: str
    argument: str
    offset: int
    start: int


class _Html:
    """One reading of one text, front to back."""

    def __init__(self, source: str) -> None:
        self.source = source.encode("utf-8", "surrogatepass")
        self.at = 0
        self.parts: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        source = self.source
        while self.at < len(source):
            found = _SPECIAL.search(source, self.at)
            stop = found.start() if found else len(source)
            if stop > self.at:
                self.add(source[self.at : stop].decode("utf-8", "surrogatepass"))
                self.at = stop
            elif source[stop] == ord("&"):
                self.add(self.reference() or self.literal())
            elif source[stop + 1 : stop + 2] == b"/":
                self.end_tag()
            else:
                self.start_tag()
        if self.open:
            raise _entity_problem(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        text = "".join(self.parts)
        if not is_unicode(text):
            raise _entity_problem(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate "
                "code units"
            )
        entities = _without_nested_in_code(self.entities)
        entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return text, entities

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.offset += utf16_length(text)

    def literal(self) -> str:
        """An ampersand that starts no reference stands for itself."""
        self.at += 1
        return "&"

    def reference(self) -> str | None:
        match = _REFERENCE.match(self.source, self.at)
        if match is None:
            return None
        hexadecimal, decimal, name = match.groups()
        if name is not None:
            character = _NAMED.get(name.decode())
        else:
            code = int(hexadecimal or b"0", 16) if hexadecimal is not None else int(decimal or b"0")
            character = chr(code) if 0 < code < 0x10FFFF and len(match[0].rstrip(b";")) < 10 else None
        if character is not None:
            self.at = match.end()
        return character

    def skip(self, pattern: re.Pattern[bytes]) -> bytes:
        match = pattern.match(self.source, self.at)
        if match is None:  # the patterns match nothing at all too
            return b""
        self.at = match.end()
        return match[0]

    def peek(self) -> bytes:
        return self.source[self.at : self.at + 1]

    def start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self.skip(_TAG_NAME).decode("utf-8", "replace").lower()
        if not self.peek():
            raise _entity_problem(f"Unclosed start tag at byte offset {begin}")
        if tag not in _KINDS:
            raise _entity_problem(f'Unsupported start tag "{tag}" at byte offset {begin}')
        argument = ""
        while True:
            self.skip(_SPACE)
            if self.peek() == b">":
                break
            name, value = self.attribute(tag, begin)
            argument = _argument(tag, name, value) or argument
        self.at += 1
        if tag == "span" and argument != "spoiler":
            raise _entity_problem(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.open.append(_Open(tag, argument, self.offset, len(self.parts)))

    def attribute(self, tag: str, begin: int) -> tuple[str, str | None]:
        name = self.skip(_ATTRIBUTE_NAME).decode("utf-8", "replace")
        if not name:
            raise _entity_problem(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self.skip(_SPACE)
        if self.peek() != b"=":
            if not self.peek():
                raise _entity_problem(f'Unclosed start tag "{tag}" at byte offset {begin}')
            return name, None
        self.at += 1
        self.skip(_SPACE)
        if not self.peek():
            raise _entity_problem(f'Unclosed start tag "{tag}" at byte offset {begin}')
        value = self.quoted() if self.peek() in (b'"', b"'") else self.name_token()
        if not self.peek():
            raise _entity_problem(f"Unclosed start tag at byte offset {begin}")
        return name, value

    def name_token(self) -> str:
        begin = self.at
        token = self.skip(_NAME_TOKEN).decode().lower()
        if self.peek() and not self.peek().isspace() and self.peek() != b">":
            raise _entity_problem(f"Unexpected end of name token at byte offset {begin}")
        return token

    def quoted(self) -> str:
        quote = self.peek()
        self.at += 1
        value: list[str] = []
        while self.peek() and self.peek() != quote:
            if self.peek() == b"&":
                value.append(self.reference() or self.literal())
                continue
            begin = self.at
            while self.peek() not in (b"&", quote, b""):
                self.at += 1
            value.append(self.source[begin : self.at].decode("utf-8", "surrogatepass"))
        if self.peek() == quote:
            self.at += 1
        return "".join(value)

    def end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise _entity_problem(f"Unexpected end tag at byte offset {begin}")
        self.at += 2
        found = self.skip(_TAG_NAME).decode("utf-8", "replace").lower()
        self.skip(_SPACE)
        if self.peek() != b">":
            raise _entity_problem(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        opened = self.open.pop()
        if found and found != opened.tag:
            expected = f'expected "</{opened.tag}>", found "</{found}>"'
            raise _entity_problem(f"Unmatched end tag at byte offset {begin}, {expected}")
        if self.offset > opened.offset:
            self.close(opened)

    def close(self, opened: _Open) -> None:
        entity: Entity = {"offset": opened.offset, "length": self.offset - opened.offset, "type": _KINDS[opened.tag]}
        if opened.tag == "a":
            address = opened.argument or "".join(self.parts[opened.start :])
            if not _as_link(entity, address):
                return
        elif opened.tag == "blockquote" and opened.argument:
            entity["type"] = "expandable_blockquote"
        elif opened.tag in ("pre", "code"):
            self.close_code(entity, opened)
            return
        elif opened.tag == "tg-emoji":
            if not opened.argument.isdecimal():
                raise _entity_problem("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = opened.argument
        elif opened.tag == "tg-time":
            if not opened.argument.isdecimal():
                return
            entity["unix_time"] = int(opened.argument)
        self.entities.append(entity)

    def close_code(self, entity: Entity, opened: _Open) -> None:
        """`<pre><code class="language-x">` is one block of code in that language, either way round."""
        last = self.entities[-1] if self.entities else None
        same = last is not None and last["offset"] == entity["offset"] and last["length"] == entity["length"]
        if opened.tag == "pre" and same and last is not None and last["type"] == "code" and last.get("language"):
            last["type"] = "pre"
            return
        if opened.tag == "code" and same and last is not None and last["type"] == "pre" and opened.argument:
            last["language"] = opened.argument
            return
        if opened.tag == "code" and opened.argument and self.open and self.open[-1].tag == "pre":
            entity["language"] = opened.argument  # kept until the end of <pre> shows whether it is all of it
        self.entities.append(entity)


def _without_nested_in_code(entities: list[Entity]) -> list[Entity]:
    """Code has no look inside ("pre and code entities can't contain any other entities", Formatting options)."""
    blocks = [(e["offset"], e["offset"] + e["length"], e) for e in entities if e["type"] in ("code", "pre")]
    for _, _, entity in blocks:
        if entity["type"] == "code":
            entity.pop("language", None)

    def inside(entity: Entity) -> bool:
        start, stop = entity["offset"], entity["offset"] + entity["length"]
        for first, last, block in blocks:
            same_code = (start, stop) == (first, last) and entity["type"] == "pre"  # <pre><code>: the block stays
            if block is not entity and first <= start and stop <= last and not same_code:
                return True
        return False

    return [entity for entity in entities if not inside(entity)] if blocks else entities


def _argument(tag: str, name: str, value: str | None) -> str:
    if tag == "blockquote" and name == "expandable":
        return "1"
    if value is None:
        return ""
    wanted = {"a": "href", "tg-emoji": "emoji-id", "tg-time": "unix"}
    if wanted.get(tag) == name:
        return value
    if name == "class" and tag == "code":
        return value.removeprefix("language-") if value.startswith("language-") else ""
    if name == "class" and tag == "span":
        return value.removeprefix("tg-") if value.startswith("tg-") else ""
    return ""


def _as_link(entity: Entity, address: str) -> bool:
    """A link to a person becomes a mention; an address that Telegram does not take leaves plain text."""
    person = _USER_LINK.match(address)
    if person:
        entity["type"] = "text_mention"
        entity["user"] = {"id": int(person[1])}
        return True
    url = checked_url(address)
    if url is None:
        return False
    entity["url"] = url
    return True


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Returns the plain text and its entities; refuses bad HTML with Telegram's own words."""
    if "<" not in source and "&" not in source:
        return source, []
    return _Html(source).read()


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Returns both without the white space around the text, as `fix_formatted_text` leaves them."""
    short = text.rstrip()
    length = utf16_length(short)
    first = entities[0]["offset"] if entities else len(short)
    lead = 0
    while lead < min(first, len(short)) and short[lead] in " \n":
        lead += 1
    kept = [
        {**entity, "offset": entity["offset"] - lead, "length": min(entity["length"], length - entity["offset"])}
        for entity in entities
        if entity["offset"] < length
    ]
    return short[lead:], kept


_FOUND_IN_TEXT = re.compile(
    r"(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?P<mention>(?<!\w)@\w{4,32})"
    r"|(?P<url>https?://[^\s<>]+)"
    r"|(?P<hashtag>(?<!\w)\#[^\W\d]\w*)",
)


def found_entities(text: str) -> list[Entity]:
    """Returns what Telegram itself marks in a message that somebody typed: commands, mentions, links, tags."""
    return [
        {
            "offset": utf16_length(text[: match.start()]),
            "length": utf16_length(match[0]),
            "type": match.lastgroup,
        }
        for match in _FOUND_IN_TEXT.finditer(text)
    ]
