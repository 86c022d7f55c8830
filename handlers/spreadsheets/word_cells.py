"""Cells that take one of a few words: what they mean, as `values.toml` lists them."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from handlers.spreadsheets.headings import plain
from storage.names.folding import fold

HERE = Path(__file__).parent
LONGEST_EMPTY = 30
"""Characters of a cell that says that there is nothing."""
_NOT_A_LETTER = re.compile(r"[\W_]+")
_MARKS = re.compile(r"[\s\-–—_.·*?¿/\\'\"]*")


def is_empty(text: str, *, name: bool = False) -> bool:
    """Whether a cell says that there is nothing ("-", "n/d", "no tiene"); as a customer's `name` a word is a name."""
    if not text or _MARKS.fullmatch(text):
        return True
    if len(text) > LONGEST_EMPTY or text[-1].isdecimal():
        return False
    said = _NOT_A_LETTER.sub("", fold(text))
    return said in _words("empty", "anywhere") or (not name and said in _words("empty", "but_in_names"))


def status(text: str) -> str | None:
    """The status that a cell means ("customer", "prospect", "lost"), None where it means none.

    What stands after a dash specifies ("Customer - Direct") and makes no difference where the whole is not known.
    """
    for part in (text, re.split(r"\s[-–—/(:]\s?|\(", text)[0]):
        if found := _statuses().get(_squeezed(part)):
            return found
    return None


def status_word(value: str, language: str) -> str:
    """A status in words."""
    words = _listed()["status"].get(value)
    return words[language][0] if words else value


def status_words(language: str) -> list[str]:
    """The words an export writes for each status."""
    return [status_word(value, language) for value in _listed()["status"]]


def is_company(text: str) -> bool | None:
    """Whether a line is about a company ("VERDADERO", "Company") or a person; None where the cell does not say."""
    said = _squeezed(text)
    if said in _words("kind_of_line", "company"):
        return True
    return False if said in _words("kind_of_line", "person") else None


def is_courtesy(text: str) -> bool:
    """Whether it is how somebody is addressed ("Ms.") and no job."""
    return _squeezed(text) in _words("courtesy")


def city_first(country: str) -> bool:
    """Whether addresses of this country have the city before the postcode."""
    return country in _listed()["address"]["city_first"]


@cache
def between() -> re.Pattern[str]:
    """What stands between several things in one cell."""
    words = "|".join(sorted(_words("and")))
    return re.compile(rf"\s*(?::::|[,;/|\n]|\b(?:{words})\b)\s*")


def postcode(text: str, country: str) -> str:
    """A postcode with the zero that a spreadsheet took away from it."""
    return f"0{text}" if country in _listed()["address"]["five_digits"] and re.fullmatch(r"\d{4}", text) else text


def _squeezed(text: str) -> str:
    return plain(text).replace(" ", "")


@cache
def _listed() -> Mapping[str, Any]:
    return tomllib.loads((HERE / "values.toml").read_text(encoding="utf-8"))


@cache
def _words(*where: str) -> frozenset[str]:
    listed: Mapping[str, Any] = _listed()
    for key in where:
        listed = listed[key]
    return frozenset(_squeezed(word) for words in listed.values() for word in words)


@cache
def _statuses() -> dict[str, str]:
    return {word: value for value in _listed()["status"] for word in _words("status", value)}
