"""Moments in what people type: "el martes a las 10", "by next Friday", "los lunes", as dates and times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.language.meaning import Moment, Recurrence, Tense


@dataclass(frozen=True, slots=True)
class Found:
    """A moment and where it stands: `text[start:end]`, its connecting words ("para el", "by") included.

    `deadline` is true where it is the latest moment that will do ("antes del viernes", "by Friday").
    """

    moment: Moment | Recurrence
    start: int
    end: int
    deadline: bool = False


def find_moments(text: str, now: datetime, tense: Tense, locale: str) -> list[Found]:
    """Returns the moments of a text in order of appearance, not overlapping; `now` is aware, its wall clock is local."""
    return []


def read_moment(text: str, now: datetime, tense: Tense, locale: str) -> Moment | Recurrence | None:
    """Returns the one moment of a text, or None where it names none."""
    found: Sequence[Found] = find_moments(text, now, tense, locale)
    return found[0].moment if found else None


def impossible_dates(text: str, locale: str) -> list[tuple[int, int]]:
    """Returns where the text names dates that no calendar has ("30 de febrero"), as offsets."""
    return []
