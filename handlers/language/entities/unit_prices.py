"""Whether a sum of money is the price of one of several, or one of several sums, and not what was agreed in all."""

from collections.abc import Sequence
from decimal import Decimal

from handlers.language.entities.currencies import MoneyLexicon
from handlers.language.text.digits import parse_digits
from handlers.language.text.lexer import Lexeme, LexemeKind
from handlers.language.text.numbers import LANGUAGES, read_words

LONGEST_COUNT = 6
"""Words of a count: "two hundred and fifty"."""
MOST_THINGS = 4
"""Words of what is counted before its price: "cajas de vino tinto"."""


class UnitPrices:
    """Tells unit prices in one message."""

    def __init__(self, lexemes: Sequence[Lexeme], lexicon: MoneyLexicon) -> None:
        self._lexemes = lexemes
        self._lexicon = lexicon
        self._words = lexicon.unit_price

    def is_unit_price(self, start: int, end: int) -> bool:
        """Whether the sum `lexemes[start:end]`, its currency included, is the price of one."""
        in_all = self._words.in_all.behind(self._lexemes, end)
        if in_all > end and not self._sum_begins(in_all):  # "a 0,12 € total 600": the total is the next one
            return False
        return (
            self._key(start - 1) == "@"
            or self.one_follows(end)
            or self._times_follow(end)
            or (self._key(start - 1) in self._words.times and self._is_count_before(start - 1))
            or self._counts_sums(start, end)
            or self._things_before(start)
        )

    def count(self, start: int, end: int) -> Decimal | None:
        """How many things cost the unit price `lexemes[start:end]`: 20 of "20 cajas de vino a 18 €"; None where it does not say."""
        if self._key(end) in self._words.times and self._is_number(end + 1):
            return self._several(self._read(end + 1))
        if self._key(start - 1) in self._words.at_in_all:
            return None
        before = start - 1 if self._key(start - 1) in self._words.at | self._words.times else start
        first, floor = before, max(0, before - MOST_THINGS)
        while first > floor and self._is_word(first - 1) and not self._ends_count(first - 1):
            first -= 1
        things = [self._key(at) for at in range(first, before)]
        if self._parted(things) or self._described(first, before) or not self._costs_so_much(things, end):
            return None
        return self._several(self._count_at(first))

    def _described(self, first: int, at: int) -> bool:
        """Whether a count only says of what kind something is: "una máquina de 2 grupos de 4.500 €"."""
        between = self._lexicon.between
        return self._key(at) in between and self._is_number(first - 1) and self._key(first - 2) in between

    @staticmethod
    def _several(value: Decimal | None) -> Decimal | None:
        return value if value is not None and value > 1 else None

    def _parted(self, things: Sequence[str]) -> bool:
        """Whether some words between a count and a price part them: "20 cajas y vino a 18 €"."""
        within = self._words.at | self._lexicon.between | self._words.them
        return any(thing in self._lexicon.behind and thing not in within for thing in things)

    def _costs_so_much(self, things: Sequence[str], end: int) -> bool:
        """Whether the price behind some things is of one of them, and not of a kilo or a thousand: "10 cajas a 3 € el kilo"."""
        if self._words.alone.behind(self._lexemes, end) > end:
            return True
        led = self._words.per.behind(self._lexemes, end)
        if led == end:
            return True
        of = self._words.one.behind(self._lexemes, led)
        if of == led:
            return not (self._key(end) in self._words.any or self._is_number(led))
        one = self._key(led)
        same = next((names for names in self._words.measures if one in names), frozenset({one}))
        return one in self._words.whatever or any(thing.startswith(one) or thing in same for thing in things)

    def _count_at(self, end: int) -> Decimal | None:
        """The number that ends right before a lexeme."""
        if self._is_number(end - 1):
            return self._read(end - 1)
        for language in LANGUAGES:
            for start in range(max(0, end - LONGEST_COUNT), end):
                read = read_words(self._lexemes, start, language)
                if read and read[1] == end:
                    return read[0]
        return None

    def _read(self, at: int) -> Decimal | None:
        return parse_digits(self._key(at), comma_is_decimal=True)

    def _ends_count(self, at: int) -> bool:
        """Whether a count of several, in words, ends with a lexeme."""
        count = self._count_at(at + 1)
        return count is not None and count > 1

    def _key(self, at: int) -> str:
        return self._lexemes[at].key if 0 <= at < len(self._lexemes) else ""

    def _sum_begins(self, at: int) -> bool:
        """Whether a sum may begin at a lexeme, with or without its currency before."""
        return self._is_number(at) or (self._is_number(at + 1) and not self._is_word(at))

    def _is_word(self, at: int) -> bool:
        return 0 <= at < len(self._lexemes) and self._lexemes[at].kind is LexemeKind.WORD

    def unit_follows(self, at: int) -> bool:
        """18,50 € cada uno, €/kg, per kilo, a case: by words that nothing but a price has behind it."""
        words = self._words
        if words.alone.behind(self._lexemes, at) > at:
            return True
        led = words.per.behind(self._lexemes, at)
        return led > at and words.one.behind(self._lexemes, led) > led

    def one_follows(self, at: int) -> bool:
        """As `unit_follows`, or whatever else it may be one of: la docena grande, a tray."""
        if self.unit_follows(at):
            return True
        words = self._words
        return self._key(at) in words.any and self._is_word(at + 1) and self._key(at + 1) not in words.periods

    def _times_follow(self, at: int) -> bool:
        """$500 x 3; in "370 € x 20 cajas" it is the price of all."""
        if self._key(at) not in self._words.times or not self._is_number(at + 1):
            return False
        return not self._is_word(at + 2)

    def _counts_sums(self, start: int, end: int) -> bool:
        """Two $500 checks: a count, a sum that begins with its currency, and what there are several of."""
        begins_with_currency = self._lexemes[start].kind is not LexemeKind.NUMBER
        several = self._is_several(end) or (self._is_word(end) and self._is_several(end + 1))
        return begins_with_currency and several and self._is_count_before(start)

    def _things_before(self, start: int) -> bool:
        """20 cajas a 18,50 €, 40 boxes @ £7.50, dos cheques de 500 €, 1 a 8 €: a count of things that cost so much."""
        at, lexicon = start - 1, self._lexicon
        if self._key(at) not in self._words.at - self._words.at_in_all:
            return False  # "4 jaulas en 12.000" are all of them
        if self._is_number(at - 1):
            ranges = lexicon.ranges | lexicon.between
            return self._key(at) not in lexicon.between and self._key(at - 2) not in ranges
        if self._words.per.behind(self._lexemes, at - 2) == self._words.one.behind(self._lexemes, at - 1) - 1 == at - 1:
            return True  # la bolsa a $12.000
        if self._key(at - 1) in self._words.them:  # 40 of them at £35
            return self._is_count_before(at - 2 if self._key(at - 2) in lexicon.between else at - 1)
        named_so = self._is_word(at - 1) and self._key(at - 2) in self._words.at  # 20 cajas de vino a 18 €
        return any(
            all(self._is_several(things) for things in range(first, last))
            and self._is_count_before(first)
            and not self._described(first, at)
            for first, last in ((at - 1, at), (at - 2, at), *(((at - 3, at - 2),) if named_so else ()))
        )

    def _is_several(self, at: int) -> bool:
        """Whether a word is one for several things."""
        key, words = self._key(at), self._words
        if not self._is_word(at) or key in self._lexicon.behind:
            return False
        node = words.one.following.get(key)
        several = key.endswith(words.plural_endings) and not key.endswith(words.no_plural_endings)
        return (several and len(key) > 2) or (node is not None and node.word is not None)

    def _is_number(self, at: int) -> bool:
        return 0 <= at < len(self._lexemes) and self._lexemes[at].kind is LexemeKind.NUMBER

    def _is_count_before(self, end: int) -> bool:
        """Whether a number above one ends right before a lexeme."""
        return self._several(self._count_at(end)) is not None
