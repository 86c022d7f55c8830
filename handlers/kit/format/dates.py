"""When a promise is due, in words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import get_day_names

from handlers.kit.calendar.due_dates import DueMoment
from handlers.kit.format.texts import On, Voice, Words, _, ngettext
from storage.crm.records import Due

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""Weekdays as RFC 5545 writes them, in order."""
_NTH = re.compile(r"BYDAY=\+?(-?\d)([A-Z]{2})\b(?!,)")


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, from 0 for Monday: "lunes"."""

    day: int

    def show(self, voice: Voice) -> str:
        """Its name, whole."""
        return str(get_day_names("wide", locale=voice.locale)[self.day])


NTH: Mapping[int, Callable[[Weekday], Words]] = {
    1: lambda day: _("the first {weekday} of every month", weekday=day),
    2: lambda day: _("the second {weekday} of every month", weekday=day),
    3: lambda day: _("the third {weekday} of every month", weekday=day),
    4: lambda day: _("the fourth {weekday} of every month", weekday=day),
    -1: lambda day: _("the last {weekday} of every month", weekday=day),
}
"""How a day of the month that is counted by its weekday is said."""


def when_due(due: Due) -> Words:
    """The absolute date of a promise, with the hour where one was said; of one that repeats, its next time."""
    at: Words = On(due.local if due.grain == "minute" else due.local.date())
    if due.repeats:
        return _("{when}, and {again}", when=at, again=_again(due.repeats))
    return _("by {when}", when=at) if due.deadline else at


def _again(repeats: str) -> Words:
    """How often a rule repeats."""
    found = re.search(r"INTERVAL=(\d+)", repeats)
    times = int(found[1]) if found else 1
    if "FREQ=DAILY" in repeats:
        return ngettext("every day", "every {count} days", times)
    if "FREQ=WEEKLY" in repeats:
        several = ngettext("on these days every week", "on these days every {count} weeks", times)
        return several if re.search(r"BYDAY=\w+,", repeats) else ngettext("every week", "every {count} weeks", times)
    if "FREQ=MONTHLY" in repeats:
        nth = _NTH.search(repeats)
        if nth and times == 1 and int(nth[1]) in NTH:
            return NTH[int(nth[1])](Weekday(DAYS.index(nth[2])))
        return ngettext("every month", "every {count} months", times)
    return ngettext("every year", "every {count} years", times)


def moved_note(value: DueMoment) -> Words | None:
    """Why a promise is not at the time that was said; None where it is."""
    if value.asked is None:
        return None
    if value.due.grain == "minute":
        return _(
            "The clocks change then and {asked} doesn't exist: moved to {when}.",
            asked=On(value.asked),
            when=On(value.due.local),
        )
    return _(
        "{asked} isn't a working day: moved to {when}.", asked=On(_date(value.asked)), when=On(_date(value.due.local))
    )


def _date(local: datetime) -> date:
    return local.date()
