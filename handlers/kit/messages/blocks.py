"""What a reply shows: blocks without markup, which each platform draws as it can."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handlers.kit.format.texts import Voice, Words


@dataclass(frozen=True, slots=True)
class Heading:
    """The first line of a card."""

    text: Words


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    text: Words


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a name and a value, a line each."""

    pairs: Sequence[tuple[Words, Words]]


@dataclass(frozen=True, slots=True)
class Entries:
    """A list: each entry has a head ("19 nov · Ana · visita") and what it says."""

    items: Sequence[tuple[Words, Words]]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header."""

    header: Sequence[Words]
    rows: Sequence[Sequence[Words]]


Block = Heading | Paragraph | Facts | Entries | Table


def block_as_json(block: Block, voice: Voice) -> tuple[str, Any]:
    """A block as the outbox keeps it: its kind and its texts, in the person's language."""
    say = voice.say
    match block:
        case Heading(text):
            return "heading", say(text)
        case Paragraph(text):
            return "text", say(text)
        case Facts(pairs):
            return "facts", [[say(name), say(value)] for name, value in pairs]
        case Entries(items):
            return "entries", [[say(head), say(body)] for head, body in items]
        case Table(header, rows):
            return "table", [[say(cell) for cell in row] for row in (header, *rows)]


def block_from_json(kind: str, content: Any) -> Block:  # noqa: ANN401 - JSON
    """What `block_as_json` wrote."""
    match kind:
        case "heading":
            return Heading(content)
        case "facts":
            return Facts([(name, value) for name, value in content])
        case "entries":
            return Entries([(head, body) for head, body in content])
        case "table":
            return Table(content[0], content[1:])
        case _:
            return Paragraph(content)
