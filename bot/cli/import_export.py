"""`cartera import` and `cartera export`: customers in and out, from the command line."""

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

from bot.cli.common import open_store, stop
from bot.jobs.worker import Rest
from bot.settings import load
from handlers.kit.format.texts import Voice, Words, _, ngettext, voice
from handlers.kit.jobs import JobContext
from handlers.spreadsheets import running
from handlers.spreadsheets.importing import place, taken_back, totals
from handlers.spreadsheets.problems import UnusableTable, told
from handlers.spreadsheets.writing import FORMATS, export

import_cli = typer.Typer(help="Bring customers in from CSV or Excel.", no_args_is_help=True)
export_cli = typer.Typer(help="Write customers out as CSV or Excel.", no_args_is_help=True)


@import_cli.command(name="customers")
def import_customers(
    file: Annotated[
        Path,
        typer.Argument(help="CSV or .xlsx, the first line with the names of the columns.", exists=True, dir_okay=False),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """All of a table of customers and contacts, or nothing of it. The bot may go on running meanwhile."""
    with _context() as (context, says):
        try:
            seen = running.preview(file, context.language)
        except UnusableTable as unusable:
            stop(says.say(told(unusable.problem.as_json())))
        _show_preview(file, seen, says)
        if dry_run:
            _show(running.check(context, file), says, _("It can be imported."))
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
        report = running.bring_in(context, import_id, file, datetime.now(UTC))
        undo = _("Imported. To take it back: {command}", command=f"cartera import revert {import_id}")
        _show(report, says, undo if report.customers or report.contacts else _("There was nothing new in it."))


@import_cli.command()
def revert(
    number: Annotated[int, typer.Argument(help="The import's number, as `cartera import customers` said it.")],
) -> None:
    """Take a whole import back, but for what has been used since."""
    with _context() as (context, says):
        reverted = running.take_back(context, number, datetime.now(UTC))
    if reverted is None:
        stop(says.say(_("There is no import {number} that could be taken back.", number=number)))
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


@contextmanager
def _context() -> Iterator[tuple[JobContext, Voice]]:
    """The store, and a bar that shows how far it is."""
    settings = load()
    store = open_store(settings)
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

    try:
        yield JobContext(store, company, None, tell, Rest.after(store)), says
    finally:
        bar.stop()
        store.close()


def _show_preview(file: Path, seen: running.Preview, says: Voice) -> None:
    typer.echo(f"{file.name} · {says.say(ngettext('{count} line', '{count} lines', seen.lines))} · {seen.written}")
    table = Table(says.say(_("column")), says.say(_("is")))
    for head, field in seen.columns:
        table.add_row(head, field)
    for head in seen.ignored:
        table.add_row(head, says.say(_("(left out)")), style="dim")
    Console().print(table)


def _show(report: running.Report, says: Voice, done: Words) -> None:
    """What came of it; problems line by line, and an exit code that a script can see."""
    found = report.as_json()
    for problem in found["problems"]:
        typer.echo(f"{says.say(place(problem))}: {says.say(told(problem))}")
    if report.wrong:
        typer.echo(
            says.say(
                ngettext(
                    "Nothing was imported: {count} problem.", "Nothing was imported: {count} problems.", report.wrong
                )
            ),
            err=True,
        )
        raise typer.Exit(1)
    for name, value in totals(found):
        typer.echo(f"{says.say(name)}: {says.say(value)}")
    typer.echo(says.say(done))
