"""Reports (`/informe`): a question that is kept in its own words and answered again and again, with its picture."""

from dataclasses import replace
from typing import Any

from handlers.kit.audit import undo_choice
from handlers.kit.calendar.due_dates import OverError, TooOftenError, when
from handlers.kit.chart_jobs import have_drawn
from handlers.kit.charts import Bar, Chart, Row
from handlers.kit.format.texts import On, TimeOfDay, Words, _, clip, quoted
from handlers.kit.jobs import JobContext
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Entries, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.questions.arguments import settled
from handlers.kit.questions.wording import in_words, label, subject, value
from handlers.kit.registry.registry import Capability, Command, Job, RecordWords
from handlers.kit.reports import JOB
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.moments.moments import find_moments
from handlers.language.meaning import Recurrence
from handlers.language.questions.reader import ASK
from handlers.questions.screens import GROUPS_SHOWN, answered
from storage.crm.records import Due
from storage.questions.answers import Answers, UnknownFieldError, is_measured, within_a_year
from storage.questions.question import Measure, Question
from storage.reports.reports import ReportRecord, Reports

MOST = 20
"""Reports a person; what is more is no report but a flood."""
LONGEST = 300
EACH: dict[str, tuple[Words, str]] = {
    "monday": (_("Each Monday at 9"), "FREQ=WEEKLY;BYDAY=MO"),
    "weekday": (_("Each working day at 9"), "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    "month": (_("On the first of each month at 9"), "FREQ=MONTHLY;BYMONTHDAY=1"),
}
_AROUND = " \t,;:.>–-"


def _command(turn: Turn, words: str) -> Reply:
    """“/informe visitas por comercial esta semana, cada lunes a las 9”; alone it lists what comes."""
    if not words.strip():
        return _list(turn)
    found = find_moments(words, turn.said_at, "future", turn.locale)
    again = next((one for one in found if isinstance(one.moment, Recurrence)), None)
    asked = f"{words[: again.start].strip(_AROUND)} {words[again.end :].strip(_AROUND)}".strip() if again else words
    question = _read(turn, asked)
    if again is None or not isinstance(again.moment, Recurrence):
        choices = tuple(
            Choice(words_, Action("keep_report", {"words": clip(asked, LONGEST), "each": each}))
            for each, (words_, _rule) in EACH.items()
        )
        return Reply.of(_("When shall I send it? {question}", question=in_words(turn, question)), choices=choices)
    return _keep(turn, asked, question, again.moment)


def _each(turn: Turn, words: str, each: str) -> Reply:
    """A button: how often."""
    if each not in EACH:
        raise Sorry(_("That no longer exists."))
    nine = turn.said_at.replace(hour=9, minute=0, second=0, microsecond=0).time()
    return _keep(turn, words, _read(turn, words), Recurrence(EACH[each][1], nine))


def _keep(turn: Turn, words: str, question: Question, again: Recurrence) -> Reply:
    if len(turn.work.topic(Reports).of(turn.person.id)) >= MOST:
        raise Sorry(_("You have {count} reports already. Stop one first.", count=MOST))
    try:
        due = when(again, turn.clock_of(turn.person)).due
    except (TooOftenError, OverError):
        raise Sorry(_("I can send it once a day at most.")) from None
    here = turn.incoming
    turn.work.topic(Reports).keep(
        turn.person.id,
        clip(words, LONGEST),
        due,
        platform=here.platform,
        chat=here.chat,
        account=here.account,
        shared=not here.private,
    )
    heading = Heading(_("Report: {words}", words=clip(words, 80)))
    said = (Paragraph(_("I read it as: {question}.", question=in_words(turn, question))), Paragraph(_next(due)))
    return Reply((heading, *said), undo_choice(turn))


def _next(due: Due) -> Words:
    return _("The next one: {day}, {time}", day=On(due.local.date()), time=TimeOfDay(due.local))


def _list(turn: Turn) -> Reply:
    mine = turn.work.topic(Reports).of(turn.person.id)
    how = _("For example: “{example}”", example=_("/report visits by rep this week, every Monday at 9"))
    if not mine:
        return Reply.of(_("No reports yet."), how)
    entries = Entries([(one.words, _next(one.due)) for one in mine])
    now = [Choice(_("Now: {what}", what=clip(one.words, 40)), Action("report_now", {"report": one.id})) for one in mine]
    stop = [
        Choice(_("Stop: {what}", what=clip(one.words, 40)), Action("report_off", {"report": one.id})) for one in mine
    ]
    return Reply((Heading(_("Reports")), entries, Paragraph(how)), (*now, *stop))


def _mine(turn: Turn, report: int) -> ReportRecord:
    found = turn.work.topic(Reports).get(report)
    if found is None or found.staff_id != turn.person.id:
        raise Sorry(_("That no longer exists."))
    return found


def _off(turn: Turn, report: int) -> Reply:
    found = _mine(turn, report)
    turn.work.topic(Reports).end(found.id)
    return Reply.of(_("It comes no more: {words}", words=clip(found.words, 80)), choices=undo_choice(turn))


def _now(turn: Turn, report: int) -> Reply:
    """At once, on demand."""
    return _made(turn, _mine(turn, report))


# ------------------------------------------------------------------ made
def _read(turn: Turn, words: str) -> Question:
    """What the words ask, as of today. Raises Sorry where they ask nothing that can be answered whole."""
    slots = turn.read_as(ASK, words).slots
    question, unread = slots.get("question"), slots.get("unread")
    if not isinstance(question, Question) or unread:
        raise Sorry(_("I can't answer that: {question}.", question=turn.voice.say(quoted(clip(words, 80)))))
    return settled(turn, question)


def _made(turn: Turn, report: ReportRecord, shared: str | None = None) -> Reply:
    """The answer as it is now; what is in groups is drawn as well."""
    question = _read(turn, report.words)
    try:
        answer = answered(turn, question)
    except UnknownFieldError:
        raise Sorry(_("I can't answer that: {question}.", question=in_words(turn, question))) from None
    charts = _charts(turn, question)
    if charts:
        have_drawn(turn, turn.voice.say(_("report")), charts, shared=shared and f"{shared}:picture")
    return Reply((Heading(_("Report: {words}", words=clip(report.words, 80))),)) + answer


def _charts(turn: Turn, question: Question) -> list[Chart]:
    """A bar a group, a picture a currency."""
    if question.measure is Measure.LIST or question.group is None:
        return []
    question, say = within_a_year(question, turn.local(turn.now).date()), turn.voice.say
    found = turn.work.topic(Answers).groups(question, turn.zone, limit=GROUPS_SHOWN)
    money = is_measured(question)
    charts = []
    for currency in sorted({one.total.currency or "" for one in found}) if money else [None]:
        of = [one for one in found if currency is None or (one.total.currency or "") == currency]
        rows = tuple(
            Row(
                say(label(one.label, question.group)),
                say(value(one.total.amount, one.total.currency)) if money else str(one.total.count),
                (Bar(float(one.total.amount or 0) if money else one.total.count),),
            )
            for one in of
        )
        title = say(subject(question))
        charts.append(Chart("bars", title[:1].upper() + title[1:], in_words(turn, question), rows, ""))
    return charts if found else []


def _pass(_context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """The job: nothing is slow here; it comes back as a turn of whoever wants it."""
    return payload


def _due(turn: Turn, result: dict[str, Any]) -> Reply:
    """The report whose time has come."""
    report = turn.work.topic(Reports).get(int(result["report"]))
    if report is None or report.staff_id != turn.person.id:
        return Reply()
    if turn.incoming.private:
        return _made(turn, report)
    key = f"report:{report.id}:{turn.now:%Y-%m-%dT%H%M}"
    return replace(_made(turn, report, key), choices=(), shared=key)


def _what(turn: Turn, id_: int) -> Words | None:
    words = turn.work.labels.of("reports", id_)
    return _("the report: {what}", what=clip(str(words), 60)) if words else None


CAPABILITY = Capability(
    "reports",
    about=_("Reports: a question answered again and again, with its picture"),
    commands=(
        Command(
            {"es": "informe", "en": "report"},
            _command,
            _("A question sent again and again: /report visits by rep this week, every Monday at 9"),
            phrases={"es": ("mis informes", "informe de"), "en": ("my reports", "report of")},
        ),
    ),
    actions={"keep_report": _each, "report_now": _now, "report_off": _off},
    jobs={JOB: Job(_pass, _due)},
    records={"reports": RecordWords(_what)},
    examples={
        "es": ("/informe visitas por comercial esta semana, cada lunes a las 9",),
        "en": ("/report visits by rep this week, every Monday at 9",),
    },
    order=63,
)
