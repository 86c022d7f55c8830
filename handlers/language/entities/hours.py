"""Hours of the day in what people type, by weekday: "lunes a jueves de 9 a 14 y de 16 a 19, viernes de 8 a 15"."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from handlers.language.data_files import language_data
from handlers.language.entities.moments.grammar import grammar
from handlers.language.text.numbers import LANGUAGES
from storage.names.folding import fold

DAY, NOON = 24 * 60, 12 * 60
EARLIEST = 6 * 60
"""Whose work begins at an hour before this one, told without am, means the afternoon's."""
LONGEST = 300
"""Characters; nobody's week takes more."""

Said = Literal["bare", "half", "full"]
"""How an hour was told: "4", which may be the afternoon's; with its half of the day; as of twenty-four."""

Stretch = tuple[int, int]
"""From one minute of the day to another, as it was told: the end may be before the start."""


@dataclass(frozen=True, slots=True)
class Told:
    """Hours of some weekdays (0 is Monday), of no day in particular where there are none."""

    weekdays: frozenset[int]
    stretches: tuple[Stretch, ...]


def read_hours(text: str, *, of_work: bool = True) -> list[Told] | None:
    """The hours that a text tells and nothing else; None where it tells none, or more.

    Hours `of_work` are those of the daytime: "de 9 a 2 y de 4 a 7" ends at 14:00, and goes on from 16:00.
    """
    reader = _Reader(of_work=of_work)
    try:
        for kind, value in _tokens(fold(text[:LONGEST])):
            reader.read(kind, value)
        return reader.done()
    except ValueError:
        return None


@dataclass
class _Reader:
    """Reads token by token; raises ValueError where hours make no sense."""

    of_work: bool
    told: list[Told] = field(default_factory=list)
    weekdays: list[int] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    start: tuple[int, Said] | None = None
    ranging: bool = False
    until: bool = False

    def read(self, kind: str, value: Any) -> None:  # noqa: ANN401 - by the kind
        """Takes the next token."""
        match kind:
            case "days":
                self._days(value)
            case "time":
                self._time(*value)
            case "to":
                self.ranging, self.until = self.start is None, self.start is not None
            case "and" if self.start is not None:
                self.until = True  # "entre 9 y 14"
            case _:
                self.ranging = False

    def done(self) -> list[Told] | None:
        """What was told."""
        self._close()
        return self.told or None

    def _days(self, days: list[int]) -> None:
        if self.start is not None:
            raise ValueError("a stretch without an end")
        if self.stretches:
            self._close()
        if self.ranging and self.weekdays:
            first, last = self.weekdays[-1], days[0]
            days = [(first + n) % 7 for n in range((last - first) % 7 + 1)]
        self.weekdays += days
        self.ranging = False

    def _time(self, minute: int, said: Said) -> None:
        if self.start is None:
            self.start, self.ranging = (minute, said), False
            return
        if not self.until:
            raise ValueError("two times with nothing between them")
        (start, start_said), self.start, self.until = self.start, None, False
        if self.of_work:
            start, minute = self._in_daytime(start, minute, start_said, said)
        elif (start_said, said) == ("bare", "half") and start < NOON:
            start = _by_the_end(start, minute)
        self.stretches.append((start, minute))

    def _in_daytime(self, start: int, end: int, start_said: Said, end_said: Said) -> Stretch:
        before = self.stretches[-1][1] if self.stretches else EARLIEST
        if start_said == "bare" and start < before and start + NOON < DAY and end <= NOON:
            start += NOON
        if end_said == "bare" and end <= start and end <= NOON and start_said != "full":
            end += NOON
        if not start < end <= DAY:
            raise ValueError("it ends before it begins")
        return start, end

    def _close(self) -> None:
        if self.start is not None or (self.weekdays and not self.stretches):
            raise ValueError("days without hours, or hours without an end")
        if self.stretches:
            self.told.append(Told(frozenset(self.weekdays), tuple(self.stretches)))
        self.weekdays, self.stretches = [], []


def _by_the_end(start: int, end: int) -> int:
    """A bare hour before one with its half of the day is of that half, or of the one before: "2 to 4 pm", "10 to 7 am", "11 to 2 pm"."""
    later = start + NOON
    if end >= NOON:
        return later if later < end else start
    return later if start > end else start


