"""Money in what people type: "1.200 €", "3 mil pesos", "12 lucas", "1.5M", as exact values with their currency.

A count of things ("20 taladros", "3 mil tornillos") is no amount: a number is money where a currency says so, where it
is told in thousands or millions of nothing else, or where the words before it speak of a price.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from babel.core import get_global
from babel.numbers import get_territory_currencies

from handlers.language.entities.currencies import PhraseTree, Unit, money, parse_digits
from handlers.language.meaning import Amount
from handlers.language.text.lexer import LexemeKind as Kind, lex as tokens
from handlers.language.text.numbers import LANGUAGES, number_words, read_scaled, read_words

CENT = Decimal("0.01")
LARGEST = Decimal(10) ** 13
"""A larger number is a code or a joke."""
SMALLEST_BARE = 100
"""Without a currency a smaller number, though a price is spoken of, is rather a count."""
CURRENCIES = {
    "ES": "EUR",
    "MX": "MXN",
    "CO": "COP",
    "AR": "ARS",
    "CL": "CLP",
    "EC": "USD",
    "US": "USD",
    "GB": "GBP",
}
COMMA_IS_DECIMAL = frozenset({"ES", "CO", "AR", "CL", "EC", "UY", "PY", "BO", "VE"})
"""Countries where 1,50 is one and a half; elsewhere 1.50 is."""


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """An amount and where it stands: `text[start:end]`, its currency and words like "unos", "about" included."""

    amount: Amount
    start: int
    end: int


def find_amounts(text: str, locale: str, currency: str | None = None) -> list[FoundAmount]:
    """Returns the amounts of a text in order of appearance; `currency` is the company's, None for the country's."""
    return _Reader(text, locale, currency).amounts()


def read_amount(text: str, locale: str, currency: str | None = None) -> Amount | None:
    """Returns the first amount of a text, or None where it names none."""
    found = find_amounts(text, locale, currency)
    return found[0].amount if found else None


def currency_of(locale: str) -> str:
    """Returns the ISO 4217 code of the currency in a locale's country: "es_MX" → "MXN"; a language alone is its likeliest."""
    country = country_of(locale)
    return CURRENCIES.get(country) or next(iter(get_territory_currencies(country)), "EUR")


def country_of(locale: str) -> str:
    """Returns the country of a locale in two letters: "es-mx" → "MX", "es" → "ES"."""
    parts = locale.replace("-", "_").split("_")
    country = next((part.upper() for part in parts[1:] if len(part) == 2), "")
    return country or str(get_global("likely_subtags").get(parts[0], "es_Latn_ES")).rpartition("_")[2]


@dataclass(frozen=True, slots=True)
class _Number:
    """A number in a message: `tokens[start:end]`. `scaled` where thousands or millions were said, `words` without digits."""

    value: Decimal
    start: int
    end: int
    scaled: bool
    words: bool


