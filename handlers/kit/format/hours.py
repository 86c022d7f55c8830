"""Hours as people read them: "lun–jue 9:00–14:00, 16:00–19:00; vie 8:00–15:00"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from babel.dates import format_time, get_day_names

from handlers.kit.calendar.week import DAY, Span, Week
from handlers.kit.format.texts import Voice, Words, _
from storage.people.records import Hours


@dataclass(frozen=True)
class WeekHours:
    """The hours of a week, days with the same hours together."""

    week: Week

    def show(self, voice: Voice) -> str:
        """With the short names of the days, in the person's format."""
        names = get_day_names("abbreviated", locale=voice.locale)
        return "; ".join(
            f"{_days([names[weekday].rstrip('.') for weekday in weekdays])} {_spans(spans, voice)}"
            for weekdays, spans in self.week.groups()
        )


@dataclass(frozen=True)
class DayHours:
    """A stretch of every day."""

    hours: Hours

    def show(self, voice: Voice) -> str:
        """In the person's format."""
        return f"{_clock(self.hours.start, voice)}–{_clock(self.hours.end, voice)}"


def shown_quiet(hours: Hours) -> Words:
    """A stretch of every day, or never."""
    return _("never") if hours.start == hours.end else DayHours(hours)


def _days(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"


def _spans(spans: Sequence[Span], voice: Voice) -> str:
    return ", ".join("–".join(_minute(minute, voice) for minute in span) for span in spans)


def _minute(minute: int, voice: Voice) -> str:
    return _clock(time(*divmod(minute % DAY, 60)), voice)


def _clock(at: time, voice: Voice) -> str:
    return str(format_time(at, "short", locale=voice.locale))
