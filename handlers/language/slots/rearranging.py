"""What becomes of something agreed: it is moved or called off, by order ("push declan to weds") or as told ("he cancelled, …")."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from handlers.language.acts.clauses import clauses, parts
from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.places import little_words
from handlers.language.meaning import Context, Name
from handlers.language.slots.moved_moments import Day, SaidMoment, is_over, moments_said, standing_on
from handlers.language.slots.notes import WHO
from handlers.language.text.any_of import words_of
from handlers.language.text.free_text import phrase_at, phrase_before
from handlers.language.tokens import MOMENTS, unmarked

_SOONEST = 3
"""Words that may stand before an order: "can you just move …"."""
_LEADS_NEAR = 4
"""Tokens before a moment within which it is said that it is the new one: "can we do it on friday"."""
_MOST_CALLED = 3
"""Words by which something is called that was just arranged."""
_MOST_POINTING = 5
"""Words that only say which one."""
_DIGITS = 2
"""Of an hour that is no moment by itself."""
_LONGEST = 30
"""Words of a message that does nothing but move or call off."""


@dataclass(frozen=True, slots=True)
class Rearrangement:
    """Something agreed that is moved, or called off where `to` is "".

    `to` are the words of its new moment, and it is at the `same_hour` where that was said; `day` is when it stands so far.
    `names` are those it is with, `words` what it is called besides. It is `ordered`, or else told of; it is `everything` of a
    day, and the message tells the `rest` in clauses that have nothing to do with it. `told` is the engagement that it is called, "mtg",
    and `called` what it is called at all: "lo de las 10". It is `bare` where no more is said than what it is called and when: of
    whatever was just arranged. Where its words also begin what is new, "make Tina's call 10", it `has_to_be_open`.
    """

    cancels: bool
    ordered: bool
    to: str = ""
    same_hour: bool = False
    day: Day | None = None
    names: tuple[Name, ...] = ()
    words: tuple[str, ...] = ()
    everything: bool = False
    rest: str = ""
    told: str = ""
    called: str = ""
    bare: bool = False
    has_to_be_open: bool = False


def rearrangement(cued: Cued, context: Context) -> Rearrangement | None:
    """What a message moves or calls off; None where it does neither."""
    if not 0 < len(cued.keys) <= _LONGEST:
        return None
    if any(cue.first == 0 for cue in cued.all("remind")):
        return None
    cue = _cue(cued)
    asked = _asked_before(cued, cue.at if cue else 0)
    if "?" in cued.keys[asked:-1] or (not asked and phrase_at("question_words", cued.keys, 0)):
        return None
    if cue is None:
        return _bare(cued)
    at, size, cancels = cue.at, cue.size, cue.cancels
    named_in = _clauses_of(cued, [at])
    said = list(moments_said(cued, context))
    number = None if cancels else _bare_hour(cued, at + size)
    new = None if number is not None else _new(cued, said, at + size, cancels=cancels)
    if not cancels and new is None and number is None:
        return None
    own = _clauses_of(cued, [at, *([new.at] if new else [])])
    olds = [one for one in said if one is not new and (one.at < at or one.at in own)]
    old = next((one for one in olds if one.at > at), olds[-1] if olds else None)
    own |= _clauses_of(cued, [old.at] if old else [])
    everything = any(phrase_at("everything_of", cued.keys, place) for place in range(len(cued.keys)))
    timed = [range(one.start, one.end) for one in said]
    left = [place for place in sorted(own) if _says_something(cued, place) and not _within(cued, place, timed)]
    named = [place for place in left if place in named_in and place != number] or [n for n in left if n != number]
    names = _names(cued, named_in) or _names(cued, range(len(cued.keys)))
    if names and not any(place in named_in for place in named):
        named = []  # "Jean can't make it, **she says** Friday": whose it is says which one it is
    same = next((place for place in range(len(cued.keys)) if phrase_at("same_hour", cued.keys, place)), None)
    return Rearrangement(
        cancels=cancels and new is None,
        ordered=not cue.has_to_be_open and _is_ordered(cued, at, asked),
        to=cued.reading.text[new.start : new.end] if new else cued.keys[number] if number is not None else "",
        same_hour=same is not None,
        day=standing_on(cued, old, context) if old else None,
        names=names,
        words=tuple(cued.keys[place] for place in named),
        everything=everything,
        rest=_rest(cued, own),
        told=_called(cued, left),
        called=_called(cued, left) or _called_by_moment(cued, old) or _called_by_name(cued),
        has_to_be_open=cue.has_to_be_open,
    )


@dataclass(frozen=True, slots=True)
class _Cue:
    """Where something is moved or called off: at a token, in so many words."""

    at: int
    size: int
    cancels: bool
    has_to_be_open: bool = False


def is_one_of_them(text: str) -> bool:
    """Whether a text does no more than say which one of several: "the wednesday one", "la del miércoles"."""
    keys = [token.key for token in unmarked(text).tokens if token.is_word]
    if not 1 < len(keys) <= _MOST_POINTING:
        return False
    return phrase_at("one_of_them", keys, len(keys) - 1) > 0 or phrase_at("the_one_of", keys, 0) > 0


def _cue(cued: Cued) -> _Cue | None:
    """Where something is moved or called off, in how many words, and which of the two: the first that is said."""
    for at in range(len(cued.keys)):
        if phrase_at("no_move", cued.keys, at):
            continue
        if size := phrase_at("calls_off", cued.keys, at):
            return _Cue(at, size, cancels=True)
        if (size := phrase_at("moves", cued.keys, at)) or (size := _is_then(cued, at)):
            return _Cue(at, size, cancels=False)
    return _only_named(cued) or _set_to(cued)


def _asked_before(cued: Cued, at: int) -> int:
    """Where a question ends that stands before the cue: "did I say I'd ring Tina Friday? drop it"; 0 where none does."""
    return next((place + 1 for place in range(at - 1, -1, -1) if cued.keys[place] == "?"), 0)


def _is_ordered(cued: Cued, at: int, first: int) -> bool:
    """Whether nothing but little words stands before the cue, in a message that begins at the token `first`."""
    before = [key for place, key in enumerate(cued.keys[:at]) if place >= first and not parts(cued, place)]
    return len(before) <= _SOONEST and all(key in little_words() or key in _polite() for key in before)


def _names(cued: Cued, within: Iterable[int]) -> tuple[Name, ...]:
    marks = [cued.reading.tokens[at].mark for at in sorted(within)]
    return tuple(mark.name for mark in marks if mark and mark.name)


def _rest(cued: Cued, own: Collection[int]) -> str:
    """The clauses of a message that have nothing to do with what is moved, where they say anything; else ""."""
    tokens, text = cued.reading.tokens, cued.reading.text
    left = [clause for clause in clauses(cued) if not any(at in own for at in range(clause.first, clause.last))]
    told = [c for c in left if any(_says_something(cued, at) for at in range(c.first, c.last))]
    return ", ".join(text[tokens[c.first].start : tokens[c.last - 1].end] for c in told)


def _bare(cued: Cued) -> Rearrangement | None:
    """A moment and what is then, and nothing more: "a las 7 de la tarde la cata", "tasting at 7"."""
    if "?" in cued.keys:
        return None
    timed = [token.mark for token in cued.reading.tokens if token.mark and token.mark.kind in MOMENTS]
    others = [token for token in cued.reading.tokens if token.mark and token.mark not in timed]
    if len(timed) != 1 or others or is_over(timed[0]) or any(True for _ in cued.all("did", "wants", "past", "remind")):
        return None
    words = tuple(key for at, key in enumerate(cued.keys) if _says_something(cued, at))
    if not 0 < len(words) <= _MOST_CALLED or any(key.isdecimal() for key in words):
        return None
    return Rearrangement(
        cancels=False, ordered=False, to=cued.reading.text[timed[0].start : timed[0].end], words=words, bare=True
    )


def _within(cued: Cued, at: int, extents: Sequence[range]) -> bool:
    return any(cued.reading.tokens[at].start in extent for extent in extents)


def _is_then(cued: Cued, at: int) -> int:
    """How many words say when something is by now, which is named before them: "la entrega **es** el 3", "the demo is now friday"."""
    size = phrase_at("is_by_now", cued.keys, at) if at else 0
    behind = cued.reading.tokens[at + size].mark if 0 < size < len(cued.keys) - at else None
    return size if behind is not None and behind.kind in MOMENTS and not is_over(behind) else 0


def _only_named(cued: Cued) -> _Cue | None:
    """A message that says no more than which one and when: "no, la de Aurora mejor a las 10", "the linda one at 10"."""
    at = 0
    while at < len(cued.keys) and (cued.keys[at] in words_of("excuses") or parts(cued, at) or _joins(cued, at)):
        at += 1
    first = at
    size = phrase_at("the_one_of", cued.keys, at) if at < len(cued.keys) else 0
    named = timed = False
    place = first + size
    while place < len(cued.keys):
        mark = cued.reading.tokens[place].mark
        named = named or cued.keys[place] in WHO
        timed = timed or (mark is not None and mark.kind in MOMENTS and not is_over(mark))
        one = phrase_at("one_of_them", cued.keys, place)
        rather = phrase_at("rather", cued.keys, place)
        size = size or (one if named else 0)
        if mark is None and not (one or rather) and cued.keys[place] not in little_words() and not parts(cued, place):
            return None
        place += max(one, rather, 1)
    return _Cue(first, size, cancels=False) if size and named and timed else None


def _joins(cued: Cued, at: int) -> bool:
    return phrase_at("joints", cued.keys, at) == 1


def _set_to(cued: Cued) -> _Cue | None:
    """What is named and put to a moment: "make Tina's call 10 not 9.30", "the sample for Tom to friday 8:30"."""
    first = next((at for at in range(len(cued.keys)) if _says_something(cued, at) or cued.keys[at] in WHO), 0)
    for at in range(first + 1):
        if size := phrase_at("sets_to", cued.keys, at):
            return _Cue(at, size, cancels=False, has_to_be_open=True)
    for at in range(first + 1, len(cued.keys)):
        mark = cued.reading.tokens[at].mark
        if mark is None or mark.kind not in MOMENTS or is_over(mark) or at + 1 != len(cued.keys):
            continue
        led = cued.keys[at - 1] in phrasebook().words("to_moment") or (
            cued.reading.text[mark.start :].split(" ", 1)[0].casefold() in phrasebook().words("onto_moment")
        )
        return _Cue(at - 1, 1, cancels=False, has_to_be_open=True) if led else None
    return None


def _new(cued: Cued, said: Sequence[SaidMoment], behind: int, *, cancels: bool) -> SaidMoment | None:
    """The new moment: of a move the last one, in the cue's own clause if there; of what is called off the one that is led to.

    What only says which one is meant is none.
    """
    own = next((c for c in clauses(cued) if behind <= c.last), None)
    near = [one for one in said if own and own.first <= one.at < own.last and not cancels]
    for one in (*reversed(near), *(one for one in reversed(said) if one not in near)):
        if _is_name_of_it(cued, one) or _is_of_a_step(cued, one, behind):
            continue
        if not cancels or any(phrase_before("new_time", cued.keys, place) for place in _led(one.at, behind)):
            return one
        if cancels and one.at > behind and any(parts(cued, place) for place in range(behind, one.at)):
            return one
    return None


def _is_of_a_step(cued: Cued, one: SaidMoment, behind: int) -> bool:
    """Whether a moment is when somebody will do something else, in a clause of its own: "Jo cancelled, she'll ring me on Friday"."""
    clause = next(c for c in clauses(cued) if one.at < c.last)
    if clause.first < behind:
        return False
    return any(phrase_at(name, cued.keys, clause.first) for name in ("they_will", "steps", "calls_me"))


def _led(at: int, behind: int) -> range:
    return range(max(behind, at - _LEADS_NEAR), at + 1)


def _is_name_of_it(cued: Cued, one: SaidMoment) -> bool:
    """Whether a moment only says which one is meant: "the tuesday one", "my monday stuff", "lo del martes"."""
    own = cued.reading.text[one.start : one.end].split()
    if own and own[0].casefold() in phrasebook().words("of_moment"):
        return True
    if one.at and phrase_before("of_moment", cued.keys, one.at):
        return True
    behind = one.at + 1
    while behind < len(cued.keys) and cued.keys[behind] in {"'", "s"}:
        behind += 1
    named = behind < len(cued.keys) and (
        phrase_at("one_of_them", cued.keys, behind) or phrase_at("engagements", cued.keys, behind)
    )
    return bool(named)


def _bare_hour(cued: Cued, behind: int) -> int | None:
    """Where the hour stands that something is moved to and that is no moment by itself: "moved to 3", "make it 10 not 9"."""
    keys = cued.keys
    found = next((at for at in range(behind, len(keys)) if keys[at].isdecimal()), None)
    if found is None or len(keys[found]) > _DIGITS:
        return None
    if found + 1 < len(keys):
        return found if phrase_at("instead_of", keys, found + 1) and found + 3 >= len(keys) else None
    return found if keys[found - 1] in phrasebook().words("to_moment") else None


def _clauses_of(cued: Cued, places: Sequence[int]) -> frozenset[int]:
    """The tokens of the clauses in which some places are."""
    found = [clause for clause in clauses(cued) if any(clause.first <= at < clause.last for at in places)]
    return frozenset(at for clause in found for at in range(clause.first, clause.last))


def _says_something(cued: Cued, at: int) -> bool:
    """Whether a token is a word that is neither little, nor one in which people move and call off."""
    token, book = cued.reading.tokens[at], phrasebook()
    if not token.is_word or token.key in _polite():
        return False
    deeds = (cue for cue in cued.all("did") if not cue.inner and not cue.concept.startswith("other."))
    if any(cue.first <= at < cue.last for cue in deeds):
        return False  # "jean rang, she can't do thursday": that she rang is not what it is called
    if cued.keys[at] in book.words("function") | book.words("glue") | little_words() or token.key in little_words():
        return False
    phrased = (
        "is_by_now",
        "the_one_of",
        "moves",
        "calls_off",
        "new_time",
        "same_hour",
        "everything_of",
        "one_of_them",
        "subjects",
        "rearranging",
    )
    for name in phrased:
        for first in range(max(0, at - _LEADS_NEAR), at + 1):
            if phrase_at(name, cued.keys, first) > at - first:
                return False
    return True


def _polite() -> frozenset[str]:
    return phrasebook().words("rearranging") | phrasebook().words("edges")


def _called(cued: Cued, left: Sequence[int]) -> str:
    """How it is called, with whoever stands behind it: "mtg", "lunch with gemma"; "" where it is not."""
    first = next((at for at in left if phrase_at("engagements", cued.keys, at)), None)
    if first is None:
        return ""
    last = first + phrase_at("engagements", cued.keys, first)
    then = last
    while then < len(cued.keys) and cued.keys[then] in little_words() and not parts(cued, then):
        then += 1
    last = then + 1 if then < len(cued.keys) and cued.keys[then] in WHO else last
    tokens = cued.reading.tokens
    return cued.reading.text[tokens[first].start : tokens[last - 1].end]


def _called_by_moment(cued: Cued, old: SaidMoment | None) -> str:
    """How it is called where only its moment is said: "lo de las 10"."""
    if old is None or old.mark is None:
        return ""
    first = old.at
    while first and cued.keys[first - 1] in phrasebook().words("of_moment") | little_words():
        first -= 1
    return cued.reading.text[cued.reading.tokens[first].start : old.end].strip() if first < old.at else ""


def _called_by_name(cued: Cued) -> str:
    return next((cued.reading.text[t.start : t.end] for t in cued.reading.tokens if t.key in WHO), "")