class _Reader:
    """Finds the amounts of one message."""

    def __init__(self, text: str, locale: str, currency: str | None) -> None:
        self._tokens = tokens(text)
        self._text = text
        self._country = country_of(locale)
        self._company = currency or currency_of(locale)
        self._language = locale[:2]
        self._languages = sorted(LANGUAGES, key=lambda language: language != self._language)
        self._money = money()

    def amounts(self) -> list[FoundAmount]:
        """Returns them in order of appearance."""
        found: list[FoundAmount] = []
        at = floor = 0
        while at < len(self._tokens):
            if not self._may_begin(at):
                at += 1
                continue
            amount = self._amount(at, floor)
            if amount is None:
                number = self._number(at)
                at = number.end if number else at + 1
                continue
            read, start, at = amount
            start = self._start(start, floor)
            found.append(FoundAmount(read, self._tokens[start].start, self._tokens[at - 1].end))
            floor = at
        return found

    def _may_begin(self, at: int) -> bool:
        """Whether an amount can begin with this token at all; hardly any word of a message can."""
        token = self._tokens[at]
        return token.kind in _DIGITS or token.key in self._money.begins

    def _amount(self, at: int, floor: int) -> tuple[Amount, int, int] | None:
        """The amount whose first token is this one: itself, where it begins and the index behind it."""
        before, begin = self._unit(at)
        number = self._number(begin) if before and before.codes else self._number(at)
        if number is None:
            return self._one_of(before, at, begin) if before and before.times > 1 else None
        if before and not before.codes:
            before = None
        behind, end = self._unit_behind(number)
        if before and behind and behind.times == 1 and self._is_sign(end - 1) and not self._is_sign(at):
            behind, end = None, number.end
        units = [unit for unit in (before, behind) if unit]
        start = at if before else number.start
        if not units and not self._is_money(number, floor):
            return None
        times = behind.times if behind else 1
        value, end = self._and_a_half(number.value * times, end, times)
        if times == 1 and any(unit.codes for unit in units):
            value, end = self._and_cents(value, end)
        value = value.quantize(CENT, ROUND_HALF_UP) if value < LARGEST else value
        if not 0 < value < LARGEST:
            return None
        return Amount(value, self._currency(units)), start, end

    def _one_of(self, unit: Unit, at: int, end: int) -> tuple[Amount, int, int] | None:
        """A slang word without a number: "palo y medio" is one and a half."""
        value, behind = self._and_a_half(Decimal(unit.times), end, unit.times)
        return (Amount(value.quantize(CENT), self._currency([unit])), at, behind) if behind > end else None

    def _and_a_half(self, value: Decimal, at: int, times: int) -> tuple[Decimal, int]:
        """Adds half of a slang word where "y medio" follows it: "dos palos y medio"."""
        if times > 1 and at + 1 < len(self._tokens):
            for language in LANGUAGES:
                words = number_words(language)
                half = at + 2 if self._key(at + 1) in words.one else at + 1
                if self._key(at) in words.join and self._key(half) in words.half:
                    return value + Decimal(times) / 2, half + 1
        return value, at

    def _and_cents(self, value: Decimal, at: int) -> tuple[Decimal, int]:
        """Adds the cents of "45 euros con 50"; "45 euros con 20 cajas" are 45."""
        if value != int(value) or self._key(at) not in self._money.cents_join or at + 1 >= len(self._tokens):
            return value, at
        written = self._key(at + 1)
        if not _CENTS.fullmatch(written):
            return value, at
        told = self._key(at + 2) in self._money.cents
        if not told and (len(written) < 2 or self._key(at) == "y" or not self._is_closed(at + 2)):
            return value, at
        return value + Decimal(written) / 100, at + (3 if told else 2)

    def _currency(self, units: Sequence[Unit]) -> str:
        """The currency that is named; of "$1,200 MXN" the more exact one."""
        named = [unit.codes for unit in units if unit.codes]
        if not named:
            return self._company
        codes = min(named, key=len)
        local = CURRENCIES.get(self._country) or currency_of(f"{self._language}_{self._country}")
        return next((code for code in (local, self._company) if code in codes), codes[0])

    # ------------------------------------------------------------------ numbers

    def _number(self, at: int) -> _Number | None:
        """The number that begins at a token: "1.200", "3 mil", "1 200", "1.5M", "ciento cincuenta mil"."""
        if at >= len(self._tokens):
            return None
        token = self._tokens[at]
        if token.kind is Kind.OPAQUE:
            groups = _SPACED.fullmatch(token.key)
            value = Decimal(token.key.replace(" ", "")) if groups and self._unit(at + 1)[0] else None
            return _Number(value, at, at + 1, scaled=False, words=False) if value else None
        if token.kind is Kind.WORD:
            return self._words(at)
        if token.kind is not Kind.NUMBER or not self._is_free(at):
            return None
        value = parse_digits(token.key, comma_is_decimal=self._country in COMMA_IS_DECIMAL)
        if value is None:
            return None
        value, end = self._spaced(value, at)
        suffix, behind = self._suffix(end)
        if suffix > 1:
            return _Number(value * suffix, at, behind, scaled=True, words=False)
        for language in self._languages:
            scaled, behind = read_scaled(self._tokens, end, language, value)
            if behind > end:
                return _Number(scaled, at, behind, scaled=True, words=False)
        return _Number(value, at, end, scaled=False, words=False)

    def _words(self, at: int) -> _Number | None:
        for language in self._languages:
            words = read_words(self._tokens, at, language)
            some = self._some_of_slang(at, language, words)
            if some:
                return some
            if words:
                scales = number_words(language).scales
                scaled = words[1] > at + 1 and any(token.key in scales for token in self._tokens[at : words[1]])
                suffix, end = self._suffix(words[1])
                return _Number(words[0] * suffix, at, end, scaled=scaled or suffix > 1, words=True)
            half = self._half_of_slang(at, language)
            if half:
                return half
        return None

    def _some_of_slang(self, at: int, language: str, read: tuple[Decimal, int] | None) -> _Number | None:
        """How many of what a slang word stands for: "a grand", "three and a half grand", "un par de lucas"."""
        words = number_words(language)
        if read:
            end = read[1] + 2 if self._key(read[1] + 1) in words.one else read[1] + 1
            halved = self._key(read[1]) in words.join and self._key(end) in words.half
            count, end = (read[0] + Decimal("0.5"), end + 1) if halved else (Decimal(0), at)
        elif self._key(at) in words.one and self._is_closed(self._unit(at + 1)[1]):
            count, end = Decimal(1), at + 1
        else:
            count, end = Decimal(2), self._behind(self._money.couple, at)
        return _Number(count, at, end, scaled=False, words=True) if end > at and self._is_slang(end) else None

    def _behind(self, tree: PhraseTree, at: int) -> int:
        """Behind the longest phrase of a tree that begins at a token; the token itself if none does."""
        node: PhraseTree | None = tree
        found = at
        while at < len(self._tokens) and node is not None:
            node, at = node.words.get(self._tokens[at].key), at + 1
            found = at if node is not None and node.unit else found
        return found

    def _is_slang(self, at: int) -> bool:
        unit, _ = self._unit(at)
        return unit is not None and unit.times > 1

    def _half_of_slang(self, at: int, language: str) -> _Number | None:
        """Half of what a slang word stands for: "medio palo", "half a grand"."""
        words = number_words(language)
        if self._key(at) not in words.half:
            return None
        end = at + 2 if self._key(at + 1) in words.one else at + 1
        return _Number(Decimal("0.5"), at, end, scaled=False, words=True) if self._is_slang(end) else None

    def _is_free(self, at: int) -> bool:
        """Whether a number is no part of a code, a name or a longer number."""
        token = self._tokens[at]
        if not token.glued or at == 0:
            return True
        before = self._tokens[at - 1]
        return before.kind is Kind.MARK and (
            before.key in "$€£(¿¡\"'«“~≈=+" or not before.glued or self._is_sign(at - 1)
        )

    def _spaced(self, value: Decimal, at: int) -> tuple[Decimal, int]:
        """Joins groups of three that spaces part, where a currency follows or leads: "1 200 €"."""
        end = at + 1
        if not _LEADING_GROUP.fullmatch(self._tokens[at].key):
            return value, end
        while end < len(self._tokens) and _GROUP.fullmatch(self._tokens[end].key) and not self._tokens[end].glued:
            end += 1
        if end == at + 1 or not (self._unit(end)[0] or (at and self._is_sign(at - 1))):
            return value, at + 1
        return Decimal("".join(token.key for token in self._tokens[at:end])), end

    def _suffix(self, at: int) -> tuple[int, int]:
        """The multiple that glued letters make: 8k, 1,2M, 2 M€."""
        if at >= len(self._tokens):
            return 1, at
        token, times = self._tokens[at], self._money.suffixes.get(self._key(at), 1)
        if times == 1:
            return 1, at
        sign_follows = at + 1 < len(self._tokens) and self._tokens[at + 1].glued and self._is_sign(at + 1)
        if token.key == "m" and not token.capital:
            # "20m" is rather a length; "$20m" is money.
            led = at > 1 and self._is_sign(at - 2)
            return (times, at + 1) if led or sign_follows else (1, at)
        return (times, at + 1) if token.glued or sign_follows or token.key == "k" else (1, at)

    # ------------------------------------------------------------------ currencies

    def _unit(self, at: int) -> tuple[Unit | None, int]:
        """The longest currency or slang word that begins at a token, and the index behind it."""
        node, found, end, start = self._money.units, None, at, at
        while at < len(self._tokens):
            following = node.words.get(self._tokens[at].key)
            if following is None or (at > start and not self._tokens[at].glued and self._tokens[at].kind is Kind.MARK):
                break
            node, at = following, at + 1
            if node.unit and (not node.unit.countries or self._country in node.unit.countries):
                found, end = node.unit, at
        return found, end

    def _unit_behind(self, number: _Number) -> tuple[Unit | None, int]:
        """The currency behind a number, words between included ("un millón de pesos"), and the index behind it."""
        unit, end = self._unit(number.end)
        if unit is None and self._key(number.end) in self._money.between and number.scaled:
            unit, end = self._unit(number.end + 1)
            if unit and unit.times > 1:
                unit = None
        if unit is None:
            return None, number.end
        if unit.times > 1:
            further, behind = self._unit(end + 1 if self._key(end) in self._money.between else end)
            if further and further.codes:
                return Unit(further.codes, unit.times), behind
        counted = self._key(end) in self._money.things and (unit.weight or (unit.times > 1 and not self._is_order(end)))
        if counted or (self._key(end) == "/" and unit.weight):
            return None, number.end
        return unit, end

    def _is_order(self, at: int) -> bool:
        """Whether "de" behind slang leads to what was sold rather than to a thing: "20 lucas de pedido"."""
        return self._key(at + 1) in _DEALS

    def _is_sign(self, at: int) -> bool:
        return 0 <= at < len(self._tokens) and self._tokens[at].key in ("$", "€", "£")

    # ------------------------------------------------------------------ bare numbers

    def _is_money(self, number: _Number, floor: int) -> bool:
        """Whether a number without a currency is money all the same."""
        if not self._is_closed(number.end):
            return False
        if all(token.kind is Kind.MARK for token in (*self._tokens[: number.start], *self._tokens[number.end :])):
            return not number.words or number.value >= SMALLEST_BARE
        year = 1990 <= number.value <= 2100 and number.end == number.start + 1
        if number.scaled:
            return not (number.words and 1990 <= number.value <= 2100)
        if number.words and number.end == number.start + 1:
            return False
        if number.value < SMALLEST_BARE or year or len(self._tokens[number.start].key) > 9:
            return False
        return self._leads(self._money.evidence, number.start, floor) < number.start

    def _is_closed(self, at: int) -> bool:
        """Whether nothing that could be counted follows."""
        if at >= len(self._tokens):
            return True
        token = self._tokens[at]
        if token.kind is Kind.MARK:
            joined = token.key in "-/×*" and at + 1 < len(self._tokens) and self._tokens[at + 1].glued
            return token.key not in "%ºª°\"'#" and not joined
        return (
            not token.glued
            and token.kind is Kind.WORD
            and (token.key in self._money.behind and not self._is_percent(at))
        )

    def _is_percent(self, at: int) -> bool:
        return self._key(at) in ("por", "per", "x") and self._key(at + 1) in ("ciento", "cien", "cent")

    def _start(self, at: int, floor: int) -> int:
        """Where the words begin that lead to an amount: "unos", "por valor de", "about"."""
        for _ in range(2):
            at = self._leads(self._money.leads, at, floor)
        return at

    def _leads(self, tree: PhraseTree, at: int, floor: int) -> int:
        """Where the longest phrase of a tree begins that ends right before a token; the token itself if there is none."""
        node: PhraseTree | None = tree
        found = at
        while at > floor and node is not None:
            at -= 1
            node = node.words.get(self._tokens[at].key)
            if node is not None and node.unit:
                found = at
        return found

    def _key(self, at: int) -> str:
        return self._tokens[at].key if 0 <= at < len(self._tokens) else ""


_DIGITS = frozenset({Kind.NUMBER, Kind.OPAQUE})
_CENTS = re.compile(r"\d{1,2}")
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+")
_LEADING_GROUP = re.compile(r"[1-9]\d{0,2}")
_GROUP = re.compile(r"\d{3}")
_DEALS = frozenset({"pedido", "facturacion", "venta", "ventas", "presupuesto", "order", "sales", "business"})
