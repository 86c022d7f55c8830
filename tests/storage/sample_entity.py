"""A table that Cartera does not have: what people at customers think of us. One declaration, and that is all of it."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Integer, String, Text
from sqlalchemy.exc import SAWarning
from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.entity import ByRow, Entity, table_of
from storage.entities.keys import Erasure, Merge, refers
from storage.entities.stamps import Authored
from storage.session.base import Base
from storage.work import Store

Model = type[Any]


def opinions() -> Model:
    """The declaration, as it would stand in a `tables.py`."""

    class OpinionRow(Authored):
        """What somebody thinks of us, and how we knew."""

        __tablename__ = "opinions"
        __entity__ = Entity(label="words", about="opinion", undo=ByRow(), words=("words",))

        id: Mapped[int] = mapped_column(Integer, primary_key=True)
        customer_id: Mapped[int] = mapped_column(refers("customers.id", merge=Merge.MOVES, erasure=Erasure.GOES))
        contact_id: Mapped[int | None] = mapped_column(
            refers("contacts.id", merge=Merge.MOVES, erasure=Erasure.LETS_GO)
        )
        words: Mapped[str] = mapped_column(Text)
        channel: Mapped[str | None] = mapped_column(String(20))

    return OpinionRow


@contextmanager
def declared(declare: Callable[[], Model]) -> Iterator[Model]:
    """The schema with one table more, as long as this lasts."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # the class of that name before it is not there any more
        model = declare()
    try:
        yield model
    finally:
        Base.metadata.remove(table_of(model))


@contextmanager
def migrated(store: Store, declare: Callable[[], Model] = opinions) -> Iterator[Model]:
    """The same, with the table in a store, as its migration would have made it."""
    with declared(declare) as model:
        table_of(model).create(store.engine)
        try:
            yield model
        finally:
            table_of(model).drop(store.engine)
