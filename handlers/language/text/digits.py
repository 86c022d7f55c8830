"""Digits with separators, as each country writes them, to exact values."""

import re
from decimal import Decimal

MOST_DIGITS = 18
"""Characters of a number; a longer one is no quantity."""
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_COMMA_IS_DECIMAL = frozenset({"ES", "CO", "AR", "CL", "EC", "UY", "PY", "BO", "VE", "CR"})


def comma_is_decimal(country: str) -> bool:
    """Whether 1,50 is one and a half in a country; elsewhere 1.50 is."""
    return country in _COMMA_IS_DECIMAL


def parse_digits(written: str, *, comma_is_decimal: bool) -> Decimal | None:
    """Returns the value of digits with separators: "1.200,50", "1,200.50", "1'200", "1.200".

    Three digits behind a lone separator are thousands, unless a zero stands before it; the last of two kinds is the
    decimal one; else `comma_is_decimal` decides. None where it is no number ("15/02", "10:30").
    """
    digits = written.replace("'", "").replace("’", "")
    if not _DIGITS.fullmatch(digits) or len(digits) > MOST_DIGITS:
        return None
    commas, points = digits.count(","), digits.count(".")
    if commas and points:
        decimal = "," if digits.rfind(",") > digits.rfind(".") else "."
    elif commas + points == 1:
        decimal = _lone_separator(digits, comma_is_decimal=comma_is_decimal)
    else:
        decimal = ""
    thousands = {",": ".", ".": ","}.get(decimal, ".,")
    for mark in thousands:
        digits = digits.replace(mark, "")
    plain = digits.replace(decimal, ".") if decimal else digits
    return Decimal(plain) if plain.count(".") <= 1 else None


def _lone_separator(digits: str, *, comma_is_decimal: bool) -> str:
    """The separator if it is a decimal one, else nothing."""
    mark = "," if "," in digits else "."
    whole, _, rest = digits.partition(mark)
    if len(rest) == 3 and whole.strip("0"):
        return ""
    if len(rest) < 3 or not whole.strip("0"):
        return mark
    return mark if (mark == ",") == comma_is_decimal else ""
