"""Who hears of what a colleague leaves unanswered."""

from storage.people.records import Person
from storage.work import Work


def managers_of(work: Work, owner: Person | None) -> list[Person]:
    """The managers of somebody's team, or all managers, or the admins; nobody's matter is everybody's. Never they themselves."""
    others = [person for person in work.people.everyone() if owner is None or person.id != owner.id]
    managers = [person for person in others if person.role == "manager"]
    team = [person for person in managers if owner and person.team == owner.team]
    return team or managers or [person for person in others if person.role == "admin"]
