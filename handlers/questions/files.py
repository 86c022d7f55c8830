"""An answer as a file: every row, or every group, as CSV or an Excel workbook; made outside the turn."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zoneinfo import ZoneInfo

from handlers.kit.format.labels import KINDS
from handlers.kit.format.texts import DateSpan, Voice, Words, _, ngettext, voice
from handlers.kit.jobs import JobContext
from handlers.kit.messages.reply import Enclosed, Reply
from handlers.kit.questions.arguments import QuestionArg
from handlers.kit.questions.wording import GROUPS, STATES, as_moment, in_words, label, subject
from handlers.kit.table_files import FORMATS, Cell, write_sheet
from handlers.kit.turn import Sorry, Turn
from storage.questions.answers import AnswerRow, Answers
from storage.questions.question import Measure, Question

JOB: Final = "write_answer"
PAGE = 500
MOST_GROUPS = 10_000
TITLES: Final[tuple[Words, ...]] = (
    _("Number"),
    _("Customer"),
    _("Person"),
    _("What"),
    _("Kind or state"),
    _("When"),
    _("Day"),
    _("Amount"),
    _("Currency"),
)


def ask_for_file(turn: Turn, question: QuestionArg, format: str) -> Reply:  # noqa: A002 - stored with the button
    """Asks for the file."""
    if format not in FORMATS:
        raise Sorry(_("I can make CSV and Excel files."))
    turn.only_in_private()
    sees = turn.work.sees_owners
    called = turn.voice.say(subject(question)).replace(" ", "-")
    payload = {
        "question": question.as_json(),
        "as_read": in_words(turn, question),
        "format": format,
        "me": turn.person.id,
        "sees": None if sees is None else sorted(sees),
        "zone": turn.person.zone,
        "now": turn.now.isoformat(),
        "name": f"{called}-{turn.local(turn.now):%Y-%m-%d}",
    }
    turn.start_job(JOB, payload)
    return Reply.of(_("I'm writing the file…"))


def write_file(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """The job: writes the file and puts it into the store."""
    name = f"{payload['name']}.{payload['format']}"
    lines = 0
    with TemporaryDirectory(prefix="cartera-") as folder:
        path = Path(folder) / name

        def counted() -> Iterator[Sequence[Cell]]:
            nonlocal lines
            for line in _lines(context, payload):
                lines += 1
                yield line

        write_sheet(path, counted(), comma=context.language == "es")
        with context.store.work() as work:
            kept = work.files.keep(name, FORMATS[payload["format"]], path.read_bytes())
    return {"file": kept, "name": name, "count": lines - 1, "as_read": payload["as_read"]}


def written(_turn: Turn, result: dict[str, Any]) -> Reply:
    """The file, and which question it answers."""
    said = ngettext("{count} line.", "{count} lines.", result["count"])
    as_read = _("I read it as: {question}.", question=result["as_read"])
    return Reply.of(said, as_read) + Reply(enclosed=(Enclosed(result["file"], result["name"]),))


def _lines(context: JobContext, payload: dict[str, Any]) -> Iterator[Sequence[Cell]]:
    """The titles, then a line a row or a group; one moment of the store, seen as the person may see it."""
    now, zone = datetime.fromisoformat(payload["now"]), ZoneInfo(payload["zone"])
    speaks = voice(context.language, context.company.country, now.astimezone(zone).date())
    question = Question.from_json(payload["question"])
    with context.store.look(now) as work:
        work.person = work.people.get(payload["me"])
        work.sees_owners = None if payload["sees"] is None else frozenset(payload["sees"])
        answers = work.topic(Answers)
        if (question.group or question.against) and question.measure is not Measure.LIST:
            yield from _grouped(answers, question, speaks, zone)
            return
        yield [speaks.say(title) for title in TITLES]
        at = 0
        most = question.limit or None
        while page := answers.rows(question, zone, limit=PAGE if most is None else min(PAGE, most - at), offset=at):
            yield from (_line(row, speaks, zone) for row in page)
            at += len(page)
            if most is not None and at >= most:
                return


def _grouped(answers: Answers, question: Question, speaks: Voice, zone: ZoneInfo) -> Iterator[Sequence[Cell]]:
    group = question.group
    if question.against:
        yield from _compared(answers, question, speaks, zone)
        return
    titles = (GROUPS[group] if group else "", _("How many"), _("Value"), _("Currency"))
    yield [speaks.say(title) for title in titles]
    for one in answers.groups(question, zone, limit=question.limit or MOST_GROUPS):
        yield [speaks.say(label(one.label, group)), one.total.count, one.total.amount, one.total.currency]


def _compared(answers: Answers, question: Question, speaks: Voice, zone: ZoneInfo) -> Iterator[Sequence[Cell]]:
    """A line a group: how many and what they come to, of the one period and of the other."""
    group, spans = question.group, [speaks.say(DateSpan(as_moment(period))) for period in question.periods]
    many, worth = speaks.say(_("How many")), speaks.say(_("Value"))
    figures = [f"{what}: {span}" for span in spans for what in (many, worth)]
    yield [speaks.say(GROUPS[group]) if group else "", *figures, speaks.say(_("Currency"))]
    for one in answers.compared(question, zone, limit=question.limit or MOST_GROUPS):
        both = [figure for total in (one.now, one.before) for figure in (total.count, total.amount)]
        yield [speaks.say(label(one.label, group)) if group else "", *both, one.now.currency]


def _line(row: AnswerRow, speaks: Voice, zone: ZoneInfo) -> Sequence[Cell]:
    kind = KINDS.get(row.kind or "") or STATES.get(row.kind or "") or row.kind or ""
    when = row.at.astimezone(zone).date() if row.at else None
    return [row.id, row.customer, row.staff, row.what, speaks.say(kind), when, row.day, row.amount, row.currency]
