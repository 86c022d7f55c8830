"""Customers as a table that goes out, and comes back in as it was: CSV or an Excel workbook, without formulas."""

import csv
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from handlers.kit.jobs import JobContext
from handlers.spreadsheets.formulas import neutral
from handlers.spreadsheets.values import status_word
from storage.crm.imports import Listed

FORMATS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
PAGE = 500
HERE = Path(__file__).parent


def titles(language: str) -> list[str]:
    """How the columns are called, for people of this language."""
    return [names[language] for names in _columns().values()]


def export(context: JobContext, path: Path, owners: Sequence[int] | None = None) -> int:
    """Writes the customers, of these owners only where they are given, a line for each person there; returns how many.

    The suffix of `path` says which format. What it reads is one moment of the store.
    """
    count = 0

    def lines() -> Iterable[list[str]]:
        nonlocal count
        yield titles(context.language)
        after = 0
        with context.store.look() as work:
            while page := work.imports.page(after, owners, limit=PAGE):
                for customer in page:
                    yield from _lines(customer, context.language)
                after = page[-1].id
                count += len(page)

    (_workbook if path.suffix == ".xlsx" else _csv)(path, lines())
    return count


def _lines(customer: Listed, language: str) -> Iterable[list[str]]:
    """The customer and the first person there on one line; the others below, under the customer's name alone."""
    about = {
        "name": customer.name,
        "phone": customer.phone or "",
        "phones": "; ".join(customer.phones),
        "email": customer.email or "",
        "address": customer.address or "",
        "sector": customer.sector or "",
        "status": status_word(customer.status, language),
        "owner": customer.owner or "",
        "nicknames": "; ".join(customer.nicknames),
    }
    for number, contact in enumerate(customer.contacts or [None]):
        known = about if number == 0 else {"name": customer.name}
        if contact:
            known = known | {
                "contact_name": contact.name,
                "contact_role": contact.role or "",
                "contact_phone": contact.phone or "",
                "contact_email": contact.email or "",
            }
        yield [known.get(name, "") for name in _columns()]


@cache
def _columns() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((HERE / "export_columns.toml").read_text(encoding="utf-8"))


def _csv(path: Path, lines: Iterable[list[str]]) -> None:
    # With the mark and the semicolon, Excel opens it rightly in Spanish and in English.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows([neutral(cell) for cell in line] for line in lines)


def _workbook(path: Path, lines: Iterable[list[str]]) -> None:
    import openpyxl  # noqa: PLC0415 - a third of a second, and most exports are CSV
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    with closing(openpyxl.Workbook(write_only=True)) as book:
        sheet = book.create_sheet("Cartera")

        def text(value: str) -> Any:  # noqa: ANN401 - openpyxl has no types
            cell = WriteOnlyCell(sheet, neutral(value))
            cell.data_type = "s"  # a text, whatever it begins with
            return cell

        for line in lines:
            sheet.append([text(value) if value else None for value in line])
        book.save(path)
