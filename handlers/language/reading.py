"""A message with what is known in it marked: names, moments, amounts, phones, e-mails; the rest are words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from handlers.language.acts.retracted import apart_from, settled
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.amounts import find_amounts, is_price_of_one
from handlers.language.entities.moments.moments import FoundMoment, MomentScan, scan
from handlers.language.entities.names.candidates import Standing
from handlers.language.entities.names.finding import as_mark, find_names
from handlers.language.entities.names.matching import Message
from handlers.language.entities.names.places import little_words
from handlers.language.entities.phones import find_emails, find_phones
from handlers.language.meaning import Context, Grain, Moment, Recurrence
from handlers.language.text.free_text import phrase_at, phrase_before
from handlers.language.text.words import LONGEST, Word, words
from handlers.language.tokens import Mark, Reading, tokens_of

_BARE_NUMBER = re.compile(r"(?:\w+\s+)?\d{1,3}(?:[.,]\d{2})?")
"""A number that may be an hour or a price, with at most the word that leads to it: "at 14.50"."""

_NEAR_PRICE = 3
"""Words before a number within which it is told what it is."""

_FILL = "\u00f8"
"""A letter no word list knows: what was marked already is hidden behind it, the offsets stay."""


def read(text: str, context: Context) -> Reading:
    """Marks what is known in a message, each part of the text once: a name's weekday is no date, a date no phone."""
    text = text[:LONGEST]
    cut = words(text)
    emails = [Mark(a, b, "email") for a, b in find_emails(text)]
    hidden = _hide(text, emails)
    amounts = [
        Mark(f.start, f.end, "amount", amount=f.amount) for f in find_amounts(hidden, context.locale, context.currency)
    ]
    named = find_names(Message(hidden), context.names, [mark.start for mark in emails])
    names = [as_mark(each) for each in named]
    amounts = [a for a in amounts if not any(_within(a, name, text) or _takes(name, a) for name in names)]
    names = [name for name in names if not any(_overlap(a, name) for a in amounts)]
    hidden = _hide(hidden, [*names, *amounts])
    phones = [Mark(a, b, "phone") for a, b in find_phones(hidden, _after_phone_words(cut))]
    hidden = _hide(hidden, phones)
    said = scan(hidden, context.locale)
    no_days = [Mark(start, end, "day") for start, end in said.impossible()]
    found = [*emails, *amounts, *names, *phones, *_moments(hidden, said, context), *no_days]
    marks = list(_apart(sorted(found, key=lambda m: (m.start, -m.end))))
    tokens = tokens_of(cut, marks)
    if (right := settled(tokens)) != marks:
        marks, tokens = list(right), tokens_of(_without(cut, apart_from(right, marks)), right)
    return Reading(text, tokens, marks, said.impossible())


def _without(cut: Sequence[Word], places: Sequence[tuple[int, int]]) -> list[Word]:
    return [word for word in cut if not any(start <= word.start < end for start, end in places)]


def _after_phone_words(cut: Sequence[Word]) -> frozenset[int]:
    """Where a number begins that is called a telephone's ("tel. 941 …")."""
    said = phrasebook().words("phone_words")
    return frozenset(
        cut[at + step].start
        for at, word in enumerate(cut)
        if word.folded in said
        for step in (1, 2)
        if at + step < len(cut)
    )


def _moments(text: str, said: MomentScan, context: Context) -> Iterator[Mark]:
    now = context.now.astimezone(context.zone)
    past = [found for found in said.moments(now, "past") if not _is_price(text, found)]
    future = [found for found in said.moments(now, "future") if not _is_price(text, found)]
    ahead = {(found.start, found.end): found for found in future}
    for found in past:
        other = ahead.pop((found.start, found.end), None)
        yield _moment(text, found, found.moment, other.moment if other else None, now)
    for found in ahead.values():
        yield _moment(text, found, None, found.moment, now)


