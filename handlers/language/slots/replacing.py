"""What a correction says anew, put where it stands in a text: "eran 5 las copas rotas" in "se rompieron 3 copas y piden vino".

A correction names values (a number, a moment) and mostly what they are of. A value takes the place of the value of its kind
that stands nearest to those words; where it stands is not guessed: of two places as near, both are returned.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.amounts import find_amounts, is_price_of_one
from handlers.language.entities.moments.moments import find_moments
from handlers.language.meaning import Moment, Recurrence
from handlers.language.slots.corrections import Correction, correct
from handlers.language.slots.remarks import is_little
from handlers.language.text.any_of import words_of
from handlers.language.text.lexer import Lexeme, LexemeKind, lex
from handlers.language.text.numbers import number_words, read_words
from storage.names.folding import fold

MOST_VALUES = 3
"""Values of one correction; what has more is told anew."""
OTHER_CLAUSE = 6
"""Words that a pause or an "and" between two words counts for."""
SHORTEST_STEM, LONGEST_ENDING = 4, 2
"""Letters that two forms of a word share at least, and by which the shorter may differ from them: "copa", "copas"."""
_FRACTION = re.compile(r"\d[.,]\d{1,2}$")
_PARTS = frozenset(",;.:!?")

ValueKind = Literal["number", "day", "hour"]
"""A day with its hour is two values: each is put right by itself."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands in a text, `text[start:end]`, and what is right there."""

    start: int
    end: int
    now: str

    def put(self, text: str) -> str:
        """The text with what is right."""
        return text[: self.start] + self.now + text[self.end :]


@dataclass(frozen=True, slots=True)
class Value:
    """A number, a day or an hour of a text, `text[start:end]`."""

    kind: ValueKind
    start: int
    end: int
    first: int
    """Its first lexeme."""
    last: int


@dataclass(frozen=True, slots=True)
class Told:
    """A text as it is looked at: its lexemes, the values that it names, and the words that say what they are of."""

    text: str
    lexemes: Sequence[Lexeme]
    values: Sequence[Value]
    words: Mapping[int, str]
    money: Sequence[tuple[int, int]] = ()
    """Where amounts of money stand."""

    @classmethod
    def read(cls, text: str, now: datetime, locale: str) -> "Told":
        """Looks at a text; the locale's language is that of its number words."""
        lexemes = lex(text)
        values = list(_values(text, lexemes, now, locale))
        taken = {at for value in values for at in range(value.first, value.last + 1)}
        words = {
            at: lexeme.key
            for at, lexeme in enumerate(lexemes)
            if at not in taken and (lexeme.kind is LexemeKind.WORD or _is_unit(lexeme.key))
        }
        amounts = find_amounts(text, locale)  # "5" alone may be one, and be so many as well
        money = [(a.start, a.end) for a in amounts if not text[a.start : a.end].strip(" .,").isdecimal()]
        return cls(text, lexemes, values, words, money)


def places(text: str, right: str, now: datetime, locale: str, known: Collection[str] = ()) -> Sequence[Sequence[Place]]:
    """For each value that is right the places in `text` where it may belong: none fits where it is empty.

    `known` are words that need not stand in the text, folded: the names of those whom it is of.
    """
    fix, note = Told.read(right, now, locale), Told.read(text, now, locale)
    if not 0 < len(fix.values) <= MOST_VALUES:
        return ()
    found = [_of(value, fix, note, known) for value in fix.values]
    return found if all(found) else ()


def _of(value: Value, fix: Told, note: Told, known: Collection[str]) -> Sequence[Place]:
    """The places where one value may belong."""
    anchors = [word for at, word in fix.words.items() if _nearest(at, fix) == value and not is_little(word)]
    anchors = [word for word in anchors if word not in known]
    alike = [other for other in note.values if other.kind == value.kind and _may_be_same(value, fix, other, note)]
    met = {word: [at for at, said in note.words.items() if same_word(word, said)] for word in anchors}
    if sum(1 for ats in met.values() if ats) * 2 < len(anchors):
        return ()
    if not any(met.values()):  # nothing says what it is of: "13,50" is no count of boxes
        alike = [other for other in alike if _shape(other, note) == _shape(value, fix) or _is_sole(other, note)]
    far = [
        (sum(min(_distance(note, other, at) for at in ats) for ats in met.values() if ats), other) for other in alike
    ]
    least = min((distance for distance, _other in far), default=0)
    return [_place(other, note, value, fix) for distance, other in far if distance == least]


