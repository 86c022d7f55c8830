"""Keeps the index of names in step with the rows, as their tables declare it."""

from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, null, select
from sqlalchemy.sql.selectable import Select

from storage.entities.catalogue import catalogue
from storage.entities.entity import Alias, OwnName, entity_of, put_away_by, table_of
from storage.names.names import forget_name, index_name
from storage.session.base import Base


class NameUpkeep:
    """The index of names in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.changes = 0
        """How often names changed: what was read before may read otherwise now."""

    def refresh(self, model: type[Base], ids: Collection[int]) -> None:
        """Brings the index up to date with rows of this table, whatever happened to them; nothing where it has no names."""
        match entity_of(model).found_by:
            case OwnName() as own:
                for id_ in ids:
                    self._refresh(model, own, id_)
            case Alias() as alias:
                column = table_of(model).c[alias.of]
                named = self._connection.execute(select(column).where(table_of(model).c.id.in_(ids)).distinct())
                self.refresh(catalogue().owner(model, alias.of), sorted(named.scalars()))

    def _refresh(self, model: type[Base], own: OwnName, id_: int) -> None:
        self.changes += 1
        row = self._connection.execute(_named(model, own), {"row": id_}).one_or_none()
        if row is None or row.away:
            forget_name(self._connection, own.kind, id_)
            return
        names = [row.name]
        for other in catalogue().aliases(model):
            if isinstance(alias := entity_of(other).found_by, Alias):
                names += self._connection.execute(_further_names(other, alias), {"row": id_}).scalars()
        index_name(self._connection, own.kind, id_, names, customer_id=row.customer)


# Built once: making a statement takes several times as long as running it.
@cache
def _named(model: type[Base], own: OwnName) -> Select[*tuple[Any, ...]]:
    columns = table_of(model).c
    customer = columns[own.customer] if own.customer else null()
    return select(
        columns[own.column].label("name"), columns[put_away_by(model)].label("away"), customer.label("customer")
    ).where(columns.id == bindparam("row"))


@cache
def _further_names(model: type[Base], alias: Alias) -> Select[*tuple[Any, ...]]:
    columns = table_of(model).c
    return (
        select(columns[alias.column])
        .where(columns[alias.of] == bindparam("row"), columns[put_away_by(model)].is_(None))
        .order_by(columns.id)
    )