def _is_price(text: str, found: FoundMoment) -> bool:
    """Whether what looks like an hour is a price: "at 11.50 a case", "at 110 a pop", "too dear at 14.50"."""
    said = text[found.start : found.end].rstrip()
    if not said[-1:].isdigit():
        return False
    if not found.also and _BARE_NUMBER.fullmatch(said) and _is_told_as_price(text[: found.start]):
        return True
    return is_price_of_one(text, found.start + len(said), surely=not any(mark in said for mark in ".,"))


def _is_told_as_price(before: str) -> bool:
    """Whether the last words before a number tell how dear something is, or that somebody takes so many: "would take 20 tubs"."""
    keys = [word.folded or word.text for word in words(before)]
    if any(phrase_at("says_how_dear", keys, at) for at in range(max(0, len(keys) - _NEAR_PRICE), len(keys))):
        return True
    counts = [at for at in range(max(0, len(keys) - _NEAR_PRICE), len(keys)) if keys[at].isdecimal()]
    return any(phrase_before("takes_goods", keys, at) for at in counts)


def _moment(
    text: str,
    found: FoundMoment,
    past: Moment | Recurrence | None,
    future: Moment | Recurrence | None,
    now: datetime,
) -> Mark:
    end = found.start + len(text[found.start : found.end].rstrip(" .,;:!?"))
    kind = _lie(past, future, now)
    return Mark(found.start, end, kind, past=past, future=future, relation=found.relation, also=found.also)


def _lie(past: Moment | Recurrence | None, future: Moment | Recurrence | None, now: datetime) -> str:
    """How a moment lies: where both tenses agree it was or will be, else the tense has to decide."""
    if isinstance(past, Recurrence) or isinstance(future, Recurrence):
        return "every"
    either = future or past
    if either is None:
        return "day"
    if either.grain in (Grain.MONTH, Grain.QUARTER, Grain.YEAR) or (either.grain is Grain.WEEK and past == future):
        return "period" if past == future or either.grain is not Grain.WEEK else "day"
    if past is not None and future is not None and past != future:
        return "day"
    at = either.start if isinstance(either.start, datetime) else datetime.combine(either.start, now.time())
    today = _day(either.start) == now.date()
    if today:
        return "day"
    return "past" if at < now.replace(tzinfo=None) else "future"


def _day(start: date | datetime) -> date:
    return start.date() if isinstance(start, datetime) else start


def is_past(mark: Mark, now: datetime) -> bool:
    """Whether a moment, as told in the past, is not still to come (two minutes are forgiven)."""
    if not isinstance(mark.past, Moment):
        return False
    start = mark.past.start
    if isinstance(start, datetime):
        return start <= now.replace(tzinfo=None) + timedelta(minutes=2)
    return start <= now.date()


def is_today(mark: Mark, now: datetime) -> bool:
    """Whether a moment, as told in the past, is on the day of `now`."""
    return isinstance(mark.past, Moment) and _day(mark.past.start) == now.date()


def _hide(text: str, marks: Iterable[Mark]) -> str:
    for mark in marks:
        text = text[: mark.start] + _FILL * (mark.end - mark.start) + text[mark.end :]
    return text


def _within(inner: Mark, outer: Mark, text: str) -> bool:
    """Whether a mark is a part of another, but for a little word before it: "a Cinco Euros"."""
    led = text[inner.start : outer.start].strip().casefold() if inner.start < outer.start else ""
    return inner.end <= outer.end and outer.start < inner.end and (not led or led in little_words())


def _takes(name: Mark, other: Mark) -> bool:
    """Whether a name that is introduced holds the beginning of something else: "nuevo cliente Todo a 100, 600 …"."""
    return name.standing is Standing.NEW and _overlap(name, other)


def _overlap(one: Mark, other: Mark) -> bool:
    return one.start < other.end and other.start < one.end


def _apart(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Marks without overlap, the earlier and longer one staying."""
    reached = 0
    for mark in marks:
        if mark.start >= reached:
            yield mark
            reached = mark.end
