"""Everything that is found wrong with a table: counted, the first of it kept to be told, all of it on disk."""

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import chain
from types import TracebackType

from handlers.spreadsheets.problems import Problem, Weight
from handlers.spreadsheets.spool import Spool

MOST_TOLD = 50
"""Problems that a report tells one by one; the rest are counted, and stand in the file of lines to mend."""


@dataclass
class Findings(AbstractContextManager["Findings"]):
    """The problems of one table, in whatever order they are found."""

    count: Counter[Weight] = field(default_factory=Counter)
    _refused: set[int] = field(default_factory=set)
    _spool: Spool = field(default_factory=Spool)

    def add(self, problem: Problem) -> None:
        """Something is wrong."""
        self.count[problem.weight] += 1
        if problem.weight is Weight.REFUSED:
            self._refused.add(problem.line)
        self._spool.add(problem, problem.line)

    @property
    def wrong(self) -> int:
        """How many problems there are that keep something out."""
        return self.count[Weight.REFUSED] + self.count[Weight.LEFT_OUT]

    @property
    def refused_lines(self) -> int:
        """How many lines bring nothing."""
        return len(self._refused)

    def told(self) -> list[Problem]:
        """The first of them by line; what keeps something out comes before what is only worth a look."""
        wrong: list[Problem] = []
        notices: list[Problem] = []
        for problem in chain.from_iterable(self.by_line()):
            kept = notices if problem.weight is Weight.NOTICE else wrong
            if len(kept) < MOST_TOLD:
                kept.append(problem)
        return [*wrong, *notices]

    def by_line(self) -> Iterator[list[Problem]]:
        """All of them, those of a line together, in order of the lines."""
        yield from self._spool.groups(by_key=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._spool.__exit__(kind, error, traceback)
