"""A message cut into words, each with its place in the original text."""

import re
from functools import lru_cache
from typing import NamedTuple

from storage.names.folding import fold

LONGEST = 4096
"""Characters that are looked at; a longer text is kept whole elsewhere but read only so far (hostile input)."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\w\s]|_", re.UNICODE)


class Word(NamedTuple):
    """One word or one mark; `text` as written, `text == message[start:end]`, `folded` without accents and case."""

    text: str
    start: int
    end: int
    folded: str


def words(text: str) -> list[Word]:
    """Cuts `text[:LONGEST]` into words and single punctuation marks."""
    return list(_cut(text[:LONGEST]))


@lru_cache(maxsize=16)
def _cut(text: str) -> tuple[Word, ...]:
    """One message is asked about many times in its turn."""
    return tuple(Word(written := m.group(), m.start(), m.end(), fold(written)) for m in _WORD.finditer(text))
