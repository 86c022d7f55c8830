"""A number or an address that a message tells of somebody, and whose it is: "the landlord is Pete Byrne 087 …, wants a tasting"."""

from collections.abc import Iterator
from typing import NamedTuple

from handlers.language.acts.absence import absent_persons
from handlers.language.acts.clauses import Clause, clauses
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import lexicon
from handlers.language.entities.names.unknown_people import UnknownPeople
from handlers.language.entities.names.written import as_name
from handlers.language.entities.phones import email_typed
from handlers.language.meaning import Name
from handlers.language.slots.draft import Draft
from handlers.language.slots.roles import role_at, trimmed
from handlers.language.text.free_text import phrase_at
from handlers.language.tokens import Mark

TOLD_DETAILS = "told_details"
_DETAILS = ("phone", "email")
_NEAR = 3
"""Tokens between a role and whose it is: "the owner there is …"."""


class Person(NamedTuple):
    """Somebody who is named: `tokens[first:last]`."""

    name: Name
    first: int
    last: int


def told_details(draft: Draft) -> None:
    """Fills `phone` and `email` as they were typed, `contact` with whose they are, `role` with what they are there.

    A detail belongs to the person who is named nearest before it in its clause, else nearest behind it there, else, where the
    clause says no more than that it is a number, to the last one before it who was not away. What its clause says of the
    customer is the `customer`'s own. `contact` is absent where nobody is named, and so is what is of somebody else.
    """
    tokens = draft.cued.reading.tokens
    whose: Person | Mark | None = None
    found = [
        (at, token.mark)
        for at, token in enumerate(tokens)
        if token.mark and token.mark.kind in _DETAILS and not _is_of_a_thing(draft, at)
    ]
    for count, (at, mark) in enumerate(found):
        person = _whose(draft, at)
        if count and person != whose:
            continue
        whose = person
        draft.put_mark(mark.kind, mark, _typed(draft, mark))
    if isinstance(whose, Person):
        draft.put("contact", whose.name, tokens[whose.first].start, tokens[whose.last - 1].end)
        what_they_are(draft, whose)
    elif whose is not None:
        draft.put(
            "customer", whose.name or Name(draft.cued.reading.text[whose.start : whose.end]), whose.start, whose.end
        )


def _is_of_a_thing(draft: Draft, at: int) -> bool:
    """Whether a number is that of an order, an invoice: "ref 4471 882 190", "el número de pedido es 4471882"."""
    clause = next(each for each in clauses(draft.cued) if each.first <= at < each.last)
    return any(draft.cued.reading.tokens[i].key in phrasebook().words("numbered") for i in range(clause.first, at))


def _typed(draft: Draft, mark: Mark) -> str:
    said = draft.cued.reading.text[mark.start : mark.end]
    return " ".join(said.split()) if mark.kind == "phone" else email_typed(said)


def _whose(draft: Draft, at: int) -> Person | Mark | None:
    """Somebody, or a mark: of the customer, or of the number itself where it is of the place ("the office number")."""
    clause = next(each for each in clauses(draft.cued) if each.first <= at < each.last)
    there = list(people_in(draft, clause.first, clause.last))
    before = [person for person in there if person.last <= at]
    if there:
        return before[-1] if before else there[0]
    tokens = draft.cued.reading.tokens
    named = [mark for token in tokens[clause.first : clause.last] if (mark := token.mark) and mark.kind == "customer"]
    theirs = any(draft.cued.keys[place] in phrasebook().words("of_somebody") for place in range(clause.first, at))
    if named or not (theirs or _says_no_more(draft, clause, at)):
        return named[0] if named else tokens[at].mark
    absent = {mark.start for mark in absent_persons(draft.cued)}
    earlier = [person for person in people_in(draft, 0, clause.first) if tokens[person.first].start not in absent]
    return earlier[-1] if earlier else None


def _says_no_more(draft: Draft, clause: Clause, at: int) -> bool:
    """Whether the words before a detail in its clause say that it is one, and nothing more: "el móvil nuevo es", "his number is"."""
    book, cued = phrasebook(), draft.cued
    plain = book.words("function") | book.words("glue") | book.words("edges") | book.words("they")
    plain |= book.words("phone_words") | book.words("email_words") | lexicon().new
    fill = {
        place for cue in cued.all("filler", "reach", "contact", "noun", "new") for place in range(cue.first, cue.last)
    }
    words = (place for place in range(clause.first, at) if cued.reading.tokens[place].is_word)
    return all(cued.keys[place] in plain or place in fill for place in words)


def people_in(draft: Draft, first: int, last: int) -> Iterator[Person]:
    """Those who are named in `tokens[first:last]`, known or not, in order."""
    search, at = NamedPeople(draft), first
    while at < last:
        person = search.person_at(at)
        if person is not None and person.last <= last:
            yield person
        at = person.last if person is not None else at + 1


