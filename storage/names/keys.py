"""The keys under which names are stored and looked up: pure functions, the same for the index and for messages.

A name is cut into words ("Bar El Sol, S.L." → bar, el, sol, s, l). The words that tell it apart are its *content*
(bar, sol). What is stored of it are its *stretches*, written without spaces so that words run together or split are
found by equality too: every content word (bar, sol), every pair of neighbours (+barsol), and the whole (=barsol,
=barelsolsl). Misspelt words are found because a word and its misspelling share a *spelling key*: themselves, themselves
less one letter (which covers one letter too many, too few, another, or two swapped), or how they sound in Spanish.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA

from storage.names.folding import fold

SHORTEST_MISSPELT = 4
"""Letters a word needs to be recognised with a letter wrong: "sol" is one letter from a hundred other words."""

LONGEST_WORD = 24
"""Letters of a word that are looked at: bounds the keys of hostile input."""

MOST_WORDS = 12
"""Words of a name that are indexed."""

LONGEST_KEY = 80
"""Characters of a stretch that are compared."""

WHOLE = "="
"""Marks the stretch that is a whole name, so that "Bar Sol" is found among ten thousand names that begin like it."""

PAIR = "+"
"""Marks the stretch that is two neighbours."""

SOUND = "~"
"""Marks a spelling key that is a sound; no word contains it."""

SKIPPED = frozenset({
    "a", "al", "con", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "e", "el", "en",
    "for", "in", "la", "las", "le", "les", "lo", "los", "of", "on", "por", "the", "to", "un", "una", "van",
    "von", "y", "and", "i",
    "cv", "inc", "limited", "llc", "llp", "ltd", "ltda", "plc", "sa", "sac", "sas", "sau", "sl", "slu", "spa",
    "srl",
})  # fmt: skip
"""Articles, prepositions and legal forms: part of a name, but not looked up. A change needs the index rewritten."""

# Combining marks and invisible joiners stand within words (text from macOS is decomposed; right-to-left marks are pasted).
_WITHIN = "\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_WITHIN}]+(?=[^\W_])|[\u0300-\u036f]|['’](?=[^\W_]))*")
_PLAIN_WORD = re.compile(r"[a-z0-9]+")
_SOUNDS = (
    ("ch", "%"), ("ph", "f"), ("qu", "k"), ("ll", "y"), ("ce", "se"), ("ci", "si"), ("ge", "je"), ("gi", "ji"),
    ("gue", "ge"), ("gui", "gi"),
)  # fmt: skip
_LETTERS = str.maketrans({"h": None, "v": "b", "w": "b", "z": "s", "x": "s", "c": "k", "q": "k"})
_DOUBLED = re.compile(r"(.)\1+")


class IndexWord(NamedTuple):
    """One word of a text: its place there, and the word as it is compared, without accents, case and marks."""

    start: int
    end: int
    key: str


def pieces(text: str) -> Iterator[IndexWord]:
    """Cuts a text into words; marks are left out. A possessive ending is not part of the word: "Ana's" → ana."""
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match.group()
        if word[-1] in "sS" and len(word) > 2 and word[-2] in "'’":
            word, end = word[:-2], end - 2
        key = _plain(word)
        if key:
            yield IndexWord(start, end, key)


def name_words(name: str) -> list[str]:
    """The words of a name as they are compared; for a name without letters (an emoji) the name itself."""
    if name.isascii() and name.isalnum():  # one word already
        return [name.lower()[:LONGEST_WORD]]
    folded = name.lower() if name.isascii() else fold(name)
    if folded.isascii() and "'" not in folded:  # nearly all; four times as fast
        words = [word[:LONGEST_WORD] for word in _PLAIN_WORD.findall(folded)[:MOST_WORDS]]
    else:
        words = [piece.key for piece in pieces(name)][:MOST_WORDS]
    return words or [mark for mark in [fold(name)[:LONGEST_WORD]] if mark]


def _plain(word: str) -> str:
    if word.isascii() and word.isalnum():
        return word.lower()[:LONGEST_WORD]
    return "".join(c for c in fold(word) if c.isalnum())[:LONGEST_WORD]


def content(words: Sequence[str]) -> list[str]:
    """The words that tell a name apart: no articles, legal forms and lone letters, unless there is nothing else."""
    telling = [word for word in words if word not in SKIPPED and (len(word) > 1 or word.isdigit())]
    return telling or list(words)


def stretches(words: Sequence[str]) -> set[str]:
    """What of a name is stored: its content words, its pairs of neighbours, and the whole, with and without articles."""
    if not words:
        return set()
    telling = content(words)
    return {
        *telling,
        *(PAIR + joined(pair) for pair in pairwise(telling)),
        WHOLE + joined(telling),
        WHOLE + joined(words),
    }


def joined(words: Iterable[str]) -> str:
    """Words as one stretch."""
    return "".join(words)[:LONGEST_KEY]


def deletions(word: str) -> set[str]:
    """The word less any one letter; nothing for words too short to be misspelt."""
    if len(word) < SHORTEST_MISSPELT:
        return set()
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


WORDS_KEPT = 4_096
"""Words whose sound and keys are remembered: messages are made of the same ones."""


@lru_cache(WORDS_KEPT)
def sound(word: str) -> str:
    """How a word sounds where s, z and soft c, b and v, y and ll are one, and h is silent: "gonzales" → "gonsales"."""
    for letters, heard in _SOUNDS:
        word = word.replace(letters, heard)
    if word.endswith("y"):
        word = word[:-1] + "i"
    return _DOUBLED.sub(r"\1", word.translate(_LETTERS))


@lru_cache(WORDS_KEPT)
def spelling_keys(word: str) -> frozenset[str]:
    """The keys that a word shares with its misspellings. Looked up and stored alike."""
    return frozenset((word, SOUND + sound(word), *deletions(word)))


def likeness(word: str, known: str) -> float:
    """How well a written word fits a known one: 1 exact, .97 a plural, .92 the same sound, less for one letter, else 0."""
    if word == known:
        return 1.0
    shorter, longer = sorted((word, known), key=len)
    if len(shorter) > 2 and longer in (shorter + "s", shorter + "es"):
        return 0.97
    if sound(word) == sound(known):
        return 0.92
    if len(shorter) < SHORTEST_MISSPELT or OSA.distance(word, known, score_cutoff=1) > 1:
        return 0.0
    return 0.74 if len(known) == SHORTEST_MISSPELT else 0.84 if len(known) <= 6 else 0.88
