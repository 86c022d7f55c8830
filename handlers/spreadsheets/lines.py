"""A line of a table, as a CSV file and a workbook both give it."""

import re
from dataclasses import dataclass

HEADING_WITHIN = 25
"""Lines that are looked at for the one that names the columns: notes, a title, a logo's empty cells stand above it."""

_SPACES = re.compile(r"\s+")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table. `complaint` says what is wrong with the line as such."""

    number: int
    cells: list[str]
    complaint: str | None = None


def clean(text: str) -> str:
    """A cell as one line, without what nobody sees."""
    return _SPACES.sub(" ", _UNSEEN.sub("", text)).strip() if text else ""


def trimmed(cells: list[str]) -> list[str]:
    """The cells up to the last that is filled."""
    last = len(cells)
    while last and not cells[last - 1]:
        last -= 1
    return cells[:last]
