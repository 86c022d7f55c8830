"""Numbers of a message that may be money: "1.200", "3 mil", "1 200,50", "1.5M", ",89", "ciento cincuenta mil"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from handlers.language.entities.currencies import MoneyLexicon
from handlers.language.text.digits import comma_is_decimal, parse_digits
from handlers.language.text.lexer import Lexeme, LexemeKind, is_shouted
from handlers.language.text.numbers import LANGUAGES, number_words, read_scaled, read_words

_FIRST_GROUP = re.compile(r"[1-9]\d{0,2}")
_GROUP = re.compile(r"\d{3}")
_LAST_GROUP = re.compile(r"(\d{3})[.,](\d{1,2})")
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+")
_CENTS = re.compile(r"\d{1,2}")
_OPENING = "(¿¡\"'«“~≈=+"
"""Marks that a number may be glued to."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number: `lexemes[start:end]`. `scaled` where thousands or millions were said, `words` without digits.

    `doubtful` is true for one that counts only with a currency beside it: spaced groups, a separator in front.
    """

    value: Decimal
    start: int
    end: int
    scaled: bool = False
    words: bool = False
    doubtful: bool = False


class QuantityReader:
    """Reads the numbers of one message."""

    def __init__(
        self, text: str, lexemes: Sequence[Lexeme], country: str, language: str, lexicon: MoneyLexicon
    ) -> None:
        self._text = text
        self._lexemes = lexemes
        self._comma_is_decimal = comma_is_decimal(country)
        self._languages = sorted(LANGUAGES, key=lambda other: other != language)
        self._lexicon = lexicon
        self._shouted = is_shouted(text)
        self._read: dict[tuple[int, bool], Sequence[Quantity]] = {}
        self._said: dict[tuple[int, str], tuple[Decimal, int] | None] = {}

    def read(self, at: int, *, led: bool) -> Sequence[Quantity]:
        """Returns what the number at a lexeme can be, the longest first; `led` where a currency stands before it."""
        if at >= len(self._lexemes):
            return ()
        if (at, led) not in self._read:
            found = [self._multiplied(quantity, led=led) for quantity in self._bare(at, led=led)]
            self._read[at, led] = sorted(found, key=lambda quantity: -quantity.end)
        return self._read[at, led]

    def words(self, at: int, language: str) -> tuple[Decimal, int] | None:
        """The number in words of a language that begins at a lexeme, and the index behind it; read once."""
        if (at, language) not in self._said:
            self._said[at, language] = read_words(self._lexemes, at, language)
        return self._said[at, language]

    def _bare(self, at: int, *, led: bool) -> list[Quantity]:
        lexeme = self._lexemes[at]
        if lexeme.kind is LexemeKind.OPAQUE:
            spaced = _SPACED.fullmatch(lexeme.key)
            return [self._with_decimals(Decimal(lexeme.key.replace(" ", "")), at)] if spaced else []
        if lexeme.kind is LexemeKind.WORD:
            quantity = self._in_words(at)
            return [quantity] if quantity else []
        if lexeme.key in (",", "."):
            cents = self._leading_separator(at, led=led)
            return [cents] if cents else []
        if lexeme.kind is not LexemeKind.NUMBER or not (led or self._is_free(at)):
            return []
        value = parse_digits(lexeme.key, comma_is_decimal=self._comma_is_decimal)
        if value is None:
            return []
        spaced_groups = self._spaced(at)
        return [Quantity(value, at, at + 1), *([spaced_groups] if spaced_groups else [])]

    def _is_free(self, at: int) -> bool:
        """Whether a number is no part of a code, a name or a longer number."""
        if at == 0 or not self._lexemes[at].glued:
            return True
        before = self._lexemes[at - 1]
        return before.kind is LexemeKind.MARK and (
            before.key in _OPENING or before.key in self._lexicon.signs or not before.glued
        )

    def _with_decimals(self, value: Decimal, at: int) -> Quantity:
        """Groups that were taken for a telephone number, with the decimals behind them."""
        if at + 2 < len(self._lexemes):
            mark, cents = self._lexemes[at + 1 : at + 3]
            if mark.key in (",", ".") and mark.glued and cents.glued and _CENTS.fullmatch(cents.key):
                return Quantity(value + Decimal(f"0.{cents.key}"), at, at + 3, doubtful=True)
        return Quantity(value, at, at + 1, doubtful=True)

    def _spaced(self, at: int) -> Quantity | None:
        """Groups of three that spaces part: "1 200", "48 300,50"."""
        if not _FIRST_GROUP.fullmatch(self._lexemes[at].key):
            return None
        digits, end = self._lexemes[at].key, at + 1
        while end < len(self._lexemes) and not self._lexemes[end].glued:
            key = self._lexemes[end].key
            last = _LAST_GROUP.fullmatch(key)
            if last:
                return Quantity(Decimal(f"{digits}{last[1]}.{last[2]}"), at, end + 1, doubtful=True)
            if not _GROUP.fullmatch(key):
                break
            digits, end = digits + key, end + 1
        return Quantity(Decimal(digits), at, end, doubtful=True) if end > at + 1 else None

    def _leading_separator(self, at: int, *, led: bool) -> Quantity | None:
        """A zero left out: ",89", "$.75"."""
        if at + 1 >= len(self._lexemes) or (self._lexemes[at].glued and not led):
            return None
        cents = self._lexemes[at + 1]
        if not cents.glued or not _CENTS.fullmatch(cents.key):
            return None
        return Quantity(Decimal(f"0.{cents.key}"), at, at + 2, doubtful=True)

    def _in_words(self, at: int) -> Quantity | None:
        for language in self._languages:
            if words := self.words(at, language):
                scales = number_words(language).scales
                scaled = words[1] > at + 1 and any(lexeme.key in scales for lexeme in self._lexemes[at : words[1]])
                return Quantity(words[0], at, words[1], scaled, words=True)
        return None

    # ------------------------------------------------------------------ what multiplies

    def _multiplied(self, quantity: Quantity, *, led: bool) -> Quantity:
        times, end = self.multiplier(quantity.end, led=led)
        if times > 1:
            return replace(quantity, value=quantity.value * times, end=end, scaled=True)
        if quantity.words:
            return quantity
        for language in self._languages:
            value, end = read_scaled(self._lexemes, quantity.end, language, quantity.value)
            if end > quantity.end:
                return replace(quantity, value=value, end=end, scaled=True)
        return quantity

    def multiplier(self, at: int, *, led: bool) -> tuple[int, int]:
        """What letters at a lexeme multiply by, and the index behind them; 1 where they do not."""
        if at >= len(self._lexemes):
            return 1, at
        lexeme = self._lexemes[at]
        written = self._text[lexeme.start : lexeme.end]
        found = None if self._shouted and not led else self._lexicon.multipliers.get(written)
        found = found or self._lexicon.multipliers.get(lexeme.key)
        if found is None:
            return 1, at
        currency_follows = self._currency_follows(at + 1)
        alone = len(written) == 1 and not lexeme.glued and lexeme.key != "k"  # "talla 2 M"
        if (found.led or alone) and not (led or currency_follows):
            return 1, at
        return found.times, at + 1

    def _currency_follows(self, at: int) -> bool:
        if at < len(self._lexemes) and self._lexemes[at].key in self._lexicon.between:
            at += 1
        behind = self._lexicon.currencies.behind(self._lexemes, at)
        if behind == at:
            return False
        # The sign in "2 m $500" belongs to what is behind it.
        return not (behind < len(self._lexemes) and self._lexemes[behind].glued and self._is_number(behind))

    def _is_number(self, at: int) -> bool:
        return self._lexemes[at].kind is LexemeKind.NUMBER
