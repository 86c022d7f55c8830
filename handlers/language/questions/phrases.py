"""The words in which people ask, and where they stand in a message: `data/<language>/questions.toml`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.data_files import language_data
from handlers.language.text.numbers import LANGUAGES, number_words
from handlers.language.text.spelling import Misspelt
from handlers.language.tokens import Token, unmarked

FORGIVEN = 6
"""Letters; a slip in a shorter word is not forgiven: too many others are near."""

FILL = "fill"
"""The meaning of words that say nothing in a question."""

_THEM_ALL = frozenset({"about customers", "group customer"})

_GOES_ON = "before same"
"""The meaning of phrases that may be a moment's first words."""

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A phrase of the data, `tokens[first:last]`, and what it may mean; one that is `idle` may also say nothing."""

    first: int
    last: int
    meanings: frozenset[str]
    idle: bool


def parts(tokens: Sequence[Token]) -> list[Part]:
    """The phrases that stand in a message, from left to right, each the longest that begins where it does."""
    return list(_parts([_spelt(token) for token in tokens]))


def means(text: str, meaning: str) -> bool:
    """Whether a text begins with a phrase of a meaning: "menos de 5.000 €"."""
    found = parts(unmarked(text).tokens)
    return bool(found) and found[0].first == 0 and meaning in found[0].meanings


def says(text: str, meaning: str) -> bool:
    """Whether a phrase of a meaning stands anywhere in a text: "qué negocios llevan parados"."""
    return any(meaning in part.meanings for part in parts(unmarked(text).tokens))


def means_them_all(text: str) -> bool:
    """Whether words name all customers and nobody: "cada cliente", "the customers"."""
    tokens = unmarked(text).tokens
    found = parts(tokens)
    said = {meaning for part in found for meaning in part.meanings}
    whole = all(part.idle or part.meanings & _THEM_ALL for part in found)
    return bool(said & _THEM_ALL) and whole and sum(part.last - part.first for part in found) == len(tokens)


def is_phrase(*words: str) -> bool:
    """Whether these words are a whole phrase of the data, that no moment goes on: "than last" month does."""
    return any(phrase == words and _GOES_ON not in said for phrase, said in _phrases().get(words[0], ()))


@cache
def small_number(word: str) -> int | None:
    """A number from two on that is said as a word: "tres", "three"."""
    found = (number_words(language).small.get(word) for language in LANGUAGES)
    return next((number for number in found if number and number > 1), None)


def _parts(keys: Sequence[str]) -> Iterator[Part]:
    at = 0
    while at < len(keys):
        for phrase, meanings in _phrases().get(keys[at], ()):
            if tuple(keys[at : at + len(phrase)]) == phrase:
                yield Part(at, at + len(phrase), meanings - {FILL}, FILL in meanings)
                at += len(phrase)
                break
        else:
            at += 1


def _spelt(token: Token) -> str:
    """A word as the data spells it, where one slip leaves no doubt which one is meant; a word of its own is no slip: "a reminder", "taking"."""
    key = token.key.replace("’", "'")
    known = key in _words() or key in phrasebook().vocabulary
    if not token.is_word or len(key) < FORGIVEN or not key.isalpha() or known:
        return key
    return _misspelt().meant(key) or key


@cache
def _phrases() -> Mapping[str, Sequence[tuple[Phrase, frozenset[str]]]]:
    """The phrases by their first word, the longest first, each with all that it may mean in any language."""
    found: dict[Phrase, set[str]] = {}
    for language in LANGUAGES:
        for meaning, phrases in cast("Mapping[str, Sequence[str]]", language_data(language, "questions")).items():
            for phrase in phrases:
                cut = tuple(token.key for token in unmarked(phrase).tokens)
                found.setdefault(cut, set()).add(meaning)
    index: dict[str, list[tuple[Phrase, frozenset[str]]]] = {}
    for cut in sorted(found, key=len, reverse=True):
        index.setdefault(cut[0], []).append((cut, frozenset(found[cut])))
    return index


@cache
def _words() -> frozenset[str]:
    return frozenset(word for phrases in _phrases().values() for phrase, _meanings in phrases for word in phrase)


@cache
def _misspelt() -> Misspelt:
    return Misspelt(word for word in _words() if len(word) >= FORGIVEN and word.isalpha())
