"""An import as a whole: looked at, checked to the last line, brought in, taken back. Runs on a bench, not in a turn."""

import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from handlers.kit.format.texts import _
from handlers.kit.jobs import JobContext
from handlers.spreadsheets.columns import fields, title
from handlers.spreadsheets.problems import Problem, UnusableTable
from handlers.spreadsheets.reading import Table, table
from handlers.spreadsheets.rows import Reader
from storage.crm.imports import Brought, Reverted
from storage.names.folding import fold

CHUNK = 200
"""Lines a transaction: some 50 ms of SQLite's writer, the longest that anybody's message waits for an import."""
MOST_TOLD = 50
"""Problems that a report keeps; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Report:
    """What is in a table and what becomes of it. With any problem nothing of it is brought in."""

    lines: int = 0
    customers: int = 0
    contacts: int = 0
    known: int = 0
    wrong: int = 0
    problems: Sequence[Problem] = ()

    def as_json(self) -> dict[str, Any]:
        """As a job's result carries it."""
        counted = {name: getattr(self, name) for name in ("lines", "customers", "contacts", "known", "wrong")}
        return counted | {"problems": [problem.as_json() for problem in self.problems]}


@dataclass(frozen=True, slots=True)
class Preview:
    """How a table was understood, before anything is read for good."""

    written: str
    lines: int
    columns: Sequence[tuple[str, str]]
    ignored: Sequence[str]
    sample: Sequence[str]

    def as_json(self) -> dict[str, Any]:
        """As a job's result carries it."""
        return {
            "written": self.written,
            "lines": self.lines,
            "columns": [list(pair) for pair in self.columns],
            "ignored": list(self.ignored),
            "sample": list(self.sample),
        }


def known_columns(language: str) -> list[str]:
    """What the columns can be called, one name each."""
    return [title(name, language) for name in fields()]


def preview(path: Path, language: str) -> Preview:
    """Looks at a table: its columns, the first line, and how many there are. Raises UnusableTable."""
    with table(path) as opened:
        first = next(opened.lines)
        lines = 1 + sum(1 for _line in opened.lines)
        heads = opened.columns
        pairs = [(heads.heads[place], title(name, language)) for name, place in heads.places.items()]
        return Preview(opened.written, lines, pairs, heads.ignored, first.cells[: len(heads.heads)])


def check(context: JobContext, path: Path, pending_message: IO[bytes] | None = None) -> Report:
    """Reads every line and says what an import would do; changes nothing. An unusable table is a problem of line 0.

    What the lines say goes `pending_message` where that is given.
    """
    try:
        with table(path) as opened:
            return _check(context, opened, pending_message)
    except UnusableTable as unusable:
        return Report(wrong=1, problems=(unusable.problem,))


def bring_in(context: JobContext, import_id: int, path: Path, now: datetime) -> Report:
    """All of a table, or nothing of it; one that is done already stays as it is.

    What an earlier try left is removed first, so that it may be called again after a crash. The lines are read once: what
    they say is put aside while they are checked, in a file of its own, so that memory stays flat.
    """
    with context.store.look() as work:
        found = work.imports.get(import_id)
    if found and found.state == "done":
        return Report(**{key: found.counts[key] for key in ("lines", "customers", "contacts", "known")})
    with TemporaryFile() as pending_message:
        report = check(context, path, pending_message)
        if not report.problems:
            _discard(context, import_id)
            _mark(context, import_id, "running")
            try:
                _stage(context, import_id, _put_aside(pending_message), report.lines, now)
            except KeyboardInterrupt:
                _discard(context, import_id)
                _mark(context, import_id, "cancelled")
                raise
            report = _publish(context, import_id, report, now)
    if report.problems:
        _discard(context, import_id)
        _mark(context, import_id, "refused")
    return report


