"""How names are found in what people type: word and one-deletion tables, looked up by equality on both stores."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import Connection, Executable, bindparam, select, union_all

from storage.names.keys import (
    PAIR,
    SHORTEST_MISSPELT,
    SKIPPED,
    SOUND,
    WHOLE,
    content,
    joined,
    likeness,
    name_words,
    sound,
    spelling_keys,
)
from storage.names.names import NameEntry, NameKind
from storage.names.tables import IndexedName, NamePosting, NameSpelling, NameTerm
from storage.session.base import BigId
from storage.session.dialects import among
from storage.session.direct import run
from storage.session.reads import Known

LONGEST_MESSAGE = 100
"""Words of a message in which names are looked for."""

LONGEST_WINDOW = 5
"""Content words of a name that is looked up as a whole."""

FETCHED = 40
"""Names of one kind that are fetched for a message."""

FEW_WORDS = 5
"""Telling words up to which a text is taken for a name that was asked for, and is read in more ways."""

SAMPLE = 20
"""Names that are shown for a word that too many have."""

PATHS = 16
"""Ways to read the words from one place on that are looked up as whole names; for few words, twice as many."""

READINGS = 4
"""Known words that one written word may be; for few words, four times as many."""

# Built once: making a statement and its cache key takes longer than SQLite takes to answer it.
_KINDS = {kind.value: kind for kind in NameKind}
_TERM = select(NameTerm.id, NameTerm.text, NameTerm.kind, NameTerm.names)
_SAID = _TERM.where(among(NameTerm.text, "stretches"))
_SPELT_LIKE = union_all(
    _TERM.where(NameTerm.id.in_(select(NameSpelling.term_id).where(among(NameSpelling.key, "keys")))), _SAID
)

_ENTRY = select(
    IndexedName.kind, IndexedName.entity_id, IndexedName.name, IndexedName.customer_id, IndexedName.alias
).where(IndexedName.hidden_by.is_(None))
_HAVING = select(NamePosting.name_id)
_WITH_TERMS = _ENTRY.where(IndexedName.id.in_(_HAVING.where(among(NamePosting.term_id, "terms"))))
_CUSTOMERS = select(IndexedName.entity_id).where(IndexedName.id.in_(_HAVING.where(among(NamePosting.term_id, "named"))))
_THEIR_PEOPLE = _ENTRY.where(
    IndexedName.customer_id.in_(_CUSTOMERS), IndexedName.kind == NameKind.CONTACT.value
).limit(FETCHED).subquery()  # fmt: skip
_WITH_THEIR_PEOPLE = union_all(_WITH_TERMS, select(_THEIR_PEOPLE))
_SOME_HAVING = (  # in the index's order: PostgreSQL would rather scan for the first twenty of a common word
    _HAVING.where(NamePosting.term_id == bindparam("term", type_=BigId)).order_by(NamePosting.name_id).limit(SAMPLE)
)
_WITH_TERM = _ENTRY.where(IndexedName.id.in_(_SOME_HAVING))


_Place = tuple[int, int]
"""A word of the message, and how many from it on."""


class _Term(NamedTuple):
    id: int
    text: str
    kind: str
    names: int


class _Reading(NamedTuple):
    """A known word that a written one (or two, where it was split) may be."""

    text: str
    likeness: float
    width: int


class StoredNames:
    """The names in the store, as `handlers.language.meaning.NameBook`.

    `everyday` are folded words of ordinary language: they are looked up as they stand, never as the misspelling of a
    name, which spares a long message most of the work. At most `FETCHED` names of a kind come back, and as many
    people of the customers it names, by two or three statements, each of which looks up keys by equality.
    """

    def __init__(
        self, connection: Connection, everyday: frozenset[str] = frozenset(), known: Known | None = None
    ) -> None:
        self._connection = connection
        self._everyday = everyday
        self._known = known

    def candidates(self, words: Sequence[str]) -> Sequence[NameEntry]:
        """Entries that a message with these words, in this order, may mention; at most `LONGEST_MESSAGE` are read."""
        written = [key for word in words[:LONGEST_MESSAGE] for key in name_words(word)]
        telling = content(written)
        if not telling:
            return []
        few = len(telling) <= FEW_WORDS
        places = self._places(telling, few=few)
        stretches = self._stretches(written, telling)
        found = self._terms(_SPELT_LIKE, keys=places, stretches=stretches)
        known = [term for term in found if term.text[0] not in (WHOLE, PAIR)]
        readings = _readings(telling, known, places, self._everyday)
        likely = {reading.text for at in readings for reading in at}
        known = [term for term in known if term.text in likely]
        stretched = [term for term in found if term.text in stretches]
        likeliest = [at[: READINGS * 4 if few else READINGS] for at in readings]
        if further := _stretches_of(likeliest, PATHS * 2 if few else PATHS) - stretches:
            stretched += self._terms(_SAID, stretches=further)
        return self._entries_of(stretched, known, frozenset(telling), few=few)

    def _entries_of(
        self, stretched: Sequence[_Term], known: Sequence[_Term], spoken: Collection[str], *, few: bool
    ) -> list[NameEntry]:
        """What has these terms, as far as that can be afforded, and the people at customers that are named in full.

        "Ana" alone is too common to look up, Bar Sol's is not.
        """
        chosen = _affordable([*stretched, *known], spoken, FETCHED)
        named = [term.id for term in chosen if term.kind == NameKind.CUSTOMER and term.text[0] == WHOLE]
        entries: list[NameEntry] = []
        if chosen:
            terms = [term.id for term in chosen]
            entries = (
                self._entries(_WITH_THEIR_PEOPLE, terms=terms, named=named)
                if named
                else self._entries(_WITH_TERMS, terms=terms)
            )
        crowded = {term.kind for term in known} - {entry.kind.value for entry in entries}
        if few and crowded:  # somebody who typed only what very many have gets a few of them to choose from
            too_many = [term for term in known if term.kind in crowded and term.text in spoken]
            for term in sorted(too_many, key=lambda term: term.names)[:2]:
                entries += self._entries(_WITH_TERM, term=term.id)
        told = {(entry.kind, entry.id, entry.alias or ""): entry for entry in entries}
        return [told[key] for key in sorted(told)]

    def _places(self, telling: Sequence[str], *, few: bool) -> Mapping[str, Sequence[_Place]]:
        """The keys under which the words, and two that were split, are looked up, and where those stand."""
        places: dict[str, list[_Place]] = defaultdict(list)
        for position, pair in enumerate(pairwise(telling)):
            if not self._everyday.issuperset(pair):
                places[joined(pair)].append((position, 2))
        for position, word in enumerate(telling):
            for key in self._keys(word, few=few):
                places[key].append((position, 1))
        return places

    def _keys(self, word: str, *, few: bool) -> Collection[str]:
        keys: Collection[str]
        if word in self._everyday:
            keys = (word,)
        elif not few and len(word) <= SHORTEST_MISSPELT:  # in a sentence nearly all are ordinary words
            keys = (word, SOUND + sound(word))
        else:
            keys = spelling_keys(word)
        return (*keys, word[:-2]) if word.endswith("es") else keys

    def _stretches(self, written: Sequence[str], telling: Sequence[str]) -> set[str]:
        """The names that the words are as they stand, what may have been typed as one word ("barsol"), and names of little words."""
        found = {WHOLE + word for word in telling} | {PAIR + word for word in telling if word not in self._everyday}
        found |= {mark + joined(pair) for pair in pairwise(telling) for mark in (WHOLE, PAIR)}
        found |= {WHOLE + joined(telling[at : at + size]) for at, size in self._unusual(telling)}
        if len(telling) < len(written):
            found |= {WHOLE + joined(pair) for pair in pairwise(written) if not set(telling).issuperset(pair)}
            found |= {WHOLE + word for word in written if word in SKIPPED or len(word) == 1}
        return found

    def _unusual(self, telling: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where three words or more that are none of ordinary language follow each other, and how many: most likely a name."""
        row = 0
        for at, word in enumerate(telling, 1):
            row = 0 if word in self._everyday else row + 1
            yield from ((at - size, size) for size in range(3, min(row, LONGEST_WINDOW) + 1))

    def _terms(self, statement: Executable, **keys: Collection[str]) -> list[_Term]:
        listed = {name: list(values) for name, values in keys.items()}
        return [_Term(*row) for row in self._rows(statement, listed)]

    def _entries(self, statement: Executable, **keys: Any) -> list[NameEntry]:  # noqa: ANN401 - a term's id, or several
        return [
            NameEntry(_KINDS[kind], id_, name, customer_id, alias)
            for kind, id_, name, customer_id, alias in self._rows(statement, keys)
        ]

    def _rows(self, statement: Executable, keys: Mapping[str, Any]) -> Sequence[Any]:
        """What a unit of work that knows what it has read reads once: a name is looked for by several who read a message."""
        if self._known is None:
            return run(self._connection, statement, keys)
        key = (statement, *(tuple(given) if isinstance(given, list) else given for given in keys.values()))
        return self._known.answer(key, lambda: run(self._connection, statement, keys))


