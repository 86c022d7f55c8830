"""Reports come at their time, as turns of whoever wants them; while somebody is away theirs wait for the next."""

from collections.abc import Iterable
from datetime import datetime

from handlers.kit.calendar.due_dates import following
from handlers.kit.reports import JOB
from reminders.rule import Look, Nudge, Rule
from storage.reports.reports import ReportRecord, Reports

AT_A_TIME = 50


def _due(look: Look) -> Iterable[ReportRecord]:
    return look.work.topic(Reports).due(look.now, limit=AT_A_TIME)


def _nudge(look: Look, report: ReportRecord) -> Nudge | None:
    """Nothing is said here: it is asked for, and said by a turn."""
    person = look.work.people.works_here(report.staff_id)
    if person is not None and look.calendars.absence_of(person) is None:
        payload = {"report": report.id}
        look.work.jobs.add(JOB, payload, platform=report.platform, chat=report.chat, account=report.account)
    return None


def _told(look: Look, report: ReportRecord) -> None:
    """The next time; one that has none is over."""
    person = look.work.people.get(report.staff_id)
    due = following(report.due, look.now, look.calendars.working_time_of(person))
    if due is None:
        look.work.topic(Reports).end(report.id)
    else:
        look.work.topic(Reports).comes(report.id, due.at)


def _later(look: Look, report: ReportRecord, at: datetime) -> None:
    look.work.topic(Reports).comes(report.id, at)


RULE = Rule(_due, _nudge, _told, _later)
