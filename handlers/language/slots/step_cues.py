"""Where a next step stands in a message, and whether a moment can be its."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.language.concepts.concepts import Cued
from handlers.language.meaning import Grain, Moment
from handlers.language.text.free_text import phrase_at
from handlers.language.tokens import Mark

_DAYS = {Grain.WEEK: 6, Grain.MONTH: 27, Grain.QUARTER: 89, Grain.YEAR: 364}
"""How long a moment goes on at least behind its first day."""


@dataclass(frozen=True, slots=True)
class StepCue:
    """A next step: `tokens[first:last]` say it, `said` is where what is to be done begins, `due` its moment.

    It is `told` where somebody wants it, or it is arranged, by then: a fact that the note keeps as well.
    """

    first: int
    said: int
    last: int
    due: Mark | None
    told: bool = False


def on_condition(cued: Cued, first: int, at: int) -> bool:
    """Whether a moment is of what has to happen first: "le prometí un 10 % si hace pedido antes de fin de mes"."""
    return any(phrase_at("provided_that", cued.keys, place) for place in range(first, at))


def is_to_come(mark: Mark, now: datetime) -> bool:
    """Whether a moment, as told of the future, is not over."""
    if mark.kind not in {"future", "day", "period"} or not isinstance(mark.future, Moment):
        return False
    start = mark.future.start
    if isinstance(start, datetime):
        return start >= now.replace(tzinfo=None)
    return start + timedelta(days=_DAYS.get(mark.future.grain, 0)) >= now.date()
