"""Names and how they are found: word and one-deletion tables, looked up by equality on both stores."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, pairwise
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Select, String, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.base import BigId
from storage.name_keys import (
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
    stretches,
)
from storage.name_models import IndexedName, NamePosting, NameSpelling, NameTerm

BATCH = 2_000
"""Entities that are indexed with one round of statements."""


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


class NameKind(StrEnum):
    """What a name is the name of."""

    CUSTOMER = "customer"
    CONTACT = "contact"
    PROMOTION = "promotion"
    PRODUCT = "product"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class NameEntry:
    """A known name: whose it is, how it is spelt, and for a contact the customer it belongs to.

    `alias` is the nickname by which it was found, where that is not its name.
    """

    kind: NameKind
    id: int
    name: str
    customer_id: int | None = None
    alias: str | None = None


_Key = TypeVar("_Key", int, str)


@dataclass(frozen=True, slots=True)
class Named:
    """Something to index: `names[0]` is its name, the rest are nicknames. `hidden_by` an import: not found until it is done."""

    kind: NameKind
    id: int
    names: Sequence[str]
    customer_id: int | None = None
    hidden_by: int | None = None


def index_name(
    connection: Connection,
    kind: NameKind,
    id: int,  # noqa: A002 - the field's word
    names: Sequence[str],
    *,
    customer_id: int | None = None,
) -> None:
    """Writes what is looked up to find something by its names, instead of what was there. `names[0]` is its name."""
    forget_name(connection, kind, id)
    index_many(connection, [Named(kind, id, names, customer_id)])


def index_many(connection: Connection, rows: Iterable[Named]) -> None:
    """Indexes many things that are not in the index yet, for imports. One that is raises an IntegrityError."""
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        name_ids = _insert_names(connection, batch)
        terms_of = [stretches(name_words(name)) for row in batch for name in row.names]
        kinds = [row.kind.value for row in batch for _ in row.names]
        term_ids = _count_terms(connection, Counter((term, kind) for terms, kind in zip(terms_of, kinds, strict=True) for term in terms))
        postings = [
            {"term_id": term_ids[term, kind], "name_id": name_id}
            for name_id, terms, kind in zip(name_ids, terms_of, kinds, strict=True)
            for term in terms
        ]
        if postings:
            connection.execute(insert(NamePosting), postings)


def forget_name(connection: Connection, kind: NameKind, id: int) -> None:  # noqa: A002 - the field's word
    """Takes something out of the index, its words included where nothing else has them."""
    _forget(connection, connection.scalars(
        select(IndexedName.id).where(IndexedName.kind == kind.value, IndexedName.entity_id == id)
    ).all())


def forget_hidden(connection: Connection, hidden_by: int, *, limit: int) -> int:
    """Takes up to `limit` names that an import hides out of the index; returns how many those were."""
    name_ids = connection.scalars(select(IndexedName.id).where(IndexedName.hidden_by == hidden_by).limit(limit)).all()
    _forget(connection, name_ids)
    return len(name_ids)


def _forget(connection: Connection, name_ids: Sequence[int]) -> None:
    if not name_ids:
        return
    uses = connection.execute(
        select(NamePosting.term_id, func.count()).where(NamePosting.name_id.in_(name_ids))
        .group_by(NamePosting.term_id).order_by(NamePosting.term_id)
    ).all()
    connection.execute(delete(NamePosting).where(NamePosting.name_id.in_(name_ids)))
    connection.execute(delete(IndexedName).where(IndexedName.id.in_(name_ids)))
    if not uses:  # a name of nothing but spaces
        return
    connection.execute(
        update(NameTerm).where(NameTerm.id == bindparam("term")).values(names=NameTerm.names - bindparam("uses")),
        [{"term": term, "uses": count} for term, count in uses],
    )
    _forget_unused(connection, [term for term, _ in uses])


def _insert_names(connection: Connection, batch: Sequence[Named]) -> Sequence[int]:
    return connection.scalars(
        insert(IndexedName).returning(IndexedName.id, sort_by_parameter_order=True),
        [
            {
                "kind": row.kind.value,
                "entity_id": row.id,
                "position": position,
                "name": row.names[0],
                "alias": name if position else None,
                "customer_id": row.customer_id,
                "hidden_by": row.hidden_by,
            }
            for row in batch
            for position, name in enumerate(row.names)
        ],
    ).all()


def _count_terms(connection: Connection, uses: Counter[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Adds to how many names have each (term, kind); returns the terms' ids. New words get their spelling keys."""
    if not uses:
        return {}
    # In one order everywhere, so that two writers of the same words wait for each other instead of deadlocking.
    rows = [{"text": text, "kind": kind, "names": count} for (text, kind), count in sorted(uses.items())]
    statement: Any = (postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert)(NameTerm)
    statement = statement.on_conflict_do_update(
        index_elements=[NameTerm.text, NameTerm.kind], set_={"names": NameTerm.names + statement.excluded.names}
    ).returning(NameTerm.id, NameTerm.text, NameTerm.kind, NameTerm.names)
    ids: dict[tuple[str, str], int] = {}
    spellings: list[dict[str, Any]] = []
    for term_id, text, kind, names in connection.execute(statement, rows):
        ids[text, kind] = term_id
        if names == uses[text, kind] and text[0] not in (WHOLE, PAIR):
            spellings += ({"key": key, "term_id": term_id} for key in spelling_keys(text))
    if spellings:
        connection.execute(insert(NameSpelling), spellings)
    return ids


