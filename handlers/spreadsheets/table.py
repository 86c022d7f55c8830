"""Opening a table that somebody sent: its format, the line that names the columns, and the lines below, once.

A table is read line by line and never held in memory; lines are counted as they come.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from handlers.spreadsheets.csv_files import text_lines
from handlers.spreadsheets.customer_columns import Layout
from handlers.spreadsheets.customer_layout import MOST_COLUMNS, SAMPLED, layout
from handlers.spreadsheets.heading_lines import names_anything
from handlers.spreadsheets.lead_layout import LeadLayout, lead_layout
from handlers.spreadsheets.lines import HEADING_WITHIN, Line, trimmed
from handlers.spreadsheets.problems import UnusableTable
from handlers.spreadsheets.sales_layout import SalesLayout, sales_layout
from handlers.spreadsheets.workbooks import workbook_lines

MOST_LINES = 100_000


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table that can be read: what its columns mean, how it is written ("UTF-8 ;", "Excel"), and its lines, once."""

    layout: Layout | SalesLayout | LeadLayout
    written: str
    lines: Iterator[Line]


@contextmanager
def table(path: Path) -> Iterator[ReadTable]:
    """Opens a table. Raises UnusableTable, also while its lines are read, where it is none or too much."""
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise UnusableTable("empty")
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnusableTable("old_excel")
    opened = workbook_lines(path) if start.startswith(b"PK") else text_lines(path)
    with opened as (written, raw):
        heads, below = _heading(raw)
        lines = _counted(below, heads)
        sample = list(islice(lines, SAMPLED))
        below_it = [line.cells for line in sample if not line.complaint]
        sales = sales_layout(heads, below_it, workbook=written == "Excel")
        meant = sales or lead_layout(heads) or layout(heads, below_it)
        yield ReadTable(meant, written, chain(sample, lines))


def _heading(raw: Iterator[Line]) -> tuple[tuple[str, ...], Iterator[Line]]:
    """The line that names the columns, and those below it: of the first lines the one that names most of them."""
    above = list(islice(raw, HEADING_WITHIN))
    if not any(any(line.cells) for line in above):
        raise UnusableTable("empty")
    scores = [names_anything(line.cells) for line in above]
    at = scores.index(max(scores))
    heads = tuple(trimmed(above[at].cells))
    if not scores[at]:
        raise UnusableTable("no_name_column")
    if len(heads) > MOST_COLUMNS:
        raise UnusableTable("too_many_columns", limit=MOST_COLUMNS)
    return heads, chain(above[at + 1 :], raw)


def _counted(lines: Iterator[Line], heads: tuple[str, ...]) -> Iterator[Line]:
    """The lines that say something. A heading that comes again, where files were put together, says nothing."""
    count = 0
    for line in lines:
        if not any(line.cells) and not line.complaint:
            continue
        if len(line.cells) >= len(heads) and tuple(trimmed(line.cells)) == heads:
            continue
        count += 1
        if count > MOST_LINES:
            raise UnusableTable("too_many_lines", limit=MOST_LINES)
        if any(line.cells[len(heads) :]) and not line.complaint:
            line = Line(line.number, line.cells, "more_cells")  # noqa: PLW2901 - the same line, judged
        yield line
    if not count:
        raise UnusableTable("nothing_below")