# ------------------------------------------------------------------ words
_TOKEN = re.compile(
    r"\x01(?P<group>\d+)\x01"
    r"|(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})|\s?h\b)?(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)?)|(?P<dash>[-–—])|(?P<mark>[,;.:/+&|()\n])|(?P<other>\S)"
)


def _tokens(text: str) -> Iterator[tuple[str, Any]]:
    """What each piece of a text is: days, a time and how it was told, "to", "and", or a pause."""
    words = hour_words()
    for phrase, days in words.groups.items():
        text = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", f"\x01{''.join(map(str, days))}\x01", text)
    found = list(_TOKEN.finditer(text))
    for at, piece in enumerate(found):
        if group := piece["group"]:
            yield "days", [int(day) for day in group]
        elif piece["hour"]:
            yield "time", _clock(piece, _half_behind(found[at + 1 : at + 5], words))
        elif piece["dash"]:
            yield "to", None
        elif word := piece["word"]:
            yield from words.read(word)
        elif piece["other"]:
            raise ValueError("no hours")
        else:
            yield "pause", None


def _half_behind(behind: list[re.Match[str]], words: "HourWords") -> str | None:
    """The half of the day that stands behind an hour: "a las 4 de la tarde", before anything else is told."""
    for piece in behind:
        word = piece["word"]
        if word in words.halves:
            return words.halves[word]
        if word not in words.noise:
            return None
    return None


def _clock(piece: re.Match[str], half_behind: str | None) -> tuple[int, Said]:
    hour, minute = int(piece["hour"]), int(piece["minute"] or 0)
    half = piece["half"] or half_behind
    if half:
        hour = hour % 12 + (12 if half == "p" else 0) if hour <= 12 else hour
    if hour > 24 or minute > 59 or hour * 60 + minute > DAY:
        raise ValueError("no time of day")
    full = hour > 12 or piece["hour"].startswith("0")
    return hour * 60 + minute, "half" if half else "full" if full else "bare"


@dataclass(frozen=True)
class HourWords:
    """The words of both languages: either may be typed."""

    days: Mapping[str, int]
    groups: Mapping[str, list[int]]
    halves: Mapping[str, str]
    times: Mapping[str, int]
    to: frozenset[str]
    join: frozenset[str]
    noise: frozenset[str]

    def weekday(self, word: str) -> int | None:
        """The day that a word names, 0 for Monday: in the plural too."""
        return self.days.get(word, self.days.get(word.removesuffix("s")))

    def read(self, word: str) -> Iterator[tuple[str, Any]]:
        """What a word is."""
        day = self.weekday(word)
        if day is not None:
            yield "days", [day]
        elif word in self.times:
            yield "time", (self.times[word], "full")
        elif word in self.to:
            yield "to", None
        elif word in self.join:
            yield "and", None
        elif word not in self.noise and word not in self.halves:
            raise ValueError("no hours")


@cache
def hour_words() -> HourWords:
    """The words of all languages, read at the first call."""
    both: list[dict[str, Any]] = [language_data(language, "hours") for language in LANGUAGES]
    days = {word: day for language in LANGUAGES for word, day in grammar().tables[f"weekday@{language}"].items()}
    letters = {letter: day for data in both for letter, day in data["letters"].items()}
    groups = {phrase: group for data in both for phrase, group in data["groups"].items()}
    clocks = {word: clock.split(":") for data in both for word, clock in data["times"].items()}
    halves = {
        word: half for data in both for half, name in (("a", "morning"), ("p", "afternoon")) for word in data[name]
    }
    listed = {
        name: frozenset(word for data in both for word in data[name]) for name in ("to", "and", "between", "noise")
    }
    return HourWords(
        days=letters | days,
        groups=dict(sorted(groups.items(), key=lambda group: -len(group[0]))),
        halves=halves,
        times={word: int(hour) * 60 + int(minute) for word, (hour, minute) in clocks.items()},
        to=listed["to"],
        join=listed["and"],
        noise=listed["noise"] | listed["between"],
    )
