"""The words by which names are told from other words, from `data/*/names.toml`, all languages together."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache

from handlers.language.concepts.phrasebook import PHRASES, phrase_words, phrasebook
from storage.names.folding import fold


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
    times: frozenset[str]
    with_: frozenset[str]
    surnames: frozenset[str]
    joining: frozenset[str]
    and_: frozenset[str]
    articles: frozenset[str]
    of: frozenset[str]
    to: frozenset[str]
    capital_within: frozenset[str]
    within: frozenset[str]
    employed_at: frozenset[str]
    found_at: frozenset[str]
    kin: frozenset[str]
    own: frozenset[str]
    kin_called: frozenset[str]
    works_at: frozenset[str]
    new: frozenset[str]
    between_person_and_deed: frozenset[str]
    never_in_names: frozenset[str]
    turning_to: frozenset[str]
    around: frozenset[str]
    legal_forms: frozenset[str]
    legal_forms_like_words: frozenset[str]
    abbreviations: frozenset[str]
    numbering: frozenset[str]
    shared_with: frozenset[str]

    def is_ordinary(self, word: str) -> bool:
        """Whether the word alone is nobody's name."""
        return word in self.everyday or word in self.calendar or word in self.seasons

    def is_surname(self, word: str, *, capital: bool) -> bool:
        """Whether a word behind a first name is a surname; in small letters one that is no other word ("costa", "long")."""
        if word not in self.surnames:
            return False
        return capital or not (self.is_ordinary(word) or word in phrasebook().vocabulary)


def is_first_name(word: str) -> bool:
    """Whether people are commonly called so."""
    return word in _first_names()


@cache
def _first_names() -> frozenset[str]:
    return phrasebook().words("first_names")


@cache
def ordinary_words() -> frozenset[str]:
    """What `storage.names.search.StoredNames` takes as its `everyday` words: looked up as they stand, never as misspelt names."""
    words = lexicon()
    return words.everyday | words.calendar | words.seasons


@cache
def lexicon() -> NameLexicon:
    """The words of all languages; read once."""
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(PHRASES.glob("*/names.toml"))]
    lists = {
        part.name: frozenset(word for file in files for word in file[part.name.rstrip("_")])
        for part in fields(NameLexicon)
    }
    return NameLexicon(**{**lists, "everyday": lists["everyday"] | _asking_words()})


def _asking_words() -> frozenset[str]:
    """The words of which state something is asked for: "oportunidades paradas" asks for nobody called Parada."""
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(PHRASES.glob("*/questions.toml"))]
    return frozenset(
        word
        for file in files
        for meaning, phrases in file.items()
        if meaning.startswith("state ")
        for word in phrases
        if " " not in word
    )


@cache
def short_for() -> Mapping[str, frozenset[str]]:
    """The words of names, folded, that one is short for: "st" for street."""
    found: dict[str, set[str]] = {}
    for path in sorted(PHRASES.glob("*/names.toml")):
        for short, words in tomllib.loads(path.read_text(encoding="utf-8"))["short_for"].items():
            found.setdefault(short, set()).update(fold(word) for word in words)
    return {short: frozenset(words) for short, words in found.items()}


@cache
def _phrases(name: str) -> dict[str, list[tuple[str, ...]]]:
    """The phrases of a list of `[introducing]`, by their first word, the longest first."""
    index: dict[str, list[tuple[str, ...]]] = {}
    for path in sorted(PHRASES.glob("*/names.toml")):
        for phrase in tomllib.loads(path.read_text(encoding="utf-8"))["introducing"][name]:
            cut = phrase_words(phrase)
            index.setdefault(cut[0], []).append(cut)
    for found in index.values():
        found.sort(key=len, reverse=True)
    return index


@cache
def introducing_words() -> frozenset[str]:
    """Words of which a message that introduces somebody has one: "cliente", "alta", "account"."""
    nouns = {word for name in ("customer_nouns", "contact_nouns", "lead_nouns") for word in _words_of(name)}
    little = phrasebook().words("function") | phrasebook().words("edges")
    return frozenset((nouns - lexicon().of) | (_words_of("enlisting") - little))


def _words_of(name: str) -> set[str]:
    return {word for found in _phrases(name).values() for phrase in found for word in phrase}


def introducing(name: str, keys: Sequence[str], at: int) -> int:
    """How many words of the longest phrase of a list of `[introducing]` begin at a place; 0 where none does."""
    if at >= len(keys):
        return 0
    return next((len(p) for p in _phrases(name).get(keys[at], ()) if tuple(keys[at : at + len(p)]) == p), 0)
