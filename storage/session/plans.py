"""Compiled statements, found by the statement itself where it is one that was built once."""

from collections.abc import Iterator, MutableMapping
from functools import cache
from typing import Any

MOST = 1_000
"""Statements kept. The product has some hundreds; what is built anew each time is told apart by its text alone."""

Key = tuple[Any, tuple[Any, ...], tuple[str, ...], bool, bool]
"""As SQLAlchemy makes it: the dialect, the structure of the statement, the columns that are set, and two switches."""


class PlanCache(MutableMapping[Key, Any]):
    """What SQLAlchemy keeps compiled statements in (its execution option `compiled_cache`), for databases of one kind.

    Which of them it is for makes no difference: the dialects of one kind in one process spell a statement alike.

    The structure of a statement is a tuple of some hundred parts that has to be hashed for each look-up: a tenth of a message's
    processor time. A statement that is built once keeps that tuple, so it is known by being the same object.
    """

    def __init__(self) -> None:
        self._by_structure: dict[tuple[Any, ...], Any] = {}
        self._by_identity: dict[tuple[Any, ...], tuple[Any, Any]] = {}

    def get(self, key: Key, default: Any = None) -> Any:  # noqa: ANN401 - a compiled statement of whatever kind
        """The compiled statement."""
        found = self._by_identity.get((id(key[1]), *key[2:]))
        if found is not None and found[0] is key[1]:
            return found[1]
        compiled = self._by_structure.get(key[1:])
        if compiled is None:
            return default
        self._remember(key, compiled)
        return compiled

    def __getitem__(self, key: Key) -> Any:  # noqa: ANN401
        return self._by_structure[key[1:]]

    def __setitem__(self, key: Key, compiled: Any) -> None:  # noqa: ANN401
        if len(self._by_structure) >= MOST:
            self._by_structure.pop(next(iter(self._by_structure)), None)
        self._by_structure[key[1:]] = compiled
        self._remember(key, compiled)

    def __delitem__(self, key: Key) -> None:
        del self._by_structure[key[1:]]
        self._by_identity.clear()

    def __iter__(self) -> Iterator[Any]:
        return iter(self._by_structure)

    def __len__(self) -> int:
        return len(self._by_structure)

    def _remember(self, key: Key, compiled: Any) -> None:  # noqa: ANN401
        if len(self._by_identity) >= MOST:
            self._by_identity.clear()
        # The structure is kept with it, or another one might come to lie where it was.
        self._by_identity[(id(key[1]), *key[2:])] = (key[1], compiled)


@cache
def plans(kind: str) -> PlanCache:
    """The one cache of this process for databases of a kind ("sqlite"): whoever opens one more begins with what is known."""
    return PlanCache()
