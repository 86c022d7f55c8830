"""Reading tables that people send: CSV in whatever encoding and with whatever separator, and Excel workbooks.

A table is read line by line and never held in memory. What a file claims is not believed: what it unpacks to is
looked at before it is opened, and lines are counted as they come.
"""

import codecs
import csv
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from handlers.spreadsheets.columns import Columns, columns, is_head, recognised
from handlers.spreadsheets.problems import UnusableTable

MOST_LINES = 100_000
MOST_UNPACKED = 256 * 2**20
MOST_SHARED_TEXT = 64 * 2**20
"""The texts of a workbook are kept in memory while it is read."""
BOMB_RATIO = 300
RATIO_MATTERS_FROM = 8 * 2**20
"""Bytes. A small sheet of the same line again and again packs as well as a bomb, and harms nobody."""

SEPARATORS = (";", ",", "\t", "|")
NO_SEPARATOR = "\x1f"
HEAD_WITHIN = 15
"""Lines before the one that names the columns: a title, a logo's empty cells."""
CHUNK = 1 << 16
_SPACES = re.compile(r"\s+")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table. `complaint` says what is wrong with the line as such."""

    number: int
    cells: list[str]
    complaint: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table that can be read: its columns, how it is written ("utf-8", ";", "xlsx"), and its lines, once."""

    columns: Columns
    written: str
    lines: Iterator[Line]


@contextmanager
def table(path: Path) -> Iterator[Table]:
    """Opens a table. Raises UnusableTable, also while its lines are read, where it is none or too much."""
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise UnusableTable("empty")
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnusableTable("old_excel")
    opened = _workbook(path) if start.startswith(b"PK") else _text(path)
    with opened as (written, raw):
        head, lines = _head(raw)
        yield Table(head, written, _counted(lines, head))


def _head(raw: Iterator[Line]) -> tuple[Columns, Iterator[Line]]:
    """The line that names the columns: the first that has a customer's name, or else the first with anything."""
    first: Line | None = None
    for line in islice(raw, HEAD_WITHIN):
        if is_head(line.cells):
            return columns(_trimmed(line.cells)), raw
        first = first or (line if any(line.cells) else None)
    if first is None:
        raise UnusableTable("empty")
    return columns(_trimmed(first.cells)), raw


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _counted(lines: Iterator[Line], head: Columns) -> Iterator[Line]:
    """The lines that say something. A header that comes again, where files were put together, says nothing."""
    count = 0
    for line in lines:
        if not any(line.cells) and not line.complaint:
            continue
        if tuple(_trimmed(line.cells)) == head.heads:
            continue
        count += 1
        if count > MOST_LINES:
            raise UnusableTable("too_many_lines", limit=MOST_LINES)
        if any(line.cells[len(head.heads) :]) and not line.complaint:
            line = Line(line.number, line.cells, "more_cells")  # noqa: PLW2901 - the same line, judged
        yield line
    if not count:
        raise UnusableTable("nothing_below")


# ------------------------------------------------------------------ text
@contextmanager
def _text(path: Path) -> Iterator[tuple[str, Iterator[Line]]]:
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


def _records(file: Any, separator: str, before: int, whole: bool) -> Iterator[Line]:  # noqa: ANN401 - any iterable of lines
    reader = csv.reader(file, delimiter=separator, strict=True)
    ended, widest, last = 0, 0, None
    while True:
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
        last = Line(before + ended + 1, [_clean(cell) for cell in cells])
        ended = reader.line_num
        widest = max(widest, len(cells))
    if last:  # every line of the same width, but the last one, which has no end: the file was cut
        cut = not whole and len(last.cells) < widest and bool(separator != NO_SEPARATOR)
        yield Line(last.number, last.cells, "cut_here") if cut else last


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


def _separator(beginning: str) -> str:
    """The separator under which most columns are recognised in the line that names them."""
    lines = [line.replace('"', "") for line in beginning.splitlines()[:HEAD_WITHIN]]
    for line in lines:
        if any(is_head(_split(line, separator)) for separator in (*SEPARATORS, NO_SEPARATOR)):
            return _best(line)
    return max(map(_best, lines), key=(*SEPARATORS, NO_SEPARATOR)[::-1].index, default=NO_SEPARATOR)


def _best(line: str) -> str:
    """The separator that makes most of a line; none where the whole line is one name."""

    def score(separator: str) -> tuple[int, int]:
        cells = _split(line, separator)
        return recognised(cells), len(cells)

    return max((NO_SEPARATOR, *SEPARATORS), key=score)


def _split(line: str, separator: str) -> list[str]:
    return [_clean(cell) for cell in line.split(separator)]


def _ends_with_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, 4), 2)
        return file.read().rstrip(b"\0").endswith((b"\n", b"\r", b"\x1a"))


# ------------------------------------------------------------------ workbooks
@contextmanager
def _workbook(path: Path) -> Iterator[tuple[str, Iterator[Line]]]:
    _refuse_bombs(path)
    import openpyxl  # noqa: PLC0415 - a third of a second, and most turns need none of it

    with path.open("rb") as file:  # by its name it would be judged by its suffix
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that it does not know: what they say is not in the cells
            try:
                book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            except Exception:  # noqa: BLE001 - whatever the library meets in a file that is not what it says
                raise UnusableTable("damaged") from None
        with closing(book):
            yield "Excel", _rows(book)


def _rows(book: Any) -> Iterator[Line]:  # noqa: ANN401 - openpyxl has no types
    try:
        for number, cells in enumerate(_first_with_customers(book).iter_rows(values_only=True), 1):
            yield Line(number, [_cell(value) for value in cells])
    except UnusableTable:
        raise
    except Exception:  # noqa: BLE001 - whatever the library meets in a file that is not what it says
        raise UnusableTable("damaged") from None


def _first_with_customers(book: Any) -> Any:  # noqa: ANN401 - openpyxl has no types
    """The first sheet with a line that names a customer's column, else the first one."""
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what it claims may be a million columns
        if any(
            is_head([_cell(value) for value in cells])
            for cells in sheet.iter_rows(max_row=HEAD_WITHIN, values_only=True)
        ):
            return sheet
    if not book.worksheets:
        raise UnusableTable("empty")
    return book.worksheets[0]


def _refuse_bombs(path: Path) -> None:
    """Looks at what a workbook unpacks to. zipfile never unpacks more of a part than is declared here."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            if sum(part.file_size for part in parts) > MOST_UNPACKED or len(parts) > 2_000:
                raise UnusableTable("too_big_inside")
            for part in parts:
                ratio = part.file_size / max(part.compress_size, 1)
                shared = part.filename.endswith("sharedStrings.xml") and part.file_size > MOST_SHARED_TEXT
                if shared or (part.file_size > RATIO_MATTERS_FROM and ratio > BOMB_RATIO):
                    raise UnusableTable("too_big_inside")
                if part.filename.endswith((".xml", ".rels")):
                    with packed.open(part) as opened:
                        if b"<!DOCTYPE" in opened.read(4096).upper():  # entities that unfold; no Excel writes one
                            raise UnusableTable("damaged")
            if "xl/workbook.xml" not in packed.namelist():
                raise UnusableTable("not_a_table")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise UnusableTable("damaged") from None


def _cell(value: Any) -> str:  # noqa: ANN401 - whatever a cell holds
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return _clean(str(value))


def _clean(text: str) -> str:
    """One line, without what nobody sees."""
    return _SPACES.sub(" ", _UNSEEN.sub("", text)).strip()
