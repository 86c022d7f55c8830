"""Which ideas the words of a message stand for, spelling slips and drawn-out letters forgiven."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple, TypeVar, cast

from handlers.language.concepts.phrasebook import Phrase, example_words, phrasebook
from handlers.language.text.spelling import Misspelt
from handlers.language.tokens import Reading, Token, unmarked
from storage.names.folding import fold

T = TypeVar("T")

FORGIVEN = 5
"""Letters from which on a cue word may be one slip off."""

WORDS_KEPT = 4_096
"""Words of which is remembered what they stand for: messages are made of the same ones."""

_POLITE = ("filler", "thanks")
_DAYS = frozenset({"{past}", "{future}", "{day}"})
_SHORTEST_VERB = 4

_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_DOUBLED_END = re.compile(r"(.)\1+$")


@dataclass(frozen=True, slots=True)
class Cue:
    """A concept in a message: `tokens[first:last]` express it. `inner` is one that a longer phrase contains."""

    concept: str
    first: int
    last: int
    inner: bool = False


@dataclass(frozen=True)
class Cued:
    """A reading, its words put right, and the concepts found in it, in order."""

    reading: Reading
    keys: Sequence[str]
    cues: Sequence[Cue]

    @cached_property
    def concepts(self) -> frozenset[str]:
        """All concepts and kinds of marks; "call.did" stands for "did" too, "{dated}" for a moment that names its day."""
        dated = {"{dated}"} if any(mark.is_dated for mark in self.reading.marks) else set()
        return frozenset({*self._places, *dated, *(token.key for token in self.reading.tokens if token.mark)})

    def first(self, *concepts: str) -> Cue | None:
        """The first cue of one of some concepts, or of their families ("did")."""
        return next(self.all(*concepts), None)

    def all(self, *concepts: str) -> Iterator[Cue]:
        """The cues of some concepts or families, in order."""
        places = {place for concept in concepts for place in self._places.get(concept, ())}
        return (self.cues[place] for place in sorted(places))

    @cached_property
    def _places(self) -> Mapping[str, Sequence[int]]:
        """Where in `cues` each concept and family is: they are asked for dozens of times."""
        places: dict[str, list[int]] = {}
        for place, cue in enumerate(self.cues):
            concept = cue.concept
            places.setdefault(concept, []).append(place)
            if "." in concept:
                places.setdefault(concept.rpartition(".")[2], []).append(place)
        return places

    def once(self, made: Callable[["Cued"], T]) -> T:
        """What a function makes of this, made the first time it is asked for: its clauses, say."""
        if made not in self._made:
            self._made[made] = made(self)
        return cast("T", self._made[made])

    @cached_property
    def _made(self) -> dict[Callable[["Cued"], Any], Any]:
        return {}

    def span(self, cue: Cue) -> tuple[int, int]:
        """Where a cue stands in the text."""
        tokens = self.reading.tokens
        return tokens[cue.first].start, tokens[cue.last - 1].end


def find_cues(reading: Reading) -> Cued:
    """Finds the concepts of a message: every phrase of the data that stands in it."""
    keys = [token.key if token.mark else normal(token.key) for token in reading.tokens]
    told = (cue for cue in _matches(keys) if not (cue.concept.endswith(".did") and _is_wish(reading, keys, cue)))
    found = sorted([*told, *_in_moments(reading), *_past_forms(reading, keys)], key=lambda cue: (cue.first, -cue.last))
    return Cued(reading, keys, [_placed(cue, found, at) for at, cue in enumerate(found)])


@lru_cache(maxsize=64)
def cues_in(text: str) -> Cued:
    """The concepts of a text of which nothing else is known; several ask for them, and they are found once."""
    return find_cues(unmarked(text))


def core(cued: Cued) -> Cued:
    """A message without the politeness around it ("hola, … por favor"); the whole where it is nothing else."""
    polite = {at for cue in cued.all(*_POLITE) if not cue.inner for at in range(cue.first, cue.last)}
    tokens = cued.reading.tokens
    said = [at for at, token in enumerate(tokens) if at not in polite and (token.mark or token.key[0].isalnum())]
    if not said or (said[0] == 0 and said[-1] == len(tokens) - 1):
        return cued
    last = said[-1] + 1
    asked = last < len(tokens) and tokens[last].key == "?"
    kept = tokens[said[0] : last + asked]
    marks = [mark for mark in cued.reading.marks if kept[0].start <= mark.start < kept[-1].end]
    return find_cues(replace(cued.reading, tokens=kept, marks=marks))


def _matches(keys: Sequence[str]) -> Iterator[Cue]:
    said = tuple(keys)
    for at, key in enumerate(said):
        begun = _begun(key)
        for phrase, concepts in begun.longer.get(said[at + 1], ()) if begun.longer and at + 1 < len(said) else ():
            if len(phrase) == 2 or said[at : at + len(phrase)] == phrase:
                yield from [Cue(concept, at, at + len(phrase)) for concept in concepts]
        yield from [Cue(concept, at, at + 1) for concept in begun.alone]


class _Begun(NamedTuple):
    """What a word may be: concepts, `alone`, and the beginning of `longer` phrases, by their second word."""

    alone: tuple[str, ...]
    longer: Mapping[str, Sequence[tuple[Phrase, tuple[str, ...]]]]


@lru_cache(WORDS_KEPT)
def _begun(key: str) -> _Begun:
    alone: list[str] = []
    longer: dict[str, list[tuple[Phrase, tuple[str, ...]]]] = {}
    for phrase, concepts in phrasebook().phrases.get(key, ()):
        if len(phrase) == 1:
            alone += concepts
        else:
            longer.setdefault(phrase[1], []).append((phrase, concepts))
    stems = (concept for stem, concepts in phrasebook().stems.items() if key.startswith(stem) for concept in concepts)
    return _Begun((*alone, *stems), longer)


def _in_moments(reading: Reading) -> Iterator[Cue]:
    """The closing that a moment's words speak of: "cierre de mes" is a day, and about what closes all the same."""
    for at, token in enumerate(reading.tokens):
        if token.mark is not None and token.key in _DAYS:
            first = fold(reading.text[token.start : token.end].split(" ", 1)[0])
            if "close" in _begun(first).alone:
                yield Cue("close", at, at + 1)


