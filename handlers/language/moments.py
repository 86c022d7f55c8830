"""Moments in what people type: "el martes a las 10", "by next Friday", "los lunes", as dates and times.

A message is scanned once for what it says (`scan`), knowing neither the present nor the tense; what that means is
asked afterwards, as often as wanted (`Scan.moments`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from handlers.language.calendar import Between, Date, Meaning, Period, Present, Shift, Weekday, WeekdayOfWeek
from handlers.language.meaning import Grain, Moment, Recurrence, Tense
from handlers.language.meanings import Every, Hour, Part, weekdays_from
from handlers.language.moment_grammar import Reading, grammar
from handlers.language.pieces import Piece, impossible, leads_before, pieces

Relation = Literal["at", "by", "until", "since"]
"""What the words before a moment say: at or on it, by it (a deadline), until it, from it on."""

GENERAL_PARTS = (10 * 60, 16 * 60, 20 * 60)
"""Minutes of morning, afternoon and evening: "first thing in the morning" is first thing."""
FARTHEST_APART = 8
"""Tokens that may stand between the day and the time of one clause."""
CLAUSE_ENDS = frozenset({".", ";", "!", "?", ":", "…", "y", "e", "and", "pero", "but", "then", "luego", "despues"})
LONGEST_GAP = 4
"""Words that may stand between two pieces of one moment."""


@dataclass(frozen=True, slots=True)
class Found:
    """A moment and where it stands: `text[start:end]`, its connecting words ("para el", "by") included.

    `deadline` is true where it is the latest moment that will do ("antes del viernes", "by Friday"); `relation` tells
    "until April" and "since Monday" from what happens then.
    """

    moment: Moment | Recurrence
    start: int
    end: int
    deadline: bool = False
    relation: Relation = "at"
    also: tuple[tuple[int, int], ...] = ()
    """Further places that belong to it: the "a las 10" of "mañana con Laura a las 10"."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What one stretch of the message says of one moment: at most a day, an hour, and parts of the day."""

    pieces: tuple[Piece, ...]
    start: int
    end: int
    day: Meaning | None = None
    hour: Hour | None = None
    parts: tuple[Part, ...] = ()
    every: Every | None = None
    relation: Relation = "at"

    @property
    def impossible(self) -> bool:
        """Whether it holds a date that no calendar has."""
        return any(impossible(piece) for piece in self.pieces)

    def moment(self, present: Present) -> Moment | Recurrence | None:
        """Returns what is meant by someone who says it at that present; None where it does not exist."""
        if self.impossible:
            return None
        start, end = self._minutes()
        rrule = self.every.rrule if self.every else next((part.every for part in self.parts if part.every), None)
        if rrule and not self.day:
            return Recurrence(rrule, None if start is None else _time(start))
        day = self._day(present, start)
        if day is None or start is None or day.grain is not Grain.DAY or day.end is not None:
            return day
        return Moment(_at(day.start, start), Grain.MINUTE, None if end is None else _at(day.start, end))

    def _minutes(self) -> tuple[int | None, int | None]:
        """Minutes since midnight of the time that was said, and of its end."""
        half = self.parts[0].half if self.parts else None
        if self.hour:
            return self.hour.of_day(half), self.hour.end_of_day(half)
        exact = [part.minutes for part in self.parts if part.minutes not in GENERAL_PARTS]
        general = [part.minutes for part in self.parts]
        return next(iter(exact + general), None), None

    def _day(self, present: Present, minutes: int | None) -> Moment | None:
        """The day, or, where only a time was said, the nearest in the direction of the tense."""
        if self.day is not None:
            day = self.day
            if isinstance(day, Weekday) and minutes is not None:
                day = replace(day, hour=_time(minutes))
            return day.on(present)
        offset = next((said.day for said in (*self.parts, *([self.hour] if self.hour else [])) if said.day is not None), None)
        if offset is None and minutes is not None:
            now = present.now.replace(tzinfo=None)
            then = _at(present.today, minutes)
            offset = (-1 if then > now else 0) if present.past else (1 if then < now.replace(second=0, microsecond=0) else 0)
        return Moment(present.today + timedelta(days=offset or 0), Grain.DAY)


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _at(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minutes)


