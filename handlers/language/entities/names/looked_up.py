"""A look at somebody nobody knows: "historial de Las Flores", "card of blue moon"."""

from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.candidates import NameCandidate, Standing
from handlers.language.entities.names.lexicon import is_first_name, lexicon
from handlers.language.entities.names.written import Pieces, as_name, pieces_of
from handlers.language.meaning import Name
from handlers.language.text.free_text import is_pause, phrase_at
from storage.names.names import NameKind

INTENTS = {"history": "show_history", "card": "show_customer", "brief": "brief_customer", "reach": "show_contact"}
"""What is asked to be seen, by the concept of the words for it."""

PERSONS = frozenset({"reach"})
"""What is asked of a person, by first name: "teléfono de casa" is nobody's."""

_MOST = 5
"""Pieces of the longest name."""


def looked_up(cued: Cued) -> tuple[str, NameCandidate] | None:
    """The intent, and the name, of a message that asks for the records of a name and says nothing else; None for any other.

    The records must be called by a word that means nothing else (`records` of the words): "historia de España" asks for none.
    """
    if "?" in cued.keys:
        return None
    pieces = pieces_of(cued)
    for cue in cued.all(*INTENTS):
        size = phrase_at("records", cued.keys, cue.first)
        if not size or any(not _leads(cued, at) for at in range(cue.first)):
            continue
        first = cue.first + size
        place = pieces.begins(first)
        if place is None or (cue.concept in PERSONS and not is_first_name(cued.keys[first])):
            continue
        size = _size(pieces, place)
        if 0 < size <= _MOST and _may_be_name(cued, first, pieces.all[place + size - 1].first):
            return INTENTS[cue.concept], _candidate(cued, pieces, place, size, cue.concept)
    return None


def _size(pieces: Pieces, place: int) -> int:
    """How many pieces the name takes, to the end or to a moment that ends the message ("ficha asador el lunes"); else 0."""
    end = len(pieces.all)
    while end > place and pieces.is_moment(end - 1):
        end -= 1
    for at in range(place, end):
        paused = pieces.all[at].pause and at + 1 < end and not pieces.legal_form(at + 1)
        if pieces.is_mark(at) or paused:
            return 0
    return end - place


def _candidate(cued: Cued, pieces: Pieces, place: int, size: int, concept: str) -> NameCandidate:
    start, end = pieces.span(place, size)
    kind = NameKind.CONTACT if concept in PERSONS else NameKind.CUSTOMER
    name = Name(as_name(cued.reading.text[start:end]))
    return NameCandidate(start, end, kind, Standing.UNKNOWN, name, 0.7, "its records are asked for")


def _leads(cued: Cued, at: int) -> bool:
    """Whether a word before the records only asks for them: "dame el", "show me the"."""
    asks = any(cue.first <= at < cue.last for cue in cued.all("show", "ask", "filler", "greet"))
    return asks or _is_little(cued, at) or is_pause(cued, at)


def _may_be_name(cued: Cued, first: int, last: int) -> bool:
    """Whether words may name somebody: not any such one ("un chiste"), nor small talk."""
    chats = any(cue.first == first for cue in cued.all("chat"))
    return not chats and cued.keys[first] not in lexicon().indefinite and not _is_little(cued, last)


def _is_little(cued: Cued, at: int) -> bool:
    return cued.keys[at] in phrasebook().words("function") or cued.keys[at] in phrasebook().words("edges")
