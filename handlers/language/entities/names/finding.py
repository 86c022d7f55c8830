"""The search for names in a message: one stage, from the message and the stored names to candidates.

    find_names(message, book)   what is known, and what the message introduces; before anything else is marked
    with_unknown(cued)          and who stands where a name must stand and is nobody known; once moments are marked too

Everything that it finds is a `NameCandidate`: where it stands, whom it may mean, how surely, and why.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from handlers.language.concepts.concepts import Cued, find_cues
from handlers.language.entities.names.candidates import NameCandidate, apart
from handlers.language.entities.names.introduced import find_introduced
from handlers.language.entities.names.known import find_known
from handlers.language.entities.names.matching import Message
from handlers.language.entities.names.unknown import find_unknown
from handlers.language.meaning import NameBook
from handlers.language.tokens import Mark, Token


def find_names(message: Message, book: NameBook, emails: Sequence[int] = ()) -> list[NameCandidate]:
    """The known and the introduced names of a message, in order and apart; `emails` are the offsets of addresses."""
    known = find_known(message, book)
    return apart([*known, *find_introduced(message, known, emails)])


def with_unknown(cued: Cued) -> Cued:
    """The message with its unknown people and customers marked, as far as no known ones are named; itself without any."""
    found = [as_mark(each) for each in find_unknown(cued)]
    if not found:
        return cued
    reading = cued.reading
    kept = [mark for mark in reading.marks if not any(mark.start < new.end and new.start < mark.end for new in found)]
    marks = sorted([*kept, *found], key=lambda mark: mark.start)
    return find_cues(replace(reading, tokens=list(_replaced(reading.tokens, found)), marks=marks))


def as_mark(name: NameCandidate) -> Mark:
    """A candidate as a mark of the message."""
    return Mark(
        name.start, name.end, name.kind.value, name=name.name, also=name.beside, standing=name.standing, introduces=name.introduces,
    )  # fmt: skip


def _replaced(tokens: Sequence[Token], found: Sequence[Mark]) -> Iterator[Token]:
    for token in tokens:
        inside = next((mark for mark in found if mark.start < token.end and token.start < mark.end), None)
        if inside is None:
            yield token
        elif token.start == inside.start:
            yield Token("{" + inside.kind + "}", inside.start, inside.end, inside)
