"""What hardly ever changes is kept from one unit of work to the next: what is sold, what runs, what is asked, when nobody works.

Nothing that is kept can be stale, in however many processes: the store holds one number for all such tables, which every transaction
that writes one of them replaces by another, by chance, as the last thing it does. A unit of work reads that number once, and what is
kept is good for that number alone. A transaction that is rolled back leaves no trace, and one that has written such a table itself
goes by what it reads.
"""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select

from storage.revisions.tables import RevisionRow
from storage.session.base import Base
from storage.session.dialects import put
from storage.session.reads import Known, Topic

MOST = 2_000
"""Answers kept."""
BITS = 62
ONLY = 1
"""The number's row."""

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T", bound=Topic)


_NUMBER = select(RevisionRow.number).where(RevisionRow.id == ONLY)
_TABLES: set[str] = set()
"""What is settled: whatever `settled` was told of."""


class _Kept:
    """The answers of one number."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.answers: dict[tuple[object, ...], Any] = {}


_KEPT: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()


def settled(*models: type[Base]) -> Callable[[Callable[Concatenate[T, P], R]], Callable[Concatenate[T, P], R]]:
    """For a topic's method that reads these tables and no others, whoever asks: its answers are kept until one of them is written.

    What it returns is shared by all who ask, in other threads too, and so must not be changed.
    """
    tables = frozenset(model.__tablename__ for model in models)
    _TABLES.update(tables)

    def kept(method: Callable[Concatenate[T, P], R]) -> Callable[Concatenate[T, P], R]:
        @wraps(method)
        def read(self: T, /, *args: P.args, **kwargs: P.kwargs) -> R:
            session = self._session
            key = (method, args, tuple(kwargs.items()))
            answers = _answers(session)
            if answers is not None and key in answers:
                found: R = answers[key]
                return found
            known: Known = session.known
            answer, read_from = known.answer_from(key, lambda: method(self, *args, **kwargs))
            if not read_from <= tables:
                raise LookupError(
                    f"{method.__qualname__} reads {sorted(read_from - tables)} too, which it does not declare"
                )
            if answers is not None:
                if len(answers) >= MOST:
                    answers.clear()
                answers[key] = answer
            return answer

        return read

    return kept


def _answers(session: Any) -> dict[tuple[object, ...], Any] | None:  # noqa: ANN401 - a topic's
    """What is kept, as far as it is this unit of work's; None where that has written what is settled."""
    known: Known = session.known
    if known.has_written(_TABLES):
        return None
    engine = session.connection.engine
    number: int | None = known.answer((_answers,), lambda: session.value(_NUMBER))
    if number is None:
        return None
    kept = _KEPT.get(engine)
    if kept is None or kept.number != number:
        kept = _KEPT[engine] = _Kept(number)
    return kept.answers


def settle(session: Any) -> None:  # noqa: ANN401 - a session
    """To be called before a unit of work is committed: another number, where it has written what is settled."""
    known: Known = session.known
    if known.has_written(_TABLES):
        put(session.connection, RevisionRow, {"id": ONLY, "number": secrets.randbits(BITS)}, key=("id",))
