"""A message with what is known in it marked: names, moments, amounts, phones, e-mails; the rest are words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.amounts import find_amounts
from handlers.language.entities.moments.moments import FoundMoment, scan
from handlers.language.entities.names.known import find_names, match_name
from handlers.language.entities.names.lexicon import lexicon
from handlers.language.entities.phones import find_emails, find_phones
from handlers.language.meaning import Amount, Context, Grain, Moment, Name, Recurrence
from handlers.language.text.words import LONGEST, Word, words
from storage.names.folding import fold
from storage.names.names import NameEntry, NameKind

NAMES = frozenset(NameKind)
MOMENTS = frozenset({"past", "future", "day", "period", "every"})
KINDS = NAMES | MOMENTS | {"amount", "phone", "email"}
_FIRST_NAMES = 4
"""Different first names of a message that are looked up by themselves."""
_FILL = "\u00f8"
"""A letter no word list knows: what was marked already is hidden behind it, the offsets stay."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of the text, `text[start:end]`, that is a thing and no mere word.

    `kind` is a kind of name, "amount", "phone", "email", or how a moment lies: "past", "future", "day" (either, as the
    tense decides), "period" (a week or longer), "every" (it repeats). `relation` tells "until April" from what is then;
    `also` are further places that belong to it.
    """

    start: int
    end: int
    kind: str
    name: Name | None = None
    amount: Amount | None = None
    past: Moment | Recurrence | None = None
    future: Moment | Recurrence | None = None
    relation: str = "at"
    also: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark of a message; `key` is the folded word, or "{customer}", "{past}" … for a mark."""

    key: str
    start: int
    end: int
    mark: Mark | None = None

    @property
    def is_word(self) -> bool:
        """Whether it is a word, neither a mark nor punctuation."""
        return self.mark is None and (self.key[0].isalnum() or self.key == "_")


@dataclass(frozen=True)
class Reading:
    """A message cut into tokens."""

    text: str
    tokens: Sequence[Token]
    marks: Sequence[Mark]

    def of(self, *kinds: str) -> list[Mark]:
        """The marks of some kinds, in order."""
        return [mark for mark in self.marks if mark.kind in kinds]

    @cached_property
    def words(self) -> list[Token]:
        """The tokens that are words."""
        return [token for token in self.tokens if token.is_word]


def read(text: str, context: Context) -> Reading:
    """Marks what is known in a message, each part of the text once: a name's weekday is no date, a date no phone."""
    text = text[:LONGEST]
    cut = words(text)
    emails = [Mark(a, b, "email") for a, b in find_emails(text)]
    hidden = _hide(text, emails)
    amounts = [
        Mark(f.start, f.end, "amount", amount=f.amount) for f in find_amounts(hidden, context.locale, context.currency)
    ]
    names = _names(hidden, cut, context)
    amounts = [a for a in amounts if not any(_within(a, name) for name in names)]
    names = [name for name in names if not any(_overlap(a, name) for a in amounts)]
    hidden = _hide(hidden, [*names, *amounts])
    phones = [Mark(a, b, "phone") for a, b in find_phones(hidden, _after_phone_words(cut))]
    hidden = _hide(hidden, phones)
    marks = sorted([*emails, *amounts, *names, *phones, *_moments(hidden, context)], key=lambda m: (m.start, -m.end))
    marks = list(_apart(marks))
    return Reading(text, list(_tokens(cut, marks)), marks)


def unmarked(text: str) -> Reading:
    """A message cut into mere words, for those who look for nothing else."""
    text = text[:LONGEST]
    return Reading(text, list(_tokens(words(text), ())), ())


def _names(text: str, cut: Sequence[Word], context: Context) -> list[Mark]:
    """The known names of a text, and who is called by a first name alone."""
    names = [Mark(m.start, m.end, m.kind.value, m.name) for m in find_names(text, context.names)]
    if len({m.start for m in names if m.kind == "customer"}) > 1:
        names = [m for m in names if m.kind != "customer" or not _ordinary(m, cut) or _listed(text, m, names)] or names
    return sorted([*names, *_by_first_name(text, cut, names, context)], key=lambda mark: mark.start)


def _ordinary(mark: Mark, cut: Sequence[Word]) -> bool:
    """Whether a name is made of words that sentences use anyway ("la visita"), typed without a capital."""
    said = [word for word in cut if mark.start <= word.start < mark.end]
    ordinary = phrasebook().vocabulary | phrasebook().words("function")
    return all(word.folded in ordinary and word.text.islower() for word in said)


