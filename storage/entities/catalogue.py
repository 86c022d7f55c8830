"""All tables with what they declare, found in the schema: nobody keeps a list of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, Table

from storage.entities.entity import Alias, UndeclaredError, audit_name, entity_of, table_of
from storage.entities.keys import Key, declared, target
from storage.session.base import Base


@dataclass(frozen=True, slots=True)
class Reference:
    """A key of a table: the class of the table that has it, its column, and what it declares."""

    model: type[Base]
    column: Column[Any]
    key: Key


class Catalogue:
    """The tables that there are, each after those that it refers to."""

    def __init__(self, models: Sequence[type[Base]]) -> None:
        self.models = models
        self._by_table = {model.__tablename__: model for model in models}
        self._by_audit_name = {audit_name(model): model for model in models}
        self._by_about = {about: model for model in models if (about := entity_of(model).about)}
        self._references: dict[str, list[Reference]] = {model.__tablename__: [] for model in models}
        self._aliases: dict[str, list[type[Base]]] = {model.__tablename__: [] for model in models}
        for model in models:
            for column in table_of(model).columns:
                for key in column.foreign_keys:
                    if rule := declared(key):
                        self._references[target(column)].append(Reference(model, column, rule))
            if isinstance(alias := entity_of(model).found_by, Alias):
                self._aliases[target(table_of(model).c[alias.of])].append(model)

    def table(self, name: str) -> type[Base]:
        """The class of a table. Raises UndeclaredError where there is none of this name."""
        return _found(self._by_table, name)

    def audited(self, name: str) -> type[Base]:
        """The class of the table that the audit calls so. Raises UndeclaredError where there is none."""
        return _found(self._by_audit_name, name)

    def called(self, about: str) -> type[Base]:
        """The class of the table whose rows buttons and messages call so ("interaction"). Raises UndeclaredError."""
        return _found(self._by_about, about)

    def references(self, model: type[Base]) -> Sequence[Reference]:
        """The keys that refer to a table."""
        return self._references[model.__tablename__]

    def aliases(self, model: type[Base]) -> Sequence[type[Base]]:
        """The tables that hold further names of a table's rows."""
        return self._aliases[model.__tablename__]

    def owner(self, model: type[Base], key: str) -> type[Base]:
        """The class of the table that a table's key refers to."""
        return self.table(target(table_of(model).c[key]))


def catalogue() -> Catalogue:
    """The tables of the schema as it is now. Raises UndeclaredError where one of them declares nothing."""
    return _catalogue(frozenset(Base.metadata.tables.values()))


@cache
def _catalogue(tables: frozenset[Table]) -> Catalogue:
    classes = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    found = [classes[table] for table in Base.metadata.sorted_tables if table in tables]
    return Catalogue([model for model in found if not model.__derived__])


def _found(models: dict[str, type[Base]], name: str) -> type[Base]:
    try:
        return models[name]
    except KeyError:
        raise UndeclaredError(f"no table is called {name}") from None
