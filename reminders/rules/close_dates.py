"""Opportunities whose close date has passed: their owner is asked for a new one, or an end, in one list a morning."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from handlers.opportunities.nudging import SHOWN, opening, past
from reminders.rule import Look, Nudge, Rule
from storage.crm.opportunities.records import OpportunityRecord
from storage.people.records import Person

AGAIN = timedelta(days=7)
"""After this it is asked again."""


@dataclass(frozen=True, slots=True)
class PastClose:
    """What of one owner's should have closed."""

    owner: Person
    found: Sequence[OpportunityRecord]

    @property
    def ids(self) -> list[int]:
        """The opportunities."""
        return [one.id for one in self.found]


def _due(look: Look) -> Iterable[PastClose]:
    for owner_id, records in groupby(look.work.attention.past(look.now), key=lambda one: one.owner_id):
        owner = look.work.people.get(owner_id)
        today, found = look.calendars.today_of(owner), []
        for record in records:
            if record.expected_close is not None and record.expected_close < today:
                found.append(record)
            else:  # it was put off since, or its day is not over where its owner is
                day = max(record.expected_close or today, today) + timedelta(days=1)
                look.work.attention.look_at_close_again([record.id], _opening(look, owner, day))
        if found:
            rest = [record.id for record in found[SHOWN:]]
            look.work.attention.look_at_close_again(rest, _opening(look, owner, today + timedelta(days=1)))
            yield PastClose(owner, found[:SHOWN])


def _nudge(look: Look, item: PastClose) -> Nudge:
    today = look.calendars.today_of(item.owner)
    return Nudge(f"close_dates:{item.owner.id}:{today:%Y%m%d}:{min(item.ids)}", item.owner.id, past(item.found))


def _told(look: Look, item: PastClose) -> None:
    day = look.calendars.today_of(item.owner) + AGAIN
    look.work.attention.look_at_close_again(item.ids, _opening(look, item.owner, day))


def _later(look: Look, item: PastClose, at: datetime) -> None:
    look.work.attention.look_at_close_again(item.ids, at)


def _opening(look: Look, owner: Person, day: date) -> datetime:
    """When work begins on a day, or on the next one on which there is any."""
    return opening(look.calendars.working_time_of(owner), day, owner.zone)


RULE = Rule(_due, _nudge, _told, _later)
