"""What somebody takes back in the same breath: "I see her Monday no wait Tuesday", "el lunes no, el martes mejor", "no sorry, it was Bluebell".

What was said wrong marks nothing any more, and its words go with those in its place. The text itself stays as it is. Of a
moment only what is named anew is replaced: "Tuesday at 3, no, at 4" is Tuesday at 4, and "at 3 on Monday, sorry, Tuesday" at 3.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time
from itertools import pairwise

from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import lexicon
from handlers.language.meaning import Grain, Moment, Recurrence
from handlers.language.text.any_of import words_of
from handlers.language.text.free_text import PAUSES, phrase_at, phrase_before
from handlers.language.tokens import MOMENTS, NAMES, Mark, Token

_LIGHT = frozenset({"no", "no no"})
"""What takes something back only before a pause: "el lunes no, el martes"."""
_FURTHEST = 14
"""Tokens between a name and the one in its place: "was in with Bar Sol at lunch, no sorry not Sol it was Luna"."""
_LONGEST_DENIAL = 3
"""Words."""
_TAKES_BACK = ("corrections", "taken_back", "taken_back_in_passing")
_LED = ("rather", "corrected", "it_was")


_HALF_A_DAY = 12
"""Hours."""
_DIGITS = 3
"""More than an hour has."""


def settled(tokens: Sequence[Token]) -> Sequence[Mark]:
    """The marks of a message without those that it takes back."""
    keys = [token.key for token in tokens]
    tokens = list(_with_hours(tokens, keys))
    keys = [token.key for token in tokens]
    marks = [token.mark for token in tokens if token.mark]
    if len(marks) < 2:
        return list(_not_denied(marks, [token.start for token in tokens], keys))
    at = [place for place, token in enumerate(tokens) if token.mark]
    starts = [token.start for token in tokens]
    left: list[Mark] = []
    for mark, place in zip(marks, at, strict=True):
        old = next((one for one in reversed(left) if _alike(one, mark)), None)
        if old is None:
            left.append(mark)
            continue
        was = _last_place(starts, old)
        first = _instead_from(keys, was, place, names=mark.kind in NAMES)
        if first is not None:
            left = [one for one in left if one is not old and not (one.kind == mark.kind and _is_same(one, old))]
            words = (tokens[was].end if first == was + 1 else tokens[first].start, _end(tokens, place))
            left.append(mark if mark.kind in NAMES else _put_right(old, mark, words))
        elif _is_ruled_out(keys, was, place):
            left[left.index(old)] = replace(old, end=mark.end) if mark.kind not in NAMES else old
        else:
            left.append(mark)
    return sorted(_not_denied(left, starts, keys), key=lambda one: one.start)


def _not_denied(marks: Sequence[Mark], starts: Sequence[int], keys: Sequence[str]) -> Iterator[Mark]:
    """The marks without the moments that only say when it is not: "ring her mon **not thurs**"."""
    for mark in marks:
        at = bisect_left(starts, mark.start)
        beside = at > 1 and mark.kind in MOMENTS and keys[at - 1] in words_of("not_this")
        if not (beside and keys[at - 2] in lexicon().calendar):
            yield mark


def apart_from(right: Sequence[Mark], marks: Sequence[Mark]) -> Sequence[tuple[int, int]]:
    """Where only a moment is put right, after something else was said: ", no wait, Friday" of "on Thursday I see Dan, no wait, Friday"."""
    said = {place for mark in marks for place in mark.also} | {place[0] for mark in marks for place in mark.also}
    return [place for mark in right for place in mark.also if place not in said and place[0] not in said]


def counted_from(keys: Sequence[str], first: int, last: int) -> int:
    """From where on what is counted in `keys[first:last]` stands: behind the last "no sorry" between two counts; else `first`.

    "20 mats" of "200 mats no sorry 20 mats". A "no" alone takes a count back where the other is of the same thing.
    """
    stands, counts = first, [at for at in range(first, last) if keys[at][0].isdigit()]
    for old, new in pairwise(counts):
        at = next((at for at in range(old + 1, new) if _leads(keys, at, new)), new)
        words: set[str] = set()
        while at < new and (size := _leads(keys, at, new) or int(keys[at] in PAUSES)):
            words.add(" ".join(keys[at : at + size]))
            at += size
        same = keys[old + 1] == keys[new + 1] if new + 1 < last else False
        if words and (same or words - _LIGHT - PAUSES) and _is_led_to(keys, at, new, names=False):
            stands = new
    return stands


# ------------------------------------------------------------------ moments
def _with_hours(tokens: Sequence[Token], keys: Sequence[str]) -> Iterator[Token]:
    """The tokens, a number that takes an hour's place being one itself: "Tuesday at 3, no sorry 4", "at 3 no wait 3.20"."""
    at, last = 0, None
    starts = [token.start for token in tokens]
    while at < len(tokens):
        mark = tokens[at].mark
        size = _clock_words(keys, at) if last is not None and mark is None else 0
        if last is not None and size and _instead_from(keys, last[1], at, names=False) is not None:
            old = last[0]
            hours, minutes = int(keys[at]), int(keys[at + 2]) if size > 1 else 0
            hour = Mark(
                tokens[at].start,
                tokens[at + size - 1].end,
                "day",
                past=_at_hour(old.past, hours, minutes),
                future=_at_hour(old.future, hours, minutes),
            )
            yield Token("{day}", hour.start, hour.end, hour)
            last = (hour, at + size - 1)
        else:
            size = 1
            yield tokens[at]
        if mark is not None:
            last = (mark, _last_place(starts, mark)) if mark.kind in MOMENTS and _hour_of(mark) else None
        at += size


