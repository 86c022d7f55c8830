"""Replies as a terminal shows them: paragraphs, and numbered choices."""

from collections.abc import Iterable
from typing import Any

from handlers.kit.messages.reply import Spoken

LONGEST_ROW = 100
"""Characters of choices in one row; more of them stand below each other."""


def plain(spoken: Spoken) -> str:
    """The whole reply as text, its choices numbered as they can be typed."""
    paragraphs = [text for kind, content in spoken.blocks if (text := "\n".join(_lines(kind, content)))]
    if spoken.choices:
        numbered = [f"[{number}] {choice['label']}" for number, choice in enumerate(spoken.choices, 1)]
        row = "   ".join(numbered)
        paragraphs.append(row if len(row) <= LONGEST_ROW else "\n".join(numbered))
    return "\n\n".join(paragraphs)


def _lines(kind: str, content: Any) -> Iterable[str]:  # noqa: ANN401 - JSON of the outbox
    if kind == "facts":
        yield from (f"{name}: {value}" for name, value in content)
    elif kind == "entries":
        for head, body in content:
            yield f"· {head}"
            if body:
                yield "  " + body.replace("\n", "\n  ")
    elif kind == "table":
        widths = [max(len(row[column]) for row in content) for column in range(len(content[0]))]
        yield from (
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in content
        )
    else:
        yield content
