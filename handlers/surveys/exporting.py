"""The answers of a survey as a table, written by a job, a few hundred in memory at a time."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from handlers.kit.format.texts import _
from handlers.kit.jobs import JobContext
from handlers.kit.messages.reply import Enclosed, Reply
from handlers.kit.table_files import Cell, write_sheet
from handlers.kit.turn import Sorry, Turn
from handlers.surveys.figures import counted
from storage.crm.surveys.records import LOT
from storage.crm.surveys.surveys import Surveys
from storage.survey_results.results import SurveyResults

JOB = "export_survey"
_HEADINGS = ("customer", "sector", "owner", "answered_at", "number", "choice", "words")


def export(turn: Turn, question: int) -> Reply:
    """A button: asks for the table."""
    found = turn.work.topic(Surveys).question(question)
    if found is None:
        raise Sorry(_("That question is not there any more."))
    if found.anonymous and sum(row.count for row in counted(turn, found)) < LOT:
        raise Sorry(_("It promised to be anonymous: under five answers nothing is shown."))
    seen = None if turn.work.sees_owners is None else sorted(turn.work.sees_owners)
    turn.start_job(JOB, {"question": question, "owners": seen})
    return Reply.of(_("I'm writing the list…"))


def write(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """The job: a process of its own, no turn."""
    with TemporaryDirectory(prefix="cartera-") as folder:
        path = Path(folder) / "answers.csv"
        with context.store.look() as work:
            work.sees_owners = None if payload["owners"] is None else frozenset(payload["owners"])
            found = work.topic(Surveys).question(payload["question"])
            name = f"{found.name if found else 'survey'}.csv"
            results = work.topic(SurveyResults)
            lines = _unnamed(results, found.id) if found and found.anonymous else _named(results, payload["question"])
            write_sheet(path, lines)
        with context.store.work() as work:
            return {"file": work.files.keep(name, "text/csv", path.read_bytes()), "name": name}


def _named(results: SurveyResults, question: int) -> Iterator[Sequence[Cell]]:
    """Every answer, with whose it is."""
    yield _HEADINGS
    for row in results.each(question):
        yield [row.customer, row.sector, row.owner, row.answered_at.isoformat(), row.number, row.choice, row.words]


def _unnamed(results: SurveyResults, question: int) -> Iterator[Sequence[Cell]]:
    """The answers alone, in no order of time, and as many as are counted."""
    yield ("number", "choice")
    spread = results.of_nobody(question)
    for row in sorted(spread, key=lambda one: (one.number or 0, one.choice or "")):
        for _one in range(row.count):
            yield [row.number, row.choice]


def written(_turn: Turn, result: dict[str, Any]) -> Reply:
    """The table."""
    return Reply.of(_("The answers:")) + Reply(enclosed=(Enclosed(result["file"], result["name"]),))
