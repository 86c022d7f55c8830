"""The moments of a message that moves something agreed: each by itself, and what it says of when the thing stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.moments.moments import read_moment
from handlers.language.meaning import Context, Grain, Moment
from handlers.language.slots.replacing import is_hour
from handlers.language.text.free_text import phrase_at, phrase_before
from handlers.language.tokens import MOMENTS, Mark, unmarked


@dataclass(frozen=True, slots=True)
class Day:
    """When something stands that is moved or called off: one of some days, or an hour."""

    days: frozenset[date] = frozenset()
    hour: time | None = None


@dataclass(frozen=True, slots=True)
class SaidMoment:
    """A moment of the message, at a token."""

    at: int
    start: int
    end: int
    mark: Mark | None


def is_over(mark: Mark) -> bool:
    """Whether a moment is past, or none that is to come."""
    return mark.kind == "past" or mark.future is None


def moments_said(cued: Cued, context: Context) -> Iterator[SaidMoment]:
    """The moments of a message in order; "from weds to thurs 3pm" is two, and "lo de mañana" is of tomorrow."""
    text, now = cued.reading.text, context.now.astimezone(context.zone)
    for at, token in enumerate(cued.reading.tokens):
        if token.mark is None:
            words = text[token.start : token.end]
            if phrase_before("of_moment", cued.keys, at) and read_moment(words, now, "future", context.locale):
                yield SaidMoment(at, token.start, token.end, None)
            continue
        if token.mark.kind not in MOMENTS:
            continue
        if short := _without_pointer(text[token.start : token.mark.end]):
            yield SaidMoment(at, token.start, token.start + short, None)
            continue
        if apart := _apart(cued, at, token.mark):
            yield from apart
            continue
        halves = _halves(text[token.start : _retracted_from(cued, token.mark)], now, context.locale)
        if halves is None:
            yield SaidMoment(at, token.start, _retracted_from(cued, token.mark), token.mark)
            continue
        for start, end in halves:
            yield SaidMoment(at, token.start + start, token.start + end, None)


def _without_pointer(words: str) -> int:
    """How long a moment is that goes on with which one is meant, and is read as a day: the "monday" of "monday one"; else 0."""
    tokens = unmarked(words).tokens
    keys = [token.key for token in tokens]
    last = len(keys) - 1
    return tokens[last - 1].end if last > 0 and phrase_at("one_of_them", keys, last) else 0


def _apart(cued: Cued, at: int, mark: Mark) -> Sequence[SaidMoment]:
    """A day and an hour that were read as one, where words between them say that the second is the new one: "11:30 **now its** monday"."""
    if len(mark.also) != 1:
        return ()
    start, end = mark.also[0]
    first, second = sorted([(mark.start, mark.end), (start, end)])
    between = [place for place, token in enumerate(cued.reading.tokens) if first[1] <= token.start < second[0]]
    if not any(phrase_at(name, cued.keys, place) for name in ("is_by_now", "new_time", "moves") for place in between):
        return ()
    places = [at, next((n for n, token in enumerate(cued.reading.tokens) if token.start >= second[0]), at)]
    return [SaidMoment(place, *extent, None) for place, extent in zip(places, (first, second), strict=True)]


def _retracted_from(cued: Cued, mark: Mark) -> int:
    """Where a moment ends that goes on with what it is not: "el miércoles a las 11**, no el martes**"."""
    words = unmarked(cued.reading.text[mark.start : mark.end]).tokens
    keys = [word.key for word in words]
    at = next((at for at in range(1, len(keys)) if phrase_at("instead_of", keys, at)), len(keys))
    if at == len(keys):
        return mark.end
    while at > 1 and not words[at - 1].is_word:
        at -= 1
    return mark.start + words[at - 1].end


def _halves(words: str, now: datetime, locale: str) -> Sequence[tuple[int, int]] | None:
    """Where the two moments stand that words go from and to; None where they are but one."""
    first = words.partition(" ")[0]
    first = first if first.casefold() in phrasebook().words("from_moment") else ""
    joints = phrasebook().words("to_moment")
    places = [place for place, letter in enumerate(words) if letter == " "]
    for place in places[1 if first else 0 :]:
        word = words[place + 1 :].split(" ", 1)[0].casefold()
        before, after = words[len(first) : place].strip(), words[place:].strip()
        if is_hour(after, now, locale) and not is_hour(before, now, locale):
            continue  # "del martes a las 11" is one
        if word in joints and read_moment(before, now, "future", locale) and read_moment(after, now, "future", locale):
            return (len(first) + 1 if first else 0, place), (place + 1, len(words))
    return None


def standing_on(cued: Cued, one: SaidMoment, context: Context) -> Day | None:
    """When it stands so far: on the day that is named, whichever tense it is read in, or at the hour."""
    words, now, mark = cued.reading.text[one.start : one.end], context.now.astimezone(context.zone), one.mark
    if mark is None and is_hour(words, now, context.locale):
        moment = read_moment(words, now, "future", context.locale)
        return (
            Day(hour=moment.start.time()) if isinstance(moment, Moment) and isinstance(moment.start, datetime) else None
        )
    if mark is None:
        read = (read_moment(words, now, "past", context.locale), read_moment(words, now, "future", context.locale))
    else:
        read = (mark.past, mark.future)
    found = [value for value in read if isinstance(value, Moment)]
    hours = {value.start.time() for value in found if isinstance(value.start, datetime)}
    hour = hours.pop() if len(hours) == 1 else None
    if hour is not None and mark is not None and not mark.is_dated:
        return Day(hour=hour)
    days = [value.start.date() if isinstance(value.start, datetime) else value.start for value in found]
    weeks = any(value.grain not in {Grain.DAY, Grain.MINUTE} for value in found)
    return Day(frozenset(days), hour) if days and not weeks else None
