"""Who has left, who is there instead, and who does what there from now on: "Bill has left, the new guy is Kev"."""

from collections.abc import Iterator
from datetime import datetime

from handlers.language.acts.absence import absent_persons
from handlers.language.acts.clauses import Clause, clauses
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.answers import match_name
from handlers.language.entities.names.lexicon import lexicon
from handlers.language.meaning import Moment
from handlers.language.slots.draft import Draft
from handlers.language.slots.notes import WHO
from handlers.language.slots.roles import role_at, trimmed
from handlers.language.slots.told_details import NamedPeople, Person, people_in, what_they_are
from handlers.language.text.free_text import is_pause, phrase_at, phrase_before
from handlers.language.tokens import Mark
from storage.names.names import NameKind

TOLD_PEOPLE = "told_people"
NAMED_PEOPLE = "named_people"
_WITH_EMPLOYER = 2
_NEAR = 3
"""Tokens between somebody and what is said of them."""


def told_people(draft: Draft) -> None:
    """Fills `leaver` with who is said to go, `successor` with who comes instead, `contact` and `role` with who takes on what."""
    for clause in clauses(draft.cued):
        people = list(people_in(draft, clause.first, clause.last))
        for person in people:
            if _leaves(draft, clause, person):
                _put(draft, "leaver", person)
            elif _comes(draft, clause, person):
                _put(draft, "successor", person)
                if "contact" not in draft.slots and what_they_are(draft, person):
                    _put(draft, "contact", person)
        _takes_on(draft, clause, people)


def leavers(draft: Draft) -> Iterator[Mark]:
    """The known people of whom a message says that they are there no more: nobody met them."""
    for clause in clauses(draft.cued):
        for person in people_in(draft, clause.first, clause.last):
            mark = draft.cued.reading.tokens[person.first].mark
            if mark is not None and _leaves(draft, clause, person):
                yield mark


def named_people(draft: Draft) -> None:
    """Lists everybody who is named, known or not, in `also`, and in `absent` those of them who were not there."""
    draft.also.extend(person.name for person in people_in(draft, 0, len(draft.cued.keys)))
    draft.absent.extend(mark.name for mark in absent_persons(draft.cued) if mark.name)


def _put(draft: Draft, slot: str, person: Person) -> None:
    tokens = draft.cued.reading.tokens
    draft.put(slot, person.name, tokens[person.first].start, tokens[person.last - 1].end)


def _behind(draft: Draft, name: str, clause: Clause, person: Person) -> int:
    """The token behind a phrase of a list that follows somebody in their clause; 0 where none does."""
    keys = draft.cued.keys
    first = person.last
    if first + 1 < clause.last and keys[first] in lexicon().works_at and keys[first + 1] == "{customer}":
        first += _WITH_EMPLOYER  # "Neil at Vale Print has left"
    for at in range(first, min(first + _NEAR, clause.last)):
        if keys[at] in WHO:
            return 0  # "Tom says Ann is leaving" is about Ann
        if size := phrase_at(name, keys, at):
            return at + size
    return 0


def _leaves(draft: Draft, clause: Clause, person: Person) -> bool:
    """Whether somebody is said to be there no more: "has left", "se va"; not "has left a message"."""
    if phrase_before("takes_out", draft.cued.keys, person.first):
        return True
    if _behind(draft, "is_to_leave", clause, person) and _is_ahead(draft, clause):
        return False
    where = _behind(draft, "leaves_where", clause, person)
    if 0 < where < clause.last and draft.cued.keys[where] == "{customer}":
        return True
    behind = _behind(draft, "leaves", clause, person)
    tokens = draft.cued.reading.tokens
    if not behind or behind >= clause.last:
        return behind > 0
    ends = any(phrase_at(name, draft.cued.keys, behind) for name in ("leaves_what", "joints"))
    if tokens[behind].mark or ends or is_pause(draft.cued, behind):
        return True
    rest = draft.cued.reading.text[tokens[behind].start : tokens[clause.last - 1].end]
    return match_name(rest, draft.context.names, {NameKind.CUSTOMER}).known is not None


def _is_ahead(draft: Draft, clause: Clause) -> bool:
    """Whether a clause names a day that is to come: "se jubila en junio" is there until then."""
    today = draft.context.now.astimezone(draft.context.zone).date()
    marks = (draft.cued.reading.tokens[at].mark for at in range(clause.first, clause.last))
    moments = [mark.future for mark in marks if mark is not None and isinstance(mark.future, Moment)]
    days = [one.start.date() if isinstance(one.start, datetime) else one.start for one in moments]
    return any(day > today for day in days)


def _comes(draft: Draft, clause: Clause, person: Person) -> bool:
    """Whether somebody is said to be there now: "the new guy is Kev", "entra Pedro Gil en su lugar", "the owner is Jo"."""
    if NamedPeople(draft).is_known(person):
        return False
    at = person.first
    while at > clause.first and draft.cued.keys[at - 1] in _relatives():
        at -= 1  # "ahora lo lleva su hija Lucía"
    led = any(phrase_before(name, draft.cued.keys, at) for name in ("comes", "introduces_person"))
    return led or _behind(draft, "replaces", clause, person) > 0


def _relatives() -> frozenset[str]:
    return phrasebook().words("kin") | phrasebook().words("of_whom")


def _takes_on(draft: Draft, clause: Clause, people: list[Person]) -> None:
    """Fills `contact` and `role` where a clause says who does what from now on: "she's taking over purchasing from Mark"."""
    cued = draft.cued
    for at in range(clause.first, clause.last):
        size = phrase_at("takes_on", cued.keys, at)
        role = _duty(draft, at + size, clause) if size else None
        if role is None:
            continue
        before: list[Person | None] = [person for person in people if person.last <= at]
        if not before and _is_theirs(draft, clause, at):
            before = list(people_in(draft, 0, clause.first)) or [None]
        if before and draft.put("role", *role) and (person := before[-1]):
            _put(draft, "contact", person)
        return


def _is_theirs(draft: Draft, clause: Clause, at: int) -> bool:
    """Whether nobody but a pronoun does it: of whoever was met, then."""
    pronouns = phrasebook().words("they") | phrasebook().words("glue") | phrasebook().words("function")
    return all(key in pronouns or not key[0].isalpha() for key in draft.cued.keys[clause.first : at])


def _duty(draft: Draft, first: int, clause: Clause) -> tuple[str, int, int] | None:
    """What is taken on: a role, or what one has to do with ("purchasing", "almacén"); None for anything else."""
    cued = draft.cued
    own = phrasebook().words("roles") | phrasebook().words("role_links")
    while first < clause.last and cued.keys[first] in phrasebook().words("edges") | phrasebook().words("function"):
        first += 1
    last = first + max(role_at(cued, first), 0) if first < clause.last else first
    if last == first and first < clause.last and cued.keys[first] in own and cued.reading.tokens[first].is_word:
        last = first + 1
    first, last = trimmed(cued.keys, first, last, phrasebook().words("edges"))
    if first >= last:
        return None
    tokens = cued.reading.tokens
    start, end = tokens[first].start, tokens[last - 1].end
    return cued.reading.text[start:end], start, end
