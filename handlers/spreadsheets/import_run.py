"""An import as a whole: looked at, checked to the last line, brought in, taken back. Runs as a job, not in a turn."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from handlers.kit.format.texts import voice
from handlers.kit.jobs import JobContext
from handlers.spreadsheets.bad_lines import write_bad_lines
from handlers.spreadsheets.customer_columns import Layout
from handlers.spreadsheets.customer_tables import CustomerTable
from handlers.spreadsheets.findings import Findings
from handlers.spreadsheets.import_transactions import CHUNK, TableKind, mark
from handlers.spreadsheets.lead_layout import LeadLayout
from handlers.spreadsheets.lead_tables import LeadTable
from handlers.spreadsheets.problems import UnusableTable, Weight
from handlers.spreadsheets.report import Report
from handlers.spreadsheets.sales_tables import SalesTable
from handlers.spreadsheets.spool import Spool
from handlers.spreadsheets.table import ReadTable, table
from storage.crm.imports import Reverted
from storage.crm.leads.imports import LeadImports, LeadsReverted
from storage.purchases.imports import SalesImports, SalesReverted

CUSTOMERS = "customers"


@dataclass(frozen=True, slots=True)
class Preview:
    """How a table is understood, before anything is read for good: each column with what it is taken for."""

    written: str
    lines: int
    columns: Sequence[tuple[str, str]]
    left_out: Sequence[str]
    sample: Sequence[str]
    kind: str = CUSTOMERS

    def as_json(self) -> dict[str, Any]:
        """As a job's result carries it."""
        return {
            "written": self.written,
            "lines": self.lines,
            "columns": [list(pair) for pair in self.columns],
            "left_out": list(self.left_out),
            "sample": list(self.sample),
            "kind": self.kind,
        }


def preview(path: Path) -> Preview:
    """Looks at a table: its columns, the first line, and how many there are. Raises UnusableTable."""
    with table(path) as opened:
        first = next(opened.lines)
        lines = 1 + sum(1 for _line in opened.lines)
        layout = opened.layout
        pairs = [(layout.heads[place], read_as) for place, read_as in layout.read_as.items()]
        return Preview(opened.written, lines, pairs, layout.left_out, first.cells[: len(layout.heads)], kind_of(opened))


def kind_of(opened: ReadTable) -> str:
    """What it is a table of: "customers", "products", "purchases" or "leads"."""
    return CUSTOMERS if isinstance(opened.layout, Layout) else opened.layout.kind


def check(context: JobContext, path: Path, now: datetime, *, add_products: bool = False) -> Report:
    """Reads every line and says what an import would do; changes nothing. An unusable table is a problem of line 0.

    Of a table of purchases, products that nobody knows are new ones where `add_products` says so; else their lines are refused.
    """
    with _checked(context, path, now, add_products=add_products) as checked:
        return checked.report


def bring_in(
    context: JobContext,
    import_id: int,
    path: Path,
    now: datetime,
    *,
    skip_bad: bool = False,
    add_products: bool = False,
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
        return Report.of_kept(found.counts)
    with _checked(context, path, now, add_products=add_products) as checked:
        report, content = checked.report, checked.content
        if content is not None and (not report.wrong or (skip_bad and len(checked.brought) > 0)):
            content.discard(import_id)
            mark(context, import_id, "running", kind=report.kind)
            try:
                content.stage(import_id, checked.brought, report.lines)
            except KeyboardInterrupt:
                content.discard(import_id)
                mark(context, import_id, "cancelled")
                raise
            clashes = content.publish(import_id, report)
            report = (
                Report(report.lines, wrong=len(clashes), problems=clashes, kind=report.kind)
                if clashes
                else replace(report, done=True)
            )
        if report.done and report.wrong and bad_lines:
            speaks = voice(context.language, context.company.country, now.date())
            write_bad_lines(path, checked.findings, bad_lines, speaks)
        if not report.done:
            if content is not None:
                content.discard(import_id)
            mark(context, import_id, "refused")
    return report


def take_back(context: JobContext, import_id: int, now: datetime) -> Reverted | SalesReverted | LeadsReverted | None:
    """Undoes an import but for what has been used since; None where there is nothing to undo."""
    with context.store.work(now, person=context.person, turn=f"revert:{import_id}") as work:
        found = work.imports.get(import_id)
        if found is None or found.state != "done":
            return None
        reverted: Reverted | SalesReverted | LeadsReverted
        match found.kind:
            case "customers":
                reverted = work.imports.revert(import_id)
            case "leads":
                reverted = work.topic(LeadImports).revert(import_id)
            case _:
                reverted = work.topic(SalesImports).revert(import_id)
    more = True
    while more:
        with context.store.work() as work:
            more = work.imports.forget_names(import_id, limit=CHUNK)
        context.rest()
    return reverted


# ------------------------------------------------------------------ checking
@dataclass(slots=True)
class _Checked:
    """A table that was read to its end: what it would do, what is wrong with it, and what it brings."""

    report: Report
    findings: Findings
    brought: Spool
    content: TableKind | None = None


@contextmanager
def _checked(context: JobContext, path: Path, now: datetime, *, add_products: bool) -> Iterator[_Checked]:
    with ExitStack() as stack:
        findings, brought = stack.enter_context(Findings()), stack.enter_context(Spool())
        try:
            with table(path) as opened:
                content = _content(context, opened, now, add_products=add_products)
                report = content.read(opened, brought, findings)
        except UnusableTable as unusable:
            yield _Checked(Report(wrong=1, problems=(unusable.problem,)), findings, brought)
            return
        report = replace(
            report,
            wrong=findings.wrong,
            refused=findings.refused_lines,
            notices=findings.count[Weight.NOTICE],
            problems=findings.told(),
        )
        yield _Checked(report, findings, brought, content)


def _content(context: JobContext, opened: ReadTable, now: datetime, *, add_products: bool) -> TableKind:
    if isinstance(opened.layout, Layout):
        return CustomerTable(context, opened.layout, now)
    if isinstance(opened.layout, LeadLayout):
        return LeadTable(context, opened.layout, now)
    return SalesTable(context, opened.layout, now, add_products=add_products)
