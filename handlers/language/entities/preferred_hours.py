"""On which days and at what hours somebody wants to be reached: "nunca los lunes", "not before 11", "tardes, de 4 a 6".

What a clause turns round ("no por las mañanas", "never on Fridays") is what is left of the week: nobody is noted down for the
hours at which they said not to be called.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time
from functools import cache

from handlers.language.entities.hours import DAY, NOON, HourWords, hour_words
from handlers.language.text.any_of import any_of
from storage.names.folding import fold

AROUND = 120
"""Minutes: somebody who likes to be called at ten is written to from ten to twelve."""
EARLIEST = 8
"""The hour before which nobody is called: "after 5" is after 17:00."""
MORNING, AFTERNOON, OPEN = (9 * 60, 14 * 60), (15 * 60, 20 * 60), (9 * 60, 20 * 60)
ANY_DAY = frozenset(range(6))
"""Monday to Saturday: the days on which customers are written to who have not said otherwise."""


@dataclass(frozen=True, slots=True)
class PreferredHours:
    """Weekdays (0 is Monday), and from one minute of them to another."""

    weekdays: frozenset[int]
    first: int
    last: int


def preferred_hours(text: str, at: time | None = None) -> PreferredHours | None:
    """The days and hours that a text says somebody prefers; None where it says none. `at` is an hour that was found in it."""
    found = _Found()
    for clause in re.split(r"[,;.:!?\n](?!\d)", fold(text)):
        _read(clause, found)
    days = found.weekdays or ANY_DAY
    weekdays = frozenset(days - found.other_days) or None
    stretch = found.stretch(at)
    if weekdays is None or (stretch is None and not found.weekdays and not found.other_days):
        return None
    first, last = stretch or OPEN
    return PreferredHours(weekdays, first, last) if first < last else None


@dataclass
class _Found:
    """What the clauses said so far."""

    weekdays: set[int] = field(default_factory=set)
    other_days: set[int] = field(default_factory=set)
    halves: list[tuple[int, int]] = field(default_factory=list)
    range: tuple[int, int] | None = None
    after: int | None = None
    before: int | None = None

    def stretch(self, at: time | None) -> tuple[int, int] | None:
        """From when to when: what was said exactly, else the parts of the day, cut to what they are to be after or before."""
        if self.range:
            return self.range
        half = (min(a for a, _b in self.halves), max(b for _a, b in self.halves)) if self.halves else None
        if self.after is not None or self.before is not None:
            first, last = half or OPEN
            return (
                first if self.after is None else self.after,
                last if self.before is None else self.before,
            )
        if half is None and at is not None:
            begins = at.hour * 60 + at.minute
            return begins, min(begins + AROUND, DAY)
        return half


def _read(clause: str, found: _Found) -> None:
    """Takes what a clause says, each piece as its own words turn it."""
    patterns, words = _patterns(), hour_words()
    if spoken := patterns.range.search(clause):
        late = _is_late(clause, words)
        begins, ends = (_minute(spoken, end, late=late) for end in ("a", "b"))
        if ends <= begins:
            ends += NOON
        if begins < ends <= DAY and not _turned(clause, spoken.start()):
            found.range = begins, ends
        clause = clause[: spoken.start()] + " " * (spoken.end() - spoken.start()) + clause[spoken.end() :]
    for pattern, is_after in ((patterns.after, True), (patterns.before, False)):
        if bound := pattern.search(clause):
            minute = _minute(bound, "a", late=_is_late(clause, words))
            if is_after is not _turned(clause, bound.start()):
                found.after = minute
            else:
                found.before = minute
    for pattern, half, other in ((patterns.morning, MORNING, AFTERNOON), (patterns.afternoon, AFTERNOON, MORNING)):
        if part := pattern.search(clause):
            found.halves.append(other if _turned(clause, part.start()) else half)
    for days, place in _days(clause, words):
        (found.other_days if _turned(clause, place) else found.weekdays).update(days)


def _days(clause: str, words: HourWords) -> Iterator[tuple[set[int], int]]:
    """The weekdays of a clause, each with its place; those of a range ("de lunes a jueves") with it."""
    for phrase, group in words.groups.items():
        for place in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", clause):
            yield set(group), place.start()
    before: int | None = None
    ranging = False
    for word in re.finditer(r"[^\W\d_]{3,}|[^\W\d_]+|[-–]", clause):
        day = words.weekday(word[0]) if len(word[0]) > 2 else None
        if day is None:
            ranging = before is not None and (word[0] in words.to or word[0] in "-–")
            before = before if ranging or word[0] in words.noise else None
            continue
        days = {(before + n) % 7 for n in range((day - before) % 7 + 1)} if ranging and before is not None else {day}
        yield days, word.start()
        before, ranging = day, False


def _turned(clause: str, place: int) -> bool:
    """Whether what stands at a place is turned round: the last word before it that turns, turns round."""
    patterns = _patterns()
    back = max((found.end() for found in patterns.back.finditer(clause, 0, place)), default=-1)
    turned = max((found.end() for found in patterns.round.finditer(clause, 0, place)), default=-1)
    return turned > back


def _is_late(clause: str, words: HourWords) -> bool:
    """Whether the hours of a clause are the afternoon's by its words."""
    return bool(_patterns().afternoon.search(clause)) or any(words.halves.get(one) == "p" for one in clause.split())


def _minute(found: re.Match[str], which: str, *, late: bool) -> int:
    """The minute of the day of an hour; one that nobody works at in the morning is one of the afternoon."""
    hour, half = int(found[f"{which}_hour"]), found[f"{which}_half"] or ""
    early = hour < 12 and (half.startswith("p") or (not half and (late or hour < EARLIEST)))
    return (hour + 12 * early) * 60 + int(found[f"{which}_minute"] or 0)


@dataclass(frozen=True)
class _Patterns:
    """What is looked for in a clause."""

    morning: re.Pattern[str]
    afternoon: re.Pattern[str]
    after: re.Pattern[str]
    before: re.Pattern[str]
    range: re.Pattern[str]
    round: re.Pattern[str]
    back: re.Pattern[str]


def _hour(which: str) -> str:
    clock = rf"(?P<{which}_hour>[01]?\d|2[0-3])(?:[:.h](?P<{which}_minute>[0-5]\d))?"
    return rf"{clock}\s*(?P<{which}_half>[ap]\.?m)?(?![\w%])"


@cache
def _patterns() -> _Patterns:
    between, till = rf"(?:{any_of('between_hours')}\s+)", rf"\s*(?:{any_of('till_hour')}\s+|[-–]\s*)"
    return _Patterns(
        morning=re.compile(rf"\b{any_of('in_the_morning')}\b"),
        afternoon=re.compile(rf"\b{any_of('in_the_afternoon')}\b"),
        after=re.compile(rf"\b{any_of('after_hour')}\s+{_hour('a')}"),
        before=re.compile(rf"\b{any_of('before_hour')}\s+{_hour('a')}"),
        range=re.compile(rf"(?<![\w:.])(?:{between})?{_hour('a')}{till}{_hour('b')}"),
        round=re.compile(rf"(?<!\w){any_of('turns_round')}(?!\w)"),
        back=re.compile(rf"(?<!\w){any_of('turns_back')}(?!\w)"),
    )
