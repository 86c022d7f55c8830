"""A message cut into words, each with its place in the original text."""

import re
from dataclasses import dataclass
from functools import cached_property

from storage.folding import fold

LONGEST = 4096
"""Characters that are looked at; a longer text is kept whole elsewhere but read only so far (hostile input)."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\w\s]|_", re.UNICODE)


@dataclass(frozen=True)
class Word:
    """One word or one mark; `text` as written, `text == message[start:end]`."""

    text: str
    start: int
    end: int

    @cached_property
    def folded(self) -> str:
        """The word without accents and case."""
        return fold(self.text)


def words(text: str) -> list[Word]:
    """Cuts `text[:LONGEST]` into words and single punctuation marks."""
    return [Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(text[:LONGEST])]
