"""Bringing in a table of customers: send the file, see how it is understood, try it, import it, take it back."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Words, _, clip, ngettext, voice
from handlers.kit.jobs import JobContext
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Block, Entries, Facts, Heading, Paragraph
from handlers.kit.messages.incoming import Attachment
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Enclosed, Reply
from handlers.kit.registry.registry import Capability, Command, Job, RecordWords
from handlers.kit.turn import Sorry, Turn
from handlers.spreadsheets import import_run, import_undo, own_imports
from handlers.spreadsheets.bad_lines import place
from handlers.spreadsheets.column_wording import column_is
from handlers.spreadsheets.export_file import titles
from handlers.spreadsheets.import_wording import totals
from handlers.spreadsheets.own_imports import IMPORT, MyImport, own_import, waiting_import
from handlers.spreadsheets.problems import UnusableTable, Weight, told
from storage.crm.imports import ImportRecord

BRINGERS = frozenset({"admin", "manager", "marketing"})
OF_CUSTOMERS = BRINGERS - {"marketing"}
"""Who may bring in customers; products, purchases and leads whoever works with those, too."""
SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm")
MOST_BYTES = 20 * 2**20
PAGE = 6
"""Problems on one screen."""
NOTICES_SHOWN = 4
COLUMNS_SHOWN = 14
COLUMNS_ON_A_PAGE = 20
LEFT_OUT_SHOWN = 250
"""Characters of the names of columns that are left out."""

READ_AS: Mapping[str, Words] = {
    "products": _("I read it as a list of products."),
    "purchases": _("I read it as purchases, a line each."),
    "leads": _("I read it as a list of leads."),
}


# ------------------------------------------------------------------ the file
def _explain(turn: Turn, _words: str) -> Reply:
    """How to bring in a table."""
    return Reply.of(
        _(
            "Send me the file here: CSV or Excel (.xlsx), one customer or contact a line, with a line that names the columns."
            " Exports of other CRMs, address books and invoicing programs will do as they are."
        ),
        _(
            "A price list (product, number, price) and invoice lines (customer, product, quantity, amount, date) come in the same way."
        ),
        _("A list with a column of what they want, or of their message, comes in as leads."),
        _("I understand columns like these: {columns}", columns=", ".join(titles(turn.person.language))),
        _("First you see how I read it. All of it is imported or nothing, and it can be undone."),
    )


def _received(turn: Turn, file: Attachment) -> Reply | None:
    """A file was sent: if it can be a table, it is fetched and looked at."""
    if not file.name.casefold().endswith(SUFFIXES):
        return None
    if turn.person.role not in BRINGERS:
        raise Sorry(_("Only managers, marketing and admins can import lists. Send it to one of them."))
    if not turn.incoming.private:
        raise Sorry(_("Send me that file in our private chat, please."))
    if file.size and file.size > MOST_BYTES:
        raise Sorry(_("That file is too big: {limit} MB at most. Split it, please.", limit=MOST_BYTES // 2**20))
    import_id = turn.work.imports.add(file.name)
    _ask_for(turn, "look_at_table", {"import": import_id, "attachment": asdict(file)})
    return Reply.of(_("I'm looking at {file}…", file=clip(file.name, 80)))


def _look(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """The job: fetches nothing itself, reads the table's head and counts its lines."""
    found: dict[str, Any] = {"import": payload["import"], "file": payload["file"]}
    try:
        with _on_disk(context, payload["file"]) as path:
            return found | {"preview": import_run.preview(path).as_json()}
    except UnusableTable as unusable:
        return found | {"problem": unusable.problem.as_json()}


def _looked(turn: Turn, result: dict[str, Any]) -> Reply:
    """How each column is read, with what can be done."""
    record = own_import(turn, result["import"])
    if "problem" in result:
        turn.work.imports.mark(record.id, "refused")
        return Reply((Heading(clip(record.name, 80)), Paragraph(told(result["problem"]))))
    seen = result["preview"]
    if seen["kind"] not in READ_AS and turn.person.role not in OF_CUSTOMERS:
        turn.work.imports.mark(record.id, "refused")
        return Reply.of(_("Only managers and admins can import customers. Send it to one of them."))
    columns = {"columns": seen["columns"], "left_out": seen["left_out"]}
    turn.work.imports.mark(record.id, "new", file_id=result["file"], counts=columns)
    lines = ngettext("{count} line", "{count} lines", seen["lines"])
    blocks: list[Heading | Paragraph] = [
        Heading(f"{clip(record.name, 80)} · {turn.voice.say(lines)} · {seen['written']}"),
        Paragraph("\n".join(_columns(turn, seen["columns"][:COLUMNS_SHOWN]))),
    ]
    if seen["kind"] in READ_AS:
        blocks.insert(1, Paragraph(READ_AS[seen["kind"]]))
    if seen["left_out"]:
        blocks.append(Paragraph(_("Left out: {columns}", columns=clip(", ".join(seen["left_out"]), LEFT_OUT_SHOWN))))
    sample = clip(" · ".join(cell for cell in seen["sample"] if cell), 150)
    blocks.append(Paragraph(_("The first line: {sample}", sample=sample)))
    cut = len(seen["columns"]) > COLUMNS_SHOWN or len(", ".join(seen["left_out"])) > LEFT_OUT_SHOWN
    target = Target(IMPORT, record.id)
    choices = (
        *_offers(record, dry=True),
        *((Choice(_("All columns"), Action("import_columns", {"table": record.id})),) if cut else ()),
    )
    return Reply(tuple(blocks), choices, about=target)


