"""Time expressions: the constituents of a message that speak of one moment, put together.

"el martes" and "a las 10" are one expression though words may stand between them, "entre el lunes" and "el miércoles"
are one span. What each constituent adds is decided here, and what the whole means at a given present.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from handlers.language.entities.moments.calendar import DateExpression, Present
from handlers.language.entities.moments.constituents import Constituent
from handlers.language.entities.moments.days import Between, CalendarDate, Offset, Weekday, WeekdayOfWeek
from handlers.language.entities.moments.holidays import Holiday
from handlers.language.entities.moments.lead_ins import Relation
from handlers.language.entities.moments.periods import CalendarYear, NamedMonth, NumberedQuarter, RelativePeriod
from handlers.language.entities.moments.recurrence import Repetition, weekly
from handlers.language.entities.moments.times import DAY, HOUR, NIGHT_ENDS, ClockTime, DayPart
from handlers.language.meaning import Grain, Moment, Recurrence

MOST_PARTS = 2
"""Parts of the day that are told of one moment: "por la mañana a primera hora"."""


_PERIODS = RelativePeriod | NamedMonth | NumberedQuarter | CalendarYear
"""Days that are no days: an hour that may as well be something else is none of theirs."""


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """What one stretch of the message says of one moment: at most a day, an hour, parts of the day, and how it repeats.

    `until` is the other end of a span; `start` and `end` count lexemes, lead-ins that were found included.
    """

    constituents: tuple[Constituent, ...]
    start: int
    end: int
    day: DateExpression | None = None
    clock: ClockTime | None = None
    parts: tuple[DayPart, ...] = ()
    repeats: Repetition | None = None
    relation: Relation = "at"
    until: "TimeExpression | None" = None

    # ------------------------------------------------------------------ putting it together

    def with_constituent(self, more: Constituent) -> "TimeExpression | None":
        """The expression with one more constituent, or None where the two cannot speak of one moment."""
        grown = replace(self, constituents=(*self.constituents, more), end=more.end)
        match more.value:
            case ClockTime() as clock:
                return grown._at_clock(self, clock)  # noqa: SLF001 - of its own class
            case DayPart() as part:
                return grown._in_part(self, part)  # noqa: SLF001 - of its own class
            case Repetition() as rule:
                return grown._repeating(self, rule)  # noqa: SLF001 - of its own class
            case None:
                return None
            case day:
                return grown._on_day(self, day)  # noqa: SLF001 - of its own class

    def _at_clock(self, before: "TimeExpression", clock: ClockTime) -> "TimeExpression | None":
        if before.clock and not before.clock.bare:
            return None
        if isinstance(before.day, Offset) and before.day.duration.minutes:
            return None
        if not all(clock.agrees_with(part) for part in before.parts):
            return None
        if not clock.certain and isinstance(before.day, _PERIODS):
            return None
        return replace(self, clock=clock)

    def _in_part(self, before: "TimeExpression", part: DayPart) -> "TimeExpression | None":
        clash = part.day is not None and (before.day or before.repeats)
        if clash or len(before.parts) == MOST_PARTS or not all(part.agrees_with(other) for other in before.parts):
            return None
        if part.every and not isinstance(before.day, Weekday | None):
            return None
        if before.clock and not before.clock.agrees_with(part):
            return None
        return replace(self, parts=(*before.parts, part))

    def _repeating(self, before: "TimeExpression", rule: Repetition) -> "TimeExpression | None":
        joined: Repetition | None = rule
        if before.day:
            joined = rule.on(before.day)
        elif before.repeats:
            joined = before.repeats.joined(rule)
        return replace(self, day=None, repeats=joined) if joined else None

    def _on_day(self, before: "TimeExpression", day: DateExpression) -> "TimeExpression | None":
        if any(part.day is not None for part in before.parts):
            return None
        if before.repeats:
            joined = before.repeats.on(day)
            return replace(self, repeats=joined) if joined else None
        if before.clock and not before.clock.certain and isinstance(day, _PERIODS):
            return None  # "until 5 March" names a day, and no hour of a month
        if before.day is None:
            minutes = isinstance(day, Offset) and day.duration.minutes
            return None if minutes and (before.clock or before.parts) else replace(self, day=day)
        one = _one_day(before.day, day)
        return replace(self, day=one) if one else None

    def spanning(self, last: "TimeExpression", *, certain: bool, each: bool) -> "TimeExpression | None":
        """The span from this expression to another one, None where the two are no ends of one.

        `certain` is true where the words around leave no doubt that it is a span, and `each` where weekdays without an
        article may mean each such day ("de lunes a viernes a las 9").
        """
        if any(end.until or end._holds_span or end.repeats or end._is_bare for end in (self, last)):  # noqa: SLF001
            return None
        whole = replace(self, end=last.end, constituents=(*self.constituents, *last.constituents))
        if not self.has_time and self.day and last.day:
            every = each and last.has_time and _weekdays(self.day, last.day)
            if every:
                return replace(whole, day=None, repeats=every, clock=last.clock, parts=last.parts)
            return replace(whole, day=Between(self.day, last.day), clock=last.clock, parts=last.parts)
        if self.has_time and (last.day if self.day and last.day else last.has_time):
            told = (self.day and last.day) or (self.clock and last.clock) or certain
            return replace(whole, until=last) if told else None
        return None

    @property
    def has_time(self) -> bool:
        """Whether it says an hour or a part of the day."""
        return self.clock is not None or bool(self.parts)

    @property
    def is_span(self) -> bool:
        """Whether it is a span of which each end was told by itself."""
        return self.until is not None or isinstance(self.day, Between)

    @property
    def _is_bare(self) -> bool:
        """Whether its hour may as well be the number of a day."""
        return self.clock is not None and self.clock.bare

    @property
    def _holds_span(self) -> bool:
        """Whether a constituent is a span by itself, of hours or of days."""
        return isinstance(self.day, Between) or (self.clock is not None and self.clock.until is not None)

    # ------------------------------------------------------------------ what it means

    @property
    def impossible(self) -> bool:
        """Whether it holds a date that no calendar has."""
        return any(is_impossible(part.value) for part in self.constituents)

    def moment(self, present: Present) -> Moment | Recurrence | None:
        """Returns what is meant by someone who says it at that present; None where it does not exist."""
        if self.impossible:
            return None
        return self._settled(present)._moment(present)  # noqa: SLF001  # the same, with its numbers sorted out

    def _settled(self, present: Present) -> "TimeExpression":
        """The expression with its number as what that calendar makes it: the hour of "lunes 10", the day of "hoy 20"."""
        day, clock = self.day, self.clock
        if isinstance(day, CalendarDate) and clock is None and day.is_rather_hour(present, part=bool(self.parts)):
            return replace(self, day=Weekday(day.weekday or 0), clock=ClockTime(day.day * HOUR))
        if clock and clock.bare and day:
            on = day.on(present)
            if on and on.grain is Grain.DAY and on.start.day * HOUR == clock.minutes:
                return replace(self, clock=None)
        return self

    def _moment(self, present: Present) -> Moment | Recurrence | None:
        start, end = self._minutes()
        rule = self._rule()
        if rule:
            return Recurrence(rule.rrule, None if start is None else _time(start))
        if self.until:
            return _span(self, self.until, present)
        day = self._day_on(present, start)
        if day is None or start is None or day.grain is not Grain.DAY or day.end is not None:
            return day
        return Moment(_at(day.start, start), Grain.MINUTE, None if end is None else _at(day.start, end))

    def _rule(self) -> Repetition | None:
        """What repeats, be it said by a part of the day alone: "por las tardes", "Monday mornings"."""
        every = next((part.every for part in self.parts if part.every), None)
        if self.repeats or every is None:
            return self.repeats
        return weekly(self.day.weekday) if isinstance(self.day, Weekday) else None if self.day else every

    def _minutes(self) -> tuple[int | None, int | None]:
        """Minutes since midnight of the time that was said, and of its end."""
        half = self.parts[0].half if self.parts else None
        if self.clock is None:
            exact = [part.minutes for part in self.parts if not part.is_general]
            general = [part.minutes for part in self.parts]
            return next(iter(exact + general), None), None
        if self.clock.until:
            return self.clock.span_of_day(half)
        minutes = self.clock.of_day(half)
        at_night = half == "night" or (self.clock.half == "night" and self.clock.day is not None)
        return minutes + DAY if at_night and minutes < NIGHT_ENDS else minutes, None

    def _day_on(self, present: Present, minutes: int | None) -> Moment | None:
        """The day, or, where only a time was said, the nearest in the direction of the tense."""
        if self.day is not None:
            day = self.day
            if isinstance(day, Weekday) and minutes is not None:
                day = replace(day, hour=_time(minutes))
            return day.on(present)
        told = [time.day for time in (*self.parts, *((self.clock,) if self.clock else ())) if time.day is not None]
        offset = told[0] if told else 0 if minutes is None else _days_away(present, minutes)
        return Moment(present.today + timedelta(days=offset), Grain.DAY)


def is_impossible(value: object) -> bool:
    """Whether a date is said that no calendar has."""
    said = [value, *(getattr(value, name, None) for name in ("first", "last", "of", "since"))]
    return any(isinstance(date, CalendarDate) and date.impossible for date in said)


def _one_day(first: DateExpression, second: DateExpression) -> DateExpression | None:
    """One day out of two names of it: "viernes" + "4 de junio", "hoy" + "martes", "la semana que viene" + "martes"."""
    match first, second:
        case (Weekday(weekday=weekday), CalendarDate() as date) | (CalendarDate() as date, Weekday(weekday=weekday)):
            return replace(date, weekday=weekday)
        case (Holiday(), CalendarDate() as date) | (CalendarDate() as date, Holiday()):
            return date
        case (Holiday() as holiday, Weekday()) | (Weekday(), Holiday() as holiday):
            return holiday
        case (Offset(is_named_day=True), Weekday(which="bare") | CalendarDate()):
            return first
        case (Weekday(which="bare") | CalendarDate(), Offset(is_named_day=True)):
            return second
        case (RelativePeriod(unit="week", step=step), Weekday(which="bare", weekday=weekday)):
            return WeekdayOfWeek(weekday, step)
        case (Weekday(which="bare", weekday=weekday), RelativePeriod(unit="week", step=step)):
            return WeekdayOfWeek(weekday, step)
    return None


def _weekdays(first: DateExpression, last: DateExpression) -> Repetition | None:
    match first, last:
        case Weekday(which="bare"), Weekday(which="bare"):
            return weekly(*((first.weekday + n) % 7 for n in range((last.weekday - first.weekday) % 7 + 1)))
    return None


def _span(first: TimeExpression, last: TimeExpression, present: Present) -> Moment | None:
    """The minutes from one end to the other: a day named once counts for both, the end is after the start."""
    start, end = _times(first, last)
    if first.day and last.day:
        days = Between(first.day, last.day).on(present)
        if days is None or days.grain is not Grain.DAY:
            return None
        return Moment(_at(days.start, start), Grain.MINUTE, _at(days.end or days.start, end))
    one = first if first.day or not last.day else replace(first, day=last.day)
    day = one._day_on(present, start)  # noqa: SLF001  # of the same class
    if day is None or day.grain is not Grain.DAY or day.end is not None:
        return None
    while end <= start:
        end += DAY
    return Moment(_at(day.start, start), Grain.MINUTE, _at(day.start, end))


def _times(first: TimeExpression, last: TimeExpression) -> tuple[int, int]:
    """The minutes of both ends of a span, each since midnight of its day."""
    one_day = not (first.day and last.day)
    if one_day and first.clock and last.clock:
        half = first.parts[0].half if first.parts else first.clock.half
        last_half = last.parts[0].half if last.parts else last.clock.half
        ends = replace(first.clock, half=half, until=replace(last.clock, half=last_half))
        return ends.span_of_day()
    start, _ = first._minutes()  # noqa: SLF001
    end, _ = last._minutes()  # noqa: SLF001
    return start or 0, DAY - 1 if end is None else end


def _days_away(present: Present, minutes: int) -> int:
    """Which day a bare time of day is on: today, unless that is not in the direction of the tense."""
    now = present.now.replace(second=0, microsecond=0, tzinfo=None)
    then = _at(present.today, minutes)
    if present.past:
        return -1 if then > now else 0
    return 1 if then < now else 0


def _time(minutes: int) -> time:
    return time(minutes // HOUR % 24, minutes % HOUR)


def _at(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minutes)
