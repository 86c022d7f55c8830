"""What a topic of the store sees of the transaction that it works in, and no more."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Executable

from storage.session.base import Base
from storage.session.direct import NO_VALUES, Row, Values, run
from storage.session.reads import begin_to_know


class Author(Protocol):
    """Who it is done for."""

    @property
    def id(self) -> int:
        """Their number among the colleagues."""

    @property
    def name(self) -> str:
        """How they are called."""


class ChangeLog(Protocol):
    """The one way to write rows that people change: each change goes into the audit beside them, and undo works from that."""

    def create(self, model: type[Base], **values: object) -> int:
        """Adds a row and returns its id."""

    def add_parts(self, model: type[Base], rows: Sequence[Mapping[str, object]]) -> None:
        """Adds parts of a row that this session has just added. They come and go with it, and have no audit of their own."""

    def update(self, model: type[Base], id_: int, **values: object) -> bool:
        """Sets `values` on the row; returns False, and keeps quiet, where they are what it holds already."""

    def update_all(self, model: type[Base], where: ColumnElement[bool], **values: object) -> list[int]:
        """Sets `values` on every row that `where` chooses, each with its audit; returns the ids of those that differed."""

    def archive(self, model: type[Base], id_: int, *, into: int | None = None) -> None:
        """Puts the row away; it is never deleted. `into` is the row that it was merged into, where that is why."""


class Session:
    """One transaction: its connection, when and for whom it is, and how rows are changed in it.

    `now` is the business clock's time; `machine_now` the machine's, which leases, retries and retention go by.
    `person` is who it is done for, None for the system itself: rows are theirs, and queries see what they may see.
    `sees_owners` are the colleagues whose customers they see, None for everybody's. `turn` groups its changes.
    """

    def __init__(self, connection: Connection, now: datetime, *, person: Author | None = None, turn: str = "-") -> None:
        self.connection = connection
        self.now = now
        self.machine_now = datetime.now(UTC)
        self.person = person
        self.turn = turn
        self.sees_owners: frozenset[int] | None = None
        self.known = begin_to_know(connection)

    def rows(self, statement: Executable, values: Values = NO_VALUES) -> list[Row]:
        """The rows of a statement that was built once (`storage.session.direct`); also executes one that has none."""
        return run(self.connection, statement, values)

    def row(self, statement: Executable, values: Values = NO_VALUES) -> Row | None:
        """Its first row, None where there is none."""
        return next(iter(run(self.connection, statement, values)), None)

    def value(self, statement: Executable, values: Values = NO_VALUES) -> Any:  # noqa: ANN401 - the statement's first column
        """The first column of its first row, None where there is none."""
        row = self.row(statement, values)
        return row[0] if row else None

    @property
    def changes(self) -> ChangeLog:
        """How rows that people change are written."""
        raise NotImplementedError

    @property
    def person_id(self) -> int | None:
        """Who writes the rows of this session; None for the system itself."""
        return self.person.id if self.person else None

    @property
    def sees_all(self) -> bool:
        """Whether everybody's customers are seen: the statements of such a session need not look at owners."""
        return self.sees_owners is None