@dataclass(frozen=True, slots=True)
class Scan:
    """What a message says of moments; costs next to nothing to ask again."""

    phrases: tuple[tuple[Phrase, tuple[tuple[int, int], ...]], ...]
    """Each with its places in the text: more than one where words stand between its day and its time."""

    def moments(self, now: datetime, tense: Tense) -> list[Found]:
        """Returns the moments that exist, in order of appearance."""
        present = Present(now, tense)
        found = []
        for phrase, ((start, end), *also) in self.phrases:
            moment = phrase.moment(present)
            if moment is not None:
                found.append(Found(moment, start, end, phrase.relation == "by", phrase.relation, tuple(also)))
        return found

    def impossible(self) -> list[tuple[int, int]]:
        """Returns where there are dates that no calendar has."""
        return [places[0] for phrase, places in self.phrases if phrase.impossible]


def scan(text: str, locale: str) -> Scan:
    """Reads what a message says of moments; the locale ("es_MX", "en_US") decides between 3/4 and 3/4."""
    language, _, country = locale.replace("-", "_").partition("_")
    reading = Reading(text, grammar(), month_first=country.upper() == "US" and language == "en")
    phrases = _spans(reading, _phrases(reading, pieces(reading, language)))
    led: list[Phrase] = []
    for phrase in phrases:
        led.append(_led(reading, phrase, led[-1].end if led else 0))
    return Scan(tuple(_placed(reading, led)))


def find_moments(text: str, now: datetime, tense: Tense, locale: str) -> list[Found]:
    """Returns the moments of a text in order of appearance, not overlapping; `now` is aware, its wall clock is local.

    A time that does not exist (30 February) is omitted; `impossible_dates` tells of it.
    """
    return scan(text, locale).moments(now, tense)


def read_moment(text: str, now: datetime, tense: Tense, locale: str) -> Moment | Recurrence | None:
    """Returns the one moment of a text, or None where it names none."""
    found = find_moments(text, now, tense, locale)
    return found[0].moment if found else None


def impossible_dates(text: str, locale: str) -> list[tuple[int, int]]:
    """Returns where the text names dates that no calendar has ("30 de febrero"), as offsets."""
    return scan(text, locale).impossible()


# ---------------------------------------------------------------------- a day and its time, apart


def _placed(reading: Reading, phrases: Sequence[Phrase]) -> list[tuple[Phrase, tuple[tuple[int, int], ...]]]:
    """The phrases with their places; a day and a time that one clause tells apart become one."""
    placed: list[tuple[Phrase, tuple[tuple[int, int], ...]]] = []
    for phrase in phrases:
        place = (reading.tokens[phrase.start].start, reading.tokens[phrase.end - 1].end)
        joined = _of_one_clause(reading, placed[-1][0], phrase) if placed and len(placed[-1][1]) == 1 else None
        if joined:
            placed[-1] = (joined, (*placed[-1][1], place))
        else:
            placed.append((phrase, (place,)))
    return placed


def _of_one_clause(reading: Reading, first: Phrase, last: Phrase) -> Phrase | None:
    """One phrase of "mañana" and "a las 10" in "mañana con Laura a las 10", None where they are two things."""
    if last.start - first.end > FARTHEST_APART or not (_is_day_only(first) and _is_time_only(last) or _is_time_only(first) and _is_day_only(last)):
        return None
    between = reading.keys[first.end : last.start]
    if any(key in CLAUSE_ENDS for key in between):
        return None
    if "," in between and not (between[-1] == "," and reading.ends_sentence(last.end)):
        return None
    relation = first.relation if first.relation != "at" else last.relation
    return replace(
        first, pieces=first.pieces + last.pieces, end=last.end, day=first.day or last.day, hour=first.hour or last.hour,
        parts=first.parts + last.parts, relation=relation,
    )


def _is_day_only(phrase: Phrase) -> bool:
    return isinstance(phrase.day, Weekday | Date | Shift | WeekdayOfWeek) and not phrase.hour and not phrase.parts


def _is_time_only(phrase: Phrase) -> bool:
    timed = bool(phrase.hour or phrase.parts) and not phrase.day and not phrase.every
    said = (*phrase.parts, *([phrase.hour] if phrase.hour else []))
    return timed and all(part.day is None for part in said) and not any(part.every for part in phrase.parts)