class NamedPeople(UnknownPeople):
    """The people of a message, wherever they stand in it."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft.cued)

    def is_known(self, person: Person) -> bool:
        """Whether somebody is known already."""
        return self._tokens[person.first].mark is not None

    def was_met(self, person: Person) -> bool:
        """Whether words right before somebody say that they were met, or spoken to, and nobody says that they should be: "hablé con"."""
        clause = next(each for each in clauses(self._cued) if each.first <= person.first < each.last)
        said = any(clause.first <= cue.first < person.first for cue in self._cued.all("says", "wants"))
        return not said and self._places.met(person.first) and self._places.behind_deed(person.first)

    def person_at(self, at: int) -> Person | None:
        """Who is named from a token on: a contact, or somebody who has a first name or stands behind what they are there."""
        token = self._tokens[at]
        if token.mark is not None:
            known = token.mark.name if token.mark.kind in {"contact", "staff"} else None
            return Person(known, at, at + 1) if known else None
        title, size = self._person_at(at)
        led = self._is_led(at)
        if not size and led:
            title, size = 0, self._strange_ones(at)
        place = self._pieces.begins(at + title) if size else None
        if place is None:
            return None
        if led and size == 1 and self._ends_with_surname(place + 1):
            size += 1
        start, end = self._pieces.span(place, size)
        name = as_name(self._text[start:end].removesuffix("'s").removesuffix("’s"))
        return Person(Name(name), at, self._pieces.all[place + size - 1].last)

    def _is_led(self, at: int) -> bool:
        """Whether what somebody is there stands right before: "asst mgr", "landlord is", "la encargada"."""
        little = phrasebook().words("glue") | phrasebook().words("edges") | phrasebook().words("function")
        before = at - 1
        while before > at - _NEAR and before >= 0 and self._keys[before] in little:
            before -= 1
        return before >= 0 and self._keys[before] in phrasebook().words("roles")

    def _ends_with_surname(self, place: int) -> bool:
        """Whether any one word that a pause or a number follows stands behind a first name: "owner luigi conti, …"."""
        pieces = self._pieces.all
        if place >= len(pieces) or pieces[place - 1].pause or self._pieces.is_mark(place):
            return False
        ends = bool(pieces[place].pause) or place + 1 == len(pieces) or self._pieces.is_mark(place + 1)
        at = pieces[place].first
        misspelt = self._tokens[at].key != self._keys[at]  # "conti" is no "contó" here
        return ends and self._has_content(place) and (misspelt or not self._is_told(place))

    def _strange_ones(self, at: int) -> int:
        """Pieces from a token on that are no words of the language: they can only be a name."""
        place, size = self._pieces.begins(at), 0
        while place is not None and place + size < len(self._pieces.all) and size < _NEAR:
            if self._pieces.is_mark(place + size) or not self._are_strange(place + size):
                break
            size += 1
            if self._pieces.all[place + size - 1].pause:
                break
        return size


def what_they_are(draft: Draft, person: Person) -> bool:
    """Fills `role` with what somebody is there, said right before or right behind the name."""
    cued = draft.cued
    clause = next(each for each in clauses(cued) if each.first <= person.first < each.last)
    tokens = cued.reading.tokens
    for at in _around(clause, person):
        if not tokens[at].is_word or not (size := role_at(cued, at)):
            continue
        near = person.first - (at + size) if at < person.first else at - person.last
        first, last = trimmed(cued.keys, at, at + size, phrasebook().words("edges") | phrasebook().words("glue"))
        if first < last and 0 <= near <= _NEAR:
            said = cued.reading.text[tokens[first].start : tokens[last - 1].end]
            return draft.put("role", said, tokens[first].start, tokens[last - 1].end)
    return _said_before(draft, clause, person)


def _said_before(draft: Draft, clause: Clause, person: Person) -> bool:
    """Fills `role` with what ends the clause before the one that only says what somebody is called: "el director, q se llama Ignacio"."""
    cued, found = draft.cued, list(clauses(draft.cued))
    before = next((each for each in reversed(found) if each.last <= clause.first), None)
    called = any(phrase_at("is_called", cued.keys, at) for at in range(clause.first, person.first))
    for at in range(before.first, before.last) if before and called else ():
        if before and cued.reading.tokens[at].is_word and at + role_at(cued, at) == before.last:
            first, last = trimmed(cued.keys, at, before.last, phrasebook().words("edges") | phrasebook().words("glue"))
            tokens = cued.reading.tokens
            start, end = tokens[first].start, tokens[last - 1].end
            return first < last and draft.put("role", cued.reading.text[start:end], start, end)
    return False


def _around(clause: Clause, person: Person) -> Iterator[int]:
    """The tokens of a clause before somebody's name, then those behind it."""
    yield from range(clause.first, person.first)
    yield from range(person.last, clause.last)
