"""Complaints: their carer hears of each, is asked whether it improved; the manager hears of what nobody answers, and on day 25."""

from collections.abc import Iterable
from datetime import datetime

from handlers.complaints.card import COMPLAINT
from handlers.complaints.nudging import TO_MANAGER, nudge
from handlers.kit.calendar.business_time import BusinessTime
from handlers.kit.complaints.clock import ComplaintStep, next_step
from handlers.kit.people.managers import managers_of
from reminders.rule import Look, Nudge, Rule
from storage.crm.complaints.records import ComplaintRecord
from storage.people.records import Person
from storage.work import Work

AT_A_TIME = 200


def _due(look: Look) -> Iterable[ComplaintRecord]:
    """Those of which a step is due; the others are looked at again when one is."""
    for complaint in look.work.complaints.due(look.now, limit=AT_A_TIME):
        step = _step(look, complaint)
        if step.at <= look.now:
            yield complaint
        else:
            look.work.complaints.look_again(complaint.id, step.at)


def _nudge(look: Look, complaint: ComplaintRecord) -> Nudge | None:
    step, carer = _step(look, complaint), _carer(look, complaint)
    to = carer
    if step.name in TO_MANAGER or carer is None:
        to = next(iter(managers_of(look.work, carer)), carer)
    if to is None or (step.name == "new" and complaint.author_id == to.id):
        return None
    # Of a new one whoever works right now hears at once: a customer waits.
    at_once = step.name == "new" and look.calendars.business_time_of(to).is_open(look.now)
    key = f"complaint:{complaint.id}:{step.name}:{to.id}:{step.at:%Y%m%dT%H%M}"
    return Nudge(key, to.id, nudge(complaint, step.name), asked=at_once and look.calendars.absence_of(to) is None)


def _told(look: Look, complaint: ComplaintRecord) -> None:
    step = _step(look, complaint)
    if step.name == "check":
        look.work.complaints.checked(complaint.id)
    if step.name == "escalated":
        look.work.complaints.event(complaint.id, "escalated")
    steps = complaint.steps if step.name == "check" else complaint.steps | {step.name}
    look.work.complaints.remember(complaint.id, told=steps, look_at=look.now)
    now = look.work.complaints.get(complaint.id)
    if now is not None:
        look.work.complaints.look_again(complaint.id, max(_step(look, now).at, look.now))


def _later(look: Look, complaint: ComplaintRecord, at: datetime) -> None:
    look.work.complaints.look_again(complaint.id, at)


def _step(look: Look, complaint: ComplaintRecord) -> ComplaintStep:
    return next_step(complaint, _business(look, _carer(look, complaint)))


def _carer(look: Look, complaint: ComplaintRecord) -> Person | None:
    return look.work.people.works_here(complaint.carer_id) if complaint.carer_id else None


def _business(look: Look, carer: Person | None) -> BusinessTime | None:
    return look.calendars.business_time_of(carer) if carer else None


def _holds(work: Work, complaint_id: int) -> bool:
    complaint = work.complaints.get(complaint_id)
    return complaint is not None and complaint.is_open


RULE = Rule(_due, _nudge, _told, _later, about=COMPLAINT, holds=_holds)
