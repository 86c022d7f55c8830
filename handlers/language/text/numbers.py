"""Number words of both languages: "ciento cincuenta mil", "nine hundred", "medio millón", as exact values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property

from handlers.language.data_files import language_data
from handlers.language.text.lexer import Lexeme, LexemeKind

LANGUAGES = ("es", "en")
HALF = Decimal("0.5")
THOUSAND = 1000


@dataclass(frozen=True)
class NumberWords:
    """The number words of one language, folded.

    `small` and `tens` are added ("treinta y uno"), `hundreds` too ("ciento dos"), `multipliers` multiply what stands
    before them within a thousand ("nine hundred"), `scales` close a group ("dos mil quinientos").
    """

    small: Mapping[str, int]
    tens: Mapping[str, int]
    hundreds: Mapping[str, int]
    multipliers: Mapping[str, int]
    scales: Mapping[str, int]
    join: frozenset[str]
    half: frozenset[str]
    one: frozenset[str]
    point: frozenset[str]

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """The words that a number can begin with."""
        words = (self.small, self.tens, self.hundreds, self.scales, self.half, self.one, self.multipliers)
        return frozenset(word for some in words for word in some)


@cache
def number_words(language: str) -> NumberWords:
    """Returns the number words of a language."""
    data: Mapping[str, object] = language_data(language, "amounts")["numbers"]
    tables = {name: data.get(name, {}) for name in ("small", "tens", "hundreds", "multipliers", "scales")}
    sets = {name: frozenset(data.get(name, ())) for name in ("join", "half", "one", "point")}  # type: ignore[call-overload]
    return NumberWords(**tables, **sets)  # type: ignore[arg-type]


def read_words(tokens: Sequence[Lexeme], at: int, language: str) -> tuple[Decimal, int] | None:
    """Reads the longest number in words that begins at `tokens[at]`: its value and the index behind it."""
    words = number_words(language)
    may_begin = at < len(tokens) and tokens[at].key in words.beginnings
    return _NumberParser(tokens, words).number(at, None) if may_begin else None


def read_scaled(tokens: Sequence[Lexeme], at: int, language: str, digits: Decimal) -> tuple[Decimal, int]:
    """Reads what multiplies the number in digits before `tokens[at]` ("3" + "mil", "1.5" + "million").

    Returns the value and the index behind it, which is `at` where nothing multiplies it.
    """
    return _NumberParser(tokens, number_words(language)).number(at, digits) or (digits, at)


_WORD = LexemeKind.WORD
"""Looked at so often that reaching into the class for it each time would show."""


class _NumberParser:
    """Reads one number: groups below a million, each closed by a scale, the scales falling."""

    def __init__(self, tokens: Sequence[Lexeme], words: NumberWords) -> None:
        self._tokens = tokens
        self._words = words

    def number(self, at: int, digits: Decimal | None) -> tuple[Decimal, int] | None:
        if digits is None and self._key(at) not in self._words.beginnings:
            return None
        total, end, ceiling = Decimal(0), at, None
        group: tuple[Decimal, int] | None = (digits, at) if digits is not None else None
        while True:
            thousands = self._thousands(end, group, ceiling)
            if thousands is None:
                break
            value, behind = thousands
            scale = self._words.scales.get(self._key(behind))
            if scale is None or scale <= THOUSAND or (ceiling is not None and scale >= ceiling):
                if ceiling is None or value < ceiling:
                    total, end = total + value, behind
                break
            total, end, ceiling = total + value * scale, behind + 1, scale
            total, end = self._and_a_half(total, end, scale)
            group = self._digits(end)
        return (total, end) if end > at else None

    def _thousands(self, at: int, group: tuple[Decimal, int] | None, ceiling: int | None) -> tuple[Decimal, int] | None:
        """What stands before a scale above thousand: "dos mil quinientos" (millones), nothing in "un millón" "y medio"."""
        words = self._words
        group = group or self._group(self._behind_joint(at) if ceiling else at)
        value, behind = group or (Decimal(1), at)
        scale = words.scales.get(self._key(behind))
        # "un millón mil": a scale needs no number before it, save in a language that says "one thousand".
        if group is None and (scale is None or (ceiling is not None and bool(words.multipliers))):
            return None
        if scale != THOUSAND:
            return value, behind
        value, behind = value * THOUSAND, behind + 1
        rest = self._digits(behind) if words.scales.get(self._key(behind + 1)) else None
        rest = rest or self._group(self._behind_joint(behind))
        if rest is None or words.scales.get(self._key(rest[1])) == THOUSAND or rest[0] >= THOUSAND:
            return value, behind
        return value + rest[0], rest[1]

    def _behind_joint(self, at: int) -> int:
        """Behind the "and" of "two thousand and fifty", which only languages with a word for hundred times say."""
        joint = self._words.multipliers and self._key(at) in self._words.join
        return at + 1 if joint and self._group(at + 1) and self._key(at + 1) not in self._words.one else at

    def _digits(self, at: int) -> tuple[Decimal, int] | None:
        """Up to three digits that a scale follows: the 300 of "2 millones 300 mil"."""
        token = self._tokens[at] if at < len(self._tokens) else None
        if token is None or token.kind is not LexemeKind.NUMBER or not token.key.isdecimal() or len(token.key) > 3:
            return None
        return (Decimal(token.key), at + 1) if self._key(at + 1) in self._words.scales else None

    def _group(self, at: int) -> tuple[Decimal, int] | None:
        """A value below a thousand, or a half, or "two and a half" before a scale."""
        words, key = self._words, self._key(at)
        if key in words.half:
            behind = at + 2 if self._key(at + 1) in words.one else at + 1
            return (HALF, behind) if self._key(behind) in words.scales else None
        value, end, floor = 0, at, 1000
        while True:
            step = self._step(end, value, floor)
            if step is None:
                break
            value, end, floor = step
        if end == at:
            return None
        tenths = self._tenths(value, end)
        if tenths:
            return tenths
        halved = self._and_a_half(Decimal(value), end, 1)
        return halved if halved[1] > end and self._key(halved[1]) in words.scales else (Decimal(value), end)

    def _tenths(self, value: int, at: int) -> tuple[Decimal, int] | None:
        """A value with one digit behind its point, before a scale: "one point five million"."""
        words = self._words
        if self._key(at) not in words.point or self._key(at + 2) not in words.scales:
            return None
        tenth = words.small.get(self._key(at + 1), 10)
        return (value + Decimal(tenth) / 10, at + 2) if tenth < 10 else None

    def _step(self, at: int, value: int, floor: int) -> tuple[int, int, int] | None:
        """Adds the next word of a group: value, index behind, and what may still be added must be below `floor`."""
        words, key = self._words, self._key(at)
        if key in words.one and value == 0 and floor == 1000:
            following = self._key(at + 1)
            return (1, at + 1, 2) if following in words.multipliers or following in words.scales else None
        if key in words.multipliers and 0 < value < 100 and floor < 1000:
            return value * words.multipliers[key], at + 1, 100
        if key in words.hundreds and floor > 100:
            return value + words.hundreds[key], at + 1, 100
        if key in words.tens and floor > 10:
            return value + words.tens[key], at + 1, 10
        if key in words.small and words.small[key] < floor:
            return value + words.small[key], at + 1, 1
        if value and floor > 1 and (key in words.join or key == "-"):
            return self._joined(at, value, floor)
        return None

    def _joined(self, at: int, value: int, floor: int) -> tuple[int, int, int] | None:
        """What follows "y", "and" or a hyphen: "treinta y uno", "six hundred and forty", "twenty-five"."""
        words, key = self._words, self._key(at + 1)
        hyphen = self._tokens[at].key == "-"
        if hyphen and not (self._tokens[at].glued and self._tokens[at + 1 : at + 2] and self._tokens[at + 1].glued):
            return None
        if floor == 10 and 0 < words.small.get(key, 0) < 10 and (hyphen or not words.multipliers):
            return value + words.small[key], at + 2, 1
        if floor == 100 and words.multipliers and (key in words.small or key in words.tens):
            return self._step(at + 1, value, floor)
        return None

    def _and_a_half(self, value: Decimal, at: int, scale: int) -> tuple[Decimal, int]:
        """Adds half of `scale` where "y medio", "and a half" follows; after thousands nobody says so."""
        if scale == 1000 or self._key(at) not in self._words.join:
            return value, at
        half = at + 2 if self._key(at + 1) in self._words.one else at + 1
        return (value + HALF * scale, half + 1) if self._key(half) in self._words.half else (value, at)

    def _key(self, at: int) -> str:
        if at >= len(self._tokens):
            return ""
        token = self._tokens[at]
        return token.key if token.kind is _WORD or token.key == "-" else ""
