"""Who was not there: "no estaba Blas", "Marta not in", "llamé a Raquel y no contesta"."""

from collections.abc import Iterable, Sequence

from handlers.language.acts.clauses import Clause, clauses
from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.text.free_text import phrase_at
from handlers.language.tokens import MOMENTS, Mark

_NEAR = 2
"""Tokens between somebody and what says that they were not there."""


def absent_persons(cued: Cued) -> frozenset[Mark]:
    """The people of whom a clause says that they were not met; whoever else it names was."""
    found: set[Mark] = set()
    for clause in clauses(cued):
        people = [at for at in range(clause.first, clause.last) if _is_person(cued.reading.tokens[at].mark)]
        for at in range(clause.first, clause.last):
            if phrase_at("unanswered", cued.keys, at):
                first = clause.first if people else 0
                if not people and at != clause.first:
                    continue  # "la oferta sigue sin respuesta" is about no call
                called = _known_people(cued, range(first, at))[-1:] or _known_people(cued, range(at, clause.last))[:1]
                found.update(called)
                continue
            if not (
                size := phrase_at("absent", cued.keys, at) or _until_then(cued, at) or _says_only(cued, clause, at)
            ):
                continue
            people = [p for p in people if not _was_spoken_to(cued, p)]
            near = [p for p in people if -_NEAR <= p - (at + size) + 1 <= _NEAR + 1 or 0 <= at - p <= _NEAR + 1]
            found.update(mark for p in near[:1] if (mark := cued.reading.tokens[p].mark))
    return frozenset(found)


def _until_then(cued: Cued, at: int) -> int:
    """How many words begin at a token that say somebody is away, for until when follows: "out till the 30th"."""
    size = phrase_at("absent_until", cued.keys, at)
    mark = cued.reading.tokens[at + size].mark if 0 < size < len(cued.keys) - at else None
    return size if mark is not None and mark.kind in MOMENTS and mark.relation == "until" else 0


def _says_only(cued: Cued, clause: Clause, at: int) -> int:
    """How many words begin at a token that say somebody is away, where they end what is said of somebody right before: "sue out, …"."""
    size = phrase_at("absent_until", cued.keys, at)
    ends = size > 0 and at + size == clause.last
    return size if ends and at > clause.first and _is_person(cued.reading.tokens[at - 1].mark) else 0


def unanswered(cued: Cued) -> range | None:
    """The tokens that say that nobody answered a call; None where nothing does."""
    for clause in clauses(cued):
        if phrase_at("unanswered_alone", cued.keys, clause.first) == clause.last - clause.first:
            return range(clause.first, clause.last)
        for at in range(clause.first, clause.last):
            if size := phrase_at("unanswered", cued.keys, at):
                return range(at, at + size)
    return None


def denies(cued: Cued) -> bool:
    """Whether a message begins with somebody who did not do something, and goes on: "Rob didn't come back to me so …"."""
    first = clauses(cued)[0]
    named = cued.keys[first.first] in {"{customer}", "{contact}"}
    return named and any(
        cued.keys[at] in phrasebook().words("negations")
        for at in range(first.first + 1, min(first.first + 1 + _NEAR, first.last))
    )


def _known_people(cued: Cued, places: Iterable[int]) -> Sequence[Mark]:
    marks = (cued.reading.tokens[at].mark for at in places)
    return [mark for mark in marks if mark and _is_person(mark) and mark.name and mark.name.candidates]


def _was_spoken_to(cued: Cued, at: int) -> bool:
    """Whether somebody stands right behind a call or a message that was made: "spoke to Venkat, he is out of station"."""
    return any(cue.last == at for cue in cued.all("call.did", "message.did"))


def _is_person(mark: Mark | None) -> bool:
    return mark is not None and mark.kind in {"contact", "staff"}
