"""What leaves in doubt whether something is to be done: it is asked, it is instead of something, its day is denied."""

from collections.abc import Sequence

from handlers.language.concepts.concepts import Cued
from handlers.language.text.any_of import words_of
from handlers.language.text.free_text import phrase_at
from handlers.language.tokens import Mark


def is_in_doubt(cued: Cued, first: int, last: int, due: Mark | None) -> bool:
    """Whether `tokens[first:last]`, which seem to say what is to be done, leave that in doubt: "call him instead", "did I say I'd call Friday too?".

    Nobody is reminded of it then unless they ask for it.
    """
    keys = cued.keys
    if "?" in keys[first : last + 1]:
        return True
    if any(phrase_at("unsettled", keys, at) or _moves_it(keys, at) for at in range(first, last)):
        return True
    return due is not None and due.relation == "at" and _is_denied(cued, first, last, due)


def _moves_it(keys: Sequence[str], at: int) -> bool:
    """Whether something spoken of is moved: "wants to push it to Friday"; what is agreed already is done no second time."""
    size = phrase_at("moves", keys, at)
    return bool(size) and at + size < len(keys) and phrase_at("points_behind", keys, at + size) > 0


def _is_denied(cued: Cued, first: int, last: int, due: Mark) -> bool:
    """Whether a "not" stands beside a moment, so that it is not plain which of two is meant."""
    place = next((at for at in range(first, last) if cued.reading.tokens[at].mark is due), None)
    if place is None:
        return False
    beside = [place - 1] if place > first else []
    beside += [place + 1] if place + 1 < last else []
    return any(cued.keys[at] in words_of("not_this") for at in beside)
