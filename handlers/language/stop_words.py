"""Messages that wholly mean "write to me no more". The word inside a sentence is none."""

import re
import tomllib
from functools import cache
from pathlib import Path

from storage.names.folding import fold

DATA = Path(__file__).parent / "data"
_LETTERS = re.compile(r"[^\W_]+")
MOST_WORDS = 8
"""A longer message is a sentence, and is read as one."""


def means_stop(text: str) -> bool:
    """Whether a message is a stop and nothing else: "STOP", "/baja", "Para.", "stop stop", "no me escriban más"."""
    words = tuple(_LETTERS.findall(fold(text)))
    if not 0 < len(words) <= MOST_WORDS:
        return False
    return words in _stops() or all((word,) in _stops() for word in words)


@cache
def _stops() -> frozenset[tuple[str, ...]]:
    """The messages that are one, as words, of every language: people mix them here."""
    found = (tomllib.loads(path.read_text(encoding="utf-8"))["whole"] for path in DATA.glob("*/stop_words.toml"))
    return frozenset(tuple(_LETTERS.findall(fold(said))) for whole in found for said in whole)
