"""Who may do what with whom: asked again each time somebody does something, for a button may be old."""

from handlers.kit.turn import Turn
from storage.records import Person

MANAGERS = frozenset({"manager", "admin"})


def manages(turn: Turn, colleague: Person) -> bool:
    """Whether this person may change a colleague's role and team, see and undo what they did, and let them go.

    Admins may with everybody; managers with their team and with those who have none, but never with an admin.
    """
    me = turn.person
    if me.role == "admin":
        return True
    return me.role == "manager" and colleague.role != "admin" and colleague.team in {me.team, None}


def managed(turn: Turn) -> list[Person]:
    """The colleagues whom this person manages, themselves included, by name."""
    return [person for person in turn.work.people.everyone() if person.id == turn.person.id or manages(turn, person)]