def _place(old: Value, note: Told, new: Value, fix: Told) -> Place:
    """What is replaced by a value, and by what: the "on" of "on Wednesday" stays before "Thursday", the month behind "the 16th"."""
    words, before = fix.lexemes[new.first : new.last + 1], note.lexemes[old.first : old.last + 1]
    of_month, said = _of_month(words), _of_month(before)
    if (
        new.kind == "day"
        and of_month
        and said
        and all(_says_little(word.key) for word in words if word not in of_month)
    ):
        return Place(said[0].start, said[-1].end, fix.text[of_month[0].start : of_month[-1].end])
    little = all(is_little(lexeme.key) for lexeme in before[:-1])
    alone = len(words) == 1 and before[-1].end == old.end and little
    return Place(before[-1].start if alone else old.start, old.end, fix.text[new.start : new.end])


def _says_little(key: str) -> bool:
    """Whether a word beside a day of the month says nothing more of it: "el día 16", "the 16th"."""
    return is_little(key) or key in phrasebook().words("month_day")


def _of_month(words: Sequence[Lexeme]) -> Sequence[Lexeme]:
    """The only number among words, with what is glued to it: "16", "16th"."""
    at = [at for at, lexeme in enumerate(words) if lexeme.kind is LexemeKind.NUMBER]
    if len(at) != 1:
        return ()
    return words[at[0] : at[0] + 1 + (at[0] + 1 < len(words) and words[at[0] + 1].glued)]


def _shape(value: Value, told: Told) -> bool:
    """Whether a number has a fraction: "13,50" is of the same kind as "12,50", not as "10"."""
    return _FRACTION.search(told.text[value.start : value.end]) is not None


def _is_sole(value: Value, told: Told) -> bool:
    """Whether a number is the only one of a text and counts nothing: 96 of "she owes us 96" may be 96.50."""
    return role(value, told) != "count" and sum(other.kind == value.kind for other in told.values) == 1


def _may_be_same(one: Value, told: Told, other: Value, note: Told) -> bool:
    """Whether two values may say the same: "6 dispensers" counts them, "dispensers at 22.50" does not."""
    roles = {role(one, told), role(other, note)} - {""}
    return len(roles) < 2


def role(value: Value, told: Told) -> Literal["count", "price", ""]:
    """What a number is: so many of what stands behind it, or so much money; "" where that is not plain."""
    if value.kind != "number":
        return ""
    first, last = told.lexemes[value.first], told.lexemes[value.last]
    money = any(start < last.end and first.start < end for start, end in told.money)
    led = value.first > 0 and told.lexemes[value.first - 1].key in words_of("priced_at")
    if money or led or is_price_of_one(told.text, last.end):
        return "price"
    behind = value.last + 1
    counts = behind < len(told.lexemes) and behind in told.words and not is_little(told.lexemes[behind].key)
    return "count" if counts and not _parts(told.lexemes[behind]) and not _is_unit(told.lexemes[behind].key) else ""


def _nearest(at: int, fix: Told) -> Value:
    """The value that a word of a correction belongs to."""
    return min(fix.values, key=lambda value: _distance(fix, value, at))


def _distance(told: Told, value: Value, at: int) -> int:
    """Words between a value and a word; a word right behind a number is what it counts."""
    first, last = (at, value.first) if at < value.first else (value.last, at)
    parts = sum(1 for lexeme in told.lexemes[first + 1 : last] if _parts(lexeme))
    return last - first + OTHER_CLAUSE * parts - (1 if at == value.last + 1 else 0)


def _is_unit(mark: str) -> bool:
    return mark == "%" or unicodedata.category(mark[0]) == "Sc"


def _parts(lexeme: Lexeme) -> bool:
    return lexeme.key in _PARTS or lexeme.key in phrasebook().words("joints")


