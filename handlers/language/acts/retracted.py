"""What somebody takes back in the same breath: "I see her Monday no wait Tuesday", "el lunes no, el martes mejor", "no sorry, it was Bluebell".

What was said wrong marks nothing any more, and its words go with those in its place. The text itself stays as it is.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.text.any_of import words_of
from handlers.language.text.free_text import PAUSES, phrase_at
from handlers.language.tokens import MOMENTS, NAMES, Mark, Token

_LIGHT = frozenset({"no", "no no"})
"""What takes something back only before a pause: "el lunes no, el martes"."""
_FURTHEST = 14
"""Tokens between a name and the one in its place: "was in with Bar Sol at lunch, no sorry not Sol it was Luna"."""
_LONGEST_DENIAL = 3
"""Words."""
_LED = ("rather", "corrected", "it_was")


def settled(tokens: Sequence[Token]) -> Sequence[Mark]:
    """The marks of a message without those that it takes back."""
    marks = [token.mark for token in tokens if token.mark]
    if len(marks) < 2:
        return marks
    keys = [token.key for token in tokens]
    at = [place for place, token in enumerate(tokens) if token.mark]
    starts = [token.start for token in tokens]
    left: list[Mark] = []
    for mark, place in zip(marks, at, strict=True):
        old = next((one for one in reversed(left) if _alike(one, mark)), None)
        if old is None:
            left.append(mark)
            continue
        was = bisect_left(starts, old.end) - 1  # the last of its tokens
        if _is_instead(keys, was, place, names=mark.kind in NAMES):
            left = [one for one in left if one is not old and not (one.kind == mark.kind and _is_same(one, old))]
            left.append(mark if mark.kind in NAMES else replace(mark, start=old.start, end=_end(tokens, place)))
        elif _is_ruled_out(keys, was, place):
            left[left.index(old)] = replace(old, end=mark.end) if mark.kind not in NAMES else old
        else:
            left.append(mark)
    return left


def _alike(one: Mark, other: Mark) -> bool:
    """Whether one may stand in the place of the other."""
    return one.kind == other.kind if one.kind not in MOMENTS else other.kind in MOMENTS


def _is_same(one: Mark, other: Mark) -> bool:
    """Whether one name is another said once more, or a part of it."""
    return bool(one.name and other.name and one.name.known and one.name.known == other.name.known)


def _is_instead(keys: Sequence[str], was: int, place: int, *, names: bool) -> bool:
    """Whether what stands at a place is said in place of what stood before: "Monday, sorry, Tuesday", "no el lunes, el martes"."""
    if _is_denied(keys, place):
        return False
    first = was + 1
    if names:
        first = next((at for at in range(first, min(place, first + _FURTHEST)) if _leads(keys, at, place)), place)
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
        return _is_led_to(keys, at, place, names=names)
    if not _is_denied(keys, was) or first >= place or not (keys[first] in PAUSES or phrase_at("it_was", keys, first)):
        return False
    return _is_led_to(keys, first, place, names=False)


def _is_denied(keys: Sequence[str], was: int) -> bool:
    """Whether what stands at a place is said not to be it: "no el lunes", "it wasn't Alder"."""
    led = (" ".join(keys[max(0, was - size) : was]) for size in range(1, _LONGEST_DENIAL + 1))
    return any(words in words_of("not_this") | words_of("it_was_not") for words in led)


def _leads(keys: Sequence[str], at: int, place: int) -> int:
    """How many words from one place on take back what was said; 0 where they go on beyond the other."""
    size = max(phrase_at("corrections", keys, at), phrase_at("taken_back", keys, at))
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
