"""Business cards as telephones pass them on: vCard 2.1, 3.0 and 4.0."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MOST_BYTES = 64 * 1024
"""Of a file without its pictures: a hundred cards have room."""
_PICTURES = re.compile(
    rb"^(?:\w+\.)?(?:PHOTO|LOGO|SOUND|KEY)\b[^\n]*\n(?:[ \t][^\n]*\n|[A-Za-z0-9+/=]{40,}\r?\n)*",
    re.MULTILINE | re.IGNORECASE,
)
"""With the lines that go on with them."""
MOST_CARDS = 20
"""Of one file: more of them are a list, and come in as a table."""


@dataclass(frozen=True, slots=True)
class BusinessCard:
    """Who somebody is, as far as a card says; "" for what it does not."""

    name: str
    phone: str = ""
    email: str = ""
    organisation: str = ""
    role: str = ""


def is_vcard(name: str, content: bytes) -> bool:
    """Whether a file is one, or some."""
    return name.casefold().endswith((".vcf", ".vcard")) or content.lstrip()[:11].upper() == b"BEGIN:VCARD"


def read_cards(content: bytes) -> list[BusinessCard]:
    """The people of a file, those without a name left out; none where it cannot be read."""
    text = _PICTURES.sub(b"", content)[:MOST_BYTES].decode("utf-8", "replace")
    try:
        return list(_cards(text))[:MOST_CARDS]
    except Exception:  # noqa: BLE001 - the parser raises whatever a broken file makes it raise
        return []


def _cards(text: str) -> Iterator[BusinessCard]:
    import vobject  # noqa: PLC0415 - 4 MB, for the day somebody sends a card

    for card in vobject.readComponents(text, allowQP=True, ignoreUnreadable=True):
        name = _first(card, "fn") or _joined(card)
        if not name:
            continue
        yield BusinessCard(
            name,
            _first(card, "tel").removeprefix("tel:"),
            _first(card, "email"),
            _first(card, "org"),
            _first(card, "title"),
        )


def _joined(card: Any) -> str:  # noqa: ANN401 - the parser has no types
    """The parts of a name, where the card has no formatted one."""
    found = card.contents.get("n")
    if not found:
        return ""
    parts = found[0].value
    return " ".join(word for part in (parts.given, parts.additional, parts.family) for word in str(part).split())


def _first(card: Any, field: str) -> str:  # noqa: ANN401
    for found in card.contents.get(field, ()):
        value = found.value[0] if isinstance(found.value, list) and found.value else found.value
        if words := " ".join(str(value).split()):
            return words
    return ""