def _forget_unused(connection: Connection, term_ids: Sequence[int]) -> None:
    unused = connection.execute(
        delete(NameTerm).where(NameTerm.id.in_(term_ids), NameTerm.names <= 0).returning(NameTerm.id, NameTerm.text)
    ).all()
    spellings = [{"spelt": key, "term": term_id} for term_id, text in unused for key in spelling_keys(text)]
    if spellings:
        spelling = NameSpelling.key == bindparam("spelt"), NameSpelling.term_id == bindparam("term")
        connection.execute(delete(NameSpelling).where(*spelling), spellings)


# Built once: making a statement and its cache key takes longer than SQLite takes to answer it.
_KINDS = {kind.value: kind for kind in NameKind}
_TERM = select(NameTerm.id, NameTerm.text, NameTerm.kind, NameTerm.names)
_ENTRY = select(
    IndexedName.kind, IndexedName.entity_id, IndexedName.name, IndexedName.customer_id, IndexedName.alias
).where(IndexedName.hidden_by.is_(None))
_KEYS = bindparam("keys", expanding=True, type_=String)
_TERMS = bindparam("terms", expanding=True, type_=BigId)
_SPELT_LIKE = _TERM.where(NameTerm.id.in_(select(NameSpelling.term_id).where(NameSpelling.key.in_(_KEYS))))
_SAID = _TERM.where(NameTerm.text.in_(_KEYS))
_HAVING = select(NamePosting.name_id).where(NamePosting.term_id.in_(_TERMS))
_WITH_TERMS = _ENTRY.where(IndexedName.id.in_(_HAVING))
_SOME_HAVING = (  # in the index's order: PostgreSQL would rather scan for the first twenty of a common word
    select(NamePosting.name_id).where(NamePosting.term_id == bindparam("term", type_=BigId))
    .order_by(NamePosting.name_id).limit(SAMPLE)
)  # fmt: skip
_WITH_TERM = _ENTRY.where(IndexedName.id.in_(_SOME_HAVING))
_CONTACTS = _ENTRY.where(
    IndexedName.customer_id.in_(select(IndexedName.entity_id).where(IndexedName.id.in_(_HAVING))),
    IndexedName.kind == NameKind.CONTACT.value,
).limit(FETCHED)


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
    people of the customers it names, by three or four statements, each of which looks up keys by equality.
    """

    def __init__(self, connection: Connection, everyday: frozenset[str] = frozenset()) -> None:
        self._connection = connection
        self._everyday = everyday

    def candidates(self, words: Sequence[str]) -> Sequence[NameEntry]:
        """Entries that a message with these words, in this order, may mention; at most `LONGEST_MESSAGE` are read."""
        written = [key for word in words[:LONGEST_MESSAGE] for key in name_words(word)]
        telling = content(written)
        if not telling:
            return []
        few = len(telling) <= FEW_WORDS
        known = self._known_words(telling, few=few)
        readings = _readings(telling, known, self._everyday)
        likely = {reading.text for at in readings for reading in at}
        known = [term for term in known if term.text in likely]
        likeliest = [at[: READINGS * 4 if few else READINGS] for at in readings]
        wholes = self._run_together(written, telling) | _stretches_of(likeliest, PATHS * 2 if few else PATHS)
        stretched = self._terms(_SAID, list(wholes))
        spoken = set(telling)
        chosen = _affordable([*stretched, *known], spoken, FETCHED)
        entries = self._names(chosen)
        crowded = {term.kind for term in known} - {entry.kind.value for entry in entries}
        if few and crowded:
            too_many = [term for term in known if term.kind in crowded and term.text in spoken]
            entries += self._some_of(sorted(too_many, key=lambda term: term.names)[:2])
        return list({(entry.kind, entry.id, entry.alias): entry for entry in entries + self._contacts_of(chosen)}.values())

    def _known_words(self, telling: Sequence[str], *, few: bool) -> list[_Term]:
        keys = {joined(pair) for pair in pairwise(telling) if not self._everyday.issuperset(pair)}
        for word in telling:
            if word in self._everyday:
                keys.add(word)
            elif not few and len(word) <= SHORTEST_MISSPELT:  # in a sentence nearly all are ordinary words
                keys |= {word, SOUND + sound(word)}
            else:
                keys |= spelling_keys(word)
            if word.endswith("es"):
                keys.add(word[:-2])
        return self._terms(_SPELT_LIKE, list(keys))

    def _run_together(self, written: Sequence[str], telling: Sequence[str]) -> set[str]:
        """The stretches that may have been typed as one word ("barsol"), and names of words that are never looked up."""
        unusual = [word for word in telling if word not in self._everyday]
        found = {mark + word for word in unusual for mark in (WHOLE, PAIR)}
        found |= {WHOLE + joined(pair) for pair in pairwise(telling) if not self._everyday.issuperset(pair)}
        if len(telling) < len(written):
            found |= {WHOLE + joined(pair) for pair in pairwise(written) if not set(telling).issuperset(pair)}
            found |= {WHOLE + word for word in written if word in SKIPPED or len(word) == 1}
        return found

    def _terms(self, statement: Select[int, str, str, int], keys: Sequence[str]) -> list[_Term]:
        return [_Term(*row) for row in self._connection.execute(statement, {"keys": _padded(keys)})] if keys else []

    def _names(self, terms: Collection[_Term]) -> list[NameEntry]:
        return self._entries(_WITH_TERMS, {"terms": _padded([term.id for term in terms])}) if terms else []

    def _some_of(self, terms: Collection[_Term]) -> list[NameEntry]:
        """A few of the many names with a common word, so that somebody who typed only that has a choice."""
        return [entry for term in terms for entry in self._entries(_WITH_TERM, {"term": term.id})]

    def _contacts_of(self, wholes: Collection[_Term]) -> list[NameEntry]:
        """The people at customers that the message names in full: "Ana" alone is too common to look up, Bar Sol's is not."""
        named = [term.id for term in wholes if term.kind == NameKind.CUSTOMER and term.text[0] == WHOLE]
        return self._entries(_CONTACTS, {"terms": _padded(named)}) if named else []

    def _entries(self, statement: Select[str, int, str, int | None, str | None], keys: Mapping[str, Any]) -> list[NameEntry]:
        return [
            NameEntry(_KINDS[kind], id_, name, customer_id, alias)
            for kind, id_, name, customer_id, alias in self._connection.execute(statement, keys)
        ]


