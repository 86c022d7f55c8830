"""An import as a whole: looked at, checked to the last line, brought in, taken back. Runs as a job, not in a turn."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from handlers.kit.format.texts import _, voice
from handlers.kit.jobs import JobContext
from handlers.spreadsheets.bad_lines import write_bad_lines
from handlers.spreadsheets.customer_lines import LineReader
from handlers.spreadsheets.duplicates import Duplicates
from handlers.spreadsheets.findings import Findings
from handlers.spreadsheets.problems import Problem, UnusableTable, Weight
from handlers.spreadsheets.same_customer import SameCustomer
from handlers.spreadsheets.spool import Spool
from handlers.spreadsheets.table import Table, table
from storage.crm.alike import anothers
from storage.crm.imports import Brought, Reverted
from storage.names.folding import fold
from storage.work import Work

CHUNK = 200
"""Lines a transaction: some 50 ms of SQLite's writer, the longest that anybody's message waits for an import."""
_COUNTED = ("lines", "customers", "contacts", "known")


@dataclass(frozen=True, slots=True)
class Report:
    """What is in a table and what becomes of it.

    `wrong` counts what cannot come in: whole lines (`refused` of them) and single cells. With any of it nothing is brought
    in, unless that was asked for. `problems` are the first of these, and of what is only worth a look.
    """

    lines: int = 0
    customers: int = 0
    contacts: int = 0
    known: int = 0
    wrong: int = 0
    refused: int = 0
    notices: int = 0
    problems: Sequence[Problem] = ()
    done: bool = False
    """Whether it was brought in."""

    def as_json(self) -> dict[str, Any]:
        """As a job's result carries it."""
        numbers = (*_COUNTED, "wrong", "refused", "notices", "done")
        return {name: getattr(self, name) for name in numbers} | {
            "problems": [problem.as_json() for problem in self.problems]
        }


@dataclass(frozen=True, slots=True)
class Preview:
    """How a table is understood, before anything is read for good: each column with what it is taken for."""

    written: str
    lines: int
    columns: Sequence[tuple[str, str]]
    left_out: Sequence[str]
    sample: Sequence[str]

    def as_json(self) -> dict[str, Any]:
        """As a job's result carries it."""
        return {
            "written": self.written,
            "lines": self.lines,
            "columns": [list(pair) for pair in self.columns],
            "left_out": list(self.left_out),
            "sample": list(self.sample),
        }


def preview(path: Path) -> Preview:
    """Looks at a table: its columns, the first line, and how many there are. Raises UnusableTable."""
    with table(path) as opened:
        first = next(opened.lines)
        lines = 1 + sum(1 for _line in opened.lines)
        layout = opened.layout
        pairs = [(layout.heads[place], read_as) for place, read_as in layout.read_as.items()]
        return Preview(opened.written, lines, pairs, layout.left_out, first.cells[: len(layout.heads)])


def check(context: JobContext, path: Path) -> Report:
    """Reads every line and says what an import would do; changes nothing. An unusable table is a problem of line 0."""
    with _checked(context, path) as checked:
        return checked.report


def bring_in(
    context: JobContext,
    import_id: int,
    path: Path,
    now: datetime,
    *,
    skip_bad: bool = False,
    bad_lines: Path | None = None,
) -> Report:
    """All of a table, or nothing of it; what cannot come in is left out where `skip_bad` says so. Done once, it stays.

    What an earlier try left is removed first, so that it may be called again after a crash. The lines are read once: what
    they bring is put aside while they are checked, so that memory stays flat. Lines of which something was left out are
    written to `bad_lines`.
    """
    with context.store.look() as work:
        found = work.imports.get(import_id)
    if found and found.state == "done":
        return Report(**{key: found.counts[key] for key in _COUNTED}, done=True)
    with _checked(context, path) as checked:
        report = checked.report
        comes_in = not report.wrong or (skip_bad and checked.customers is not None and len(checked.customers) > 0)
        if comes_in and checked.customers is not None:
            _discard(context, import_id)
            _mark(context, import_id, "running")
            try:
                _stage(context, import_id, _read_back(checked.customers), report.lines, now)
            except KeyboardInterrupt:
                _discard(context, import_id)
                _mark(context, import_id, "cancelled")
                raise
            report = _publish(context, import_id, report, now)
        if report.done and report.wrong and bad_lines:
            speaks = voice(context.language, context.company.country, now.date())
            write_bad_lines(path, checked.findings, bad_lines, speaks)
    if not report.done:
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
@dataclass(slots=True)
class _Checked:
    """A table that was read to its end: what it would do, what is wrong with it, and the customers it brings."""

    report: Report
    findings: Findings
    customers: Spool | None = None


@contextmanager
def _checked(context: JobContext, path: Path) -> Iterator[_Checked]:
    with ExitStack() as stack:
        findings, customers = stack.enter_context(Findings()), stack.enter_context(Spool())
        try:
            with table(path) as opened, Spool() as lines:
                read = _read(context, opened, lines, findings)
                count = _bring_together(context, opened, lines, customers, findings)
        except UnusableTable as unusable:
            yield _Checked(Report(wrong=1, problems=(unusable.problem,)), findings)
            return
        report = Report(
            read,
            count.customers,
            count.contacts,
            count.known,
            findings.wrong,
            findings.refused_lines,
            findings.count[Weight.NOTICE],
            findings.told(),
        )
        yield _Checked(report, findings, customers)


