"""The unit of work: everything one message causes, committed together or not at all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Self, TypeVar

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from storage.audit.changes import Changes
from storage.crm.name_book import Names
from storage.entities.naming import NameUpkeep
from storage.erasure.personal_data import PersonalData
from storage.people.records import Person
from storage.revisions.settled import settle
from storage.session.engine import is_sqlite, open_engine, reading
from storage.session.reads import begin_to_know
from storage.session.session import Session
from storage.tables import metadata
from storage.topics.sales import SalesTopics

T = TypeVar("T")

REHEARSAL = "rehearsal"
"""The turn of what is rolled back: no row of the audit is ever of it."""


class Work(SalesTopics):
    """A session with the store by topic at hand. A topic knows the session, never this class: nothing in the store does.

    `person` is who it is done for, `turn` groups its changes, `everyday` are the words of ordinary language.
    """

    person: Person | None

    def __init__(
        self,
        connection: Connection,
        now: datetime,
        *,
        person: Person | None = None,
        turn: str = "-",
        everyday: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(connection, now, person=person, turn=turn)
        self._everyday = everyday
        self._upkeep = NameUpkeep(connection)

    @contextmanager
    def part(self) -> Iterator[None]:
        """A part of this work: where it raises, it alone is rolled back, with what it would have said."""
        said = len(self.outbox.added)
        try:
            with self.connection.begin_nested():
                yield
        except BaseException:
            del self.outbox.added[said:]
            self.changes.rolled_back()
            raise

    @contextmanager
    def rehearsal(self) -> Iterator["Work"]:
        """This work as another one that comes to nothing: whatever is done in it is rolled back, and nothing of it is said."""
        with self.connection.begin_nested() as savepoint:
            work = Work(self.connection, self.now, person=self.person, turn=REHEARSAL, everyday=self._everyday)
            work.sees_owners = self.sees_owners
            try:
                yield work
            finally:
                savepoint.rollback()
                self.known = begin_to_know(self.connection)

    def topic(self, topic: Callable[[Session], T]) -> T:
        """A topic that is not named here, over this session: `work.topic(Loans)`. Making one costs nothing."""
        return topic(self)

    @cached_property
    def changes(self) -> Changes:
        """Business rows and their audit."""
        return Changes(self, self._upkeep)

    @cached_property
    def names(self) -> Names:
        """The names in the store."""
        return Names(self, self._upkeep, self.customers, self._everyday)

    @cached_property
    def personal_data(self) -> PersonalData:
        """What is held about one person, taken out or erased on request."""
        return PersonalData(self, self.changes, self._upkeep)


@dataclass(frozen=True)
class Store:
    """The shared store. `everyday` are the words of ordinary language, which are not looked for as misspelt names."""

    engine: Engine
    everyday: frozenset[str] = frozenset()

    @classmethod
    def open(cls, url: str, *, pool: int = 8, everyday: frozenset[str] = frozenset()) -> Self:
        """Opens the store at a database URL, whose tables refer to each other whichever topics are used."""
        metadata()
        return cls(open_engine(url, pool=pool), everyday)

    @property
    def single_writer(self) -> bool:
        """Whether only one thread may write (SQLite)."""
        return is_sqlite(self.engine)

    @contextmanager
    def work(self, now: datetime | None = None, *, person: Person | None = None, turn: str = "-") -> Iterator[Work]:
        """A unit of work: commits when the block ends, rolls back when it raises."""
        with self.engine.begin() as connection:
            work = Work(connection, now or datetime.now(UTC), person=person, turn=turn, everyday=self.everyday)
            yield work
            settle(work)

    @contextmanager
    def look(self, now: datetime | None = None, *, strictly: bool = False) -> Iterator[Work]:
        """A unit of work that only reads: on SQLite it holds nobody up, and sees the store as it was when it began.

        Where it is `strictly` so, whatever would write or lock raises WouldWriteError.
        """
        with reading(self.engine, strictly=strictly) as connection:
            yield Work(connection, now or datetime.now(UTC), everyday=self.everyday)

    def close(self) -> None:
        """Lets go of all connections, and of one that a thread still uses as soon as that gives it back."""
        event.listen(self.engine, "checkin", _close_returned)
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()


def _close_returned(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    entry.close()
