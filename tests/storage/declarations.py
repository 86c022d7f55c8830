"""What the declarations of tables owe: looked for in the schema, by whoever wants to be sure."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import JSON, Column, String
from sqlalchemy.orm import Mapper

from storage.entities.catalogue import Catalogue
from storage.entities.entity import Alias, ByRow, Entity, OwnName, entity_of, table_of
from storage.entities.keys import Erasure, Merge, declared
from storage.entities.stamps import Stamped
from storage.session.base import Base

LONGEST_CODE = 32
"""Letters of a column that cannot hold anything about anybody: kinds, states, languages, currencies."""


def undeclared(base: type[Base] = Base) -> list[str]:
    """Tables that say nothing of themselves."""
    mappers: list[Mapper[Any]] = [
        m for m in base.registry.mappers if m.local_table in set(base.metadata.tables.values())
    ]
    return sorted(
        mapper.class_.__tablename__
        for mapper in mappers
        if not mapper.class_.__derived__ and not isinstance(getattr(mapper.class_, "__entity__", None), Entity)
    )


def faults(catalogue: Catalogue) -> list[str]:
    """What is missing or wrong in what tables and keys declare; nothing where all is well."""
    found = [*_keys(catalogue), *_speaking(catalogue), *_twice(catalogue)]
    for model in catalogue.models:
        found += [f"{model.__tablename__}: {fault}" for fault in (*_columns(model), *_undo(catalogue, model))]
    return sorted(found)


def _keys(catalogue: Catalogue) -> Iterator[str]:
    erasable = _erasable(catalogue)
    for model in catalogue.models:
        for column in table_of(model).columns:
            for key in column.foreign_keys:
                name, rule, to = f"{model.__tablename__}.{column.name}", declared(key), key.column.table.name
                if rule is None:
                    yield f"{name} declares nothing: make it with `refers`"
                    continue
                join = entity_of(catalogue.table(to)).join
                if join and rule.merge is None:
                    yield f"{name} does not say where it goes when {to} are merged"
                if rule.merge is Merge.MOVES and not isinstance(entity_of(model).undo, ByRow):
                    yield f"{name} moves, and could not be moved back: its table has no undo"
                if to in erasable and rule.erasure is None:
                    yield f"{name} does not say what becomes of it when {to} are erased"
                if rule.erasure is Erasure.LETS_GO and not column.nullable:
                    yield f"{name} lets go, and cannot be empty"
                if rule.apart_from and rule.apart_from not in table_of(model).c:
                    yield f"{name} stays apart from {rule.apart_from}, which there is not"


def _speaking(catalogue: Catalogue) -> Iterator[str]:
    for model in catalogue.models:
        for column in table_of(model).columns:
            rules = (declared(key) for key in column.foreign_keys)
            if any(rule and rule.speaks and rule.erasure is not Erasure.GOES for rule in rules):
                yield f"{model.__tablename__}.{column.name} speaks of somebody, and does not go with what it refers to"


def _erasable(catalogue: Catalogue) -> set[str]:
    """Tables with rows that may be erased: somebody's, and what goes with them."""
    found = {model.__tablename__ for model in catalogue.models if entity_of(model).data_subject}
    while True:
        more = {
            reference.model.__tablename__
            for name in found
            for reference in catalogue.references(catalogue.table(name))
            if reference.key.erasure is Erasure.GOES
        }
        if more <= found:
            return found
        found |= more


def _columns(model: type[Base]) -> Iterator[str]:
    entity, table = entity_of(model), table_of(model)
    said = Counter([*entity.identifies, *entity.words, *entity.fleeting, *entity.codes])
    for name in said:
        if name not in table.c:
            yield f"there is no column {name}"
        if said[name] > 1:
            yield f"{name} is two things at once"
    named = [*(entity.join.fills if entity.join else ()), *(entity.join.unless if entity.join else ())]
    named += [name for name in (entity.refers_by, entity.addressed, entity.join and entity.join.same) if name]
    match entity.found_by:
        case OwnName(_kind, customer, column):
            named += [column, *([customer] if customer else [])]
        case Alias(of, column):
            named += [of, column]
    yield from (f"there is no column {name}" for name in named if name not in table.c)
    for held in table.columns:
        if held.name not in said and _may_hold_words(held):
            yield f"{held.name} may hold what people write: identifies, words, fleeting, or codes?"


def _may_hold_words(column: Column[Any]) -> bool:
    if isinstance(column.type, JSON):
        return True
    return isinstance(column.type, String) and (column.type.length or LONGEST_CODE + 1) > LONGEST_CODE


def _undo(catalogue: Catalogue, model: type[Base]) -> Iterator[str]:
    entity, table = entity_of(model), table_of(model)
    if entity.undo is None:
        return
    if entity.part_of and not (entity.part_of in table.c and table.c[entity.part_of].foreign_keys):
        yield f"is a part of what {entity.part_of} refers to, which is nothing"
    if isinstance(entity.undo, ByRow):
        if not issubclass(model, Stamped):
            yield "is undone row by row, and does not say who changed it"
        if entity.undo.put_away not in table.c:
            yield f"there is no column {entity.undo.put_away}"
    if entity.label is None or entity.label not in table.c:
        yield "is undone, and has no label"
    elif table.c[entity.label].foreign_keys:
        label = entity_of(catalogue.owner(model, entity.label)).label
        if label is None or table_of(catalogue.owner(model, entity.label)).c[label].foreign_keys:
            yield "goes by a row that has no name of its own"


def _twice(catalogue: Catalogue) -> Iterator[str]:
    names = Counter(entity_of(model).name or model.__tablename__ for model in catalogue.models)
    abouts = Counter(about for model in catalogue.models if (about := entity_of(model).about))
    yield from (f"two tables are called {name}" for names_ in (names, abouts) for name, n in names_.items() if n > 1)
