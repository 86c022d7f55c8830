"""What of the store is about a person: their row, and whatever refers to it, as the keys declare it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, select

from storage.audit.records import MERGED_INTO
from storage.audit.tables import AuditRow
from storage.entities.catalogue import Reference, catalogue
from storage.entities.entity import audit_name, entity_of, key_of, table_of
from storage.entities.keys import Erasure, declared
from storage.session.base import Base
from storage.session.session import Session

BATCH = 500
"""Values in one statement: both stores take as many."""


@dataclass
class Reach:
    """What is about a person, by table: their own rows, and those of others that refer to them, by the key that does.

    `spoken` are the rows in which one of their own speaks of them.
    """

    own: dict[type[Base], set[int]] = field(default_factory=dict)
    others: dict[tuple[type[Base], str], set[int]] = field(default_factory=dict)
    spoken: dict[type[Base], set[int]] = field(default_factory=dict)

    @property
    def referring(self) -> Mapping[type[Base], set[int]]:
        """The rows of others, whichever key refers to them, or speaks of them there."""
        found = {model: set(ids) for model, ids in self.spoken.items()}
        for (model, _column), ids in self.others.items():
            found.setdefault(model, set()).update(ids)
        return found


def reach(session: Session, model: type[Base], id_: int) -> Reach:
    """All that is about one row: what is its own goes on to what refers to that."""
    found = Reach()
    waiting = [(model, {id_})]
    while waiting:
        of, ids = waiting.pop()
        new = _with_merged(session, of, ids) - found.own.get(of, set())
        if not new:
            continue
        found.own.setdefault(of, set()).update(new)
        for reference in catalogue().references(of):
            referring = set(_ids(session, reference, new))
            if reference.key.erasure is Erasure.GOES:
                waiting.append((reference.model, referring))
            elif reference.key.erasure is Erasure.LETS_GO:
                found.others.setdefault((reference.model, reference.column.name), set()).update(referring)
    for of, ids in found.own.items():
        for column in _speaking(of):
            spoken = found.spoken.setdefault(catalogue().owner(of, column.name), set())
            spoken.update(_referred(session, of, column, ids))
    for other, ids in [*((model, ids) for (model, _column), ids in found.others.items()), *found.spoken.items()]:
        ids.difference_update(found.own.get(other, set()))
    return found


def around(session: Session, model: type[Base], id_: int) -> Mapping[type[Base], set[int]]:
    """The rows that belong to the same customer, say, as a contact: what people wrote there may name them."""
    table = table_of(model)
    found: dict[type[Base], set[int]] = {}
    for column in table.columns:
        for key in column.foreign_keys:
            rule, parent = declared(key), catalogue().table(key.column.table.name)
            if rule is None or rule.erasure is not Erasure.GOES or not entity_of(parent).data_subject:
                continue
            parent_id = session.connection.execute(select(column).where(key_of(table) == id_)).scalar()
            for reference in catalogue().references(parent):
                if reference.key.erasure is Erasure.GOES and entity_of(reference.model).words:
                    found.setdefault(reference.model, set()).update(_ids(session, reference, [parent_id]))
    return found


def is_kept(model: type[Base]) -> bool:
    """Whether erased rows of a table stay as empty shells, because what is somebody else's goes on referring to them."""
    return any(
        reference.key.erasure is Erasure.STAYS
        or (reference.key.erasure is Erasure.GOES and reference.model is not model and is_kept(reference.model))
        for reference in catalogue().references(model)
    )


def batches(ids: Collection[Any]) -> Iterator[list[Any]]:
    """Ids in order, as many at once as a statement takes."""
    ordered = sorted(ids)
    yield from (ordered[at : at + BATCH] for at in range(0, len(ordered), BATCH))


def _ids(session: Session, reference: Reference, ids: Collection[Any]) -> Iterator[int]:
    column: Column[Any] = key_of(table_of(reference.model))
    for batch in batches(ids):
        yield from session.connection.execute(select(column).where(reference.column.in_(batch))).scalars()


def _speaking(model: type[Base]) -> list[Column[Any]]:
    """The keys to rows in which a table's rows speak of somebody."""
    keys = ((column, declared(key)) for column in table_of(model).columns for key in column.foreign_keys)
    return [column for column, rule in keys if rule and rule.speaks]


def _referred(session: Session, model: type[Base], column: Column[Any], ids: Collection[int]) -> Iterator[int]:
    for batch in batches(ids):
        yield from session.connection.execute(select(column).where(key_of(table_of(model)).in_(batch))).scalars()


def _with_merged(session: Session, model: type[Base], ids: Collection[int]) -> set[int]:
    """These rows and those that were merged into them: they are of the same one."""
    if entity_of(model).join is None:
        return set(ids)
    into = AuditRow.after[MERGED_INTO].as_integer()
    found, new = set(ids), set(ids)
    while new:
        merged = [
            id_
            for batch in batches(new)
            for id_ in session.connection.execute(
                select(AuditRow.entity_id).where(
                    AuditRow.entity == audit_name(model), into.in_(batch), AuditRow.undone_at.is_(None)
                )
            ).scalars()
        ]
        new = set(merged) - found
        found |= new
    return found
