"""The words of money: what names a currency, what is slang for a multiple, what makes a number a price."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from handlers.language.text.lexer import lex as tokens
from handlers.language.text.numbers import LANGUAGES, number_words, language_data as phrases

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
MOST_DIGITS = 18
"""Characters of a number; a longer one is no money."""


@dataclass(frozen=True)
class Unit:
    """What a word behind or before a number makes of it: a currency of `codes`, or `times` as much of the company's."""

    codes: tuple[str, ...] = ()
    times: int = 1
    weight: bool = False
    """Whether it may be a weight as well: "20 pounds of coffee"."""
    countries: tuple[str, ...] = ()
    """Where it is said; empty for everywhere."""


@dataclass
class PhraseTree:
    """A tree of phrases, word by word."""

    words: dict[str, "PhraseTree"] = field(default_factory=dict)
    unit: Unit | None = None

    def add(self, phrase: str, unit: Unit, *, backwards: bool = False) -> None:
        """Adds a phrase; `unit` stands where it ends."""
        node = self
        keys = [token.key for token in tokens(phrase)]
        for key in reversed(keys) if backwards else keys:
            node = node.words.setdefault(key, PhraseTree())
        node.unit = unit


@dataclass(frozen=True)
class Money:
    """All words of money, both languages together; `leads` and `evidence` are walked from their last word back."""

    units: PhraseTree
    leads: PhraseTree
    evidence: PhraseTree
    suffixes: Mapping[str, int]
    between: frozenset[str]
    behind: frozenset[str]
    things: frozenset[str]
    cents: frozenset[str]
    cents_join: frozenset[str]
    couple: PhraseTree
    begins: frozenset[str]
    """Words and marks that an amount can begin with; digits apart."""


@cache
def money() -> Money:
    """Returns the words of all languages, read and compiled at the first call."""
    units, leads, evidence, couple = PhraseTree(), PhraseTree(), PhraseTree(), PhraseTree()
    suffixes: dict[str, int] = {}
    sets: dict[str, set[str]] = {name: set() for name in ("between", "behind", "things", "cents", "cents_join")}
    for language in LANGUAGES:
        data: Mapping[str, Any] = phrases(language, "amounts")["money"]  # type: ignore[assignment]  # by its format
        suffixes.update(data["suffixes"])
        for name, words in sets.items():
            words.update(token.key for phrase in data[name] for token in tokens(phrase))
        for name, tree in (("leads", leads), ("evidence", evidence)):
            for phrase in data[name]:
                tree.add(phrase, Unit(), backwards=True)
        for phrase in data["couple"]:
            couple.add(phrase, Unit())
        for kind in ("currency", "slang"):
            for entry in data[kind]:
                codes = entry.get("code", ())
                unit = Unit(
                    (codes,) if isinstance(codes, str) else tuple(codes),
                    entry.get("times", 1),
                    entry.get("weight", False),
                    tuple(entry.get("countries", ())),
                )
                for phrase in entry["say"]:
                    units.add(phrase, unit)
    begins = {
        *units.words,
        *couple.words,
        *(word for language in LANGUAGES for word in number_words(language).beginnings),
    }
    return Money(
        units,
        leads,
        evidence,
        suffixes,
        couple=couple,
        begins=frozenset(begins),
        **{name: frozenset(words) for name, words in sets.items()},
    )


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