def _clock_words(keys: Sequence[str], at: int) -> int:
    """How many tokens an hour has that stands alone up to a pause: "4", "3.20"; 0 where none does."""
    size = 3 if at + 2 < len(keys) and keys[at + 1] in {".", ":"} and len(keys[at + 2]) == 2 else 1
    numbers = keys[at : at + size : 2]
    if (
        not all(number.isdecimal() and len(number) < _DIGITS for number in numbers)
        or int(numbers[0]) >= 2 * _HALF_A_DAY
        or int(numbers[-1]) > 59
    ):
        return 0
    return size if at + size == len(keys) or keys[at + size] in PAUSES else 0


def _hour_of(mark: Mark) -> time | None:
    """The hour that a moment names."""
    moment = mark.future or mark.past
    return moment.start.time() if isinstance(moment, Moment) and isinstance(moment.start, datetime) else None


def _at_hour(moment: Moment | Recurrence | None, hours: int, minutes: int) -> Moment | None:
    """A moment at another hour of its day: of the two halves of the day the one that is nearer to what was said before."""
    if not isinstance(moment, Moment) or not isinstance(moment.start, datetime):
        return None
    was = moment.start.hour + moment.start.minute / 60
    halves = [hours] if hours > _HALF_A_DAY else [hours % _HALF_A_DAY, hours % _HALF_A_DAY + _HALF_A_DAY]
    hour = min(halves, key=lambda one: abs(one + minutes / 60 - was))
    return Moment(moment.start.replace(hour=hour, minute=minutes), Grain.MINUTE)


def _put_right(old: Mark, new: Mark, words: tuple[int, int]) -> Mark:
    """What is said anew in `words`, besides those of before; what it does not name of a moment stays as it was said."""
    right = new
    if {old.kind, new.kind} <= MOMENTS - {"every", "period"}:
        hour, was = _hour_of(new), _hour_of(old)
        if hour is None and was is not None:
            right = replace(new, past=_on_day(new.past, was), future=_on_day(new.future, was))
        elif hour is not None and not new.is_dated and old.is_dated:
            right = replace(old, past=_on_day(old.past, hour), future=_on_day(old.future, hour))
    spans = [(old.start, old.end), *old.also]
    if words[0] == max(end for _start, end in spans):
        spans[-1] = (spans[-1][0], words[1])
    else:
        spans.append(words)
    return replace(right, start=spans[0][0], end=spans[0][1], also=tuple(spans[1:]))


def _on_day(moment: Moment | Recurrence | None, hour: time) -> Moment | Recurrence | None:
    """A moment's day, at an hour."""
    if not isinstance(moment, Moment):
        return moment
    day = moment.start.date() if isinstance(moment.start, datetime) else moment.start
    return Moment(datetime.combine(day, hour), Grain.MINUTE)


def _last_place(starts: Sequence[int], mark: Mark) -> int:
    """The last token of a mark, its further places included; `starts` are where the tokens begin."""
    return bisect_left(starts, max([mark.end, *(end for _start, end in mark.also)])) - 1


# ------------------------------------------------------------------ what takes back
def _alike(one: Mark, other: Mark) -> bool:
    """Whether one may stand in the place of the other."""
    return one.kind == other.kind if one.kind not in MOMENTS else other.kind in MOMENTS


