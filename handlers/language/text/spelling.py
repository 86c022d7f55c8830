"""Misspellings that leave no doubt: one slip of a thumb in a long enough word."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator

_NEIGHBOURS = {
    "q": "wa",
    "w": "qeas",
    "e": "wrsd",
    "r": "etdf",
    "t": "ryfg",
    "y": "tugh",
    "u": "yihj",
    "i": "uojk",
    "o": "ipkl",
    "p": "ol",
    "a": "qwsz",
    "s": "awedxz",
    "d": "serfcx",
    "f": "drtgvc",
    "g": "ftyhbv",
    "h": "gyujnb",
    "j": "huikmn",
    "k": "jiolm",
    "l": "kop",
    "z": "asx",
    "x": "zsdc",
    "c": "xdfv",
    "v": "cfgb",
    "b": "vghn",
    "n": "bhjm",
    "m": "njk",
}
"""Keys that touch each other, on Spanish and English keyboards alike."""
_SOUNDS = {
    "b": "v",
    "v": "b",
    "c": "sz",
    "s": "cz",
    "z": "sc",
    "g": "j",
    "j": "g",
    "y": "i",
    "i": "ey",
    "e": "i",
    "a": "e",
    "u": "o",
}
"""Letters that are written for each other because they sound alike."""
SHORTEST = 5
"""Letters; a shorter word is too close to others."""


def misspellings(of: Iterable[str]) -> dict[str, str]:
    """Returns each likely misspelling with the word that is meant, without those that could mean two."""
    meant: dict[str, str] = {}
    doubtful: set[str] = set()
    for word in of:
        for wrong in _slips(word):
            if meant.setdefault(wrong, word) != word:
                doubtful.add(wrong)
    return {wrong: word for wrong, word in meant.items() if wrong not in doubtful}


class Misspelt:
    """Words, and which of them a misspelling leaves no doubt is meant; for a few look-ups faster than `misspellings`.

    Each word is found by the hash of itself less one letter, in two sorted rows of numbers: tens of thousands of texts in
    a dictionary would take ten times the memory. What two texts share by chance is told apart by looking at the word.
    """

    def __init__(self, of: Iterable[str]) -> None:
        self._words = sorted(of)
        pairs = sorted((hash(part), at) for at, word in enumerate(self._words) for part in _with_one_missing(word))
        self._hashes = array("q", (key for key, _ in pairs))
        self._places = array("L", (at for _, at in pairs))

    def meant(self, wrong: str) -> str | None:
        """The one word that this is a slip from, or None."""
        near = {word for part in _with_one_missing(wrong) for word in self._short_of(hash(part))}
        meant = [word for word in near if wrong in _slips(word)]
        return meant[0] if len(meant) == 1 else None

    def _short_of(self, key: int) -> Iterator[str]:
        at = bisect_left(self._hashes, key)
        while at < len(self._hashes) and self._hashes[at] == key:
            yield self._words[self._places[at]]
            at += 1


def _with_one_missing(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _slips(word: str) -> Iterator[str]:
    """Two letters swapped, one missing (not the first), doubled, or hit or heard as another."""
    if len(word) < SHORTEST:
        return
    for at, letter in enumerate(word):
        before, after = word[:at], word[at + 1 :]
        if at:
            yield before + after
        yield before + letter + letter + after
        if after and after[0] != letter:
            yield before + after[0] + letter + after[1:]
        for other in _NEIGHBOURS.get(letter, "") + _SOUNDS.get(letter, ""):
            if at:
                yield before + other + after
            yield before + letter + other + after
