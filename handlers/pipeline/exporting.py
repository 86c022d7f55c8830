"""The opportunities behind the figures as a file: from it every figure can be worked out again in a spreadsheet."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zoneinfo import ZoneInfo

from handlers.kit.format.texts import Words, _, ngettext, voice
from handlers.kit.jobs import JobContext
from handlers.kit.messages.reply import Enclosed, Reply
from handlers.kit.table_files import FORMATS, Cell, write_sheet
from handlers.kit.turn import Sorry, Turn
from handlers.language.text.any_of import any_of
from handlers.pipeline.sales_scope import AskedArg, read, view
from storage.crm.opportunities.records import OpportunityRecord
from storage.crm.sales.records import View
from storage.names.folding import fold

JOB: Final = "export_opportunities"
PAGE = 500
CLOSED_FOR = timedelta(days=366)
"""What was closed longer ago is in no figure."""
STATES: Final[dict[str, Words]] = {"open": _("Still open"), "won": _("Won"), "lost": _("Lost")}
TITLES: Final[tuple[Words, ...]] = (
    _("Number"),
    _("Customer"),
    _("Opportunity"),
    _("Amount"),
    _("Currency"),
    _("Stage"),
    _("Probability (%)"),
    _("Owner"),
    _("State"),
    _("Expected close"),
    _("Created"),
    _("In its stage since"),
    _("Day closed"),
    _("Lost because"),
    _("Source"),
)


EXCEL: Final = re.compile(rf"\b{any_of('excel_file')}\b")
OPPORTUNITIES: Final = re.compile(rf"\b{any_of('opportunities')}\b")


def export_said(turn: Turn, words: str) -> Reply:
    """“Exporta el pipeline a Excel”: mine, or a manager's everybody's."""
    asked, _slots = read(turn, "show_pipeline", "")
    return ask_for_file(turn, asked, "xlsx" if EXCEL.search(fold(words)) else "csv")


def export_asked(turn: Turn, words: str) -> Reply | None:
    """The same of the words behind `/export`; None where they mean something else."""
    return export_said(turn, words) if OPPORTUNITIES.search(fold(words)) else None


def ask_for_file(turn: Turn, asked: AskedArg, format: str) -> Reply:  # noqa: A002 - stored with the button
    """Asks for the file."""
    if format not in FORMATS:
        raise Sorry(_("I can make CSV and Excel files."))
    turn.only_in_private()
    of = view(turn, asked)
    sees, called = turn.work.sees_owners, turn.voice.say(_("opportunities"))
    payload = {
        "format": format,
        "owners": None if of.owners is None else list(of.owners),
        "sees": None if sees is None else sorted(sees),
        "since": (turn.now - CLOSED_FOR).isoformat(),
        "name": f"{called}-{turn.local(turn.now):%Y-%m-%d}",
    }
    turn.start_job(JOB, payload)
    return Reply.of(_("I'm writing the file…"))


def write_file(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """The job: writes the file and puts it into the store."""
    name = f"{payload['name']}.{payload['format']}"
    spanish = context.language == "es"
    count = 0
    with TemporaryDirectory(prefix="cartera-") as folder:
        path = Path(folder) / name

        def lines() -> Iterator[Sequence[Cell]]:
            nonlocal count
            for line in _lines(context, payload):
                count += 1
                yield line

        write_sheet(path, lines(), comma=spanish)
        with context.store.work() as work:
            kept = work.files.keep(name, FORMATS[payload["format"]], path.read_bytes())
    return {"file": kept, "name": name, "count": count - 1}


def written(_turn: Turn, result: dict[str, Any]) -> Reply:
    """The file."""
    said = ngettext("{count} opportunity.", "{count} opportunities.", result["count"])
    return Reply.of(said) + Reply(enclosed=(Enclosed(result["file"], result["name"]),))


def _lines(context: JobContext, payload: dict[str, Any]) -> Iterator[Sequence[Cell]]:
    """The titles, then a line an opportunity: what is open, and what was closed since; one moment of the store."""
    say = voice(context.language, context.company.country, datetime.fromisoformat(payload["since"]).date()).say
    zone = ZoneInfo(context.company.zone)
    yield [say(title) for title in TITLES]
    owners, sees = payload["owners"], payload["sees"]
    of, after = View(owners=None if owners is None else tuple(owners)), 0
    with context.store.look() as work:
        work.sees_owners = None if sees is None else frozenset(sees)
        since = datetime.fromisoformat(payload["since"])
        while page := work.sales.page(of, since, after=after, limit=PAGE):
            for one in page:
                yield _line(one, say(STATES[one.state]), zone)
            after = page[-1].id


def _line(one: OpportunityRecord, state: str, zone: ZoneInfo) -> Sequence[Cell]:
    def day(at: datetime | None) -> Cell:
        return at.astimezone(zone).date() if at else None

    return [
        one.id,
        one.customer,
        one.title,
        one.amount,
        one.currency,
        one.stage,
        one.probability,
        one.owner,
        state,
        one.expected_close,
        day(one.created_at),
        day(one.entered_stage_at),
        day(one.closed_at),
        one.lost_reason or "",
        one.source or "",
    ]