def _is_same(one: Mark, other: Mark) -> bool:
    """Whether one name is another said once more, or a part of it."""
    return bool(one.name and other.name and one.name.known and one.name.known == other.name.known)


def _instead_from(keys: Sequence[str], was: int, place: int, *, names: bool) -> int | None:
    """Where it begins to be said that a place stands for an earlier one: "Monday, sorry, Tuesday", "no el lunes, el martes".

    None where it is not.
    """
    if _is_denied(keys, place) and not _is_taken_back_before(keys, place):
        return None
    first = was + 1
    if names:
        first = next((at for at in range(first, min(place, first + _FURTHEST)) if _leads(keys, at, place)), place)
    elif place + 1 == len(keys) or keys[place + 1] in PAUSES:
        first = _behind_a_pause(keys, first, place)
    at, plain = first, False
    while at < place:
        if keys[at] in PAUSES:
            at += 1
        elif size := _leads(keys, at, place):
            plain = plain or " ".join(keys[at : at + size]) not in _LIGHT or (keys[at + size] in PAUSES)
            at += size
        else:
            break
    if plain:
        return first if _is_led_to(keys, at, place, names=names) else None
    if not _is_denied(keys, was) or first >= place or not (keys[first] in PAUSES or phrase_at("it_was", keys, first)):
        return None
    return first if _is_led_to(keys, first, place, names=False) else None


def _behind_a_pause(keys: Sequence[str], first: int, place: int) -> int:
    """Where what was said before a pause is taken back just before a moment: "on Thursday I see Dan, no wait, Friday"; else `first`."""
    for at in range(first, min(place, first + _FURTHEST)):
        size = _leads(keys, at + 1, place) if keys[at] in PAUSES else 0
        if size and " ".join(keys[at + 1 : at + 1 + size]) not in _LIGHT:
            return at
    return first


def _is_denied(keys: Sequence[str], was: int) -> bool:
    """Whether what stands at a place is said not to be it: "no el lunes", "it wasn't Alder"."""
    led = (" ".join(keys[max(0, was - size) : was]) for size in range(1, _LONGEST_DENIAL + 1))
    return any(words in words_of("not_this") | words_of("it_was_not") for words in led)


def _is_taken_back_before(keys: Sequence[str], place: int) -> bool:
    """Whether a "no" before a place belongs to what takes back what was said: "quita no a las 4"."""
    return any(phrase_before(name, keys, place) > 1 for name in _TAKES_BACK)


def _leads(keys: Sequence[str], at: int, place: int) -> int:
    """How many words from one place on take back what was said; 0 where they go on beyond the other."""
    size = max(phrase_at(name, keys, at) for name in _TAKES_BACK)
    if at + 1 < place and keys[at] in words_of("not_this") and phrase_at("it_was", keys, at + 1):
        return 0  # "no era Sol, era Luna"
    return size if at + size <= place else 0


def _is_led_to(keys: Sequence[str], at: int, place: int, *, names: bool) -> bool:
    """Whether nothing but what leads to it stands before a place; of names, what is wrong may be said once more: "not Sol, it was Luna"."""
    if at < place and names and keys[at] in words_of("not_this"):
        at = max((then for then in range(at + 1, place) if phrase_at("it_was", keys, then)), default=at)
    while at < place:
        size = max(phrase_at(name, keys, at) for name in _LED)
        if not size and keys[at] not in phrasebook().words("glue") | phrasebook().words("function") | PAUSES:
            return False
        at += size or 1
    return True


def _is_ruled_out(keys: Sequence[str], was: int, place: int) -> bool:
    """Whether what stands at a place is said to be wrong: "Tuesday not Monday", "el martes, no el lunes"."""
    between = list(keys[was + 1 : place])
    paused = bool(between) and between[0] in PAUSES
    said = between[1:] if paused else between
    return len(said) == 1 and said[0] in words_of("not_this") and (paused or said[0] != "no")


def _end(tokens: Sequence[Token], place: int) -> int:
    """Where what is right ends, with a word that prefers it: "el martes mejor"."""
    keys = [token.key for token in tokens]
    size = phrase_at("rather", keys, place + 1) if place + 1 < len(keys) else 0
    alone = size and (place + 1 + size == len(keys) or keys[place + 1 + size] in PAUSES)
    return tokens[place + size].end if alone else tokens[place].end