def _read(context: JobContext, opened: Table, lines: Spool, findings: Findings) -> int:
    """Reads every line and puts aside what it brings, under the customer's name; returns how many there are."""
    with context.store.look() as work:
        colleagues = work.people.everyone()
    reader = LineReader(opened.layout, colleagues, context.company.country, context.language, findings.add)
    read = 0
    with Spool() as alone:
        while some := list(islice(opened.lines, CHUNK)):
            for line in some:
                if found := reader.read(line):
                    (alone if found.alone else lines).add(found.brought, fold(found.brought.name))
            read += len(some)
            context.tell(_("Checking"), read, 0)
        for brought in alone:
            if lines.knows(fold(brought.name)):  # a company's own line, among those of its people
                lines.add(brought, fold(brought.name))
            else:
                findings.add(_refused("no_company", opened, brought))
    return read


def _refused(why: str, opened: Table, brought: Brought, **values: str | int) -> Problem:
    head = opened.layout.heads[opened.layout.customer.first]
    return Problem(why, brought.line, head, brought.name[:60], values, Weight.REFUSED)


@dataclass(slots=True)
class _Count:
    """What is new in a table."""

    customers: int = 0
    contacts: int = 0
    known: int = 0


def _bring_together(context: JobContext, opened: Table, lines: Spool, customers: Spool, findings: Findings) -> _Count:
    """Makes one customer of the lines that name it, and puts aside those that may come in, some at a time."""
    same, duplicates, count = (
        SameCustomer(opened.layout, context.language, findings.add),
        Duplicates(findings.add),
        _Count(),
    )
    groups: Iterator[list[Brought]] = lines.groups()
    while some := list(islice(groups, CHUNK)):
        with _look(context) as work:
            taken = anothers(work, [group[0].name for group in some])
            mine = []
            for group in some:
                if owner := taken.get(fold(group[0].name)):
                    for line in group:
                        findings.add(_refused("anothers", opened, line, owner=owner))
                else:
                    mine.append(same.merged(group))
            ids = work.imports.known([customer.name for customer in mine])
            there = work.imports.known_contacts(list(ids.values()))
            duplicates.compare(work, [customer for customer in mine if fold(customer.name) not in ids])
        for customer in mine:
            id_ = ids.get(fold(customer.name))
            count.known += id_ is not None
            count.customers += id_ is None
            count.contacts += sum(
                id_ is None or (id_, fold(contact.name)) not in there for contact in customer.contacts
            )
            for part in _in_parts(customer):
                customers.add(part)
    return count


def _in_parts(customer: Brought) -> Iterator[Brought]:
    """A customer with very many people in parts that one transaction takes."""
    for start in range(0, max(len(customer.contacts), 1), CHUNK):
        yield replace(customer, contacts=customer.contacts[start : start + CHUNK])


@contextmanager
def _look(context: JobContext) -> Iterator[Work]:
    """What the person who imports may see."""
    with context.store.look() as work:
        yield _as_the_person(context, work)


@contextmanager
def _work(context: JobContext, now: datetime) -> Iterator[Work]:
    with context.store.work(now, person=context.person) as work:
        yield _as_the_person(context, work)


def _as_the_person(context: JobContext, work: Work) -> Work:
    """Scopes the work as a turn of the person is. On the server's command line everything is seen."""
    if context.person:
        work.sees_owners = work.people.owners_seen(context.person, context.company.visibility)
    return work


# ------------------------------------------------------------------ writing
def _read_back(customers: Spool) -> Iterator[list[Brought]]:
    """The customers that were put aside, as many at a time as have some two hundred lines between them."""
    some: list[Brought] = []
    lines = 0
    for customer in customers:
        some.append(customer)
        lines += max(len(customer.contacts), 1)
        if lines >= CHUNK:
            yield some
            some, lines = [], 0
    if some:
        yield some


def _stage(context: JobContext, import_id: int, chunks: Iterable[list[Brought]], of: int, now: datetime) -> None:
    """Some lines and a short transaction for them, again and again, with a rest for others in between."""
    done = 0
    for customers in chunks:
        with _work(context, now) as work:
            work.imports.stage(import_id, customers)
        done += sum(max(len(customer.contacts), 1) for customer in customers)
        context.tell(_("Importing"), min(done, of), of)
        context.rest()


def _publish(context: JobContext, import_id: int, report: Report, now: datetime) -> Report:
    with _work(context, now) as work:
        clashes = work.imports.clashes(import_id)
        if not clashes:
            work.imports.publish(import_id, {key: getattr(report, key) for key in _COUNTED})
            return replace(report, done=True)
    return Report(
        report.lines,
        wrong=len(clashes),
        problems=[Problem("added_meanwhile", what=name, weight=Weight.REFUSED) for name in clashes],
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
