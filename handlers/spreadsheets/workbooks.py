"""Tables as Excel workbooks. What a file claims is not believed: what it unpacks to is looked at before it is opened."""

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from handlers.spreadsheets.heading_lines import names_anything
from handlers.spreadsheets.lines import HEADING_WITHIN, Line, clean
from handlers.spreadsheets.problems import UnusableTable

MOST_UNPACKED = 256 * 2**20
MOST_SHARED_TEXT = 64 * 2**20
"""The texts of a workbook are kept in memory while it is read."""
BOMB_RATIO = 300
RATIO_MATTERS_FROM = 8 * 2**20
"""Bytes. A small sheet of the same line again and again packs as well as a bomb, and harms nobody."""


@contextmanager
def workbook_lines(path: Path) -> Iterator[tuple[str, Iterator[Line]]]:
    """The lines of the sheet with the customers. Raises UnusableTable, also while they are read."""
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
        for number, cells in enumerate(_with_columns(book).iter_rows(values_only=True), 1):
            yield Line(number, [_cell(value) for value in cells])
    except UnusableTable:
        raise
    except Exception:  # noqa: BLE001 - whatever the library meets in a file that is not what it says
        raise UnusableTable("damaged") from None


def _with_columns(book: Any) -> Any:  # noqa: ANN401 - openpyxl has no types
    """The first sheet with a line that names columns, else the first one."""
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what it claims may be a million columns
        rows = sheet.iter_rows(max_row=HEADING_WITHIN, values_only=True)
        if any(names_anything([_cell(value) for value in cells]) for cells in rows):
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
    return clean(str(value))
