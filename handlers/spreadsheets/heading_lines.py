"""Which line of a table names its columns, whatever it is a table of."""

from collections.abc import Sequence

from handlers.spreadsheets.customer_layout import MOST_COLUMNS, names_columns
from handlers.spreadsheets.lead_layout import names_leads
from handlers.spreadsheets.sales_layout import names_sales


def names_anything(cells: Sequence[str]) -> int:
    """How surely a line is the one that names the columns, 0 where it is none: the more it names, the higher."""
    others = max(names_sales(cells[: MOST_COLUMNS + 1]), names_leads(cells[: MOST_COLUMNS + 1]))
    return max(names_columns(cells), others * MOST_COLUMNS)