def _padded(keys: Sequence[_Key]) -> list[_Key]:
    """Repeats the last key up to a power of two: statements of few different lengths are parsed and planned once."""
    full = max(8, 1 << (len(keys) - 1).bit_length())
    return list(keys) + [keys[-1]] * (full - len(keys))


def _readings(telling: Sequence[str], known: Sequence[_Term], everyday: Collection[str]) -> list[list[_Reading]]:
    """For each written word the known words it may be, best first; an everyday word is only itself."""
    at: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for position, word in enumerate(telling):
        for key in spelling_keys(word):
            at[key].add((position, 1))
        at[word.removesuffix("es")].add((position, 1))
    for position, pair in enumerate(pairwise(telling)):
        at[joined(pair)].add((position, 2))
    found: list[list[_Reading]] = [[] for _ in telling]
    for text in {term.text for term in known}:
        for position, width in set().union(*(at.get(key, ()) for key in spelling_keys(text))):
            fit = likeness(joined(telling[position : position + width]), text)
            if fit == 1 or (fit and telling[position] not in everyday):
                found[position].append(_Reading(text, fit, width))
    return [sorted(readings, key=lambda reading: -reading.likeness) for readings in found]


def _stretches_of(readings: Sequence[Sequence[_Reading]], most: int) -> set[str]:
    """The whole names and the pairs that a message may contain, as its words may be read."""
    found = set()
    for start in range(len(readings)):
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

    def worth(term: _Term) -> tuple[int, int]:
        said = term.text[0] == PAIR or term.text in spoken
        return (0 if term.text[0] == WHOLE else 1 if said else 2, term.names)

    left = dict.fromkeys((kind.value for kind in NameKind), most)
    chosen = []
    for term in sorted(terms, key=worth):
        if term.names <= left[term.kind]:
            left[term.kind] -= term.names
            chosen.append(term)
    return chosen
