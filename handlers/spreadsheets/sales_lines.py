"""Lines of tables of products and of purchases, or what is wrong with them. A line with something wrong brings nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeVar

from handlers.kit import formulas
from handlers.spreadsheets import cells
from handlers.spreadsheets.cells import BadCell, short
from handlers.spreadsheets.lines import Line
from handlers.spreadsheets.problems import Problem, Weight
from handlers.spreadsheets.sales_cells import Writing, currency, day, money, number
from handlers.spreadsheets.sales_layout import SalesLayout
from handlers.spreadsheets.word_cells import is_empty
from storage.purchases.imports import BroughtProduct

T = TypeVar("T")
LONGEST_CODE = 60
LONGEST_FAMILY = 80
LONGEST_UNIT = 40
CENTS = Decimal("0.01")


class PurchaseCells(NamedTuple):
    """A line of purchases as the table tells it; `code` or `product` is there, perhaps both."""

    line: int
    customer: str
    product: str
    code: str
    day: date
    quantity: Decimal
    unit: str | None
    unit_price: Decimal | None
    amount: Decimal
    currency: str
    reference: str | None


@dataclass
class SalesReader:
    """Reads the lines of one table. What it finds wrong it gives to `tell`, and goes on."""

    layout: SalesLayout
    country: str
    currency: str
    today: date
    tell: Callable[[Problem], None]
    _writing: Writing = field(init=False)
    _line: Line = field(init=False, default=Line(0, []))
    _wrong: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        layout = self.layout
        self._writing = Writing.of(self.country, self.currency, comma=layout.comma, month_first=layout.month_first)

    # ------------------------------------------------------------------ lines
    def product(self, line: Line) -> BroughtProduct | None:
        """The product that a line tells of; None where it cannot come in."""
        self._begin(line)
        name = self._needed("product", "no_product", cells.name)
        amount, sign = self._read("price", self._money) or (None, "")
        said = self._read("currency", self._currency)
        code, family = self._read("code", _of(LONGEST_CODE)), self._read("family", _of(LONGEST_FAMILY))
        unit = self._read("unit", _of(LONGEST_UNIT))
        if self._wrong or name is None:
            return None
        price_in = None if amount is None else said or sign or self.currency
        return BroughtProduct(line.number, name, code, family, unit, amount, price_in)

    def purchase(self, line: Line) -> PurchaseCells | None:
        """What a line says was bought; None where it cannot come in."""
        self._begin(line)
        customer = self._needed("customer", "no_name", cells.name)
        product, code = self._read("product", cells.name), self._read("code", _of(LONGEST_CODE))
        if not product and not code:
            self._refuse("product", BadCell("no_product"))
        when = self._needed("day", "no_day", lambda text: day(text, self._writing, self.today))
        count, beside = self._quantity()
        each, sign = self._read("price", self._money) or (None, "")
        amount, sign = self._read("amount", self._money) or (None, sign)
        if not self._cell("amount") and not self._cell("price"):
            self._refuse("amount", BadCell("no_amount"))
        unit, said = self._read("unit", _of(LONGEST_UNIT)), self._read("currency", self._currency)
        reference = self._read("reference", _of(LONGEST_CODE))
        if self._wrong or customer is None or when is None:
            return None
        total = amount if amount is not None else ((each or Decimal(0)) * count).quantize(CENTS)
        back = count < 0 or total < 0  # what came back, whichever of both says so
        return PurchaseCells(
            line.number,
            customer,
            product or "",
            code or "",
            when,
            -abs(count) if back else count,
            unit or beside[:LONGEST_UNIT] or None,
            None if each is None else abs(each),
            -abs(total) if back else total,
            said or sign or self.currency,
            reference,
        )

    def _quantity(self) -> tuple[Decimal, str]:
        """How many, and in what. An invoice's line without a count is one."""
        if "quantity" not in self.layout.places:
            return Decimal(1), ""
        found = self._needed("quantity", "no_quantity", lambda text: number(text, self._writing))
        if found is not None and not found[0]:
            self._refuse("quantity", BadCell("no_quantity"))
        return found or (Decimal(0), "")

    # ------------------------------------------------------------------ cells
    def _begin(self, line: Line) -> None:
        self._line, self._wrong = line, False
        if line.complaint:
            extra = " ".join(line.cells[len(self.layout.heads) :])[:60]
            self.tell(Problem(line.complaint, line.number, what=extra, weight=Weight.REFUSED))
            self._line, self._wrong = Line(line.number, []), True

    def _cell(self, what: str) -> str:
        at = self.layout.places.get(what, -1)
        text = formulas.plain(self._line.cells[at]) if 0 <= at < len(self._line.cells) else ""
        return "" if is_empty(text, name=what in {"customer", "product"}) else text

    def _needed(self, what: str, missing: str, read: Callable[[str], T]) -> T | None:
        """What a cell says; a line without it is refused."""
        if not self._cell(what):
            self._refuse(what, BadCell(missing))
            return None
        return self._read(what, read)

    def _read(self, what: str, read: Callable[[str], T]) -> T | None:
        """What a cell says, None where it is empty, or cannot be read, which refuses the line."""
        if text := self._cell(what):
            try:
                return read(text)
            except BadCell as bad:
                self._refuse(what, bad, text)
        return None

    def _money(self, text: str) -> tuple[Decimal, str]:
        return money(text, self._writing)

    def _currency(self, text: str) -> str:
        return currency(text, self._writing)

    def _refuse(self, what: str, bad: BadCell, text: str = "") -> None:
        if self._line.cells:  # of a line that is broken as such nothing else is told
            at = self.layout.places.get(what)
            head = self.layout.heads[at] if at is not None else ""
            self.tell(Problem(bad.why, self._line.number, head, text[:60], bad.values, Weight.REFUSED))
        self._wrong = True


def _of(most: int) -> Callable[[str], str]:
    return lambda text: short(text, most)
