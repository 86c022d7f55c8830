"""Who else was met: whoever is listed with the one who was met first ("con Marta, Juan y su jefe Ramón"), or was spoken to besides."""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from handlers.language.acts.clauses import clauses
from handlers.language.concepts.concepts import Cued
from handlers.language.slots.draft import Draft
from handlers.language.slots.told_details import NamedPeople, Person, people_in
from handlers.language.text.free_text import is_pause, phrase_at
from handlers.language.tokens import Mark, unmarked

_LISTING = ("a_certain", "company", "kin", "of_whom", "roles", "titles")
"""Lists of words that may stand between the people of a list."""


class Company(NamedTuple):
    """Those who were met with the first one, in order, also colleagues among them; whether any of them are `listed` with that one."""

    people: Sequence[Person] = ()
    listed: bool = False


def company(draft: Draft, *, but: Collection[Mark]) -> Company:
    """Those who were met with the person in `contact`, known or not; whoever stands in `but` was not."""
    first = next((span.start for span in draft.spans if span.slot == "contact"), None)
    if first is None:
        return Company()
    tokens = draft.cued.reading.tokens
    people = [one for one in people_in(draft, 0, len(tokens)) if tokens[one.first].mark not in but]
    met = next(
        (at for at, one in enumerate(people) if tokens[one.first].start <= first < tokens[one.last - 1].end), None
    )
    if met is None:
        return Company()
    listed = next((run for run in _runs(draft.cued, people) if met in run), range(met, met + 1))
    places = NamedPeople(draft)
    others = [one for at, one in enumerate(people) if at != met and (at in listed or places.was_met(one))]
    return Company(others, len(listed) > 1)


def listed_names(text: str) -> Sequence[str]:
    """The names of a list and nothing else, "Ana y Nuria", each as it is spelt."""
    tokens = unmarked(text).tokens
    keys = [token.key for token in tokens]
    found, first, at = list[str](), 0, 0
    while at <= len(keys):
        size = 1 if at == len(keys) or keys[at] == "," else phrase_at("joins_people", keys, at)
        if size and first < at:
            found.append(text[tokens[first].start : tokens[at - 1].end])
        first = at + size if size else first
        at += max(size, 1)
    return found


def is_colleague(draft: Draft, person: Person) -> bool:
    """Whether somebody who is named is one of us."""
    mark = draft.cued.reading.tokens[person.first].mark
    return mark is not None and mark.kind == "staff"


def _runs(cued: Cued, people: Sequence[Person]) -> Iterator[range]:
    """The lists among some people, by their places."""
    links = [_link(cued, one.last, other.first) for one, other in pairwise(people)]
    first = 0
    for at in range(len(people)):
        if at == len(links) or not _is_listed(cued, links[at:], people[at + 1]):
            yield range(first, at + 1)
            first = at + 1


def _is_listed(cued: Cued, links: Sequence[str], person: Person) -> bool:
    """Whether somebody goes on a list: behind a comma, only where that leads to an "and", or nothing is said of them."""
    ends = person.last >= len(cued.keys) or is_pause(cued, person.last)
    return links[0] == "and" or (links[0] == "," and (ends or next((one for one in links if one != ","), "") == "and"))


def _link(cued: Cued, last: int, first: int) -> str:
    """What stands between two people of one list: "and" or ","; "" where they are of none."""
    joined, at = "", last
    while at < first:
        if cued.keys[at] == ",":
            joined, at = joined or ",", at + 1
        elif size := phrase_at("joins_people", cued.keys, at):
            joined, at = "and", at + size
        elif size := next((size for name in _LISTING if (size := phrase_at(name, cued.keys, at))), 0):
            at += size
        else:
            return ""
    if first == last and cued.keys[last - 1] == cued.keys[first] == "{contact}":
        joined = ","  # in dictation nothing parts them: "con marta juan y nuria"
    begins = any(clause.first == first for clause in clauses(cued)) and cued.keys[first - 1] != ","
    return "" if begins or at > first else joined
