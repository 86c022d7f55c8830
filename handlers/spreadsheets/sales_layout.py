"""What the columns of a table of products, or of purchases, mean. A table of customers is none of these.

Such tables come out of invoicing programs: a line is an invoice's line. Their columns are known by whole headings.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from handlers.language.text.any_of import any_of
from handlers.spreadsheets.headings import plain
from handlers.spreadsheets.problems import UnusableTable

HERE = Path(__file__).parent
PRODUCTS = "products"
PURCHASES = "purchases"
_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_REACHED_AT = re.compile(rf"\b{any_of('reach_heading')}\b")
"""Columns that only customers have: what a customer may also have bought makes no purchase of their line."""
_COMMA = re.compile(r".*\d,\d{1,2}\D{0,5}")
_POINT = re.compile(r".*\d\.\d{1,2}\D{0,5}")
_MONTH_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}")


@dataclass(frozen=True, slots=True)
class SalesLayout:
    """The columns of one table: the place of each thing that is known. `kind` is "products" or "purchases".

    `comma` is whether decimals stand behind a comma, `month_first` whether 11/02 is in November; None where the lines that
    were looked at do not tell. `read_as` says of each place what it is taken for, as the preview shows it.
    """

    kind: str
    heads: tuple[str, ...]
    places: Mapping[str, int]
    comma: bool | None = None
    month_first: bool | None = None
    read_as: Mapping[int, str] = field(default_factory=dict)

    @property
    def left_out(self) -> list[str]:
        """The columns of which nothing is kept."""
        return [head for place, head in enumerate(self.heads) if head and place not in self.read_as]


def names_sales(cells: Sequence[str]) -> int:
    """How many columns of products or purchases a line names; 0 where it is no heading of such a table."""
    found = _places(cells)
    return len(found) if _kind(found, cells) else 0


def sales_layout(
    cells: Sequence[str], sample: Sequence[Sequence[str]] = (), *, workbook: bool = False
) -> SalesLayout | None:
    """What the columns of this heading mean; None where it heads another table. Raises UnusableTable.

    `sample` are the first lines below it. The numbers of a `workbook` have no separators but a decimal point.
    """
    found = _places(cells)
    kind = _kind(found, cells)
    if kind is None:
        return None
    if kind == PURCHASES and "day" not in found:
        raise UnusableTable("no_day_column")
    kept = {what: at for what, at in found.items() if what in _KEPT[kind]}
    if kind == PRODUCTS and "product" not in kept:
        kept["product"] = found["name"]
    read_as = {at: f"{kind}.{what}" for what, at in sorted(kept.items(), key=lambda pair: pair[1])}
    numbers = [
        line[at]
        for line in sample
        for what in ("price", "amount", "quantity")
        if (at := kept.get(what, -1)) in range(len(line))
    ]
    days = [line[kept["day"]] for line in sample if "day" in kept and kept["day"] < len(line)]
    return SalesLayout(
        kind,
        tuple(cells),
        kept,
        False if workbook else _has_comma(numbers),
        _is_month_first(days),
        dict(sorted(read_as.items())),
    )


_KEPT = {
    PRODUCTS: frozenset({"product", "code", "family", "unit", "price", "currency"}),
    PURCHASES: frozenset(
        {"customer", "product", "code", "quantity", "unit", "price", "amount", "currency", "day", "reference"}
    ),
}


def _places(cells: Sequence[str]) -> dict[str, int]:
    """Where each thing stands: of two columns of one kind the first."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        what = _headings().get(plain(_BRACKETS.sub("", cell)))
        if what is not None:
            found.setdefault(what, at)
    return found


def _kind(found: Mapping[str, int], cells: Sequence[str]) -> str | None:
    """Of what this is a table, if it is one of these."""
    sold = "product" in found or "code" in found
    if "customer" in found and sold and ("quantity" in found or "amount" in found):
        reached = any(_REACHED_AT.search(plain(cell)) for cell in cells)
        return None if "day" not in found and reached else PURCHASES
    if "customer" in found:
        return None
    told = found.keys() & {"price", "code", "family"}
    if "product" in found and told:
        return PRODUCTS
    return PRODUCTS if "name" in found and "price" in found else None


def _has_comma(numbers: Sequence[str]) -> bool | None:
    """Whether decimals stand behind a comma, by those that say so."""
    commas = sum(1 for one in numbers if _COMMA.fullmatch(one))
    points = sum(1 for one in numbers if _POINT.fullmatch(one))
    return None if commas == points else commas > points


def _is_month_first(days: Sequence[str]) -> bool | None:
    """Whether the month stands first, by the days that can only be read so."""
    found = [match for day in days if (match := _MONTH_FIRST.fullmatch(day.split(" ")[0]))]
    day_first = any(int(one[1]) > 12 for one in found)
    month_first = any(int(one[2]) > 12 for one in found)
    return None if day_first == month_first else month_first


@cache
def _headings() -> Mapping[str, str]:
    listed: Mapping[str, Sequence[str]] = tomllib.loads((HERE / "sales_headings.toml").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for what, names in listed.items():
        for name in names:
            if found.setdefault(plain(name), what) != what:
                raise ValueError(f"“{name}” is both {found[plain(name)]} and {what}")
    return found
