"""What one unit of work has read it knows, for as long as it writes nothing: several who ask for the same row read it once."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, event

LOCKS = "FOR UPDATE"
"""Who reads with a lock wants what others have committed meanwhile."""

P = ParamSpec("P")
R = TypeVar("R")
Known = dict[tuple[object, ...], Any]

STRICTLY = "reads_strictly"
"""An execution option of a connection: what is done with it must not write."""

_KNOWN: WeakKeyDictionary[Connection, Known] = WeakKeyDictionary()
"""By the connection of each unit of work, for as long as that lasts."""


class WouldWriteError(Exception):
    """Something would have been written where it was only to be looked."""


class Topic(Protocol):
    """What works in a session."""

    _session: Any


T = TypeVar("T", bound=Topic)


def begin_to_know(connection: Connection) -> Known:
    """Nothing is known at the beginning of a unit of work."""
    known: Known = {}
    _KNOWN[connection] = known
    return known


def forget_on_writes(engine: Engine) -> None:
    """Has whatever writes, by whichever statement, take away all that is known, for that may have changed."""
    for execution in ("do_execute", "do_executemany", "do_execute_no_params"):
        event.listen(engine, execution, _forget)


def _forget(_cursor: object, statement: str, *rest: Any) -> None:  # noqa: ANN401 - parameters where there are any, and the context
    """The dialect's events: those of connections would make every statement dearer by all that they tell."""
    if not statement.startswith("SELECT") or LOCKS in statement:
        connection = rest[-1].root_connection
        if connection.get_execution_options().get(STRICTLY):
            raise WouldWriteError
        known = _KNOWN.get(connection)
        if known:
            known.clear()


def read_once(method: Callable[Concatenate[T, P], R]) -> Callable[Concatenate[T, P], R]:
    """A topic's method that only reads: the same question, of whoever sees the same, has the same answer until something is written.

    What it returns is shared by all who ask, and so must not be changed.
    """

    @wraps(method)
    def answer(self: T, /, *args: P.args, **kwargs: P.kwargs) -> R:
        session = self._session
        key = (method, session.sees_owners, args, tuple(kwargs.items()))
        known: Known = session.known
        if key in known:
            found: R = known[key]
            return found
        found = known[key] = method(self, *args, **kwargs)
        return found

    return answer
