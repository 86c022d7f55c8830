"""Finding a person in what was written, and blacking them out."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from storage.names.keys import SKIPPED, IndexWord, name_words, pieces

BLACK = "[…]"
"""Stands where somebody was named."""

_NUMBER = re.compile(r"[+(]*\d[\d\s.\-/()]*\d")
NATIONAL = 9
"""Last digits by which two ways of writing a telephone number are one: with the prefix of the country and without."""
SHORTEST_NUMBER = 6
SHORTEST_WORD = 3
"""Letters of a name's word that is taken for its owner where they are known to be spoken of."""


@dataclass(frozen=True)
class Identity:
    """By what somebody is recognised: names as folded words, the ends of numbers, and text that is looked for as it is."""

    names: frozenset[tuple[str, ...]]
    numbers: frozenset[str]
    literals: frozenset[str]

    @classmethod
    def of(cls, values: Iterable[str]) -> "Identity":
        """From whatever identifies them: names, numbers, addresses."""
        names, numbers, literals = set(), set(), set()
        for value in values:
            digits = re.sub(r"\D", "", value)
            if "@" in value or (digits and any(c.isalpha() for c in value)):
                literals.add(value)
            elif len(digits) >= SHORTEST_NUMBER:
                numbers.add(digits[-NATIONAL:])
            elif any(len(word) >= SHORTEST_WORD for word in _telling(value)):
                names.add(tuple(_telling(value)))
            else:
                literals.add(value)
        return cls(frozenset(names), frozenset(numbers), frozenset(literals))

    def is_in(self, text: str) -> bool:
        """Whether a text, or JSON as text, names them in full, by a number, or by an address."""
        return next(self._spans(_unescaped(text), loosely=False), None) is not None

    def blacked_out(self, text: str, *, loosely: bool) -> str:
        """The text without them; `loosely` where it is known to be about them: any word of their name is theirs then."""
        for start, end in sorted(_merged(self._spans(text, loosely=loosely)), reverse=True):
            text = text[:start] + BLACK + text[end:]
        return text

    def _spans(self, text: str, *, loosely: bool) -> Iterator[tuple[int, int]]:
        for literal in self.literals:
            yield from (match.span() for match in re.finditer(re.escape(literal), text, re.IGNORECASE))
        for match in _NUMBER.finditer(text) if self.numbers else ():
            digits = re.sub(r"\D", "", match.group())
            if any(number in digits for number in self.numbers):
                yield match.span()
        words = [word for word in pieces(text) if word.key not in SKIPPED]
        for name in self.names:
            yield from _stretches(words, name)
        if loosely:
            theirs = {word for name in self.names for word in name if len(word) >= SHORTEST_WORD}
            yield from ((word.start, word.end) for word in words if word.key in theirs)


def _telling(name: str) -> list[str]:
    """The words of a name that are looked for: articles and legal forms are left out as people leave them out."""
    return [word for word in name_words(name) if word not in SKIPPED]


def _stretches(words: Sequence[IndexWord], name: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the words of a name follow each other."""
    size = len(name)
    for at in range(len(words) - size + 1):
        if all(words[at + i].key == name[i] for i in range(size)):
            yield words[at].start, words[at + size - 1].end


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches that overlap, or have only white space between them, as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _unescaped(text: str) -> str:
    """JSON with its letters as they are: a platform may write "ñ" as an escape."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return text