def _readings(
    telling: Sequence[str],
    known: Sequence[_Term],
    places: Mapping[str, Sequence[_Place]],
    everyday: Collection[str],
) -> list[list[_Reading]]:
    """For each written word the known words it may be, best first; an everyday word is only itself."""
    found: list[list[_Reading]] = [[] for _ in telling]
    for text in {term.text for term in known}:
        for position, width in {place for key in spelling_keys(text) & places.keys() for place in places[key]}:
            fit = likeness(joined(telling[position : position + width]), text)
            if fit == 1 or (fit and telling[position] not in everyday):
                found[position].append(_Reading(text, fit, width))
    return [sorted(readings, key=lambda reading: (-reading.likeness, reading.text)) for readings in found]


def _stretches_of(readings: Sequence[Sequence[_Reading]], most: int) -> set[str]:
    """The whole names and the pairs that a message may contain, as its words may be read."""
    found = set()
    for start in (start for start, known in enumerate(readings) if known):
        for path in _paths(readings, start, most):
            found.add(WHOLE + joined(path))
            if len(path) == 2:
                found.add(PAIR + joined(path))
    return found


def _paths(readings: Sequence[Sequence[_Reading]], start: int, most: int) -> Iterator[tuple[str, ...]]:
    """Ways to read the words from `start` on as known ones, the `most` likeliest of each length."""
    ways: list[tuple[float, tuple[str, ...], int]] = [(1.0, (), start)]
    for _ in range(LONGEST_WINDOW):
        ways = [
            (fit * reading.likeness, (*path, reading.text), position + reading.width)
            for fit, path, position in ways
            if position < len(readings)
            for reading in readings[position]
        ]
        ways = sorted(ways, key=lambda way: -way[0])[:most]
        yield from (path for _, path, _ in ways)


def _affordable(terms: Iterable[_Term], spoken: Collection[str], most: int) -> list[_Term]:
    """The terms whose names are fetched, at most `most` names of a kind: whole names, then what was said as it stands,
    then what may have been meant; the rare first, for they tell most.
    """

    def worth(term: _Term) -> tuple[int, int, str]:
        said = term.text[0] == PAIR or term.text in spoken
        return (0 if term.text[0] == WHOLE else 1 if said else 2, term.names, term.text)

    left = dict.fromkeys((kind.value for kind in NameKind), most)
    chosen = []
    for term in sorted(terms, key=worth):
        if term.names <= left[term.kind]:
            left[term.kind] -= term.names
            chosen.append(term)
    return chosen
