"""Cells of tables of products and purchases: numbers, money, days. What a cell cannot be is told with `BadCell`."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from babel.numbers import list_currencies

from handlers.language.entities.currency_words import currency_called
from handlers.language.text.digits import comma_is_decimal
from handlers.spreadsheets.cells import BadCell

MOST = Decimal(10) ** 12
"""No amount and no quantity is larger."""
_SIGNS = {"€": "EUR", "£": "GBP", "US$": "USD", "$": ""}
"""A dollar sign is the company's own currency, as it is everywhere else."""
_NUMBER = re.compile(
    r"(?P<lead>[^\d.,()+-]*)\s*(?P<sign>[-+(]?)\s*(?P<before>[^\d.,()+-]*)"
    r"(?P<digits>\d[\d.,' ]*|[.,]\d+)(?P<close>\)?)(?P<back>-?)\s*(?P<behind>\D*)"
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[T ].*)?")
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class Writing:
    """How a table writes numbers, days and money: decimals behind a comma, the month before the day, whose words of money."""

    comma: bool
    month_first: bool
    country: str = ""
    currency: str = ""

    @classmethod
    def of(cls, country: str, currency: str, *, comma: bool | None, month_first: bool | None) -> "Writing":
        """What the table's own lines tell, else what is usual in the country."""
        first = country == "US" if month_first is None else month_first
        return cls(comma_is_decimal(country) if comma is None else comma, first, country, currency)


def number(text: str, writing: Writing) -> tuple[Decimal, str]:
    """A number and what stands beside it: "1.234,50 €" → (1234.50, "€"), "10 cajas" → (10, "cajas"), "(5)" and "5-" → -5."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise BadCell("number")
    value = _value(found["digits"].strip().replace(" ", "").replace("'", ""), writing)
    if value >= MOST:
        raise BadCell("too_large")
    back = found["sign"] in {"-", "("} or found["back"] == "-"
    beside = " ".join(part.strip() for part in (found["lead"], found["before"], found["behind"]) if part.strip())
    return -value if back else value, beside


def money(text: str, writing: Writing) -> tuple[Decimal, str]:
    """An amount of two places, and its currency where the cell says one, else ""."""
    value, beside = number(text, writing)
    return value.quantize(Decimal("0.01")), currency(beside, writing) if beside else ""


def currency(text: str, writing: Writing) -> str:
    """The ISO code of a currency, by its code, its sign or its name, "libras"; "" for a sign that means the company's own.

    A name that several countries use, "pesos", is the company's currency where that is called so.
    """
    said = text.strip().upper()
    if said in _SIGNS:
        return _SIGNS[said]
    if said in list_currencies():
        return said
    if code := currency_called(text, writing.country, writing.currency):
        return code
    raise BadCell("currency")


def day(text: str, writing: Writing, today: date) -> date:
    """A day that is not yet to come."""
    if iso := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        parts = int(iso[1]), int(iso[2]), int(iso[3])
    elif found := _DAY.fullmatch(text):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        month, number_ = (first, second) if writing.month_first else (second, first)
        parts = year + (2000 if year < 100 else 0), month, number_
    else:
        raise BadCell("day")
    try:
        read = date(*parts)
    except ValueError:
        raise BadCell("day") from None
    if read > today:
        raise BadCell("future_day")
    if read.year < 1970:
        raise BadCell("day")
    return read


def _value(digits: str, writing: Writing) -> Decimal:
    decimal, thousands = (",", ".") if writing.comma else (".", ",")
    commas, points = digits.count(","), digits.count(".")
    if commas and points:  # the last of both kinds is the decimal one, whatever is usual
        decimal, thousands = (",", ".") if digits.rfind(",") > digits.rfind(".") else (".", ",")
    if not _grouped(digits, decimal, thousands):  # "12.5" is nothing else, whatever is usual
        decimal, thousands = thousands, decimal
    if not _grouped(digits, decimal, thousands):
        raise BadCell("number")
    whole, _mark, rest = digits.replace(thousands, "").partition(decimal)
    try:
        return Decimal(f"{whole or 0}.{rest or 0}")
    except InvalidOperation:
        raise BadCell("number") from None


def _grouped(digits: str, decimal: str, thousands: str) -> bool:
    """Whether thousands stand in threes: "12.5" under a decimal comma is no 125."""
    if digits.count(decimal) > 1:
        return False
    groups = digits.partition(decimal)[0].split(thousands)
    return len(groups) == 1 or (0 < len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))