# ---------------------------------------------------------------------- from pieces to phrases


def _phrases(reading: Reading, found: Sequence[Piece]) -> list[Phrase]:
    """Puts pieces together that speak of one moment, and drops those that needed company and have none."""
    groups: list[Phrase] = []
    for piece in found:
        joined = None
        if groups and _touch(reading, groups[-1].end, piece.start):
            joined = _joined(reading, groups[-1], piece)
        if joined:
            groups[-1] = joined
        else:
            groups.append(_alone(piece))
    kept = []
    for at, group in enumerate(groups):
        sure = _without_doubt(reading, group, groups[at - 1].end if at else 0)
        if sure:
            kept.append(sure)
    return kept


def _alone(piece: Piece) -> Phrase:
    phrase = Phrase((), piece.start, piece.end)
    added = _add(phrase, piece)
    assert added is not None
    return added


def _add(phrase: Phrase, piece: Piece) -> Phrase | None:
    """The phrase with one more piece, or None where the two cannot speak of one moment."""
    grown = replace(phrase, pieces=(*phrase.pieces, piece), end=piece.end)
    said = piece.said
    if isinstance(said, Hour):
        return None if phrase.hour else replace(grown, hour=said)
    if isinstance(said, Part):
        clash = said.day is not None and (phrase.day or phrase.every)
        return None if clash or len(phrase.parts) > 1 else replace(grown, parts=(*phrase.parts, said))
    if isinstance(said, Every):
        return None if phrase.every or phrase.day else replace(grown, every=said)
    if phrase.every or any(part.day is not None for part in phrase.parts):
        return None
    if phrase.day is None:
        return replace(grown, day=said)
    day = _one_day(phrase.day, said)
    return replace(grown, day=day) if day else None


def _joined(reading: Reading, phrase: Phrase, piece: Piece) -> Phrase | None:
    if piece.is_day and phrase.day is not None:
        # A second name of the same day stands right behind the first: "viernes 4 de junio", not "viernes y 4 de junio".
        weekday = isinstance(piece.said, Weekday)
        if weekday and reading.keys[piece.start] not in reading.grammar.weekdays:
            return None
        if piece.start - phrase.end > 2 or not phrase.pieces[-1].is_day:
            return None
    return _add(phrase, piece)


def _one_day(first: Meaning, second: Meaning) -> Meaning | None:
    """One day out of two names of it: "viernes" + "4 de junio", "hoy" + "martes", "la semana que viene" + "martes"."""
    match first, second:
        case (Weekday(weekday=weekday), Date()) | (Date(), Weekday(weekday=weekday)):
            date_ = first if isinstance(first, Date) else second
            assert isinstance(date_, Date)
            return replace(date_, weekday=weekday)
        case (Shift(unit="day"), Weekday(which="bare") | Date()):
            return first
        case (Weekday(which="bare"), Shift(unit="day", since=None)):
            return second
        case Period(unit="week", step=step), Weekday(which="bare", weekday=weekday):
            return WeekdayOfWeek(weekday, step)
    return None


def _touch(reading: Reading, end: int, start: int) -> bool:
    """Whether only words that connect or say nothing stand between two pieces."""
    if start - end > LONGEST_GAP:
        return False
    at = start
    while at > end:
        lead = min((begin for begin, _ in leads_before(reading, at, end)), default=None)
        if lead is not None:
            at = lead
        elif reading.keys[at - 1] in reading.grammar.lists["fillers"] or reading.shortens(at - 1):
            at -= 1
        else:
            return False
    return True


def _without_doubt(reading: Reading, phrase: Phrase, floor: int) -> Phrase | None:
    """The phrase without the pieces that need company or a lead-in and have none."""
    certain = any(not piece.doubts for piece in phrase.pieces)
    company = certain or len({piece.is_day for piece in phrase.pieces}) > 1
    kept = [piece for at, piece in enumerate(phrase.pieces) if _holds(reading, phrase, at, floor, company=company)]
    if len(kept) == len(phrase.pieces):
        return phrase
    if not kept:
        return None
    rest: Phrase | None = Phrase((), kept[0].start, kept[0].end)
    for piece in kept:
        rest = _add(rest, piece) if rest else None
    return rest