def _columns(turn: Turn, columns: Sequence[Sequence[str]]) -> list[str]:
    return [f"{clip(head, 40)} → {turn.voice.say(column_is(read_as))}" for head, read_as in columns]


def _all_columns(turn: Turn, table: MyImport, at: int = 0) -> Reply:
    """Every column, those that are left out after the others."""
    if "columns" not in table.counts:
        raise Sorry(_("That no longer exists."))
    left_out = turn.voice.say(_("(left out)"))
    every = [
        *_columns(turn, table.counts["columns"]),
        *(f"{clip(head, 40)} → {left_out}" for head in table.counts["left_out"]),
    ]
    page = Pager.at(at, every, COLUMNS_ON_A_PAGE)
    more = page.more(Action("import_columns", {"table": table.id}))
    return Reply.of("\n".join(page.items), choices=(*_offers(table, dry=True), *more))


def _offers(record: ImportRecord, *, dry: bool) -> tuple[Choice, ...]:
    this = {"table": record.id}
    try_it = (Choice(_("Test run"), Action("import_check", this)),) if dry else ()
    return (
        Choice(_("Import"), Action("import_now", this)),
        *try_it,
        Choice(_("Cancel"), Action("import_cancel", this)),
    )


# ------------------------------------------------------------------ trying it, doing it
def _check_it(turn: Turn, table: MyImport) -> Reply:
    record = waiting_import(turn, table)
    _ask_for(turn, "check_table", {"import": record.id, "file": record.file_id, "now": turn.now.isoformat()})
    return Reply.of(_("I'm checking every line of {file}; nothing is changed.", file=clip(record.name, 80)))


def _do_it(turn: Turn, table: MyImport) -> Reply:
    return _begin(turn, waiting_import(turn, table), skip_bad=False)


def _do_the_rest(turn: Turn, table: MyImport) -> Reply:
    """Everything but what is wrong comes in."""
    return _begin(
        turn, waiting_import(turn, table), skip_bad=True, add_products=table.counts.get("add_products", False)
    )


def _do_with_products(turn: Turn, table: MyImport) -> Reply:
    """Products that nobody knows come in along with what was bought of them."""
    return _begin(turn, waiting_import(turn, table), skip_bad=False, add_products=True)


def _begin(turn: Turn, record: ImportRecord, *, skip_bad: bool, add_products: bool = False) -> Reply:
    turn.work.imports.mark(record.id, "running")
    payload = {
        "import": record.id,
        "file": record.file_id,
        "now": turn.now.isoformat(),
        "skip_bad": skip_bad,
        "add_products": add_products,
    }
    _ask_for(turn, "import_table", payload)
    return Reply.of(_("I'm importing {file}. Carry on: I'll tell you when it's done.", file=clip(record.name, 80)))


def _cancel(turn: Turn, table: MyImport) -> Reply:
    record = waiting_import(turn, table)
    turn.work.imports.mark(record.id, "cancelled")
    return Reply.of(_("Cancelled. Nothing was imported."), replaces=True)


