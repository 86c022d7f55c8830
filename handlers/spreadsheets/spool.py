"""Many records put aside on disk, so that memory stays flat, and read back in groups."""

import pickle
from array import array
from collections.abc import Hashable, Iterator
from contextlib import AbstractContextManager
from itertools import groupby
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any


class Spool(AbstractContextManager["Spool"]):
    """Records in a file without a name, each under a key. Of a record some forty bytes stay in memory, and of a key a hundred."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self._groups: dict[int, int] = {}
        self._group_of = array("q")
        self._begins_at = array("Q")

    def add(self, record: Any, key: Hashable = 0) -> None:  # noqa: ANN401 - whatever can be pickled
        """Puts a record aside."""
        self._group_of.append(self._groups.setdefault(hash(key), len(self._groups)))
        self._begins_at.append(self._file.seek(0, 2))
        pickle.dump(record, self._file, pickle.HIGHEST_PROTOCOL)

    def knows(self, key: Hashable) -> bool:
        """Whether any record stands under this key."""
        return hash(key) in self._groups

    def __iter__(self) -> Iterator[Any]:
        """The records, as they were put aside."""
        return map(self._read, range(len(self)))

    def groups(self, *, by_key: bool = False) -> Iterator[list[Any]]:
        """The records of each key, as they were put aside; the key that came first comes first, or the smallest number."""
        ranks = self._group_of
        if by_key:
            rank = dict(zip(self._groups.values(), self._groups, strict=True))  # of a small number the hash is itself
            ranks = array("q", (rank[group] for group in self._group_of))
        order = sorted(range(len(ranks)), key=ranks.__getitem__)
        for _group, places in groupby(order, key=ranks.__getitem__):
            yield [self._read(place) for place in places]

    def __len__(self) -> int:
        return len(self._group_of)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._file.close()

    def _read(self, place: int) -> Any:  # noqa: ANN401 - what `add` was given
        self._file.seek(self._begins_at[place])
        return pickle.load(self._file)  # noqa: S301 - written by this process, into a file without a name
