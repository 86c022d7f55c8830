"""What several platforms draw alike: tables in letters of one width or as a list, and how far something is."""

import unicodedata
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

GAP = "  "
"""Between two columns."""
JOINER = "\u200d"
"""What comes behind it is drawn as one with what stands before it: a family is one emoji."""
CELLS = 10
"""Of a bar that shows how far something is."""


def width(text: str) -> int:
    """Columns that a text takes where every letter has the same width: two for CJK and emoji, none for what stands on another letter."""
    joined = (before == JOINER for before in ("", *text))
    return sum(0 if is_joined else _width(character) for character, is_joined in zip(text, joined, strict=False))


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def aligned(table: Mapping[str, Any], most: int) -> list[str] | None:
    """A table's header and rows, one line each, aligned by blanks; None where a line would be wider than `most`.

    `table` is what `handlers.kit.messages.blocks.Table` is kept as.
    """
    lines = cells(table)
    widths = [max(width(line[column]) for line in lines) for column in range(len(table["columns"]))]
    if not widths or sum(widths) + len(GAP) * (len(widths) - 1) > most:
        return None
    aligns = [align for _title, align in table["columns"]]
    return [
        GAP.join(_padded(cell, room, align) for cell, room, align in zip(line, widths, aligns, strict=True)).rstrip()
        for line in lines
    ]


def cells(table: Mapping[str, Any]) -> list[list[str]]:
    """The header and the rows of a table, on one line each and with a cell for every column."""
    titles = [title for title, _align in table["columns"]]
    return [
        [" ".join(cell.split()) for _title, cell in zip_longest(titles, row[: len(titles)], fillvalue="")]
        for row in (titles, *table["rows"])
    ]


def listed(table: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A table as a list of entries, where it is too wide: a row's first cell, and the others behind their columns' titles."""
    titles, *rows = cells(table)
    return [
        (row[0], "\n".join(f"{title}: {cell}" for title, cell in zip(titles[1:], row[1:], strict=True) if cell))
        for row in rows
        if row
    ]


def bar(done: int, of: int) -> str:
    """How far something is, "▰▰▰▱▱▱▱▱▱▱ 33 %"; "" where nobody knows how far it goes."""
    if of <= 0:
        return ""
    share = min(max(done / of, 0.0), 1.0)
    full = int(share * CELLS)
    return f"{'▰' * full}{'▱' * (CELLS - full)} {int(share * 100)} %"


def _padded(text: str, room: int, align: str) -> str:
    left = {"right": room - width(text), "center": (room - width(text)) // 2}.get(align, 0)
    return " " * left + text + " " * (room - width(text) - left)


def lines_of(pairs: Sequence[tuple[str, str]]) -> str:
    """Entries as plain text: a head, and what it says below."""
    return "\n".join(f"{head}\n{body}" if body else head for head, body in pairs)
