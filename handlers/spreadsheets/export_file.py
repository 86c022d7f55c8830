"""Customers, and leads, as a table that goes out, and comes back in as it was: CSV or an Excel workbook, without formulas."""

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from handlers.kit.jobs import JobContext
from handlers.kit.table_files import Cell, write_sheet
from handlers.spreadsheets.word_cells import status_word
from storage.crm.imports import Listed
from storage.crm.leads.imports import LeadImports

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

    write_sheet(path, lines())
    return count


def export_leads(context: JobContext, path: Path, owners: Collection[int] | None = None) -> int:
    """Writes the leads, of these owners and nobody's only where owners are given, a line each; returns how many.

    Its columns are called as a list of leads calls them, so that another installation takes the file in.
    """
    count = 0

    def lines() -> Iterable[list[Cell]]:
        nonlocal count
        columns = tomllib.loads((HERE / "export_leads.toml").read_text(encoding="utf-8"))
        words = {name: lead[context.language] for name, lead in columns["states"].items()}
        yield [names[context.language] for names in columns["columns"].values()]
        after = 0
        with context.store.look() as work:
            work.sees_owners = None if owners is None else frozenset(owners)
            while page := work.topic(LeadImports).page(after, limit=PAGE):
                for lead in page:
                    said = {"state": words[lead.state], "arrived_at": lead.arrived_at.date()}
                    yield [said.get(name) or getattr(lead, name) for name in columns["columns"]]
                after = page[-1].id
                count += len(page)

    write_sheet(path, lines())
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
