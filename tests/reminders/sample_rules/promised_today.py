"""Whoever has something to do hears how much it is: one file is all that it takes to add a rule."""

from datetime import datetime

from handlers.kit.messages.reply import Reply
from reminders.rule import Look, Nudge, Rule
from storage.people.records import Person

WAITS: dict[int, datetime] = {}
"""Stands for a column of a table: until when nobody asks again for a person."""


def _due(look: Look) -> list[Person]:
    people = look.work.people.everyone()
    return [p for p in people if look.work.follow_ups.open_of(p.id) and WAITS.get(p.id, look.now) <= look.now]


def _nudge(look: Look, person: Person) -> Nudge:
    open_ = look.work.follow_ups.open_of(person.id)
    return Nudge(f"promised:{person.id}:{look.now:%Y-%m-%d}", person.id, Reply.of(f"{len(open_)} to do"))


def _told(look: Look, person: Person) -> None:
    WAITS[person.id] = look.now.replace(year=9999)


def _later(look: Look, person: Person, at: datetime) -> None:
    WAITS[person.id] = at


RULE = Rule(_due, _nudge, _told, _later)