def take_back(context: JobContext, import_id: int, now: datetime) -> Reverted | None:
    """Undoes an import but for what has been used since; None where there is nothing to undo."""
    with context.store.work(now, person=context.person, turn=f"revert:{import_id}") as work:
        found = work.imports.get(import_id)
        if found is None or found.state != "done":
            return None
        reverted = work.imports.revert(import_id)
    more = True
    while more:
        with context.store.work() as work:
            more = work.imports.forget_names(import_id, limit=CHUNK)
        context.rest()
    return reverted


# ------------------------------------------------------------------ checking
@dataclass
class _Count:
    """What is new in a table, by a number each: customers and the people there are counted once."""

    customers: set[int] = field(default_factory=set)
    contacts: set[int] = field(default_factory=set)
    known: set[int] = field(default_factory=set)

    def add(self, rows: Sequence[Brought], ids: dict[str, int], there: set[tuple[int, str]]) -> None:
        """Counts some lines, given which customers and contacts exist."""
        for row in rows:
            folded = fold(row.name)
            id_ = ids.get(folded)
            (self.customers if id_ is None else self.known).add(hash(folded))
            if row.contact and (id_ is None or (id_, fold(row.contact.name)) not in there):
                self.contacts.add(hash((folded, fold(row.contact.name))))


def _check(context: JobContext, opened: Table, pending_message: IO[bytes] | None) -> Report:
    reader, count, lines = _reader(context, opened), _Count(), 0
    for read, rows in _chunks(reader, opened):
        lines += read
        with context.store.look() as work:
            ids = work.imports.known([row.name for row in rows])
            count.add(rows, ids, work.imports.known_contacts(list(ids.values())))
        if pending_message:
            pickle.dump((read, rows), pending_message)
        context.tell(_("Checking"), lines, 0)
    return Report(
        lines,
        len(count.customers),
        len(count.contacts),
        len(count.known),
        len(reader.problems),
        reader.problems[:MOST_TOLD],
    )


def _reader(context: JobContext, opened: Table) -> Reader:
    with context.store.look() as work:
        colleagues = work.people.everyone()
    return Reader(opened.columns, colleagues, context.company.country, context.language)


def _chunks(reader: Reader, opened: Table) -> Iterator[tuple[int, list[Brought]]]:
    """The lines, some at a time: how many were read, and what they bring."""
    while lines := list(islice(opened.lines, CHUNK)):
        yield len(lines), [row for line in lines if (row := reader.read(line))]


# ------------------------------------------------------------------ writing
def _put_aside(pending_message: IO[bytes]) -> Iterator[tuple[int, list[Brought]]]:
    """What checking put aside."""
    end = pending_message.tell()
    pending_message.seek(0)
    while pending_message.tell() < end:
        yield pickle.load(pending_message)  # noqa: S301 - written by this process, into a file without a name


def _stage(
    context: JobContext, import_id: int, chunks: Iterable[tuple[int, list[Brought]]], of: int, now: datetime
) -> None:
    """Some lines and a short transaction for them, again and again, with a rest for others in between."""
    done = 0
    for read, rows in chunks:
        with context.store.work(now, person=context.person) as work:
            work.imports.stage(import_id, rows)
        done += read
        context.tell(_("Importing"), done, of)
        context.rest()


def _publish(context: JobContext, import_id: int, report: Report, now: datetime) -> Report:
    with context.store.work(now, person=context.person) as work:
        clashes = work.imports.clashes(import_id)
        if not clashes:
            counts = {key: getattr(report, key) for key in ("lines", "customers", "contacts", "known")}
            work.imports.publish(import_id, counts)
            return report
    return Report(
        report.lines, wrong=len(clashes), problems=[Problem("added_meanwhile", what=name) for name in clashes]
    )


def _discard(context: JobContext, import_id: int) -> None:
    more = True
    while more:
        with context.store.work() as work:
            more = work.imports.discard(import_id)
        context.rest()


def _mark(context: JobContext, import_id: int, state: str) -> None:
    with context.store.work() as work:
        work.imports.mark(import_id, state)
