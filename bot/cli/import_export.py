"""`cartera import` and `cartera export`: customers, products, purchases and leads in, customers and leads out, from the command line."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table

from bot.cli.common import opened, stop
from bot.jobs.worker import Rest
from bot.settings import load
from handlers.kit.format.texts import Voice, Words, _, ngettext, voice
from handlers.kit.jobs import JobContext
from handlers.kit.table_files import FORMATS
from handlers.spreadsheets import import_run
from handlers.spreadsheets.bad_lines import place
from handlers.spreadsheets.column_wording import column_is
from handlers.spreadsheets.export_file import export, export_leads
from handlers.spreadsheets.import_wording import taken_back, totals
from handlers.spreadsheets.problems import UnusableTable, told
from handlers.spreadsheets.report import Report

import_cli = typer.Typer(
    help="Bring customers, products, purchases and leads in from CSV or Excel.", no_args_is_help=True
)
export_cli = typer.Typer(help="Write customers or leads out as CSV or Excel.", no_args_is_help=True)


FileArgument = Annotated[
    Path, typer.Argument(help="CSV or .xlsx, with a line that names the columns.", exists=True, dir_okay=False)
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")]
SkipBad = Annotated[
    bool,
    typer.Option("--skip-bad", help="Import what can be imported, and write the lines with something wrong to a file."),
]
BadLines = Annotated[
    Path | None,
    typer.Option(
        help="Where --skip-bad writes those lines, with the reason in a column. By default FILE.bad.csv, here.",
        dir_okay=False,
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
AddProducts = Annotated[bool, typer.Option("--add-products", help="Add the products that nobody knows, too.")]


@import_cli.command(name="customers")
def import_customers(
    file: FileArgument, dry_run: DryRun = False, skip_bad: SkipBad = False, bad_lines: BadLines = None, yes: Yes = False
) -> None:
    """All of a table of customers and contacts, or nothing of it. The bot may go on running meanwhile."""
    _import("customers", file, dry_run=dry_run, skip_bad=skip_bad, bad_lines=bad_lines, yes=yes)


@import_cli.command(name="products")
def import_products(
    file: FileArgument, dry_run: DryRun = False, skip_bad: SkipBad = False, bad_lines: BadLines = None, yes: Yes = False
) -> None:
    """All of a list of products, or nothing of it: product, number, kind, price."""
    _import("products", file, dry_run=dry_run, skip_bad=skip_bad, bad_lines=bad_lines, yes=yes)


@import_cli.command(name="purchases")
def import_purchases(
    file: FileArgument,
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    add_products: AddProducts = False,
    bad_lines: BadLines = None,
    yes: Yes = False,
) -> None:
    """All of a table of purchases, or nothing of it: customer, product, quantity, amount, date. What came back is negative."""
    _import(
        "purchases", file, dry_run=dry_run, skip_bad=skip_bad, bad_lines=bad_lines, yes=yes, add_products=add_products
    )


def _import(
    kind: str,
    file: Path,
    *,
    dry_run: bool,
    skip_bad: bool,
    bad_lines: Path | None,
    yes: bool,
    add_products: bool = False,
) -> None:
    with _context() as (context, says):
        try:
            seen = import_run.preview(file)
        except UnusableTable as unusable:
            stop(says.say(told(unusable.problem.as_json())))
        _show_preview(file, seen, says)
        if seen.kind != kind:
            stop(f"That is a table of {seen.kind}: cartera import {seen.kind} {file}")
        now = datetime.now(UTC)
        if dry_run:
            _show(import_run.check(context, file, now, add_products=add_products), says, skip_bad=skip_bad)
            return
        if not yes and not sys.stdin.isatty():
            stop(
                says.say(
                    _("Nothing was imported: nobody can be asked here. Say --yes to import it without a question.")
                )
            )
        if not yes and not typer.confirm(says.say(_("Import it?")), default=True):
            stop(says.say(_("Nothing was imported.")))
        with context.store.work() as work:
            import_id = work.imports.add(file.name)
        target = bad_lines or Path(f"{file.stem}.bad.csv")
        try:
            report = import_run.bring_in(
                context,
                import_id,
                file,
                now,
                skip_bad=skip_bad,
                add_products=add_products,
                bad_lines=target if skip_bad else None,
            )
        except OSError as error:
            stop(f"{target} cannot be written: {error.strerror}.")
        _show(report, says, skip_bad=skip_bad)
        if report.done and report.wrong:
            typer.echo(says.say(_("The lines to fix, with the reason: {file}", file=str(target))))
        undo = _("Imported. To undo it: {command}", command=f"cartera import revert {import_id}")
        typer.echo(says.say(undo if report.new else _("There was nothing new in it.")))


@import_cli.command(name="leads")
def import_leads(
    file: FileArgument, dry_run: DryRun = False, skip_bad: SkipBad = False, bad_lines: BadLines = None, yes: Yes = False
) -> None:
    """All of a list of leads, or nothing of it: name, phone or e-mail, and what they want. They are given out by the rules."""
    _import("leads", file, dry_run=dry_run, skip_bad=skip_bad, bad_lines=bad_lines, yes=yes)


@import_cli.command()
def revert(
    number: Annotated[int, typer.Argument(help="The import's number, as `cartera import customers` said it.")],
) -> None:
    """Take a whole import back, but for what has been used since."""
    with _context() as (context, says):
        reverted = import_run.take_back(context, number, datetime.now(UTC))
    if reverted is None:
        stop(says.say(_("There's no import {number} to undo.", number=number)))
    for words in taken_back(asdict(reverted)):
        typer.echo(says.say(words))


@export_cli.command(name="customers")
def export_customers(file: Annotated[Path, typer.Argument(help="The file to write: .csv or .xlsx.")]) -> None:
    """All customers with their contacts; `cartera import customers` takes the file back as it is."""
    if file.suffix.removeprefix(".") not in FORMATS:
        stop("The file's name must end in .csv or .xlsx.")
    try:
        with _context() as (context, says):
            count = export(context, file)
    except OSError as error:
        stop(f"{file} cannot be written: {error.strerror}.")
    typer.echo(says.say(ngettext("{count} customer: {file}", "{count} customers: {file}", count, file=str(file))))


@export_cli.command(name="leads")
def export_all_leads(file: Annotated[Path, typer.Argument(help="The file to write: .csv or .xlsx.")]) -> None:
    """All leads, a line each."""
    if file.suffix.removeprefix(".") not in FORMATS:
        stop("The file's name must end in .csv or .xlsx.")
    try:
        with _context() as (context, says):
            count = export_leads(context, file)
    except OSError as error:
        stop(f"{file} cannot be written: {error.strerror}.")
    typer.echo(says.say(ngettext("{count} lead: {file}", "{count} leads: {file}", count, file=str(file))))


@contextmanager
def _context() -> Iterator[tuple[JobContext, Voice]]:
    """The store, and a bar that shows how far it is."""
    settings = load()
    company = settings.company
    says = voice(company.language, company.country, datetime.now(UTC).date())
    bar = Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=Console(stderr=True))
    tasks: dict[str, TaskID] = {}

    def tell(what: Words, done: int, of: int) -> None:
        name = says.say(what)
        if not tasks:
            bar.start()
        if name not in tasks:
            tasks[name] = bar.add_task(name, total=of or None)
        bar.update(tasks[name], completed=done)

    with opened(settings) as store:
        try:
            yield JobContext(store, company, None, tell, Rest.after(store)), says
        finally:
            bar.stop()


def _show_preview(file: Path, seen: import_run.Preview, says: Voice) -> None:
    typer.echo(f"{file.name} · {says.say(ngettext('{count} line', '{count} lines', seen.lines))} · {seen.written}")
    table = Table(says.say(_("column")), says.say(_("is")))
    for head, read_as in seen.columns:
        table.add_row(head, says.say(column_is(read_as)))
    for head in seen.left_out:
        table.add_row(head, says.say(_("(left out)")), style="dim")
    Console().print(table)


def _show(report: Report, says: Voice, *, skip_bad: bool) -> None:
    """What came of it, or would; problems line by line, and an exit code that a script can see."""
    found = report.as_json()
    for problem in found["problems"]:
        typer.echo(f"{says.say(place(problem))}: {says.say(told(problem))}")
    if (more := report.wrong + report.notices - len(found["problems"])) > 0:
        typer.echo(says.say(ngettext("… and {count} more.", "… and {count} more.", more)))
    if report.wrong and not report.done and not (skip_bad and report.new + report.known):
        typer.echo(
            says.say(
                ngettext(
                    "Nothing was imported: {count} problem.", "Nothing was imported: {count} problems.", report.wrong
                )
            ),
            err=True,
        )
        if report.new + report.known and not skip_bad:
            typer.echo(says.say(_("With --skip-bad all the rest is imported.")), err=True)
        if report.new_products:
            typer.echo(says.say(_("With --add-products the products nobody knows are added, too.")), err=True)
        raise typer.Exit(1)
    for name, value in totals(found):
        typer.echo(f"{says.say(name)}: {says.say(value)}")
    if not report.done:
        typer.echo(says.say(_("It can be imported.")))