def _check(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    with _on_disk(context, payload["file"]) as path:
        report = import_run.check(context, path, datetime.fromisoformat(payload["now"]))
        return {"import": payload["import"], "dry": True, "report": report.as_json()}


def _bring_in(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    with _on_disk(context, payload["file"]) as path:
        bad_lines = path.with_name("bad")
        report = import_run.bring_in(
            context,
            payload["import"],
            path,
            datetime.fromisoformat(payload["now"]),
            skip_bad=payload.get("skip_bad", False),
            add_products=payload.get("add_products", False),
            bad_lines=bad_lines,
        )
        told_by = report.as_json() | {"add_products": payload.get("add_products", False)}
        result = {"import": payload["import"], "dry": False, "report": told_by}
        return result | _kept(context, payload["import"], bad_lines) if bad_lines.exists() else result


def _kept(context: JobContext, import_id: int, bad_lines: Path) -> dict[str, Any]:
    """The lines to fix as a file that goes out with the report."""
    with context.store.work() as work:
        record = work.imports.get(import_id)
        stem = Path(record.name).stem if record else "import"
        speaks = voice(context.language, context.company.country, work.now.date())
        name = speaks.say(_("{name}-to-fix.csv", name=stem))
        return {"bad_lines": asdict(Enclosed(work.files.keep(name, "text/csv", bad_lines.read_bytes()), name))}


def _reported(turn: Turn, result: dict[str, Any]) -> Reply:
    """What a test run or an import came to."""
    record = own_import(turn, result["import"])
    report = result["report"] | {"dry": result["dry"]}
    target = Target(IMPORT, record.id)
    if report["problems"]:
        state = record.state if record.state == "done" else "new" if result["dry"] else "refused"
        turn.work.imports.mark(record.id, state, counts=report)
    if report["wrong"] and not report["done"]:
        return _problems(record, report, 0)
    name = clip(record.name, 80)
    heading = _("Imported: {file}", file=name) if report["done"] else _("{file} can be imported", file=name)
    blocks: list[Block] = [Heading(heading), Facts(totals(report))]
    shown = [problem for problem in report["problems"] if problem["weight"] == Weight.NOTICE][:NOTICES_SHOWN]
    if shown:
        blocks += [Paragraph(_("Worth a look:")), Entries([(place(problem), told(problem)) for problem in shown])]
    choices = undo_choice(turn, target) if report["done"] else _offers(record, dry=False)
    if len(report["problems"]) > len(shown):
        choices = (*choices, Choice(_("Line by line"), Action("import_problems", {"table": record.id})))
    enclosed = (Enclosed(**result["bad_lines"]),) if "bad_lines" in result else ()
    if enclosed:
        blocks.append(Paragraph(_("In the file are the lines to fix, with the reason.")))
    reply = Reply(tuple(blocks), choices, about=target, enclosed=enclosed)
    return reply + turn.contributions("imported", record.id) if report["done"] else reply


def _problems(record: ImportRecord, report: Mapping[str, Any], start: int) -> Reply:
    """Some of what is wrong, a line each."""
    this = {"table": record.id}
    page = Pager.at(start, report["problems"], PAGE)
    wrong = report["wrong"]
    if report["done"]:
        heading = _("{file}, line by line", file=clip(record.name, 80))
    elif report["dry"]:
        heading = ngettext("Test run: {count} problem", "Test run: {count} problems", wrong)
    else:
        heading = ngettext("Nothing was imported: {count} problem", "Nothing was imported: {count} problems", wrong)
    items = [(place(problem), told(problem)) for problem in page.items]
    more = page.more(Action("import_problems", this))
    choices: list[Choice] = []
    end: list[Paragraph] = []
    if not report["done"]:
        rest = report["new"] + report["known"] > 0
        if report["new_products"]:
            add = ngettext("Add {count} new product too", "Add {count} new products too", report["new_products"])
            choices.append(Choice(add, Action("import_with_products", this)))
        if rest:
            choices += [Choice(_("Import the rest"), Action("import_rest", this)), *_offers(record, dry=False)[1:]]
        if not more:
            end.append(
                Paragraph(
                    _("Fix the file and send it again, or import the rest.")
                    if rest
                    else _("Fix the file and send it again.")
                )
            )
    return Reply((Heading(heading), Entries(items), *end), (*choices, *more), about=Target(IMPORT, record.id))


def _more_problems(turn: Turn, table: MyImport, at: int = 0) -> Reply:
    if "problems" not in table.counts:
        raise Sorry(_("That no longer exists."))
    return _problems(table, table.counts, at)


# ------------------------------------------------------------------ shared by them
def _ask_for(turn: Turn, job: str, payload: dict[str, Any]) -> None:
    turn.start_job(job, payload)


@contextmanager
def _on_disk(context: JobContext, file_id: int) -> Iterator[Path]:
    """A stored file as one on disk, for as long as it is read."""
    with context.store.look() as work:
        file = work.files.get(file_id)
    if file is None:
        raise UnusableTable("empty")
    with TemporaryDirectory(prefix="cartera-") as folder:
        path = Path(folder) / "table"
        path.write_bytes(file.content)
        del file
        yield path


CAPABILITY = Capability(
    "importing",
    about=_("Import a list of customers, products, purchases or leads: send the file"),
    commands=(
        Command(
            {"es": "importar", "en": "import"},
            _explain,
            _("Import customers, products, purchases or leads from CSV or Excel: send me the file"),
            phrases={"es": ("importar",), "en": ("import",)},
            sayings="import_table",
        ),
    ),
    actions={
        "import_now": _do_it,
        "import_rest": _do_the_rest,
        "import_with_products": _do_with_products,
        "import_columns": _all_columns,
        "import_check": _check_it,
        "import_cancel": _cancel,
        "import_problems": _more_problems,
    },
    roles=BRINGERS,
    document=_received,
    undoes={IMPORT: import_undo.undo},
    records={IMPORT: RecordWords(own_imports.what, own_imports.told_in_activity)},
    jobs={
        "look_at_table": Job(_look, _looked),
        "check_table": Job(_check, _reported),
        "import_table": Job(_bring_in, _reported),
        "revert_import": Job(import_undo.revert, import_undo.reverted),
    },
    order=80,
)
