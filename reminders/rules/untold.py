"""Appointments whose time is over and of which nobody told: asked about the next morning, and once more."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from handlers.language.slots.appointments import is_appointment
from handlers.visits.nudging import UNTOLD, open_untold, untold, untold_line
from reminders.rule import Look, Nudge, Rule
from storage.nudges.candidates import Appointment

AT_A_TIME = 200
SINCE, UNTIL = timedelta(days=5), timedelta(hours=12)
AGAIN = timedelta(days=2)


def _due(look: Look) -> Iterable[Appointment]:
    start, end = look.now - SINCE, look.now - UNTIL
    for one in look.work.looks.appointments(start, end, unmarked=UNTOLD, limit=AT_A_TIME):
        if is_appointment(one.what):
            yield one
        else:  # read once: hundreds of calls and e-mails would stand before the appointments at each tick
            look.work.nudge_marks.put(UNTOLD, one.id, one.due_at + SINCE)


def _nudge(look: Look, one: Appointment) -> Nudge:
    return Nudge(
        f"untold:{one.id}:{look.now:%Y-%m-%d}",
        one.owner_id,
        untold(one),
        line=untold_line(one),
        opens=open_untold(one),
    )


def _told(look: Look, one: Appointment) -> None:
    look.work.nudge_marks.put(UNTOLD, one.id, look.now + AGAIN)


def _later(look: Look, one: Appointment, at: datetime) -> None:
    if not look.work.nudge_marks.waiting(UNTOLD, [one.id]):
        look.work.nudge_marks.put(UNTOLD, one.id, at)


RULE = Rule(_due, _nudge, _told, _later, gathered=True, climbs=True)
