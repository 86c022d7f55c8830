"""The next step within what was told: "…, llamarla el martes a las 10", "need to check stock on monday"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.language.concepts import Cued
from handlers.language.free_text import is_pause, phrase_at, phrase_before
from handlers.language.meaning import Moment
from handlers.language.phrasebook import phrase_words, phrasebook
from handlers.language.reading import Mark

_ENDS = frozenset(".;!?\n")
_LINKS = frozenset({"y", "e", "and", "then", "so", "asi", "luego", "pero", "but", "que", "{future}", "{day}", "{period}", "&", "+"})


@dataclass(frozen=True, slots=True)
class Step:
    """A next step: `tokens[first:last]` say it, `said` is where what is to be done begins, `due` its moment."""

    first: int
    said: int
    last: int
    due: Mark | None


def find_step(cued: Cued, after: int, now: datetime) -> Step | None:
    """The next step that a message promises, or None; it begins behind the token `after`, where the telling has begun.

    Of several the last one that names a moment to come; without any moment only a plain promise counts.
    """
    openings = [at for at in range(after + 1, len(cued.keys)) if _opens(cued, at)]
    for at in reversed(openings):
        last = _sentence_end(cued, at)
        due = _due(cued, at, last, now)
        if due is not None:
            return _step(cued, at, last, due, after)
    for at in openings:
        if phrase_at("step_promises", cued.keys, at) and (at == 0 or is_pause(cued, at - 1) or cued.keys[at - 1] in _LINKS):
            return _step(cued, at, _sentence_end(cued, at), None, after)
    return None


def _opens(cued: Cued, at: int) -> bool:
    """Whether a step may begin here: its words do, at a place where something new is said."""
    size = phrase_at("steps", cued.keys, at)
    if not size:
        return False
    if size > 1 or is_pause(cued, at - 1) or cued.keys[at - 1] in _LINKS:
        return True
    return bool(phrase_before("step_openers", cued.keys, at)) or phrase_at("step_promises", cued.keys, at) == 1


def _sentence_end(cued: Cued, at: int) -> int:
    tokens = cued.reading.tokens
    return next((i for i in range(at, len(tokens)) if tokens[i].mark is None and tokens[i].key in _ENDS), len(tokens))


def _due(cued: Cued, at: int, last: int, now: datetime) -> Mark | None:
    """The moment of a step: in its words, or just before them ("el lunes la llamo")."""
    inside = [token.mark for token in cued.reading.tokens[at:last] if token.mark and _to_come(token.mark, now)]
    if inside:
        return inside[0]
    before = cued.reading.tokens[at - 1].mark if at else None
    return before if before and _to_come(before, now) else None


def _to_come(mark: Mark, now: datetime) -> bool:
    if mark.kind not in {"future", "day", "period"} or not isinstance(mark.future, Moment):
        return False
    start = mark.future.start
    if isinstance(start, datetime):
        return start >= now.replace(tzinfo=None)
    return mark.kind != "past" and (mark.future.end or start) >= now.date() if not isinstance(mark.future.end, datetime) else True


def _step(cued: Cued, at: int, last: int, due: Mark | None, after: int) -> Step:
    """The step, with the words before it that belong to it: "quedamos en", its moment, "y"."""
    first = said = at
    opener = phrase_at("step_openers", cued.keys, at)
    if opener:
        said = at + opener
    while (size := phrase_before("step_openers", cued.keys, first)) and first - size > after:
        first -= size
    if first - 1 > after and due is not None and cued.reading.tokens[first - 1].mark is due:
        first -= 1
    return Step(first, said, last, due)


def openers(keys: Sequence[str]) -> Iterator[int]:
    """Where the words of a step may begin, for explanations."""
    return (at for at in range(len(keys)) if phrase_at("steps", keys, at))


def step_words() -> frozenset[str]:
    """The first words of steps."""
    return frozenset(phrase_words(phrase)[0] for phrase in phrasebook().words("steps"))