def _listed(text: str, mark: Mark, names: Sequence[Mark]) -> bool:
    """Whether a name is one more of a list that ends with it, "Bar Sol y Martes Café ayer", and not what goes on: "… y la visita fue bien"."""
    between = [
        text[other.end : mark.start].strip(" ,").casefold()
        for other in names
        if other.kind == "customer" and other.end <= mark.start
    ]
    rest = text[mark.end :].lstrip()
    ends = not rest or not rest[0].isalnum() or words(rest)[0].folded in lexicon().calendar
    return ends and any(joint in {"y", "e", "and", "&"} for joint in between)


def _by_first_name(text: str, cut: Sequence[Word], names: Sequence[Mark], context: Context) -> Iterator[Mark]:
    first_names = phrasebook().words("first_names")
    meant: dict[str, tuple[NameEntry, ...]] = {}
    for word in cut:
        called = word.folded.removesuffix("'s").removesuffix("’s")
        if (
            called not in first_names
            or _is_business(text, cut, word)
            or any(mark.start < word.end and word.start < mark.end for mark in names)
        ):
            continue
        said = text[word.start : word.start + len(called)]
        if called not in meant:
            if len(meant) == _FIRST_NAMES:
                return
            name = match_name(said, context.names, {NameKind.CONTACT, NameKind.STAFF})
            meant[called] = tuple(entry for entry in name.candidates if fold(entry.name).split()[0] == called)
        if meant[called]:
            yield Mark(word.start, word.start + len(said), meant[called][0].kind.value, Name(said, meant[called]))


def _is_business(text: str, cut: Sequence[Word], word: Word) -> bool:
    """Whether a kind of business right before makes a first name part of its name: "bar manolo", "la tienda de lola"."""
    at = cut.index(word) - 1
    if at > 0 and cut[at].folded in {"de", "la", "el"}:
        at -= 1
    return (
        at >= 0
        and cut[at].folded in phrasebook().words("business")
        and not text[cut[at].end : word.start].strip("dela ")
    )


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


def _moments(text: str, context: Context) -> Iterator[Mark]:
    now = context.now.astimezone(context.zone)
    said = scan(text, context.locale)
    past, future = said.moments(now, "past"), said.moments(now, "future")
    ahead = {(found.start, found.end): found for found in future}
    for found in past:
        other = ahead.pop((found.start, found.end), None)
        yield _moment(text, found, found.moment, other.moment if other else None, now)
    for found in ahead.values():
        yield _moment(text, found, None, found.moment, now)


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
    if past != future:
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


def _within(inner: Mark, outer: Mark) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _overlap(one: Mark, other: Mark) -> bool:
    return one.start < other.end and other.start < one.end


def _apart(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Marks without overlap, the earlier and longer one staying."""
    reached = 0
    for mark in marks:
        if mark.start >= reached:
            yield mark
            reached = mark.end


def _tokens(cut: Sequence[Word], marks: Sequence[Mark]) -> Iterator[Token]:
    waiting = iter([*marks, None])
    mark = next(waiting)
    cut = list(_without_possessives(cut, marks))
    for word in cut:
        while mark is not None and mark.end <= word.start:
            yield Token("{" + mark.kind + "}", mark.start, mark.end, mark)
            mark = next(waiting)
        if mark is None or word.end <= mark.start:
            yield Token(word.folded or word.text, word.start, word.end)
        elif word.start < mark.start:  # a mark that begins within a word: the word stays
            yield Token(word.folded or word.text, word.start, mark.start)
    while mark is not None:
        yield Token("{" + mark.kind + "}", mark.start, mark.end, mark)
        mark = next(waiting)


def _without_possessives(cut: Sequence[Word], marks: Sequence[Mark]) -> Iterator[Word]:
    """The words, an ending that a name does not take in ("Marta's") apart from it."""
    ends = {mark.end for mark in marks}
    for word in cut:
        end = next((end for end in range(word.start + 1, word.end) if end in ends), None)
        if end is None or word.text[end - word.start] not in "'’":
            yield word
            continue
        yield _part_of(word, word.start, end)
        yield Word("'", end, end + 1, "'")
        if end + 1 < word.end:
            yield _part_of(word, end + 1, word.end)


def _part_of(word: Word, start: int, end: int) -> Word:
    said = word.text[start - word.start : end - word.start]
    return Word(said, start, end, fold(said))
