"""Tables as text: CSV in whatever encoding and with whatever separator, line by line."""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from handlers.spreadsheets.customer_layout import MOST_COLUMNS
from handlers.spreadsheets.heading_lines import names_anything
from handlers.spreadsheets.lines import HEADING_WITHIN, Line, clean
from handlers.spreadsheets.problems import UnusableTable

SEPARATORS = (";", ",", "\t", "|")
NO_SEPARATOR = "\x1f"
MOST_SEPARATORS = 20_000
"""In one line. Far more than a table has columns: a note may be full of commas."""
CHUNK = 1 << 16


@contextmanager
def text_lines(path: Path) -> Iterator[tuple[str, Iterator[Line]]]:
    """How a text file is written ("UTF-8 ;") and its lines. Raises UnusableTable, also while they are read."""
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="", errors="strict") as file:
        try:
            beginning = file.read(CHUNK)
            hint = re.match(r"sep=(.)\r?\n", beginning)
            separator = hint[1] if hint else _separator(beginning)
            file.seek(0)
            if hint:
                file.readline()
            shown = {"\t": "tab", NO_SEPARATOR: ""}.get(separator, separator)
            written = f"{encoding.removesuffix('-sig').upper()} {shown}".strip()
            yield written, _records(file, separator, 1 if hint else 0, _ends_with_a_line(path))
        except UnicodeDecodeError:
            raise UnusableTable("damaged") from None


def _records(file: TextIO, separator: str, before: int, whole: bool) -> Iterator[Line]:
    bounded = _Bounded(file, separator)
    reader = csv.reader(bounded, delimiter=separator, strict=True)
    ended, widest, last = 0, 0, None
    while True:
        bounded.separators = 0
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            cut = "end of data" in str(error)
            if last:
                yield last
            yield Line(before + ended + 1, [], "cut_here" if cut else "quotes")
            return
        if last:
            yield last
        last = Line(before + ended + 1, [clean(cell) for cell in cells])
        ended = reader.line_num
        widest = max(widest, len(cells))
    if last:  # every line of the same width, but the last one, which has no end: the file was cut
        cut = not whole and len(last.cells) < widest and bool(separator != NO_SEPARATOR)
        yield Line(last.number, last.cells, "cut_here") if cut else last


class _Bounded:
    """The lines of a file, as long as not one record of them has more separators than any table.

    Counted before they are cut: a file of nothing but separators would be a list of millions of empty cells.
    """

    def __init__(self, file: Iterable[str], separator: str) -> None:
        self._lines, self._separator = iter(file), separator
        self.separators = 0
        """Of the record that is being read."""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.separators += line.count(self._separator)
        if self.separators > MOST_SEPARATORS:
            raise UnusableTable("too_many_columns", limit=MOST_COLUMNS)
        return line


# ------------------------------------------------------------------ encoding
def _encoding(path: Path) -> str:
    """UTF-8 where the file is, else what Excel writes in the West. UTF-16 only with its mark."""
    with path.open("rb") as file:
        start = file.read(CHUNK)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if b"\0" in start or start.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
            raise UnusableTable("not_a_table")
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            chunk = start
            while chunk:
                decoder.decode(chunk)
                chunk = file.read(CHUNK)
        except UnicodeDecodeError:
            return _western(path)
        if decoder.getstate()[0]:  # the last letter is only half there
            raise UnusableTable("damaged")
    return "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "utf-8"


def _western(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("cp1252")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
        except UnicodeDecodeError:
            return "latin-1"
    return "cp1252"


# ------------------------------------------------------------------ separator
def _separator(beginning: str) -> str:
    """The separator under which some line best names columns; of equals the one that makes most of a line."""
    lines = [line.replace('"', "") for line in beginning.splitlines()[:HEADING_WITHIN]]

    def score(separator: str) -> tuple[int, int]:
        return max(
            ((names_anything(cells), len(cells)) for line in lines if (cells := _split(line, separator))),
            default=(0, 0),
        )

    return max((NO_SEPARATOR, *SEPARATORS), key=score)


def _split(line: str, separator: str) -> list[str]:
    return [clean(cell) for cell in line.split(separator, MOST_COLUMNS + 1)]


def _ends_with_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, 4), 2)
        return file.read().rstrip(b"\0").endswith((b"\n", b"\r", b"\x1a"))
