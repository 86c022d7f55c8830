"""Opportunities that are still: no contact with the customer and no next step for longer than their stage's patience.

Contact is an interaction that was logged with the customer; changes of the opportunity and notes are none. Each is looked at when
it can have been still for too long at the earliest; what its owner does not answer twice is told to their manager, once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from handlers.opportunities.nudging import SHOWN, Quiet, business_days, due_day, opening, quiet, unanswered
from reminders.rule import Look, Nudge, Rule
from storage.crm.opportunities.attention import Watched
from storage.people.records import Person

ASKED_TWICE = 2
AGAIN = 2
"""Working days after which what was not answered is asked again."""


@dataclass(frozen=True, slots=True)
class Stalled:
    """What is still of one owner's, and who is told: the owner, or their manager where the owner did not answer."""

    owner: Person
    to: int
    found: Sequence[Quiet]

    @property
    def ids(self) -> list[int]:
        """The opportunities."""
        return [one.record.id for one in self.found]


def _due(look: Look) -> Iterable[Stalled]:
    for owner_id, watched in groupby(look.work.attention.quiet(look.now), key=lambda one: one.record.owner_id):
        owner = look.work.people.get(owner_id)
        found = [one for each in watched if (one := _still(look, owner, each))]
        if found and _was_asked_today(look, owner):
            look.work.attention.look_again([one.record.id for one in found], _morning(look, owner, 1))
            continue
        new = [one for one in found if one.record.asked < ASKED_TWICE]
        if new:
            yield Stalled(owner, owner.id, new[:SHOWN])  # the rest is due still, and waits for the next morning
        if not_answered := [one for one in found if one.record.asked == ASKED_TWICE]:
            manager = _manager_of(look, owner)
            if manager is None:
                look.work.attention.asked([one.record.id for one in not_answered], _morning(look, owner, AGAIN))
            else:
                yield Stalled(owner, manager.id, not_answered[:SHOWN])


def _still(look: Look, owner: Person, watched: Watched) -> Quiet | None:
    """One that is still as it is now; None where it is not, and is looked at again when it can be."""
    record, zone = watched.record, ZoneInfo(owner.zone)
    working, today = look.calendars.working_time_of(owner), look.calendars.today_of(owner)
    answered = record.asked_at is not None and (watched.has_next_step or watched.quiet_since > record.asked_at)
    # A next step that is to come may be done at any time: from then on it takes its patience again.
    since = today if watched.has_next_step else watched.quiet_since.astimezone(zone).date()
    at = opening(working, due_day(working, since, record.patience), owner.zone)
    if at > look.now:
        if answered:
            look.work.attention.answered([record.id], at)
        else:
            look.work.attention.look_again([record.id], at)
        return None
    if record.asked > ASKED_TWICE and not answered:
        later = opening(working, due_day(working, today, record.patience), owner.zone)
        look.work.attention.look_again([record.id], later)
        return None
    return Quiet(record, since, business_days(working, since, today))


def _nudge(look: Look, item: Stalled) -> Nudge:
    today = look.calendars.today_of(item.owner)
    key = f"stalled:{item.owner.id}:{item.to}:{today:%Y%m%d}"
    if item.to == item.owner.id:
        return Nudge(key, item.to, quiet(item.found))
    return Nudge(key, item.to, unanswered(item.owner.name, item.found))


def _told(look: Look, item: Stalled) -> None:
    look.work.attention.asked(item.ids, _morning(look, item.owner, AGAIN))


def _later(look: Look, item: Stalled, at: datetime) -> None:
    look.work.attention.look_again(item.ids, at)


def _was_asked_today(look: Look, owner: Person) -> bool:
    """Whether the list of this morning was told already: there is one a day."""
    midnight = datetime.combine(look.calendars.today_of(owner), time.min, ZoneInfo(owner.zone))
    return look.work.attention.asked_since(owner.id, midnight)


def _morning(look: Look, owner: Person, days: int) -> datetime:
    """When work begins, so many working days from today."""
    working, day = look.calendars.working_time_of(owner), look.calendars.today_of(owner)
    for _count in range(days):
        day = working.day_from(day + timedelta(days=1))
    return opening(working, day, owner.zone)


def _manager_of(look: Look, owner: Person) -> Person | None:
    """The manager of somebody's team, or else one of no team; an admin where there is none."""
    others = [person for person in look.work.people.everyone() if person.id != owner.id]
    managers = [person for person in others if person.role == "manager"]
    for found in (
        [person for person in managers if person.team == owner.team],
        [person for person in managers if owner.team is None],
        [person for person in others if person.role == "admin"],
    ):
        if found:
            return found[0]
    return None


RULE = Rule(_due, _nudge, _told, _later)
