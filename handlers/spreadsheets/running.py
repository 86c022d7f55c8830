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
from handlers.kit.jobs import Bench
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


def check(bench: Bench, path: Path, aside: IO[bytes] | None = None) -> Report:
    """Reads every line and says what an import would do; changes nothing. An unusable table is a problem of line 0.

    What the lines say goes `aside` where that is given.
    """
    try:
        with table(path) as opened:
            return _check(bench, opened, aside)
    except UnusableTable as unusable:
        return Report(wrong=1, problems=(unusable.problem,))


def bring_in(bench: Bench, import_id: int, path: Path, now: datetime) -> Report:
    """All of a table, or nothing of it; one that is done already stays as it is.

    What an earlier try left is removed first, so that it may be called again after a crash. The lines are read once: what
    they say is put aside while they are checked, in a file of its own, so that memory stays flat.
    """
    with bench.store.look() as work:
        found = work.imports.get(import_id)
    if found and found.state == "done":
        return Report(**{key: found.counts[key] for key in ("lines", "customers", "contacts", "known")})
    with TemporaryFile() as aside:
        report = check(bench, path, aside)
        if not report.problems:
            _discard(bench, import_id)
            _mark(bench, import_id, "running")
            try:
                _stage(bench, import_id, _put_aside(aside), report.lines, now)
            except KeyboardInterrupt:
                _discard(bench, import_id)
                _mark(bench, import_id, "cancelled")
                raise
            report = _publish(bench, import_id, report, now)
    if report.problems:
        _discard(bench, import_id)
        _mark(bench, import_id, "refused")
    return report


def take_back(bench: Bench, import_id: int, now: datetime) -> Reverted | None:
    """Undoes an import but for what has been used since; None where there is nothing to undo."""
    with bench.store.work(now, person=bench.person, turn=f"revert:{import_id}") as work:
        found = work.imports.get(import_id)
        if found is None or found.state != "done":
            return None
        reverted = work.imports.revert(import_id)
    more = True
    while more:
        with bench.store.work() as work:
            more = work.imports.forget_names(import_id, limit=CHUNK)
        bench.rest()
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


def _check(bench: Bench, opened: Table, aside: IO[bytes] | None) -> Report:
    reader, count, lines = _reader(bench, opened), _Count(), 0
    for read, rows in _chunks(reader, opened):
        lines += read
        with bench.store.look() as work:
            ids = work.imports.known([row.name for row in rows])
            count.add(rows, ids, work.imports.known_contacts(list(ids.values())))
        if aside:
            pickle.dump((read, rows), aside)
        bench.tell(_("Checking"), lines, 0)
    return Report(
        lines,
        len(count.customers),
        len(count.contacts),
        len(count.known),
        len(reader.problems),
        reader.problems[:MOST_TOLD],
    )


def _reader(bench: Bench, opened: Table) -> Reader:
    with bench.store.look() as work:
        colleagues = work.people.everyone()
    return Reader(opened.columns, colleagues, bench.company.country, bench.language)


def _chunks(reader: Reader, opened: Table) -> Iterator[tuple[int, list[Brought]]]:
    """The lines, some at a time: how many were read, and what they bring."""
    while lines := list(islice(opened.lines, CHUNK)):
        yield len(lines), [row for line in lines if (row := reader.read(line))]


# ------------------------------------------------------------------ writing
def _put_aside(aside: IO[bytes]) -> Iterator[tuple[int, list[Brought]]]:
    """What checking put aside."""
    end = aside.tell()
    aside.seek(0)
    while aside.tell() < end:
        yield pickle.load(aside)  # noqa: S301 - written by this process, into a file without a name


def _stage(bench: Bench, import_id: int, chunks: Iterable[tuple[int, list[Brought]]], of: int, now: datetime) -> None:
    """Some lines and a short transaction for them, again and again, with a rest for others in between."""
    done = 0
    for read, rows in chunks:
        with bench.store.work(now, person=bench.person) as work:
            work.imports.stage(import_id, rows)
        done += read
        bench.tell(_("Importing"), done, of)
        bench.rest()


def _publish(bench: Bench, import_id: int, report: Report, now: datetime) -> Report:
    with bench.store.work(now, person=bench.person) as work:
        clashes = work.imports.clashes(import_id)
        if not clashes:
            counts = {key: getattr(report, key) for key in ("lines", "customers", "contacts", "known")}
            work.imports.publish(import_id, counts)
            return report
    return Report(
        report.lines, wrong=len(clashes), problems=[Problem("added_meanwhile", what=name) for name in clashes]
    )


def _discard(bench: Bench, import_id: int) -> None:
    more = True
    while more:
        with bench.store.work() as work:
            more = work.imports.discard(import_id)
        bench.rest()


def _mark(bench: Bench, import_id: int, state: str) -> None:
    with bench.store.work() as work:
        work.imports.mark(import_id, state)
