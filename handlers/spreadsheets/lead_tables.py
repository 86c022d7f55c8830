"""A list of leads, as an import reads it and writes it. Who is a lead already has what the list says added to their journey."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from itertools import islice
from typing import Any

from handlers.kit import formulas
from handlers.kit.format.locales import LANGUAGES
from handlers.kit.format.phones import phone_shown
from handlers.kit.format.texts import _
from handlers.kit.jobs import JobContext
from handlers.spreadsheets import cells
from handlers.spreadsheets.cells import BadCell, Colleagues, short
from handlers.spreadsheets.findings import Findings
from handlers.spreadsheets.import_transactions import CHUNK, TableKind, look, work_of
from handlers.spreadsheets.lead_layout import LEADS, LeadLayout
from handlers.spreadsheets.lines import Line
from handlers.spreadsheets.problems import Problem, Weight
from handlers.spreadsheets.report import Report
from handlers.spreadsheets.spool import Spool
from handlers.spreadsheets.table import ReadTable
from handlers.spreadsheets.word_cells import is_empty
from storage.crm.leads.imports import BroughtLead, LeadImports
from storage.crm.leads.sources import slug_of
from storage.names.folding import fold
from storage.work import Work

LONGEST = {"message": 5000, "product": 200, "territory": 80, "source": 80, "campaign": 200, "company": 200}
_SAYS_WHO = ("name", "phone", "email", "company", "message", "product")


@dataclass(slots=True)
class LeadTable(TableKind):
    """A list of leads. A line that was brought in before comes in once; two with one number or address are one lead."""

    rows = LeadImports

    context: JobContext
    layout: LeadLayout
    now: datetime
    _sources: dict[str, str] = field(default_factory=dict)
    _first: dict[str, str] = field(default_factory=dict)
    """Of each number and address of the list the first line that has it, by its fingerprint."""

    def read(self, opened: ReadTable, brought: Spool, findings: Findings) -> Report:
        """Reads every line and puts new ones aside."""
        lines = known = 0
        with self.context.store.look() as work:
            colleagues = Colleagues(work.people.everyone())
        while some := list(islice(opened.lines, CHUNK)):
            reader = _Reader(self.layout, self.context.company.country, colleagues, findings)
            found = [lead for lead in map(reader.read, some) if lead]
            with look(self.context) as work:
                known += self._put_aside(work, found, brought, findings)
            lines += len(some)
            self.context.tell(_("Checking"), lines, 0)
        return Report(lines, leads=len(brought), known=known, kind=LEADS)

    def stage(self, import_id: int, brought: Spool, of: int) -> None:
        """Some lines and a short transaction for them, again and again, with a rest for others in between."""
        with work_of(self.context, self.now) as work:
            work.topic(LeadImports).add_sources(list(self._sources.values()))
        rows, done, made = iter(brought), 0, dict[str, int]()
        while some := list(islice(rows, CHUNK)):
            with work_of(self.context, self.now) as work:
                made |= work.topic(LeadImports).stage(import_id, some, made)
            done += len(some)
            self.context.tell(_("Importing"), min(done, of), of)
            self.context.rest()

    def publish(self, import_id: int, report: Report) -> Sequence[Problem]:
        """Shows all of it at once; where somebody brought the same in meanwhile, nothing is shown."""
        with work_of(self.context, self.now) as work:
            imports = work.topic(LeadImports)
            clashes = imports.clashes(import_id)
            if not clashes:
                imports.publish(import_id, report.kept())
        return [Problem("brought_meanwhile", weight=Weight.REFUSED)] if clashes else []

    def _put_aside(self, work: Work, rows: Sequence[dict[str, Any]], brought: Spool, findings: Findings) -> int:
        """Puts new lines aside; returns how many were brought in before, or stand further up."""
        here = work.topic(LeadImports).here([row["fingerprint"] for row in rows])
        known = 0
        for row in rows:
            phone, email = row.get("phone"), row.get("email")
            reached = [reach for reach in (phone, email) if reach]
            if row["fingerprint"] in here or brought.knows(row["fingerprint"]):
                known += 1
                continue
            joins = next((self._first[reach] for reach in reached if reach in self._first), None)
            lead_id = work.leads.known_as(phone, email)
            if lead_id is not None:
                what = phone_shown(phone or email or "")
                findings.add(Problem("lead_already", row["line"], what=what, weight=Weight.NOTICE))
            if row.get("source"):
                self._sources.setdefault(slug_of(row["source"]), row["source"])
            lead = BroughtLead(**row, lead_id=lead_id, joins=joins, customer_id=work.leads.customer_at(phone, email))
            for reach in reached:
                self._first.setdefault(reach, joins or row["fingerprint"])
            brought.add(lead, row["fingerprint"])
        return known


@dataclass(slots=True)
class _Reader:
    """Reads lines. One that says neither who it is nor how to reach them brings nothing; of others a bad cell is left out."""

    layout: LeadLayout
    country: str
    colleagues: Colleagues
    findings: Findings

    def read(self, line: Line) -> dict[str, Any] | None:
        """What a line says, as `BroughtLead` takes it."""
        if line.complaint:
            extra = " ".join(line.cells[len(self.layout.heads) :])[:60]
            self.findings.add(Problem(line.complaint, line.number, what=extra, weight=Weight.REFUSED))
            return None
        said: dict[str, Any] = {
            "phone": self._cell(line, "phone", lambda text: cells.phone_numbers(text, self.country)[0][0]),
            "email": self._cell(line, "email", lambda text: cells.email_addresses(text)[0]),
            "owner_id": self._cell(line, "owner", self.colleagues.find),
            "language": self._cell(line, "language", _language),
        }
        said |= {what: self._cell(line, what, _at_most(longest)) for what, longest in LONGEST.items()}
        if said["source"] and not slug_of(said["source"]):
            said["source"] = None
        name = self._name(line) or said["company"]
        if name is None:
            self._refuse(line, "lead_no_name")
            return None
        if not said["phone"] and not said["email"]:
            self._refuse(line, "lead_unreachable")
            return None
        said["name"] = name
        same = "\x1f".join(fold(said[what] or "") for what in _SAYS_WHO)
        fingerprint = blake2b(f"list\x1f{same}".encode(), digest_size=16).hexdigest()
        return {**said, "line": line.number, "fingerprint": fingerprint}

    def _name(self, line: Line) -> str | None:
        whole = self._cell(line, "lead", cells.name) or self._cell(line, "name", cells.name)
        first, last = self._cell(line, "first_name", cells.name), self._cell(line, "last_name", cells.name)
        return whole if whole and not last else " ".join(part for part in (first or whole, last) if part) or None

    def _cell(self, line: Line, what: str, read: Callable[[str], Any]) -> Any:  # noqa: ANN401 - what `read` gives
        at = self.layout.places.get(what, -1)
        text = formulas.plain(line.cells[at]) if 0 <= at < len(line.cells) else ""
        if is_empty(text, name=what in {"name", "lead", "company"}):
            return None
        try:
            return read(text)
        except BadCell as bad:
            self.findings.add(Problem(bad.why, line.number, self.layout.heads[at], text[:60], bad.values))
            return None

    def _refuse(self, line: Line, why: str) -> None:
        self.findings.add(Problem(why, line.number, weight=Weight.REFUSED))


def _at_most(longest: int) -> Callable[[str], str]:
    return lambda text: short(text, longest)


def _language(text: str) -> str | None:
    """The language of a cell that begins as its code does: "es", "es-ES", "English"."""
    code = fold(text)[:2]
    return code if code in LANGUAGES else None
