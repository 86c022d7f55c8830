"""Money in what people type: "1.200 €", "3 mil pesos", "12 lucas", "1.5M", as exact values with their currency.

A count of things ("20 taladros", "3 mil tornillos") is no amount: a number is money where a currency says so, where it
is told in thousands or millions of nothing else, or where the words before it speak of a price. Nor is the price of one
of several things ("18,50 € la caja", "3 x $500"): what was agreed in all is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from handlers.language.entities.countries import country_of, currency_of, currency_of_country
from handlers.language.entities.currencies import CurrencyWord, money_lexicon
from handlers.language.entities.quantities import Quantity, QuantityReader
from handlers.language.entities.unit_prices import UnitPrices
from handlers.language.meaning import Amount
from handlers.language.text.lexer import LexemeKind, is_shouted, lex
from handlers.language.text.numbers import LANGUAGES, number_words

CENT = Decimal("0.01")
LARGEST = Decimal(10) ** 14
"""A larger number is a code or a joke."""
SMALLEST_BARE = 100
"""Without a currency a smaller number, though a price is spoken of, is rather a count."""
LONGEST_BARE = 9
"""Digits of a number without a currency; a longer one is a code, and one as long is dialled unless it is round."""
MOST_AMOUNTS = 40
"""Amounts of one message that are looked for."""
YEARS = range(1990, 2101)
_CENTS = re.compile(r"\d{1,2}")


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """An amount and where it stands: `text[start:end]`, its currency and words like "unos", "about" included."""

    amount: Amount
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Sum:
    """A sum of money: `lexemes[start:end]`, its currency included."""

    amount: Amount
    start: int
    end: int


def find_amounts(text: str, locale: str, currency: str | None = None) -> list[FoundAmount]:
    """Returns the amounts of a text in order of appearance; `currency` is the company's, None for the country's."""
    return _AmountFinder(text, locale, currency).amounts()


def find_totals(text: str, locale: str, currency: str | None = None) -> list[FoundAmount]:
    """Returns what several things come to of which the price of one is told, "20 cajas a 35 €", in order of appearance.

    `start` and `end` are where the price of one stands.
    """
    return _AmountFinder(text, locale, currency).totals()


def read_amount(text: str, locale: str, currency: str | None = None) -> Amount | None:
    """Returns the first amount of a text, or None where it names none."""
    found = find_amounts(text, locale, currency)
    return found[0].amount if found else None


def is_price_of_one(text: str, end: int) -> bool:
    """Whether a number that ends at a letter of a text is the price of one of several, by what follows it: "11.50 a case"."""
    lexemes = lex(text)
    behind = next((at for at, lexeme in enumerate(lexemes) if lexeme.start >= end), len(lexemes))
    return UnitPrices(lexemes, money_lexicon()).one_follows(behind)


_MINUS = frozenset("-−–")


class _AmountFinder:
    """Finds the amounts of one message."""

    def __init__(self, text: str, locale: str, currency: str | None) -> None:
        self._text = text
        self._lexemes = lex(text)
        self._country = country_of(locale)
        self._local = currency_of_country(self._country)
        self._company = currency or currency_of(locale)
        self._lexicon = money_lexicon()
        self._shouted = is_shouted(text)
        self._quantities = QuantityReader(text, self._lexemes, self._country, locale[:2], self._lexicon)
        self._unit_prices = UnitPrices(self._lexemes, self._lexicon)
        said = [at for at, lexeme in enumerate(self._lexemes) if lexeme.kind is not LexemeKind.MARK]
        self._said = (said[0], said[-1]) if said else (0, 0)  # the first and the last that is no mark
        self._currencies: dict[int, tuple[CurrencyWord | None, int]] = {}

    def amounts(self) -> list[FoundAmount]:
        """Returns them in order of appearance."""
        found = (self._found(told, floor) for told, floor in self._sums() if not self._of_one(told))
        return [one for one in found if not self._is_below_nothing(one)]

    def totals(self) -> list[FoundAmount]:
        """Returns what several things come to whose price is that of one."""
        priced = [(told, floor) for told, floor in self._sums() if self._of_one(told)]
        counted = [(told, floor, self._unit_prices.count(told.start, told.end)) for told, floor in priced]
        return [
            self._found(replace(told, amount=replace(told.amount, value=told.amount.value * count)), floor)
            for told, floor, count in counted
            if count is not None and told.amount.value * count < LARGEST
        ]

    def _is_below_nothing(self, found: FoundAmount) -> bool:
        """Whether a minus stands right at it, as of no sum that anybody sells for: "-500 €"; "3.000-4.000" is a range."""
        before = self._text[: found.start]
        return before[-1:] in _MINUS and not before[-2:-1].isalnum()

    def _of_one(self, told: _Sum) -> bool:
        return self._unit_prices.is_unit_price(told.start, told.end)

    def _found(self, told: _Sum, floor: int) -> FoundAmount:
        start = self._start(told.start, floor)
        return FoundAmount(told.amount, self._lexemes[start].start, self._lexemes[told.end - 1].end)

    def _sums(self) -> Iterator[tuple[_Sum, int]]:
        """The sums of money, in order, each with where the one before it ends."""
        at = floor = sums = 0
        while at < len(self._lexemes) and sums < MOST_AMOUNTS:
            told = self._sum(at, floor) if self._may_begin(at) else None
            if told is None:
                at = self._behind_number(at)
                continue
            sums += 1
            yield told, floor
            at = floor = told.end

    def _may_begin(self, at: int) -> bool:
        """Whether an amount can begin with this lexeme at all; hardly any word of a message can."""
        lexeme = self._lexemes[at]
        return lexeme.kind in _DIGITS or lexeme.key in self._lexicon.begins

    def _behind_number(self, at: int) -> int:
        """Behind a number that is no money, so that no part of it is: 500 of "1 500 cajas" is none."""
        if not self._may_begin(at):
            return at + 1
        quantities = self._quantities.read(at, led=False)
        return next((quantity.end for quantity in quantities if not quantity.doubtful), at + 1)

    # ------------------------------------------------------------------ sums

    def _sum(self, at: int, floor: int) -> _Sum | None:
        """The sum of money whose first lexeme is this one."""
        before, times, begin = self._currency_before(at)
        if before:
            for quantity in self._quantities.read(begin, led=True):
                told = self._told(quantity, before, times, at, floor)
                if told:
                    return told
        slang = self._slang(at)
        if slang:
            return slang
        for quantity in self._quantities.read(at, led=False):
            told = self._told(quantity, None, 1, at, floor)
            if told:
                return told
        return None

    def _told(self, quantity: Quantity, before: CurrencyWord | None, times: int, start: int, floor: int) -> _Sum | None:
        """The sum that a number makes with the currency before or behind it, None where it is no money."""
        behind, end = self._currency_behind(quantity, led=before is not None)
        words = [word for word in (before, behind) if word]
        if not words and not self._is_money(quantity, floor):
            return None
        if before and before.capitals and quantity.value < SMALLEST_BARE and self._local not in before.codes:
            return None  # "modelo ALL 20"
        value = quantity.value * times
        if behind:
            value *= behind.times
            value, end = self._and_a_half(value, end, behind.times)
        if words and times == 1 and not quantity.scaled:
            more, after = self._quantities.multiplier(end, led=True)
            more, after = (more, after) if more > 1 else self._scale(end)
            value, end = value * more, after
        if end == quantity.end or (behind and behind.times == 1 and not quantity.scaled):
            value, end = self._and_cents(value, end, start) if behind else (value, end)
        value = value.quantize(CENT, ROUND_HALF_UP) if value < LARGEST else value
        if not 0 < value < LARGEST:
            return None
        return _Sum(Amount(value, self._currency(words)), start, end)

    def _scale(self, at: int) -> tuple[int, int]:
        """What a word for many multiplies the sum before it by: 125 USD millones."""
        for language in LANGUAGES:
            scale = number_words(language).scales.get(self._key(at))
            if scale:
                return scale, at + 1
        return 1, at

    def _and_a_half(self, value: Decimal, at: int, times: int) -> tuple[Decimal, int]:
        """Adds half of a slang word, or of one, where "y medio" follows: "dos palos y medio", "5 euros y medio"."""
        for language in LANGUAGES:
            words = number_words(language)
            half = at + 2 if self._key(at + 1) in words.one else at + 1
            if self._key(at) in words.join and self._key(half) in words.half and self._is_closed(half + 1):
                return value + Decimal(times) / 2, half + 1
        return value, at

    def _and_cents(self, value: Decimal, at: int, start: int) -> tuple[Decimal, int]:
        """Adds the cents of "45 euros con 50", "15 USD 50"; "45 euros con 20 cajas" are 45."""
        if value != int(value):
            return value, at
        lexicon = self._lexicon
        joined = self._key(at) in lexicon.cents_join
        begin = at + 1 if joined else at
        cents, end = self._cents(begin)
        if cents is None:
            return value, at
        if self._key(end) in lexicon.cents:
            return value + cents / 100, end + 1
        two_digits = cents >= 10 or self._key(begin).startswith("0")
        is_range = any(self._key(start - n) in lexicon.ranges for n in (1, 2))
        if not two_digits or is_range or not self._ends(end):
            return value, at
        return value + cents / 100, end

    def _cents(self, at: int) -> tuple[Decimal | None, int]:
        if at >= len(self._lexemes):
            return None, at
        if _CENTS.fullmatch(self._key(at)):
            return Decimal(self._key(at)), at + 1
        for language in LANGUAGES:
            words = self._quantities.words(at, language)
            if words and 0 < words[0] < 100:
                return words[0], words[1]
        return None, at

    def _ends(self, at: int) -> bool:
        """Whether the text or a clause ends before a lexeme."""
        return at >= len(self._lexemes) or (
            self._lexemes[at].kind is LexemeKind.MARK and self._lexemes[at].key in _CLAUSE_ENDS
        )

    def _currency(self, words: Sequence[CurrencyWord]) -> str:
        """The currency that is named; of "$1,200 MXN" the more exact one."""
        named = [word for word in words if word.codes]
        if not named:
            return self._company
        word = min(named, key=lambda word: len(word.codes))
        ours = (code for code in (self._local, self._company) if code in word.codes)
        return next(ours, word.otherwise or word.codes[0])

    # ------------------------------------------------------------------ currencies

    def _currency_at(self, at: int) -> tuple[CurrencyWord | None, int]:
        """The longest currency or slang word that begins at a lexeme, and the index behind it; looked for once."""
        if at not in self._currencies:
            self._currencies[at] = self._longest_currency(at)
        return self._currencies[at]

    def _longest_currency(self, at: int) -> tuple[CurrencyWord | None, int]:
        node, found, end, start = self._lexicon.currencies, None, at, at
        while at < len(self._lexemes):
            lexeme = self._lexemes[at]
            following = node.following.get(lexeme.key)
            if following is None or (at > start and not lexeme.glued and lexeme.kind is LexemeKind.MARK):
                break
            node, at = following, at + 1
            if node.word and self._is_said_here(node.word, start):
                found, end = node.word, at
        return found, end

    def _is_said_here(self, word: CurrencyWord, at: int) -> bool:
        if word.countries and self._country not in word.countries:
            return False
        if not word.capitals:
            return True
        lexeme = self._lexemes[at]
        return not self._shouted and self._text[lexeme.start : lexeme.end].isupper()

    def _currency_before(self, at: int) -> tuple[CurrencyWord | None, int, int]:
        """A currency that stands before a number, what is multiplied ("MM$ 3") and the index behind both."""
        times, begin = self._quantities.multiplier(at, led=True) if self._is_word(at) else (1, at)
        if times > 1 and not (begin < len(self._lexemes) and self._lexemes[begin].glued):
            times, begin = 1, at
        word, end = self._currency_at(begin)
        if word is None or not word.leads or word.times > 1:
            return None, 1, at
        if times == 1:
            more, after = self._quantities.multiplier(end, led=True)
            if more > 1 and self._lexemes[end].glued:
                times, end = more, after
        return word, times, end

    def _currency_behind(self, quantity: Quantity, *, led: bool) -> tuple[CurrencyWord | None, int]:
        """The currency behind a number, words between included ("un millón de pesos"), and the index behind it."""
        word, end = self._currency_at(quantity.end)
        if word is None and self._key(quantity.end) in self._lexicon.between and quantity.scaled:
            word, end = self._currency_at(quantity.end + 1)
            if word and word.times > 1:
                word = None
        if word is None or self._belongs_to_next(quantity.end, end, led=led):
            return None, quantity.end
        if word.times > 1:
            further, behind = self._currency_at(end + 1 if self._key(end) in self._lexicon.between else end)
            if further and further.codes:
                return replace(further, times=word.times), behind
        counted = self._key(end) in self._lexicon.things and (
            word.weight or (word.times > 1 and not self._is_deal(end))
        )
        if counted or (self._key(end) == "/" and word.weight):
            return None, quantity.end
        return word, end

    def _belongs_to_next(self, start: int, end: int, *, led: bool) -> bool:
        """Whether a currency belongs to the number behind it: the sign of "two $500 checks", of "$5 $7"."""
        sign = self._lexemes[end - 1].kind is LexemeKind.MARK
        if not sign or end >= len(self._lexemes) or self._lexemes[end].kind is not LexemeKind.NUMBER:
            return False
        return (self._lexemes[end].glued and not self._lexemes[start].glued) or (led and not self._lexemes[start].glued)

    def _is_deal(self, at: int) -> bool:
        """Whether "de" behind slang leads to what was sold rather than to a thing: "20 lucas de pedido"."""
        return self._key(at + 1) in self._lexicon.deals

    # ------------------------------------------------------------------ slang

    def _slang(self, at: int) -> _Sum | None:
        """So many of what a slang word stands for: "a grand", "medio palo", "un par de lucas", "palo y medio"."""
        word, end = self._currency_at(at)
        if word and word.times > 1:
            value, behind = self._and_a_half(Decimal(word.times), end, word.times)
            return _Sum(self._slang_amount(value, word), at, behind) if behind > end else None
        for count, begin in self._some(at):
            word, end = self._currency_at(begin)
            if begin > at and word and word.times > 1:
                further, behind = self._currency_at(end + 1 if self._key(end) in self._lexicon.between else end)
                if further and further.codes:
                    return _Sum(self._slang_amount(count * word.times, further), at, behind)
                counted = self._key(end) in self._lexicon.things and not self._is_deal(end)
                return None if counted else _Sum(self._slang_amount(count * word.times, word), at, end)
        return None

    def _slang_amount(self, value: Decimal, word: CurrencyWord) -> Amount:
        return Amount(value.quantize(CENT), self._currency([word]))

    def _some(self, at: int) -> Sequence[tuple[Decimal, int]]:
        """How many a slang word follows: "a", "three and a half", "un par de", "medio"."""
        found = [(Decimal(2), self._lexicon.couple.behind(self._lexemes, at))]
        for language in LANGUAGES:
            words = number_words(language)
            read = self._quantities.words(at, language)
            if read:
                half = read[1] + 2 if self._key(read[1] + 1) in words.one else read[1] + 1
                if self._key(read[1]) in words.join and self._key(half) in words.half:
                    found.append((read[0] + Decimal("0.5"), half + 1))
            elif self._key(at) in words.one and self._is_closed(self._currency_at(at + 1)[1]):
                found.append((Decimal(1), at + 1))
            if self._key(at) in words.half:
                found.append((Decimal("0.5"), at + 2 if self._key(at + 1) in words.one else at + 1))
        return found

    # ------------------------------------------------------------------ bare numbers

    def _is_money(self, quantity: Quantity, floor: int) -> bool:
        """Whether a number without a currency is money all the same."""
        if not self._is_closed(quantity.end):
            return False
        if not quantity.doubtful and quantity.start <= self._said[0] and self._said[1] < quantity.end:
            return not quantity.words or quantity.value >= SMALLEST_BARE
        in_words = quantity.words and quantity.value in YEARS
        if quantity.scaled:
            return not in_words
        short = quantity.end == quantity.start + 1
        if (quantity.words and short) or (short and quantity.value in YEARS) or quantity.value < SMALLEST_BARE:
            return False
        digits = self._lexemes[quantity.start].key if short else ""
        dialled = len(digits) == LONGEST_BARE and digits.isdecimal() and not digits.endswith("000")
        if len(digits) > LONGEST_BARE or dialled:
            return False
        return self._lexicon.evidence.before(self._lexemes, quantity.start, floor) < quantity.start

    def _is_closed(self, at: int) -> bool:
        """Whether nothing that could be counted follows."""
        if at >= len(self._lexemes):
            return True
        lexeme = self._lexemes[at]
        if lexeme.kind is LexemeKind.MARK:
            joined = lexeme.key in "-/×*" and at + 1 < len(self._lexemes) and self._lexemes[at + 1].glued
            return lexeme.key not in "%ºª°\"'#" and not joined
        if lexeme.glued or lexeme.kind is not LexemeKind.WORD:
            return False
        return lexeme.key in self._lexicon.behind and self._key(at + 1) not in self._lexicon.percent

    def _start(self, at: int, floor: int) -> int:
        """Where the words begin that lead to an amount: "unos", "por valor de", "about"."""
        for _ in range(2):
            at = self._lexicon.leads.before(self._lexemes, at, floor)
        return at

    def _is_word(self, at: int) -> bool:
        return at < len(self._lexemes) and self._lexemes[at].kind is LexemeKind.WORD

    def _key(self, at: int) -> str:
        return self._lexemes[at].key if 0 <= at < len(self._lexemes) else ""


_DIGITS = frozenset({LexemeKind.NUMBER, LexemeKind.OPAQUE})
_CLAUSE_ENDS = frozenset(".,;:!?…)")
