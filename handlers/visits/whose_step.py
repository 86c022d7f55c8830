"""Whom a next step is about: whoever its own words name, else, of whom they speak as of somebody known, whoever was named last before."""

from handlers.kit.forms.form import Said
from handlers.kit.forms.moment_slots import PlannedFollowUp
from handlers.kit.turn import Turn
from handlers.language.meaning import Name, NameEntry, NameKind
from handlers.language.slots.told_people import NAMED_PEOPLE
from handlers.visits.slots import CUSTOMER
from storage.crm.records import PersonMet


def whose_step(
    turn: Turn, said: Said, step: PlannedFollowUp, contact: PersonMet | None
) -> PersonMet | NameEntry | None:
    """The person at the customer; `contact` is whoever was met. None where several may be meant: the words then stay as they are."""
    own = [one for name in _named(turn, step.what) if (one := _there(said, name))]
    if own:
        return own[0]
    before = said.text.find(step.what)
    named = [name for name in _named(turn, said.text[:before]) if name.candidates] if before > 0 else []
    met = contact or _absent(said)
    if not named or (met is not None and _is(named[-1], met)):
        return met
    away = bool(said.heard and said.heard.absent)
    return None if away else _there(said, named[-1])  # "sue out, saw callum. ring her": whoever she is


def _named(turn: Turn, text: str) -> list[Name]:
    return list(turn.read_as(NAMED_PEOPLE, text).also) if text.strip() else []


def _there(said: Said, name: Name) -> NameEntry | None:
    """Whoever of that name works at the customer; None where nobody does, or several may be meant."""
    kind, customer = NameKind.CONTACT, said[CUSTOMER].id
    found = [one for one in name.candidates if one.kind is kind and one.customer_id == customer]
    return found[0] if len(found) == 1 else None


def _absent(said: Said) -> NameEntry | None:
    """The one who was not in, where one was not."""
    absent = [name.known for name in said.heard.absent if name.known] if said.heard else []
    return absent[0] if len(absent) == 1 and absent[0].customer_id == said[CUSTOMER].id else None


def _is(name: Name, person: PersonMet | NameEntry) -> bool:
    if name.candidates:
        return any(one.id == person.id for one in name.candidates)
    return name.text.casefold() in person.name.casefold()
