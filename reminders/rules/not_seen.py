"""Customers whom nobody has seen for longer than their own habit, or than customers are seen at all, and for whom nothing is planned.

Each owner's customers are looked at once a working day, in the morning; the most overdue are told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.visits.nudging import NOT_SEEN, not_seen, not_seen_line, open_not_seen
from reminders.policy import Policy
from reminders.rule import Look, Nudge, Rule
from storage.nudges.candidates import Rhythm

LOOKED: Final = "not_seen_owner"
"""The kind under which it is kept when an owner's customers were looked at."""
MOST: Final = 3
"""Customers of one owner's that a morning brings up."""
HABIT_FROM: Final = 4
"""Contacts in a year from which a customer has a habit of its own."""
OVERDUE: Final = 1.5
"""How many times its usual gap a customer must not have been seen."""
LEAST, USUAL = 14, 60
"""Days: nobody is overdue earlier; and what is usual where there is no habit."""
DAY: Final = 86_400
AGAIN: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A customer, whose, for how many days not seen, and how many are usual."""

    rhythm: Rhythm
    owner_id: int
    days: int
    usual: int


def _due(look: Look) -> Iterable[Overdue]:
    people = look.work.people.everyone()
    waiting = look.work.nudge_marks.waiting(LOOKED, [person.id for person in people])
    policy = Policy(look)
    for person in people:
        if person.id in waiting or look.work.people.address(person.id) is None:
            continue
        look.work.nudge_marks.put(LOOKED, person.id, policy.tomorrow(person))
        found = sorted(_overdue(look, person.id), key=lambda one: (-one.days / one.usual, one.rhythm.customer_id))
        known = look.work.nudge_marks.waiting(NOT_SEEN, [one.rhythm.customer_id for one in found])
        yield from [one for one in found if one.rhythm.customer_id not in known][:MOST]


def _overdue(look: Look, owner_id: int) -> Iterable[Overdue]:
    for rhythm in look.work.looks.rhythms(owner_id):
        days = int((look.now - rhythm.last).total_seconds() // DAY)
        usual = habit(rhythm)
        if days >= max(LEAST, OVERDUE * usual if rhythm.contacts >= HABIT_FROM else usual):
            yield Overdue(rhythm, owner_id, days, usual)


def habit(rhythm: Rhythm) -> int:
    """Days between one contact and the next, where there were enough of them; what is usual otherwise."""
    if rhythm.contacts < HABIT_FROM:
        return USUAL
    return max(1, round((rhythm.last - rhythm.first).total_seconds() / DAY / (rhythm.contacts - 1)))


def _nudge(look: Look, one: Overdue) -> Nudge:
    return Nudge(
        f"not_seen:{one.rhythm.customer_id}:{one.owner_id}:{look.now:%Y-%m-%d}",
        one.owner_id,
        not_seen(one.rhythm, one.days, one.usual),
        line=not_seen_line(one.rhythm, one.days, one.usual),
        opens=open_not_seen(one.rhythm),
    )


def _told(look: Look, one: Overdue) -> None:
    look.work.nudge_marks.put(NOT_SEEN, one.rhythm.customer_id, look.now + AGAIN)


def _later(look: Look, one: Overdue, at: datetime) -> None:
    """Its owner's customers are looked at again then, unless it was told meanwhile."""
    if not look.work.nudge_marks.waiting(NOT_SEEN, [one.rhythm.customer_id]):
        look.work.nudge_marks.put(LOOKED, one.owner_id, at)


RULE = Rule(_due, _nudge, _told, _later, gathered=True, climbs=True)
