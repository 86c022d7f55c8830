"""Words for which single capabilities look in a sentence, of all languages: `data/<language>/any_of*.toml`.

They are no part of the vocabulary by which a message is understood: a capability that was asked looks for one word more. A star
stands for any ending.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from storage.names.folding import fold

DATA = Path(__file__).parents[1] / "data"


@cache
def any_of(name: str) -> str:
    """A part of a regular expression, without a group of its own, that takes one of the words of a list: as written, or folded.

    The longest goes first, for a pattern takes the first that fits. KeyError where no language has the list.
    """
    words = {spelt for word in _lists(name) for spelt in (word, fold(word))}
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\*", r"\w*") for word in ordered) + ")"


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of a list, of all languages together, folded."""
    return frozenset(fold(word) for word in _lists(name))


def framed(name: str, text: str) -> Iterator[str]:
    """A text alone, and then within each frame of a list: "next" in "{} week"."""
    yield text
    for frame in _lists(name):
        yield frame.replace("{}", text)


@cache
def meanings_of(name: str) -> Mapping[str, str]:
    """What each word of a table means, of all languages together, by the folded word."""
    return {fold(word): table[name][word] for table in _of_all_languages(name) for word in table[name]}


def meaning_of(name: str, text: str) -> str:
    """What a text means by a table; the text itself where it has no such word."""
    return meanings_of(name).get(fold(text.strip()), text)


def _lists(name: str) -> list[str]:
    return [word for table in _of_all_languages(name) for word in table[name]]


def _of_all_languages(name: str) -> list[dict[str, Any]]:
    found = [table for table in _read() if name in table]
    if not found:
        raise KeyError(name)
    return found


@cache
def _read() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(DATA.glob("*/any_of*.toml")))
