"""How long before it somebody wants to be told of something: "mañana a las 9 café con Pilar, avísame 1 hora antes"."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.language.acts.clauses import parts
from handlers.language.concepts.concepts import Cue, Cued, cues_in
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.moments.moments import read_moment
from handlers.language.meaning import Moment
from handlers.language.slots.draft import Draft
from handlers.language.text.free_text import phrase_at
from handlers.language.tokens import MOMENTS, Mark

_LONGEST = 4
"""Words of so long a time: "tres cuartos de hora", "an hour and a half"."""
_ANY_TIME = datetime(2026, 6, 15, 12)  # noqa: DTZ001 - only how long it is is asked
"""Midweek and noon: whatever is an hour later is of the same day."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A reminder is due so long `before` what it is of; `tokens[first:last]` say so."""

    before: timedelta
    first: int
    last: int


def day_before(cued: Cued) -> tuple[int, int] | None:
    """The tokens of a reminder that ask for it on the day before what was arranged just now: "remind me **the day before** to pack …"."""
    if not any(True for _ in cued.all("remind")) or any(mark.kind in MOMENTS for mark in cued.reading.marks):
        return None
    sizes = ((at, phrase_at("the_day_before", cued.keys, at)) for at in range(len(cued.keys)))
    return next(((at, at + size) for at, size in sizes if size), None)


def asks_for_day_before(text: str) -> bool:
    """Whether a text asks to be reminded of something on the day before what was arranged just now."""
    return day_before(cues_in(text)) is not None


def asks_before(text: str, locale: str) -> timedelta | None:
    """How long before something in the agenda a text asks to be reminded; None where it does not."""
    return before_something(cues_in(text), locale)


def wants_notice(cued: Cued) -> bool:
    """Whether a message asks to be told some time before what it says, with its hour."""
    return _asked_for(cued) is not None and any(_hour(mark) for mark in cued.reading.of(*MOMENTS))


def before_something(cued: Cued, locale: str) -> timedelta | None:
    """How long before something that is arranged somebody is to be told, where its hour is not said: "remind me 20 mins before the Bar Sol thing"."""
    asked = _asked_for(cued)
    if asked is None or wants_notice(cued):
        return None
    cue, at = asked
    named = at + phrase_at("ahead_of_it", cued.keys, at) < len(cued.keys)
    return _how_long(cued, cue.last, at, locale) if named else None


def find_notice(cued: Cued, locale: str) -> Notice | None:
    """How long before it a message asks to be told of what it says; None where it does not."""
    asked = _asked_for(cued) if wants_notice(cued) else None
    if asked is None:
        return None
    cue, at = asked
    long = _how_long(cued, cue.last, at, locale)
    last = at + phrase_at("ahead_of_it", cued.keys, at)
    return Notice(long, _begin(cued, cue.first), last) if long else None


def _asked_for(cued: Cued) -> tuple[Cue, int] | None:
    """What asks to be told, and where "before" stands some words behind it."""
    return next(
        (
            (cue, at)
            for cue in cued.all("remind")
            for at in range(cue.last + 1, min(len(cued.keys), cue.last + _LONGEST + 2))
            if phrase_at("ahead_of_it", cued.keys, at)
        ),
        None,
    )


def take_notice(draft: Draft) -> Notice | None:
    """The notice that a reminder asks for; its words are no part of what is to be done."""
    notice = find_notice(draft.cued, draft.context.locale)
    if notice:
        tokens = draft.cued.reading.tokens
        draft.taken.append((tokens[notice.first].start, tokens[notice.last - 1].end))
    return notice


def tell_before(draft: Draft, notice: Notice) -> None:
    """A reminder is due before what it is of, and tells when that is: "café con Pilar (9:00)"."""
    due, what = draft.slots.get("due"), draft.slots.get("what")
    if isinstance(due, Moment) and isinstance(due.start, datetime) and isinstance(what, str):
        draft.slots["due"] = Moment(due.start - notice.before, due.grain)
        draft.slots["what"] = f"{what} ({due.start.hour}:{due.start:%M})"


def _hour(mark: Mark) -> bool:
    return isinstance(mark.future, Moment) and isinstance(mark.future.start, datetime)


def _begin(cued: Cued, at: int) -> int:
    """Where the request begins: with the pause, or the "and", before it."""
    while at and (parts(cued, at - 1) or cued.keys[at - 1] in phrasebook().words("joints")):
        at -= 1
    return at


def _how_long(cued: Cued, first: int, last: int, locale: str) -> timedelta | None:
    """How long the last words before a place say: "una hora", "10 mins"."""
    tokens, text = cued.reading.tokens, cued.reading.text
    for begin in range(first, last):
        words = text[tokens[begin].start : tokens[last - 1].end]
        for lead in phrasebook().words("in_so_long"):
            then = read_moment(f"{lead} {words}", _ANY_TIME, "future", locale)
            if isinstance(then, Moment) and isinstance(then.start, datetime) and then.start > _ANY_TIME:
                return then.start - _ANY_TIME
    return None
