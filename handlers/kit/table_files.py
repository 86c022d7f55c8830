"""Tables as files: CSV or an Excel workbook, without formulas, numbers and days as what they are."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from handlers.kit.formulas import neutral

FORMATS: Final[Mapping[str, str]] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Their media types, by suffix."""

Cell = str | int | Decimal | date | None


def write_sheet(path: Path, lines: Iterable[Sequence[Cell]], *, comma: bool = False) -> None:
    """Writes a table; the suffix of `path` says which format. In CSV decimals have a `comma` where people write one."""
    (_workbook if path.suffix == ".xlsx" else _csv)(path, lines, comma)


def _csv(path: Path, lines: Iterable[Sequence[Cell]], comma: bool) -> None:
    # With the mark and the semicolon, Excel opens it rightly in Spanish and in English.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows([_written(cell, comma) for cell in line] for line in lines)


def _written(cell: Cell, comma: bool) -> str:
    match cell:
        case None:
            return ""
        case str():
            return neutral(cell)
        case Decimal():
            return str(cell).replace(".", "," if comma else ".")
        case _:
            return str(cell)


def _workbook(path: Path, lines: Iterable[Sequence[Cell]], _comma: bool) -> None:
    import openpyxl  # noqa: PLC0415 - a third of a second, and most files are CSV
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    with closing(openpyxl.Workbook(write_only=True)) as book:
        sheet = book.create_sheet("Cartera")

        def text(value: str) -> Any:  # noqa: ANN401 - openpyxl has no types
            cell = WriteOnlyCell(sheet, neutral(value))
            cell.data_type = "s"  # a text, whatever it begins with
            return cell

        for line in lines:
            sheet.append([(text(value) if value else None) if isinstance(value, str) else value for value in line])
        book.save(path)
