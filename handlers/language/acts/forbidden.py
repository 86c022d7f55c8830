"""What is not to be done: "dont ring him next week", "no hace falta llamarle". Not before a day, "dont ring him til Thursday", it is to be done then."""

from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.text.free_text import phrase_at, phrase_before
from handlers.language.tokens import MOMENTS, Mark

_NOT_BEFORE = frozenset({"until", "by"})


def forbidding(cued: Cued, at: int) -> tuple[int, int] | None:
    """The tokens just before a place that say that what begins there is not to be done; None where none do."""
    clitics, last = phrasebook().words("clitics"), at
    while last and cued.keys[last - 1] in clitics:
        last -= 1
    size = phrase_before("not_to_be_done", cued.keys, last)
    return (last - size, last) if size else None


def is_for_then(mark: Mark | None) -> bool:
    """Whether what is not to be done before a moment is to be done then: "not before Thursday", "hasta el jueves no"."""
    return mark is not None and mark.relation in _NOT_BEFORE


def forbidden_step(cued: Cued) -> tuple[int, int] | None:
    """The tokens that forbid the first step that a message forbids."""
    places = (at for at in range(1, len(cued.keys)) if phrase_at("steps", cued.keys, at))
    return next((tokens for at in places if (tokens := forbidding(cued, at))), None)


def forbids(cued: Cued) -> bool:
    """Whether a message only says what is not to be done, and nothing of when it is."""
    later = any(is_for_then(mark) for mark in cued.reading.of(*MOMENTS))
    return forbidden_step(cued) is not None and not later
