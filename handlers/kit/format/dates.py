"""When a promise is due, in words."""

import re
from datetime import date, datetime

from handlers.kit.calendar.due_dates import DueMoment
from handlers.kit.format.texts import On, Words, _, ngettext
from storage.crm.records import Due


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
