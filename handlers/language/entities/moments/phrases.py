"""Phrases: the pieces of a message that speak of one moment, put together.

"el martes" and "a las 10" are one phrase though words may stand between them, "entre el lunes" and "el miércoles" one
span; "la tarde" by itself is dropped.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from handlers.language.entities.moments.calendar import Meaning, Present
from handlers.language.entities.moments.days import Between, Date, Shift, Weekday, WeekdayOfWeek
from handlers.language.entities.moments.grammar import CALENDAR_SECTIONS
from handlers.language.entities.moments.periods import Period
from handlers.language.entities.moments.pieces import Piece, Relation, impossible, leads_before, pieces
from handlers.language.entities.moments.reading import Reading
from handlers.language.entities.moments.resolution import Every, Hour, Part, weekdays_from
from handlers.language.meaning import Grain, Moment, Recurrence

GENERAL_PARTS = (10 * 60, 16 * 60, 20 * 60)
"""Minutes of morning, afternoon and evening: "first thing in the morning" is first thing."""
LONGEST_GAP = 4
"""Words that may stand between two pieces of one moment."""
FARTHEST_APART = 8
"""Tokens that may stand between the day and the time of one clause."""
CLAUSE_ENDS = frozenset({".", ";", "!", "?", ":", "…", "y", "e", "and", "pero", "but", "then", "luego", "despues"})

Places = tuple[tuple[int, int], ...]


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

    @property
    def times(self) -> tuple[Hour | Part, ...]:
        """All that it says of the time of day."""
        return (*self.parts, *((self.hour,) if self.hour else ()))

    def moment(self, present: Present) -> Moment | Recurrence | None:
        """Returns what is meant by someone who says it at that present; None where it does not exist."""
        if self.impossible:
            return None
        settled = self._settled(present)
        return settled._moment(present)  # noqa: SLF001  # the same, with its numbers sorted out

    def _settled(self, present: Present) -> "Phrase":
        """The phrase with its number as what that calendar makes it: the hour of "lunes 10", the day of "hoy 20"."""
        day, hour = self.day, self.hour
        if isinstance(day, Date) and hour is None and day.is_rather_hour(present, part=bool(self.parts)):
            return replace(self, day=Weekday(day.weekday or 0), hour=Hour(day.day * 60))
        if isinstance(day, Weekday) and any(part.every for part in self.parts):
            return replace(self, day=None, every=weekdays_from(day.weekday, day.weekday))  # "Monday mornings"
        if hour and hour.bare and day:
            on = day.on(present)
            if on and on.grain is Grain.DAY and on.start.day * 60 == hour.minutes:
                return replace(self, hour=None)
        return self

    def _moment(self, present: Present) -> Moment | Recurrence | None:
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
        offset = next((told.day for told in self.times if told.day is not None), None)
        if offset is None:
            offset = 0 if minutes is None else _days_away(present, minutes)
        return Moment(present.today + timedelta(days=offset), Grain.DAY)


def _days_away(present: Present, minutes: int) -> int:
    """Which day a bare time of day is on: today, unless that is not in the direction of the tense."""
    now = present.now.replace(second=0, microsecond=0, tzinfo=None)
    then = _at(present.today, minutes)
    if present.past:
        return -1 if then > now else 0
    return 1 if then < now else 0


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _at(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minutes)


def phrases(reading: Reading, language: str) -> list[tuple[Phrase, Places]]:
    """Returns the phrases of a message in order, each with its places in the text: more than one where words part it."""
    led: list[Phrase] = []
    for phrase in _spans(reading, _phrases(reading, pieces(reading, language))):
        led.append(_led(reading, phrase, led[-1].end if led else 0))
    return _placed(reading, led)


# ---------------------------------------------------------------------- a day and its time, apart


def _placed(reading: Reading, phrases: Sequence[Phrase]) -> list[tuple[Phrase, Places]]:
    """The phrases with their places; a day and a time that one clause tells apart become one."""
    placed: list[tuple[Phrase, Places]] = []
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
    complete = (_is_day_only(first) and _is_time_only(last)) or (_is_time_only(first) and _is_day_only(last))
    if not complete or last.start - first.end > FARTHEST_APART:
        return None
    between = reading.keys[first.end : last.start]
    if any(key in CLAUSE_ENDS for key in between):
        return None
    if "," in between and not (between[-1] == "," and reading.ends_sentence(last.end)):
        return None
    relation = first.relation if first.relation != "at" else last.relation
    return replace(
        first,
        pieces=first.pieces + last.pieces,
        end=last.end,
        day=first.day or last.day,
        hour=first.hour or last.hour,
        parts=first.parts + last.parts,
        relation=relation,
    )


def _is_day_only(phrase: Phrase) -> bool:
    return isinstance(phrase.day, Weekday | Date | Shift | WeekdayOfWeek) and not phrase.hour and not phrase.parts


def _is_time_only(phrase: Phrase) -> bool:
    if not phrase.times or phrase.day or phrase.every or any(part.every for part in phrase.parts):
        return False
    return all(told.day is None for told in phrase.times)


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
            groups.append(_phrase([piece]))
    kept = []
    for at, group in enumerate(groups):
        sure = _without_doubt(reading, group, groups[at - 1].end if at else 0)
        if sure:
            kept.append(sure)
    return kept


def _phrase(found: Sequence[Piece]) -> Phrase:
    """The phrase of pieces that are known to go together; one that does not is left out."""
    phrase = Phrase((), found[0].start, found[0].end)
    for piece in found:
        phrase = _add(phrase, piece) or phrase
    return phrase


def _add(phrase: Phrase, piece: Piece) -> Phrase | None:
    """The phrase with one more piece, or None where the two cannot speak of one moment."""
    grown = replace(phrase, pieces=(*phrase.pieces, piece), end=piece.end)
    said = piece.said
    if isinstance(said, Hour):
        return None if phrase.hour and not phrase.hour.bare else replace(grown, hour=said)
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
        between = reading.keys[phrase.end : piece.start]
        if not phrase.pieces[-1].is_day or not all(key in reading.grammar.lists["apposition"] for key in between):
            return None
    return _add(phrase, piece)


def _one_day(first: Meaning, second: Meaning) -> Meaning | None:
    """One day out of two names of it: "viernes" + "4 de junio", "hoy" + "martes", "la semana que viene" + "martes"."""
    match first, second:
        case Weekday(weekday=weekday), Date():
            return replace(second, weekday=weekday)
        case Date(), Weekday(weekday=weekday):
            return replace(first, weekday=weekday)
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
    if not kept and phrase.pieces[0].other and reading.is_whole(phrase.start, phrase.end):
        kept = [phrase.pieces[0].other]
    return _phrase(kept) if kept else None


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
        "before_day": lambda: (
            at + 1 < len(phrase.pieces) and phrase.pieces[at + 1].is_day and reading.is_whole(phrase.start, phrase.end)
        ),
        "span": lambda: _opens_span(reading, piece),
        "lead": lambda: any(True for _ in leads_before(reading, piece.start, floor)),
    }
    return any(checks[doubt]() for doubt in piece.doubts)


def _opens_span(reading: Reading, piece: Piece) -> bool:
    """Whether the other end of a span follows: "now" and "Friday" in "between now and Friday"."""
    lists, end = reading.grammar.lists, piece.end
    if end >= len(reading.keys) or reading.keys[end] not in lists["to"] | lists["and"]:
        return False
    return any(
        match.rule.section in CALENDAR_SECTIONS for at in (end + 1, end + 2) for match in reading.matches("top", at)
    )


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
    every = _repeating(reading, first, last)
    if every:
        return replace(whole, day=None, every=every, hour=last.hour, parts=last.parts)
    timeless = not (first.hour or first.parts or first.every or last.every)
    if timeless and first.day and last.day and not isinstance(first.day, Between) and not isinstance(last.day, Between):
        return replace(whole, day=Between(first.day, last.day))
    if first.hour and first.hour.until is None and last.hour and not last.day and not last.parts:
        half = last.hour.half
        start = first.hour if first.hour.half or not half else replace(first.hour, half=half)
        return replace(whole, hour=replace(start, until=last.hour.of_day(half)))
    return None


def _repeating(reading: Reading, first: Phrase, last: Phrase) -> Every | None:
    """The rule of "de lunes a viernes a las 9", which is every such day; "del lunes al viernes" are those of one week."""
    timed = last.times and not first.times and reading.keys[first.pieces[-1].start] in reading.grammar.weekdays
    match first.day, last.day:
        case Weekday(which="bare"), Weekday(which="bare") if timed:
            return weekdays_from(first.day.weekday, last.day.weekday)
    return None


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
    for begin, said in _leads(reading, phrase.pieces[0], floor):
        if begin <= phrase.start and (begin < start or said != "at"):
            start, relation = min(begin, start), said if said != "at" else relation
    for piece in phrase.pieces[1:]:
        # "el viernes antes de las 12": the time is the deadline.
        if any(said == "by" for _, said in _leads(reading, piece, phrase.start)):
            relation = "by"
    span = isinstance(phrase.day, Between) and relation == "since"
    return replace(phrase, start=start, relation="at" if span else relation)


def _leads(reading: Reading, piece: Piece, floor: int) -> Iterator[tuple[int, Relation]]:
    """Where the lead-ins before a piece begin, and what they say; wordings hold some themselves ("antes de las 12")."""
    inner = 0 if piece.section in ("part", "shift") else min(3, piece.end - piece.start - 1)
    for at in range(piece.start, piece.start + inner + 1):
        yield from leads_before(reading, at, floor)
