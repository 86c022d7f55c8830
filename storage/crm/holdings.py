"""Which kinds of rows a customer has any of, asked once for all kinds: what reads one asks nothing where there are none.

After each log a dozen capabilities look whether they have something to say about its customer. Most customers have no lead, no
complaint and no survey, so most of those questions have the same answer.
"""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import bindparam, exists, select
from sqlalchemy.sql.selectable import Select

from storage.session.base import Base, BigId
from storage.session.reads import Topic

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T", bound=Topic)

_KINDS: dict[str, type[Base]] = {}
"""What is looked for, by the table's name: whatever `of_customers_with` was told of."""


def of_customers_with(
    model: type[Base], none: Callable[[], Any]
) -> Callable[[Callable[Concatenate[T, int, P], R]], Callable[Concatenate[T, int, P], R]]:
    """For a topic's method that reads rows of this kind of a customer, its first argument: `none` where there are no such rows.

    The table needs an index that begins with its `customer_id`.
    """
    _KINDS[model.__tablename__] = model

    def only(method: Callable[Concatenate[T, int, P], R]) -> Callable[Concatenate[T, int, P], R]:
        @wraps(method)
        def read(self: T, customer_id: int, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if not _has(self._session, model, customer_id):
                nothing: R = none()
                return nothing
            return method(self, customer_id, *args, **kwargs)

        return read

    return only


def _has(session: Any, model: type[Base], customer_id: int) -> bool:  # noqa: ANN401 - a session, which knows its topics
    kinds = tuple(_KINDS)
    found = session.known.answer((_has, customer_id), lambda: session.row(_held(kinds), {"customer": customer_id}))
    return bool(found[kinds.index(model.__tablename__)])


@cache
def _held(kinds: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    """Built once: all kinds are known when the topics are loaded."""
    customer = bindparam("customer", type_=BigId)
    return select(*(_any_of(_KINDS[kind], customer).label(kind) for kind in kinds))


def _any_of(model: type[Base], customer: Any) -> Any:  # noqa: ANN401 - the columns of whichever table
    columns = model.__table__.c
    rows = select(1).where(columns.customer_id == customer)
    return exists(rows.where(columns.archived_at.is_(None)) if "archived_at" in columns else rows)
