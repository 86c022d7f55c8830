"""The answers of a survey as a table, written by a job."""

import csv
from io import StringIO
from typing import Any

from handlers.kit.figures.scores import HIDDEN_BELOW
from handlers.kit.format.texts import _
from handlers.kit.jobs import JobContext
from handlers.kit.messages.reply import Enclosed, Reply
from handlers.kit.turn import Sorry, Turn
from storage.crm.surveys.records import CountedAnswer
from storage.crm.surveys.results import SurveyResults
from storage.crm.surveys.surveys import Surveys

JOB = "export_survey"
_HEADINGS = ("customer", "sector", "owner", "answered_at", "number", "choice", "words")


def export(turn: Turn, question: int) -> Reply:
    """A button: asks for the table."""
    surveys = turn.work.topic(Surveys)
    found = surveys.question(question)
    if found is None:
        raise Sorry(_("That question is not there any more."))
    spread = turn.work.topic(SurveyResults).spread(question) if found.anonymous else []
    if found.anonymous and sum(row.count for row in spread) < HIDDEN_BELOW:
        raise Sorry(_("It promised to be anonymous: under five answers nothing is shown."))
    seen = None if turn.work.sees_owners is None else sorted(turn.work.sees_owners)
    payload = {"question": question, "owners": seen}
    turn.start_job(JOB, payload)
    return Reply.of(_("I'm writing the list…"))


def write(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """The job: a process of its own, no turn. Of an anonymous survey the answers stand alone, in no order of time."""
    out = StringIO()
    writer = csv.writer(out)
    with context.store.work() as work:
        work.sees_owners = None if payload["owners"] is None else frozenset(payload["owners"])
        surveys = work.topic(Surveys)
        found = surveys.question(payload["question"])
        name = found.name if found else "survey"
        if found and found.anonymous:
            writer.writerow(("number", "choice"))
            writer.writerows(sorted((row.number or "", row.choice or "") for row in surveys.answers(found.id)))
        elif found:
            writer.writerow(_HEADINGS)
            writer.writerows(_cells(row) for row in surveys.answers(found.id))
        return {
            "file": work.files.keep(f"{name}.csv", "text/csv", out.getvalue().encode("utf-8-sig")),
            "name": f"{name}.csv",
        }


def _cells(row: CountedAnswer) -> tuple[object, ...]:
    """As a sheet takes them: what people wrote begins no formula."""
    return tuple(_safe(getattr(row, name)) for name in _HEADINGS)


def _safe(value: object) -> object:
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")):
        return f"'{value}"
    return "" if value is None else value


def written(_turn: Turn, result: dict[str, Any]) -> Reply:
    """The table."""
    return Reply.of(_("The answers:")) + Reply(enclosed=(Enclosed(result["file"], result["name"]),))
