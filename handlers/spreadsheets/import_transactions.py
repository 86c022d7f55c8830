"""The store as an import uses it: scoped to whoever imports, in small transactions."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import ClassVar, Protocol

from handlers.kit.jobs import JobContext
from handlers.spreadsheets.findings import Findings
from handlers.spreadsheets.problems import Problem
from handlers.spreadsheets.report import Report
from handlers.spreadsheets.spool import Spool
from handlers.spreadsheets.table import ReadTable
from storage.crm.imported_rows import ImportedRows
from storage.work import Work

CHUNK = 200
"""Lines a transaction: some 50 ms of SQLite's writer, the longest that anybody's message waits for an import."""


class TableKind(Protocol):
    """One kind of table: how it is read, and how what it brings is written. Whatever its lines bring is put aside on disk."""

    rows: ClassVar[type[ImportedRows]]
    """What writes its rows."""
    context: JobContext
    now: datetime

    def read(self, opened: ReadTable, brought: Spool, findings: Findings) -> Report:
        """Reads every line, puts aside what comes in and tells what is wrong; what the report has of that is not looked at."""
        ...

    def stage(self, import_id: int, brought: Spool, of: int) -> None:
        """Writes what was put aside, invisibly, in short transactions; `of` is how many lines there are."""
        ...

    def publish(self, import_id: int, report: Report) -> Sequence[Problem]:
        """Shows all of it at once, unless something is in the way, which is returned."""
        ...

    def discard(self, import_id: int) -> None:
        """Deletes what was written and not shown, in short transactions with a rest for others in between."""
        more = True
        while more:
            with self.context.store.work() as work:
                more = work.topic(self.rows).discard(import_id)
            self.context.rest()


@contextmanager
def look(context: JobContext) -> Iterator[Work]:
    """What the person who imports may see."""
    with context.store.look() as found:
        yield _as_the_person(context, found)


@contextmanager
def work_of(context: JobContext, now: datetime) -> Iterator[Work]:
    """A transaction of the person who imports."""
    with context.store.work(now, person=context.person) as found:
        yield _as_the_person(context, found)


def _as_the_person(context: JobContext, work: Work) -> Work:
    """Scopes the work as a turn of the person is. On the server's command line everything is seen."""
    if context.person:
        work.sees_owners = work.people.owners_seen(context.person, context.company.visibility)
    return work


def mark(context: JobContext, import_id: int, state: str, **values: object) -> None:
    """The import is in this state now."""
    with context.store.work() as found:
        found.imports.mark(import_id, state, **values)