def _is_wish(reading: Reading, keys: Sequence[str], cue: Cue) -> bool:
    """Whether a verb only looks like a past because its accent may be missing: "que llame", "que el lunes les lleve"."""
    before, clitics = cue.first - 1, phrasebook().words("clitics")
    while before > 0 and (reading.tokens[before].mark is not None or keys[before] in clitics):
        before -= 1
    token = reading.tokens[cue.last - 1]
    return before >= 0 and keys[before] in phrasebook().words("not_past_after") and reading.text[token.end - 1] == "e"


def _past_forms(reading: Reading, keys: Sequence[str]) -> Iterator[Cue]:
    """Words that no list has but that end like a verb in the past ("monté", "he arreglado", "checked")."""
    book = phrasebook()
    alone, helped = _past_endings()
    for at, token in enumerate(reading.tokens):
        if token.mark is not None or len(token.key) < _SHORTEST_VERB or keys[at] in book.vocabulary:
            continue
        said = reading.text[token.start : token.end].casefold()
        if said.endswith(alone) or (at and keys[at - 1] in book.words("auxiliaries") and said.endswith(helped)):
            yield Cue("past", at, at + 1)


@cache
def _past_endings() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The endings of a verb in the past, and those that are one behind an auxiliary."""
    return tuple(phrasebook().words("past_endings")), tuple(phrasebook().words("past_endings_after_auxiliary"))


def _placed(cue: Cue, found: Sequence[Cue], at: int) -> Cue:
    """The cue, marked inner where a longer one, near before or after it in order, contains it."""
    near = found[max(0, at - 12) : at + 13]
    inner = any(o.first <= cue.first and cue.last <= o.last and o.last - o.first > cue.last - cue.first for o in near)
    return Cue(cue.concept, cue.first, cue.last, inner) if inner else cue


@cache
def _long_cues() -> Misspelt:
    """Cue words that may be misspelt."""
    return Misspelt(word for word in phrasebook().vocabulary if len(word) >= FORGIVEN and word.isalpha())


@cache
def known_words() -> frozenset[str]:
    """All words that the data uses, in cues, examples and lists."""
    return phrasebook().vocabulary | {word for _, words in example_words() for word in words} | _listed()


@cache
def _listed() -> frozenset[str]:
    """The words of the data's lists: kinds of business, titles, roles …"""
    lists = phrasebook().lists
    return frozenset(word for name in lists for phrase in lists[name] for word in phrase.split())


@cache
def _endings() -> tuple[str, ...]:
    return tuple(sorted(phrasebook().words("endings"), key=len, reverse=True))


@lru_cache(WORDS_KEPT)
def normal(key: str) -> str:
    """A word as the data spells it: "nooo" is "no", "recuerdamme" "recuerdame", "anótamelo" "anota"; else unchanged."""
    cues = phrasebook().vocabulary
    if key in cues or not key.isalpha():
        return key
    plain = _DRAWN_OUT.sub(r"\1", key)
    if plain in cues:
        return plain
    if (shorter := _DOUBLED_END.sub(r"\1", plain)) in cues and key not in _listed():  # an "inn" is no "in"
        return shorter
    if len(key) < FORGIVEN:
        return key
    for ending in _endings():
        stem = plain.removesuffix(ending)
        if len(stem) >= FORGIVEN - 1 and stem != plain and stem in cues:
            return stem
    return key if key in known_words() or plain in known_words() else _long_cues().meant(plain) or key


def is_known(token: Token, key: str) -> bool:
    """Whether a token is a mark or a word of the data."""
    return token.mark is not None or key in known_words()
