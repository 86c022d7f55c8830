"""Names and their index: what is looked up to find them (`storage.names.search` does)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, select, update

from storage.names.keys import PAIR, WHOLE, name_words, spelling_keys, stretches
from storage.names.tables import IndexedName, NamePosting, NameSpelling, NameTerm
from storage.session.dialects import add_up, insert_all, insert_for_ids

BATCH = 2_000
"""Entities that are indexed with one round of statements."""


class NameKind(StrEnum):
    """What a name is the name of."""

    CUSTOMER = "customer"
    CONTACT = "contact"
    PROMOTION = "promotion"
    PRODUCT = "product"
    STAFF = "staff"


class NameEntry(NamedTuple):
    """A known name: whose it is, how it is spelt, and for a contact the customer it belongs to.

    `alias` is the nickname by which it was found, where that is not its name.
    """

    kind: NameKind
    id: int
    name: str
    customer_id: int | None = None
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class IndexEntry:
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
    index_many(connection, [IndexEntry(kind, id, names, customer_id)])


def index_many(connection: Connection, rows: Iterable[IndexEntry]) -> None:
    """Indexes many things that are not in the index yet, for imports. One that is raises an IntegrityError."""
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        name_ids = _insert_names(connection, batch)
        terms_of = [stretches(name_words(name)) for row in batch for name in row.names]
        kinds = [row.kind.value for row in batch for _ in row.names]
        term_ids = _count_terms(
            connection, Counter((term, kind) for terms, kind in zip(terms_of, kinds, strict=True) for term in terms)
        )
        postings = [
            {"term_id": term_ids[term, kind], "name_id": name_id}
            for name_id, terms, kind in zip(name_ids, terms_of, kinds, strict=True)
            for term in terms
        ]
        insert_all(connection, NamePosting, postings)


def forget_name(connection: Connection, kind: NameKind, id: int) -> None:  # noqa: A002 - the field's word
    """Takes something out of the index, its words included where nothing else has them."""
    _forget(
        connection,
        connection.scalars(
            select(IndexedName.id).where(IndexedName.kind == kind.value, IndexedName.entity_id == id)
        ).all(),
    )


def forget_hidden(connection: Connection, hidden_by: int, *, limit: int) -> int:
    """Takes up to `limit` names that an import hides out of the index; returns how many those were."""
    name_ids = connection.scalars(select(IndexedName.id).where(IndexedName.hidden_by == hidden_by).limit(limit)).all()
    _forget(connection, name_ids)
    return len(name_ids)


def _forget(connection: Connection, name_ids: Sequence[int]) -> None:
    if not name_ids:
        return
    uses = connection.execute(
        select(NamePosting.term_id, func.count())
        .where(NamePosting.name_id.in_(name_ids))
        .group_by(NamePosting.term_id)
        .order_by(NamePosting.term_id)
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


def _insert_names(connection: Connection, batch: Sequence[IndexEntry]) -> Sequence[int]:
    return insert_for_ids(
        connection,
        IndexedName,
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
    )


def _count_terms(connection: Connection, uses: Counter[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Adds to how many names have each (term, kind); returns the terms' ids. New words get their spelling keys."""
    if not uses:
        return {}
    # In one order everywhere, so that two writers of the same words wait for each other instead of deadlocking.
    rows = [{"text": text, "kind": kind, "names": count} for (text, kind), count in sorted(uses.items())]
    ids: dict[tuple[str, str], int] = {}
    spellings: list[dict[str, Any]] = []
    for term_id, text, kind, names in add_up(connection, NameTerm, rows, key=("text", "kind"), total="names"):
        ids[text, kind] = term_id
        if names == uses[text, kind] and text[0] not in (WHOLE, PAIR):
            spellings += ({"key": key, "term_id": term_id} for key in spelling_keys(text))
    insert_all(connection, NameSpelling, spellings)
    return ids


def _forget_unused(connection: Connection, term_ids: Sequence[int]) -> None:
    unused = connection.execute(
        delete(NameTerm).where(NameTerm.id.in_(term_ids), NameTerm.names <= 0).returning(NameTerm.id, NameTerm.text)
    ).all()
    spellings = [{"spelt": key, "term": term_id} for term_id, text in unused for key in spelling_keys(text)]
    if spellings:
        spelling = NameSpelling.key == bindparam("spelt"), NameSpelling.term_id == bindparam("term")
        connection.execute(delete(NameSpelling).where(*spelling), spellings)
