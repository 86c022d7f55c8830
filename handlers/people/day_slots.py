"""Whole days as a form asks for them: one, several, from one to another."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from handlers.kit.calendar.working_time import DayRange
from handlers.kit.format.texts import DateSpan, Voice, Words, _
from handlers.kit.forms.form import FieldKind, Said, SlotType, Unclear
from handlers.kit.forms.moment_slots import refuse_impossible
from handlers.kit.turn import Turn
from handlers.language.entities.moments.calendar import add_months, last_date
from handlers.language.entities.moments.moments import FoundMoment, find_moments
from handlers.language.meaning import Grain, Moment, SlotValue

MONTHS = 12
LONGEST = timedelta(days=366)
"""From one day to another; who is away for longer has left, and a longer span is a typing error."""


@dataclass(frozen=True)
class Ranges:
    """Days and spans of days, as people read them."""

    ranges: tuple[DayRange, ...]

    def show(self, voice: Voice) -> str:
        """Each with its absolute dates."""
        return "; ".join(voice.say(shown(days)) for days in self.ranges)


def shown(days: DayRange) -> Words:
    """A day, or from when to when."""
    first, last = days
    return DateSpan(Moment(first, Grain.DAY, last if last != first else None))


class Days(SlotType[tuple[DayRange, ...]]):
    """Days to come: "mañana", "del 1 al 15", "la semana que viene", "el 24 y el 31 de diciembre"."""

    field: FieldKind = "line"

    def read(self, turn: Turn, text: str, said: Said) -> tuple[DayRange, ...]:
        """The days of an answer."""
        refuse_impossible(turn, text)
        found = find_moments(text, turn.said_at, "future", turn.locale)
        if not found:
            raise Unclear(_("I could not read days in that."))
        return tuple(dict.fromkeys(self._range(turn, moment, text) for moment in found))

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> tuple[DayRange, ...]:
        """The days of a sentence."""
        return self.read(turn, said.text or str(heard), said)

    def dump(self, value: tuple[DayRange, ...]) -> Any:  # noqa: ANN401
        """First and last day of each."""
        return [[day.isoformat() for day in days] for days in value]

    def load(self, turn: Turn, raw: Any) -> tuple[DayRange, ...]:  # noqa: ANN401
        """From first and last days. A beginning alone has its end asked for."""
        if isinstance(raw, dict):
            raise _until_when(date.fromisoformat(raw["since"]))
        return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in raw)

    def show(self, value: tuple[DayRange, ...]) -> Words:
        """The absolute dates."""
        return Ranges(value)

    def _range(self, turn: Turn, found: FoundMoment, text: str) -> DayRange:
        moment, today = found.moment, turn.said_at.date()
        if not isinstance(moment, Moment):
            raise Unclear(_("I can't keep days that repeat. Which days, from when to when?"))
        if isinstance(moment.start, datetime):
            raise Unclear(_("I only note whole days. Which days?"))
        first, last = _this_years(moment.start, last_date(moment), today)
        since = _begun(turn)
        if since is not None:
            first = since
        elif found.relation == "since":
            raise _until_when(first)
        elif found.relation == "until":
            first = today
        if last < today or last < first:
            raise Unclear(_("{when} has already passed. Which days?", when=shown((first, last))))
        if last - first > LONGEST:
            raise Unclear(_("That is more than a year: from when to when, please?"))
        return max(first, today) if moment.grain is not Grain.DAY else first, last


def _this_years(first: date, last: date, today: date) -> DayRange:
    """A span that began already, of which a date without its year would mean the next year's."""
    before = add_months(first, -MONTHS), add_months(last, -MONTHS)
    return before if before[0] <= today <= before[1] else (first, last)


def _begun(turn: Turn) -> date | None:
    """The beginning that was told before, where the end was asked for."""
    offer = turn.conversation.form.offer if turn.conversation.form else None
    return date.fromisoformat(offer["since"]) if isinstance(offer, dict) and "since" in offer else None


def _until_when(since: date) -> Unclear:
    question = _("From {day} on. Until when?", day=shown((since, since)))
    return Unclear(question, offer={"since": since.isoformat()})


def is_span(turn: Turn, text: str) -> bool:
    """Whether a text names more than a single day."""
    found = [f.moment for f in find_moments(text, turn.said_at, "future", turn.locale)]
    return len(found) > 1 or any(isinstance(m, Moment) and (m.end or m.grain is not Grain.DAY) for m in found)
