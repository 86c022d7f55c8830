"""The ordinary words among which names are found, from `data/*/names.toml`, all languages together."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

PHRASES = Path(__file__).parents[2] / "data"


@dataclass(frozen=True, slots=True)
class NameLexicon:
    """Folded words by what they say about a name; the data files explain each list."""

    generic: frozenset[str]
    calendar: frozenset[str]
    seasons: frozenset[str]
    everyday: frozenset[str]
    people_too: frozenset[str]
    before_person: frozenset[str]
    before_customer: frozenset[str]
    indefinite: frozenset[str]
    wanting: frozenset[str]
    units: frozenset[str]
    happening: frozenset[str]
    when: frozenset[str]
    with_: frozenset[str]
    surnames: frozenset[str]

    def is_ordinary(self, word: str) -> bool:
        """Whether the word alone is nobody's name."""
        return word in self.everyday or word in self.calendar or word in self.seasons


@cache
def ordinary_words() -> frozenset[str]:
    """What `storage.names.search.StoredNames` takes as its `everyday` words: looked up as they stand, never as misspelt names."""
    words = lexicon()
    return words.everyday | words.calendar | words.seasons


@cache
def lexicon() -> NameLexicon:
    """The words of all languages; read once."""
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(PHRASES.glob("*/names.toml"))]
    return NameLexicon(
        **{
            part.name: frozenset(word for file in files for word in file[part.name.rstrip("_")])
            for part in fields(NameLexicon)
        }
    )
