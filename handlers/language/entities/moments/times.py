"""Times of day: an hour as it was said, and a part of the day, as minutes since midnight."""

from dataclasses import dataclass

from handlers.language.entities.moments.recurrence import Repetition

HOUR, NOON, DAY = 60, 12 * 60, 24 * 60
OFFICE_OPENS, OFFICE_CLOSES = 8 * HOUR, 20 * HOUR
"""Minutes; an hour said without am or pm is the one in between, the end excluded."""
NIGHT_ENDS = 5 * HOUR
"""An hour of the night before this one is on the following day: "esta noche a la una"."""
GENERAL_PARTS = (10 * HOUR, 16 * HOUR, 20 * HOUR)
"""Minutes of morning, afternoon and evening: "first thing in the morning" is first thing."""


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day as it was said. `minutes` since midnight; `certain` where it was said on a 24-hour clock.

    `half` is what the words beside it made of it: am, morning, pm, night, noon, midnight or nothing. `shift` are the
    minutes said to be before or after it ("menos cuarto"). `until` ends a span; `day` is given where the wording names
    the day as well (0 today, -1 yesterday). `bare` is a mere number, which may be the day of the month instead ("hoy 20").
    """

    minutes: int
    certain: bool = False
    half: str | None = None
    shift: int = 0
    until: "ClockTime | None" = None
    day: int | None = None
    bare: bool = False

    def of_day(self, half: str | None = None) -> int:
        """Minutes since that day's midnight; 1440 or more is after the next one. `half` is used where it has none."""
        half = self.half or half
        if not half:
            return self._of_office()
        # "8pm menos cuarto": first the half of the hour, then the quarter; at twelve the order makes a difference.
        minutes = _of_half(self.minutes, half) + self.shift
        return minutes if minutes >= 0 else minutes + DAY

    def agrees_with(self, part: "DayPart") -> bool:
        """Whether it can be in a part of the day: "a las 9 de la noche" is not in the morning ("de mañana")."""
        if self.half is None or "noon" in (self.half, part.half):
            return True
        mine, its = _HALVES[self.half], _HALVES[part.half]
        return mine == its or {mine, its} == {"pm", "night"} or (its == "night" and self.of_day() < NIGHT_ENDS)

    @property
    def _told(self) -> int:
        """The minutes with what was said to be before or after them; "ten to one" is ten to thirteen."""
        told = self.minutes + self.shift
        if told < 0:
            return told + DAY
        return told + NOON if told < HOUR <= self.minutes and not self.certain else told

    def _of_office(self) -> int:
        minutes = self._told
        if self.certain or minutes > NOON + HOUR - 1 or minutes < HOUR:
            return minutes
        minutes %= NOON
        return minutes if OFFICE_OPENS <= minutes < OFFICE_CLOSES else minutes + NOON

    def span_of_day(self, half: str | None = None) -> tuple[int, int]:
        """The minutes of a span's start and end; the end is after the start, on the following day if need be.

        What was said of the half of the day once, at the end, counts for the start too, unless it would then be later.
        """
        last = self.until or self
        if last.half and not self.half:
            end = last.of_day()
            start = self.of_day(last.half)
            return (start, end) if start < end else _last_before(self._told, end)
        start = self.of_day(half)
        end = last.of_day(half if not self.half else None)
        if end <= start and not last.half and not last.certain:
            # Of an hour said without its half the first one after the start is meant: "de 11 a 1".
            end = start + ((last._told - start) % NOON or NOON)  # noqa: SLF001  # the other end of the same span
        return start, _after(start, end)


def _after(start: int, end: int) -> int:
    while end <= start:
        end += DAY
    return end


def _last_before(said: int, end: int) -> tuple[int, int]:
    """The start that is nearest before an end: 11 before 1 pm, 10 in the evening before 2 in the morning."""
    starts = [start for start in (said, said + NOON) if start < end]
    if not starts:
        end += DAY
        starts = [start for start in (said, said + NOON) if start < end]
    return starts[-1], end


def _of_half(minutes: int, half: str) -> int:
    hour = minutes // HOUR
    if half in ("am", "morning") and hour == 12:
        return minutes - NOON if half == "am" else minutes
    if half == "pm" and hour < 12:
        return minutes + NOON
    if half == "noon":
        return minutes + NOON if hour < 10 else minutes
    if half in ("night", "midnight"):
        if hour == 12:
            return minutes + NOON
        return minutes + NOON if 5 <= hour < 12 else minutes
    return minutes


@dataclass(frozen=True, slots=True)
class DayPart:
    """A part of the day: the minutes it stands for, the half it makes of an hour beside it, and the day if it says so.

    `every` is the rule of one that repeats ("por las tardes").
    """

    minutes: int
    half: str
    day: int | None = None
    every: Repetition | None = None

    @property
    def is_general(self) -> bool:
        """Whether it is a whole morning, afternoon or evening rather than a time in it."""
        return self.minutes in GENERAL_PARTS

    def agrees_with(self, other: "DayPart") -> bool:
        """Whether both can be said of one time: "por la mañana a primera hora", never "la noche" and "la mañana"."""
        together = {_HALVES[self.half], _HALVES[other.half]}
        return len(together) == 1 or "noon" in together


_HALVES = {"am": "am", "morning": "am", "noon": "noon", "pm": "pm", "night": "night", "midnight": "night"}