def same_word(one: str, other: str) -> bool:
    """Whether two folded words are one, or two forms of one."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    shared = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    return shared >= SHORTEST_STEM and shared >= max(len(one), len(other)) - LONGEST_ENDING


def _values(text: str, lexemes: Sequence[Lexeme], now: datetime, locale: str) -> Iterator[Value]:
    taken: set[int] = set()
    for moment in find_moments(text, now, "future", locale):
        inside = [at for at, lexeme in enumerate(lexemes) if moment.start <= lexeme.start < moment.end]
        if inside and not isinstance(moment.moment, Recurrence):
            taken.update(inside)
            yield from _day_and_hour(text, lexemes, inside[0], inside[-1], now, locale)
    at = 0
    while at < len(lexemes):
        read = read_words(lexemes, at, locale[:2]) if at not in taken else None
        if at not in taken and lexemes[at].kind is LexemeKind.NUMBER:
            last = _last_of_number(lexemes, at, locale[:2])
            yield Value("number", lexemes[at].start, lexemes[last].end, at, last)
            at = last
        elif read and read[0] != 1 and not taken & set(range(at, read[1])):  # "una" is an article as well
            yield Value("number", lexemes[at].start, lexemes[read[1] - 1].end, at, read[1] - 1)
            at = read[1] - 1
        at += 1


def _last_of_number(lexemes: Sequence[Lexeme], at: int, language: str) -> int:
    """The last lexeme of a number that digits begin and words for many go on with: "12 mil", "1,5 millones", "18k"."""
    many = number_words(language).scales.keys() | phrasebook().words("bare_thousands")
    while at + 1 < len(lexemes) and lexemes[at + 1].key in many:
        at += 1
    return at


def _day_and_hour(
    text: str, lexemes: Sequence[Lexeme], first: int, last: int, now: datetime, locale: str
) -> Iterator[Value]:
    """The day and the hour that a moment names, or the one of them."""
    end = lexemes[last].end
    hour = next((at for at in range(first, last + 1) if is_hour(text[lexemes[at].start : end], now, locale)), last + 1)
    if hour > first:
        yield Value("day", lexemes[first].start, lexemes[hour - 1].end, first, hour - 1)
    if hour <= last:
        yield Value("hour", lexemes[hour].start, end, hour, last)


def is_hour(words: str, now: datetime, locale: str) -> bool:
    """Whether words are an hour and name no day: they mean today's at each midnight."""
    dawn = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for day in (dawn, dawn + timedelta(days=1)):
        found = find_moments(words, day, "future", locale)
        if len(found) != 1 or not isinstance(found[0].moment, Moment) or found[0].end - found[0].start < len(words):
            return False
        start = found[0].moment.start
        if not isinstance(start, datetime) or start.date() != day.date():
            return False
    return True


def known_words(*names: str | None) -> frozenset[str]:
    """The words of names, folded as lexemes are."""
    return frozenset(lexeme.key for name in names if name for lexeme in lex(fold(name)))


def names_value(text: str, now: datetime, locale: str) -> bool:
    """Whether a text names a number or a moment."""
    return bool(Told.read(text, now, locale).values)


def put(text: str, found: Sequence[Place]) -> str:
    """A text with what is right at every place."""
    for place in sorted(found, key=lambda place: -place.start):
        text = place.put(text)
    return text


def replaced(text: str, right: str, now: datetime, locale: str) -> str | None:
    """A text with what is right where it stands; None where nothing fits, or several places do."""
    found = places(text, right, now, locale)
    return put(text, [one[0] for one in found]) if found and all(len(one) == 1 for one in found) else None


def corrected(text: str, fix: Correction, now: datetime, locale: str) -> str | None:
    """A text as a correction has it: what is right in place of what is said to be wrong, else where it stands; None where nothing fits."""
    return correct(text, fix) if fix.wrong else replaced(text, fix.right, now, locale)


def around(text: str, place: Place, most: int = 24) -> str:
    """A place's words with those behind it, in at most about so many letters, whole words."""
    end = text.find(" ", min(len(text), place.start + most))
    return " ".join(text[place.start : len(text) if end < 0 else end].split()).strip(" ,;.")
