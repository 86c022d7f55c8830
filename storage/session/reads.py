"""What one unit of work has read it knows until that may have changed: several who ask for the same row read it once."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from inspect import unwrap
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, event

from storage.session.base import Base

LOCKS = "FOR UPDATE"
"""Who reads with a lock wants what others have committed meanwhile."""
FAILED = "failed"
"""The execution option with the error that a statement has failed with at the driver, for SQLAlchemy to deal with."""

P = ParamSpec("P")
R = TypeVar("R")
Tables = frozenset[str]


class Known:
    """The answers that a unit of work has had, each with the tables that it was read from: whatever writes one of those takes it away."""

    def __init__(self) -> None:
        self._answers: dict[tuple[object, ...], tuple[Any, Tables]] = {}
        self._asking: list[set[str]] = []

    def answer(self, key: tuple[object, ...], ask: Callable[[], R]) -> R:
        """The answer to a question, asked where it is not known. It is shared by all who ask, and so must not be changed."""
        found = self._answers.get(key)
        if found is None:
            read: set[str] = set()
            self._asking.append(read)
            try:
                value = ask()
            finally:
                self._asking.pop()
            found = self._answers[key] = value, frozenset(read)
        if self._asking:  # it is a part of another answer
            self._asking[-1] |= found[1]
        answered: R = found[0]
        return answered

    def tell(self, key: tuple[object, ...], answer: object, tables: Tables) -> None:
        """An answer that is known without having been asked for."""
        self._answers[key] = answer, tables

    def note(self, statement: str) -> None:
        """A statement is executed: what it reads belongs to the answer that is looked for, what it writes is not known any more."""
        if statement.startswith("SELECT") and LOCKS not in statement:
            if self._asking:
                self._asking[-1] |= tables_in(statement)
        elif self._answers:
            self._forget(tables_in(statement) if statement.startswith(("INSERT", "UPDATE")) else None)

    def _forget(self, written: Tables | None) -> None:
        """Takes away what was read from these tables; from all, where a statement may do anything (deletes go on to other tables)."""
        self._answers = (
            {}
            if written is None
            else {key: found for key, found in self._answers.items() if found[1].isdisjoint(written)}
        )


@lru_cache(maxsize=4_000)
def tables_in(statement: str) -> Tables:
    """The tables that a statement has to do with: all whose name stands in it, even where that is a column's too."""
    return frozenset(re.findall(r"\w+", statement)) & Base.metadata.tables.keys()


_KNOWN: WeakKeyDictionary[Connection, Known] = WeakKeyDictionary()
"""By the connection of each unit of work, for as long as that lasts."""


class Topic(Protocol):
    """What works in a session."""

    _session: Any


T = TypeVar("T", bound=Topic)


def begin_to_know(connection: Connection) -> Known:
    """Nothing is known at the beginning of a unit of work."""
    known = Known()
    _KNOWN[connection] = known
    return known


def note(connection: Connection, statement: str) -> None:
    """A unit of work executes a statement."""
    known = _KNOWN.get(connection)
    if known is not None:
        known.note(statement)


def listen_to_statements(engine: Engine) -> None:
    """Has whatever is written, by whichever statement, be known no more; and SQLAlchemy deal with what failed at the driver."""
    for execution in ("do_execute", "do_executemany", "do_execute_no_params"):
        event.listen(engine, execution, _executes)


def _executes(_cursor: object, statement: str, *rest: Any) -> None:  # noqa: ANN401 - parameters where there are any, and the context
    """The dialect's events: those of connections would make every statement dearer by all that they tell."""
    context = rest[-1]
    if (error := context.execution_options.get(FAILED)) is not None:
        raise error
    note(context.root_connection, statement)


def read_once(method: Callable[Concatenate[T, P], R]) -> Callable[Concatenate[T, P], R]:
    """A topic's method that only reads: the same question, of whoever sees the same, has the same answer until that is written.

    What it returns is shared by all who ask, and so must not be changed.
    """

    @wraps(method)
    def answer(self: T, /, *args: P.args, **kwargs: P.kwargs) -> R:
        session = self._session
        known: Known = session.known
        key = _key(method, session, args, kwargs)
        return known.answer(key, lambda: method(self, *args, **kwargs))

    return answer


def remember(topic: Topic, method: Callable[..., object], answer: object, *args: object, tables: Tables) -> None:
    """Has a `read_once` method of a topic answer with what its caller knows already: what was written just now is not read back."""
    session = topic._session  # noqa: SLF001 - as `read_once`, which stands in for the topic
    known: Known = session.known
    known.tell(_key(unwrap(method), session, args, {}), answer, tables)


def _key(
    method: Callable[..., object],
    session: Any,  # noqa: ANN401 - a topic's
    args: tuple[object, ...],
    kwargs: Mapping[str, object],
) -> tuple[object, ...]:
    return (method, session.sees_owners, args, tuple(kwargs.items()))
