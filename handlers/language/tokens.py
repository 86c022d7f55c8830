"""A message cut into tokens: words, punctuation, and the marks of what is known in it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property, lru_cache

from handlers.language.entities.names.candidates import Standing
from handlers.language.meaning import Amount, Moment, Name, Recurrence
from handlers.language.text.words import LONGEST, Word, words
from storage.names.folding import fold
from storage.names.names import NameKind

NAMES = frozenset(NameKind)
MOMENTS = frozenset({"past", "future", "day", "period", "every"})
KINDS = NAMES | MOMENTS | {"amount", "phone", "email"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of the text, `text[start:end]`, that is a thing and no mere word.

    `kind` is a kind of name, "amount", "phone", "email", or how a moment lies: "past", "future", "day" (either, as the
    tense decides; a date that no calendar has is a "day" without `past` and `future`), "period" (a week or longer), "every" (it repeats). `relation` tells "until April" from what is then;
    `also` are further places that belong to it. Of a name, `standing` tells whether it is known, and `introduces` which
    intent a name has that a message introduces.
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
    standing: Standing | None = None
    introduces: str | None = None

    @property
    def is_dated(self) -> bool:
        """Whether it names a day: "el jueves", "tomorrow at 9", but not "por la tarde", which is of any day."""
        past, future = self.past, self.future
        if self.kind not in {"past", "future", "day"}:
            return False
        if not isinstance(past, Moment) or not isinstance(future, Moment):
            return True
        if not isinstance(past.start, datetime) or not isinstance(future.start, datetime):
            return True
        return future.start - past.start != timedelta(days=1)


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
    """A message cut into tokens. `impossible` is where it names dates that no calendar has ("30 de febrero")."""

    text: str
    tokens: Sequence[Token]
    marks: Sequence[Mark]
    impossible: Sequence[tuple[int, int]] = ()

    def of(self, *kinds: str) -> list[Mark]:
        """The marks of some kinds, in order."""
        return [mark for mark in self.marks if mark.kind in kinds]

    def without(self, doubtful: Callable[[Mark], bool]) -> "Reading":
        """The same message, in which some marks are the mere words that they stand at."""
        kept = [mark for mark in self.marks if not doubtful(mark)]
        if len(kept) == len(self.marks):
            return self
        return replace(self, tokens=tokens_of(words(self.text), kept), marks=kept)

    @cached_property
    def words(self) -> list[Token]:
        """The tokens that are words."""
        return [token for token in self.tokens if token.is_word]


@lru_cache(maxsize=16)
def unmarked(text: str) -> Reading:
    """A message cut into mere words, for those who look for nothing else."""
    text = text[:LONGEST]
    return Reading(text, tokens_of(words(text), ()), ())


def tokens_of(cut: Sequence[Word], marks: Sequence[Mark]) -> list[Token]:
    """The words of a message with its marks in their places; the marks are in order and apart."""
    return list(_tokens(cut, marks))


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
