"""A table of customers, as an import reads it and writes it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from handlers.kit.format.texts import _
from handlers.kit.jobs import JobContext
from handlers.spreadsheets.customer_columns import Layout
from handlers.spreadsheets.customer_lines import LineReader
from handlers.spreadsheets.duplicates import Duplicates
from handlers.spreadsheets.findings import Findings
from handlers.spreadsheets.import_transactions import CHUNK, TableKind, look, work_of
from handlers.spreadsheets.problems import Problem, Weight
from handlers.spreadsheets.report import Report
from handlers.spreadsheets.same_customer import SameCustomer
from handlers.spreadsheets.spool import Spool
from handlers.spreadsheets.table import ReadTable
from storage.crm.imports import Brought, Imports
from storage.crm.possible_duplicates import anothers
from storage.names.folding import fold


@dataclass(frozen=True, slots=True)
class CustomerTable(TableKind):
    """Customers with the people there, several lines of one put together."""

    rows = Imports

    context: JobContext
    layout: Layout
    now: datetime

    def read(self, opened: ReadTable, brought: Spool, findings: Findings) -> Report:
        """Reads every line and puts aside the customers that they bring."""
        with Spool() as lines:
            read = self._read(opened, lines, findings)
            count = self._bring_together(lines, brought, findings)
        return Report(read, count.customers, count.contacts, known=count.known)

    def stage(self, import_id: int, brought: Spool, of: int) -> None:
        """Some lines and a short transaction for them, again and again, with a rest for others in between."""
        context, done = self.context, 0
        for customers in _read_back(brought):
            with work_of(context, self.now) as work:
                work.imports.stage(import_id, customers)
            done += sum(max(len(customer.contacts), 1) for customer in customers)
            context.tell(_("Importing"), min(done, of), of)
            context.rest()

    def publish(self, import_id: int, report: Report) -> Sequence[Problem]:
        """Shows all of it at once; what somebody added meanwhile is in the way, and then nothing is shown."""
        with work_of(self.context, self.now) as work:
            clashes = work.imports.clashes(import_id)
            if not clashes:
                work.imports.publish(import_id, report.kept())
        return [Problem("added_meanwhile", what=name, weight=Weight.REFUSED) for name in clashes]

    # ------------------------------------------------------------------ reading
    def _read(self, opened: ReadTable, lines: Spool, findings: Findings) -> int:
        """Reads every line and puts aside what it brings, under the customer's name; returns how many there are."""
        context = self.context
        with context.store.look() as work:
            colleagues = work.people.everyone()
        reader = LineReader(self.layout, colleagues, context.company.country, context.language, findings.add)
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
                    findings.add(_refused("no_company", self.layout, brought))
        return read

    def _bring_together(self, lines: Spool, customers: Spool, findings: Findings) -> "_Count":
        """Makes one customer of the lines that name it, and puts aside those that may come in, some at a time."""
        same, duplicates, count = (
            SameCustomer(self.layout, self.context.language, findings.add),
            Duplicates(findings.add),
            _Count(),
        )
        groups: Iterator[list[Brought]] = lines.groups()
        while some := list(islice(groups, CHUNK)):
            with look(self.context) as work:
                taken = anothers(work, [group[0].name for group in some])
                mine = []
                for group in some:
                    if taken and (owner := taken.get(fold(group[0].name))):
                        for line in group:
                            findings.add(_refused("anothers", self.layout, line, owner=owner))
                    else:
                        mine.append(same.merged(group))
                ids = work.imports.known([customer.name for customer in mine])
                there = work.imports.known_contacts(list(ids.values()))
                known = [(customer, ids.get(fold(customer.name)) if ids else None) for customer in mine]
                duplicates.compare(work, [customer for customer, id_ in known if id_ is None])
            for customer, id_ in known:
                count.add(customer, id_, there)
                for part in _in_parts(customer):
                    customers.add(part)
        return count


def _refused(why: str, layout: Layout, brought: Brought, **values: str | int) -> Problem:
    head = layout.heads[layout.customer.first]
    return Problem(why, brought.line, head, brought.name[:60], values, Weight.REFUSED)


@dataclass(slots=True)
class _Count:
    """What is new in a table."""

    customers: int = 0
    contacts: int = 0
    known: int = 0

    def add(self, customer: Brought, id_: int | None, there: set[tuple[int, str]]) -> None:
        """Counts a customer, given their id where they are here, and the people at those who are."""
        if id_ is None:
            self.customers += 1
            self.contacts += len(customer.contacts)
        else:
            self.known += 1
            self.contacts += sum((id_, fold(contact.name)) not in there for contact in customer.contacts)


def _in_parts(customer: Brought) -> Iterator[Brought]:
    """A customer with very many people in parts that one transaction takes."""
    if len(customer.contacts) <= CHUNK:
        yield customer
        return
    for start in range(0, len(customer.contacts), CHUNK):
        yield replace(customer, contacts=customer.contacts[start : start + CHUNK])


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
