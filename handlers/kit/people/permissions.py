"""Who may do what with whom: asked again each time somebody does something, for a button may be old."""

from datetime import timedelta

from handlers.kit.turn import Turn
from storage.people.records import Person

MANAGERS = frozenset({"manager", "admin"})
REMEMBERED = timedelta(days=30)
"""How long what a leaver did is listed with what the others do."""


def manages(turn: Turn, colleague: Person) -> bool:
    """Whether this person may change a colleague's role and team, see and undo what they did, and let them go.

    Admins may with everybody; managers with their team and with those who have none, but never with an admin.
    """
    me = turn.person
    if me.role == "admin":
        return True
    return me.role == "manager" and colleague.role != "admin" and colleague.team in {me.team, None}


def managed(turn: Turn) -> list[Person]:
    """The colleagues whom this person manages, themselves included, by name; and those who left a moment ago."""
    people = turn.work.people.everyone(left_since=turn.now - REMEMBERED)
    return [person for person in people if person.id == turn.person.id or manages(turn, person)]
