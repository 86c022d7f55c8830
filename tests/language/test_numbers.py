"""Number words: examples of both languages, and every number said in words reads back as itself."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.text.lexer import lex as tokens
from handlers.language.text.numbers import read_scaled, read_words


def read(text: str, language: str) -> tuple[str, int] | None:
    """The value and how many tokens it took."""
    found = read_words(tokens(text), 0, language)
    return (f"{found[0].normalize():f}", found[1]) if found else None


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("es", "ciento cincuenta mil", ("150000", 3)),
        ("es", "veintiún", ("21", 1)),
        ("es", "dos mil quinientos", ("2500", 3)),
        ("es", "medio millón", ("500000", 2)),
        ("es", "un millón y medio", ("1500000", 4)),
        ("es", "tres y medio millones", ("3500000", 4)),
        ("es", "treinta y uno", ("31", 3)),
        ("es", "cinco y diez", ("5", 1)),
        ("es", "dos millones trescientos mil doscientos", ("2300200", 5)),
        ("es", "quince mil y pico", ("15000", 2)),
        ("es", "media", None),
        ("es", "cajas", None),
        ("es", "", None),
        ("en", "nine hundred", ("900", 2)),
        ("en", "six hundred and forty pounds", ("640", 4)),
        ("en", "twenty-five", ("25", 3)),
        ("en", "a hundred", ("100", 2)),
        ("en", "half a million", ("500000", 3)),
        ("en", "two and a half million", ("2500000", 5)),
        ("en", "a million and a half", ("1500000", 5)),
        ("en", "twelve hundred", ("1200", 2)),
        ("en", "two thousand and fifty", ("2050", 4)),
        ("en", "five thousand and a box", ("5000", 2)),
        ("en", "nine and ten", ("9", 1)),
        ("en", "a box", None),
        ("en", "half past", None),
    ],
)
def test_numbers_in_words(language: str, text: str, expected: tuple[str, int] | None) -> None:
    assert read(text, language) == expected


@pytest.mark.parametrize(
    ("language", "digits", "behind", "expected"),
    [
        ("es", "3", "mil", "3000"),
        ("es", "3", "mil quinientos", "3500"),
        ("en", "1.5", "million", "1500000"),
        ("es", "2", "millones 300 mil", "2300000"),
        ("es", "3", "millones y medio", "3500000"),
        ("es", "3", "cajas", "3"),
    ],
)
def test_digits_that_words_multiply(language: str, digits: str, behind: str, expected: str) -> None:
    assert read_scaled(tokens(behind), 0, language, Decimal(digits))[0] == Decimal(expected)


UNITS = (
    "",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
)
TENS = ("", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
HUNDREDS = (
    "",
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
)
SMALL = (
    "",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
TIES = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def spanish(number: int) -> str:
    if number >= 1_000_000:
        millions = (
            "un millón"
            if number < 2_000_000
            else f"{spanish(number // 1_000_000)} millones".replace("uno mill", "un mill")
        )
        return f"{millions} {spanish(number % 1_000_000)}".strip()
    if number >= 1000:
        thousands = "mil" if number < 2000 else f"{spanish(number // 1000)} mil".replace("uno mil", "un mil")
        return f"{thousands} {spanish(number % 1000)}".strip()
    if number == 100:
        return "cien"
    if number > 100:
        return f"{HUNDREDS[number // 100]} {spanish(number % 100)}".strip()
    if number < 30:
        return UNITS[number]
    return TENS[number // 10] + (f" y {UNITS[number % 10]}" if number % 10 else "")


def english(number: int) -> str:
    for scale, name in ((1_000_000, "million"), (1000, "thousand")):
        if number >= scale:
            return f"{english(number // scale)} {name} {english(number % scale)}".strip()
    if number >= 100:
        rest = english(number % 100)
        return f"{SMALL[number // 100]} hundred" + (f" and {rest}" if rest else "")
    if number < 20:
        return SMALL[number]
    return TIES[number // 10] + (f"-{SMALL[number % 10]}" if number % 10 else "")


@given(st.integers(1, 999_999_999))
def test_every_number_in_words_reads_back_as_itself(number: int) -> None:
    for text, language in ((spanish(number), "es"), (english(number), "en")):
        cut = tokens(text)
        assert read_words(cut, 0, language) == (Decimal(number), len(cut))
