"""What a row is, in a few words, as its table declares it: for whoever has no better words for it."""

from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.sql.selectable import Select

from storage.crm.customers import Customers
from storage.crm.tables import CustomerRow
from storage.entities.catalogue import catalogue
from storage.entities.entity import UndeclaredError, entity_of, table_of
from storage.entities.keys import target
from storage.session.base import Base
from storage.session.session import Session


class Labels:
    """The names of rows, as far as the person may see them."""

    def __init__(self, session: Session, customers: Customers) -> None:
        self._session = session
        self._customers = customers

    def of(self, entity: str, id_: int) -> str | None:
        """A row by its table's name in the audit; None where it is gone, or is another's customer's."""
        row = self._session.connection.execute(_labelled(catalogue().audited(entity)), {"row": id_}).one_or_none()
        if row is None:
            return None
        label, *customers = row
        named = {customer for customer in customers if customer is not None}
        if not self._session.sees_all and self._customers.visible(named) != named:
            return None
        return str(label)


# Built once: making a statement takes several times as long as running it.
@cache
def _labelled(model: type[Base]) -> Select[*tuple[Any, ...]]:
    """The label of one row, and the customers that it is about."""
    table = table_of(model)
    about = [column for column in table.columns if column.foreign_keys and target(column) == CustomerRow.__tablename__]
    if model is CustomerRow:
        about = [table.c.id]
    label = table.c[_label(model)]
    statement = select(label, *about)
    if label.foreign_keys:
        other = catalogue().owner(model, label.name)
        named = table_of(other)
        about += [
            column for column in named.columns if column.foreign_keys and target(column) == CustomerRow.__tablename__
        ]
        statement = select(named.c[_label(other)], *about).select_from(table.join(named, label == named.c.id))
    return statement.where(table.c.id == bindparam("row"))


def _label(model: type[Base]) -> str:
    label = entity_of(model).label
    if label is None:
        raise UndeclaredError(f"rows of {model.__tablename__} have no label")
    return label