def _holds(reading: Reading, phrase: Phrase, at: int, floor: int, *, company: bool) -> bool:
    piece = phrase.pieces[at]
    if not piece.doubts:
        return True
    before = phrase.pieces[at - 1] if at else None
    checks = {
        "alone": lambda: reading.is_whole(phrase.start, phrase.end),
        "mate": lambda: company,
        "after_day": lambda: before is not None and before.is_day and before.end == piece.start,
        "period_noun": lambda: reading.near(piece.start, piece.end, "period_nouns"),
        "lead": lambda: any(True for _ in leads_before(reading, piece.start, floor)),
    }
    return any(checks[doubt]() for doubt in piece.doubts)


# ---------------------------------------------------------------------- spans and lead-ins


def _spans(reading: Reading, phrases: Sequence[Phrase]) -> list[Phrase]:
    """Joins two phrases into one span where the words between them say so: "entre el lunes y el miércoles"."""
    joined: list[Phrase] = []
    for phrase in phrases:
        span = _span(reading, joined[-1], phrase) if joined else None
        if span:
            joined[-1] = span
        else:
            joined.append(phrase)
    return joined


def _span(reading: Reading, first: Phrase, last: Phrase) -> Phrase | None:
    if not _through(reading, first, last):
        return None
    whole = replace(first, pieces=first.pieces + last.pieces, end=last.end)
    if _repeats(reading, first, last):
        assert isinstance(first.day, Weekday) and isinstance(last.day, Weekday)
        return replace(whole, day=None, every=weekdays_from(first.day.weekday, last.day.weekday), hour=last.hour, parts=last.parts)
    timeless = not (first.hour or first.parts or first.every or last.every)
    if timeless and first.day and last.day and not isinstance(first.day, Between) and not isinstance(last.day, Between):
        return replace(whole, day=Between(first.day, last.day))
    if first.hour and first.hour.until is None and last.hour and not last.day and not last.parts:
        half = last.hour.half
        start = first.hour if first.hour.half or not half else replace(first.hour, half=half)
        return replace(whole, hour=replace(start, until=last.hour.of_day(half)))
    return None


def _repeats(reading: Reading, first: Phrase, last: Phrase) -> bool:
    """Whether it is "de lunes a viernes a las 9", which is every such day; "del lunes al viernes" are those of one week."""
    bare = isinstance(first.day, Weekday) and isinstance(last.day, Weekday) and first.day.which == last.day.which == "bare"
    timed = bool(last.hour or last.parts) and not (first.hour or first.parts)
    return bare and timed and reading.keys[first.pieces[-1].start] in reading.grammar.weekdays


def _through(reading: Reading, first: Phrase, last: Phrase) -> bool:
    """Whether the words between two phrases make them the ends of a span."""
    lists, keys = reading.grammar.lists, reading.keys
    between = keys[first.end : last.start]
    if len(between) > 3:
        return False
    opened = any(key in lists["between"] for key in keys[max(0, first.start - 2) : first.start + 1])
    joins = lists["to"] | lists["and"] if opened else lists["to"]
    if not between:
        return keys[last.start] in joins
    return between[0] in joins and (len(between) == 1 or _touch(reading, first.end + 1, last.start))


def _led(reading: Reading, phrase: Phrase, floor: int) -> Phrase:
    """The phrase with the words that lead to it, and what they say of it."""
    start, relation = phrase.start, phrase.relation
    # Wordings hold some lead-ins themselves ("para el 3/4"), those of the parts of the day are none ("después de comer").
    last = phrase.start if phrase.pieces[0].section in ("part", "shift") else min(phrase.start + 3, phrase.end - 1)
    for at in range(phrase.start, last + 1):
        for begin, said in leads_before(reading, at, floor):
            if begin <= phrase.start and (begin < start or said != "at"):
                start, relation = min(begin, start), said if said != "at" else relation
    for piece in phrase.pieces[1:]:
        # "el viernes antes de las 12": the time is the deadline.
        for _, said in leads_before(reading, piece.start, phrase.start):
            relation = "by" if said == "by" else relation
    span = isinstance(phrase.day, Between) and relation == "since"
    return replace(phrase, start=start, relation="at" if span else relation)
