"""How well a known name fits a stretch of a message: words are compared one by one, names are chains of fitting words."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

from handlers.language.concepts.concepts import Cued, find_cues
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import is_first_name, lexicon, short_for
from handlers.language.entities.names.places import Places
from handlers.language.entities.names.written import Pieces
from handlers.language.text.detection import language_of
from handlers.language.tokens import Reading, unmarked
from storage.names.keys import SKIPPED, IndexWord, content, joined, likeness, name_words, pieces, spelling_keys
from storage.names.names import NameEntry, NameKind

PEOPLE = frozenset({NameKind.CONTACT, NameKind.STAFF})

EXACT = 0.97
"""A fit from which on a word counts as written right (a plural is)."""

PLURAL = 0.97
"""The fit of a plural: no word that differs more is taken for a first name that it is not."""

CUT_SHORT = 0.97
"""The fit of a word that was cut short as people do: "st" for street."""

RUN_TOGETHER = 0.98
"""The fit of words that were run together or split, and are otherwise right."""

LONGEST_TEXT = 4096
"""Characters in which names are looked for; hostile input ends there."""

MOST_WORDS_READ = 200
"""Words of a message in which names are looked for: two minutes of dictation, and a bound on hostile input."""

MOST_PLACES = 8
"""Places where one word of a name is looked at; said more often, it is said no clearer."""

NAMES_KEPT = 2_048
"""Names whose wording is remembered: most messages are about customers that others were about."""

MOST_SKIPPED = 2
"""Articles and prepositions that may stand between two words of a name: "tortilleria de la guera"."""

MOST_CHOICES = 8
"""Choices that are offered where a name may mean several."""

_BREAK = re.compile(r"[,;:!?¡¿()\n]|\.\s|\s[-–—]+\s")


class Hit(NamedTuple):
    """Words `word … word+length` of a name, found at words `at … at+width` of the message, and how well they fit."""

    at: int
    width: int
    word: int
    length: int
    fit: float

    @property
    def end(self) -> int:
        """The word of the message after it."""
        return self.at + self.width


class Fit(NamedTuple):
    """A known name in the words `first … last` of a message (`last` is not in it any more).

    `score` is how much of the name is there and how well it is written, 0 to 1; `quality` how well what is there is
    written; `complete` whether nothing that tells is missing (a size or a legal form may be); `exact` whether all words
    are written right; `hits` its telling words.
    """

    entry: NameEntry
    words: tuple[str, ...]
    hits: tuple[Hit, ...]
    first: int
    last: int
    score: float
    quality: float
    complete: bool
    exact: bool

    def overlaps(self, other: "Fit") -> bool:
        """Whether both take a word of the message."""
        return self.first < other.last and other.first < self.last


class Message:
    """A message cut into words, in which the words of names are found, and what the words around say."""

    def __init__(self, text: str) -> None:
        self.text = text[:LONGEST_TEXT]
        self.words: list[IndexWord] = list(islice(pieces(self.text), MOST_WORDS_READ))
        self.keys = [word.key for word in self.words]
        self._breaks = [self._parts(a.end, b.start) for a, b in pairwise(self.words)]
        self._reach = [self._reach_from(position) for position in range(len(self.words) + 1)]
        self._at: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._exactly: dict[str, list[int]] = defaultdict(list)
        self._positions: dict[str, list[tuple[int, int, float]]] = {}
        for position, key in enumerate(self.keys):
            self._exactly[key].append(position)
            place = (position, 1)
            for spelling in spelling_keys(key):
                self._at[spelling].append(place)
            if key.endswith("es"):
                self._at[key[:-2]].append(place)
            for whole in short_for().get(key, ()):
                for spelling in spelling_keys(whole):
                    self._at[spelling].append(place)
        for position, pair in enumerate(pairwise(self.keys)):
            if not self._breaks[position] and not SKIPPED.issuperset(pair):
                self._at[joined(pair)].append((position, 2))

    def _parts(self, end: int, start: int) -> bool:
        """Whether what stands between two words parts them; it is nearly always one space."""
        return (start != end + 1 or self.text[end] != " ") and _BREAK.search(self.text, end, start) is not None

    def is_another_first_name(self, fit: "Fit") -> bool:
        """Whether all that was said of a person's name is a common first name that is not theirs: Julia is not Julio."""
        hit = fit.hits[0]
        alone = fit.entry.kind in PEOPLE and len(fit.hits) == 1
        return alone and hit.fit < 1 and is_first_name(self.keys[hit.at]) and not self.possessive(fit)

    def possessive(self, fit: "Fit") -> str:
        """The ending that says that something is theirs, typed without its apostrophe behind a person's name: the "s" of "kierans"; else "".

        Only in a language that has one, for Marcos is no possessive in Spanish.
        """
        last = fit.hits[-1]
        if fit.entry.kind not in PEOPLE or last.length > 1 or last.width > 1 or last.fit == 1:
            return ""
        said, own = self.keys[last.at], fit.words[last.word]
        found = next((one for one in phrasebook().words("possessives") if said == own + one), "")
        if not found or not self._has_ending(found):
            return ""
        follows = last.end < len(self.words) and self.reaches(last.end, last.end)  # something that may be theirs
        return found if follows or not is_first_name(said) else ""

    def _has_ending(self, ending: str) -> bool:
        """Whether the message is in a language that says by an ending whose something is."""
        language = next(name for name, own in phrasebook().of_language.items() if ending in own.get("possessives", ()))
        return language_of(self.cued, language) == language

    def positions(self, word: str) -> list[tuple[int, int, float]]:
        """Where a word of a name stands, well or badly written: (position, words it takes, fit)."""
        found = self._positions.get(word)
        if found is None:
            where = {place for key in spelling_keys(word) & self._at.keys() for place in self._at[key]}
            found = self._positions[word] = [
                (position, width, fit if width == 1 else fit * RUN_TOGETHER)
                for position, width in sorted(where)[:MOST_PLACES]
                if (fit := self._likeness(position, width, word))
            ]
        return found

    def _likeness(self, position: int, width: int, word: str) -> float:
        """How well a written word fits one of a name. Of two common first names neither is the other misspelt."""
        said = self.keys[position] if width == 1 else joined(self.keys[position : position + width])
        if word in short_for().get(said, ()):
            return CUT_SHORT
        fit = likeness(said, word)
        return 0.0 if 0 < fit < PLURAL and is_first_name(said) and is_first_name(word) else fit

    def exactly(self, word: str) -> list[int]:
        """Where this very word stands."""
        return self._exactly.get(word, [])[:MOST_PLACES]

    def reaches(self, end: int, start: int, *, loose: bool = False) -> bool:
        """Whether a name left at `end` may go on at `start`: only articles between, and no comma unless `loose`."""
        if loose:
            return end <= start <= end + MOST_SKIPPED and SKIPPED.issuperset(self.keys[end:start])
        return end <= start <= self._reach[end]

    def _reach_from(self, end: int) -> int:
        furthest = -1
        for start in range(end, min(end + MOST_SKIPPED + 1, len(self.words))):
            if start and self._breaks[start - 1]:
                break
            furthest = start
            if self.keys[start] not in SKIPPED and self.keys[start] not in lexicon().and_:  # "crown n anchor"
                break
        return furthest

    # ------------------------------------------------------------------ what is around
    @cached_property
    def cued(self) -> Cued:
        """The message with its concepts, before anything in it is marked; most names need no look at it."""
        return find_cues(self.reading)

    @cached_property
    def reading(self) -> Reading:
        """The message in mere words."""
        return unmarked(self.text)

    @cached_property
    def places(self) -> Places:
        """Where names must stand, in tokens of `cued`."""
        return Places(self.cued)

    @cached_property
    def pieces(self) -> Pieces:
        """How its words are written, in tokens of `reading`."""
        return Pieces(self.reading)

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.reading.tokens]

    def token(self, position: int) -> int:
        """The token of `reading` that holds a word; behind the last word, the number of tokens."""
        if position >= len(self.words):
            return len(self._starts)
        return bisect_right(self._starts, self.words[position].start) - 1

    def token_behind(self, position: int) -> int:
        """The token of `reading` that follows the word before a position."""
        return bisect_right(self._starts, self.words[position - 1].end - 1)

    def written(self, position: int) -> str:
        """A word as it was typed."""
        return self.text[self.words[position].start : self.words[position].end]

    def span(self, fit: Fit) -> tuple[int, int]:
        """Where a fit stands in the text; marks that belong to the name (Yahoo!, Domino's) are taken in."""
        start, end = self.words[fit.first].start, self.words[fit.last - 1].end
        name = fit.entry.alias or fit.entry.name
        begin = start - next((i for i, letter in enumerate(name) if letter.isalnum()), 0)
        if begin >= 0 and self.text[begin : begin + len(name)].lower() == name.lower():
            return begin, max(end, begin + len(name))
        return start, end


class _Wording(NamedTuple):
    """What a name is made of: its words, how much each tells, which are looked for, and the pairs of neighbours.

    `whole` is all of it as one word, where it has more than two; `loose` whether it has a mark inside ("Yahoo! Japan").
    """

    words: tuple[str, ...]
    weights: tuple[float, ...]
    telling: tuple[tuple[int, str], ...]
    pairs: tuple[str, ...]
    whole: str | None
    loose: bool


@lru_cache(NAMES_KEPT)
def _wording(name: str) -> _Wording:
    words = tuple(name_words(name))
    telling = frozenset(content(words))
    return _Wording(
        words,
        tuple(_weight(word, telling) for word in words),
        tuple((index, word) for index, word in enumerate(words) if word in telling or word not in SKIPPED),
        tuple(joined(pair) for pair in pairwise(words)),
        joined(words) if len(words) > 2 else None,
        _BREAK.search(name) is not None,
    )


def _weight(word: str, telling: frozenset[str]) -> float:
    """How much a word tells: Librería (a kind of business) less than Muñoz, an article hardly anything."""
    if word not in telling:
        return 0.1
    if not word.isalpha():
        return 0.35
    return 0.6 if word in lexicon().generic else 1.0


def fits(message: Message, entry: NameEntry) -> list[Fit]:
    """The places where a message may mean this name, best first, whatever speaks against it; none overlap."""
    wording = _wording(entry.alias or entry.name)
    hits = list(_hits(message, wording))
    if not hits:
        return []
    if len(hits) == 1:
        return [_fit(message, entry, wording, (hits[0],))]
    hits.sort(key=lambda hit: (hit.at, hit.word))
    found = [_fit(message, entry, wording, chain) for chain in _chains(message, hits, wording, entry)]
    apart: list[Fit] = []
    for fit in sorted(found, key=lambda fit: (-fit.score, fit.first)):
        if not any(fit.overlaps(other) for other in apart):
            apart.append(fit)
    return apart


def best_of_each(found: Sequence[Fit]) -> list[Fit]:
    """One fit for each thing and place: the name or the nickname that fits better."""
    best: dict[tuple[NameKind, int, int], Fit] = {}
    for fit in found:
        key = (fit.entry.kind, fit.entry.id, fit.first)
        if key not in best or best[key].score < fit.score:
            best[key] = fit
    return list(best.values())


def _hits(message: Message, wording: _Wording) -> Iterator[Hit]:
    for index, word in wording.telling:
        for at, width, fit in message.positions(word):
            yield Hit(at, width, index, 1, fit)
    for index, pair in enumerate(wording.pairs):
        for at in message.exactly(pair):
            yield Hit(at, 1, index, 2, RUN_TOGETHER)
    if wording.whole is not None:
        for at in message.exactly(wording.whole):
            yield Hit(at, 1, 0, len(wording.words), RUN_TOGETHER)


def _chains(message: Message, hits: Sequence[Hit], wording: _Wording, entry: NameEntry) -> Iterator[tuple[Hit, ...]]:
    """For each hit the best chain that ends there. Words keep the name's order; a person's may be turned (Ruiz, Ana)."""
    may_turn = entry.kind in PEOPLE
    best: list[tuple[float, tuple[Hit, ...]]] = []
    for hit in hits:
        value: float = 0
        chain: tuple[Hit, ...] = ()
        for before, (worth, links) in zip(hits, best, strict=False):
            turned = may_turn and len(links) == 1 and hit.word + hit.length <= before.word
            follows = turned or hit.word >= before.word + before.length
            if worth > value and follows and message.reaches(before.end, hit.at, loose=wording.loose):
                value, chain = worth, links
        own = hit.fit * sum(wording.weights[hit.word : hit.word + hit.length])
        best.append((value + own, (*chain, hit)))
    yield from (chain for _, chain in best)


def _fit(message: Message, entry: NameEntry, wording: _Wording, chain: tuple[Hit, ...]) -> Fit:
    words, weights = wording.words, wording.weights
    found = {index for hit in chain for index in range(hit.word, hit.word + hit.length)}
    there = sum([weights[index] for index in found])
    got = sum([hit.fit * sum(weights[hit.word : hit.word + hit.length]) for hit in chain])
    first, last, extra = _with_articles(message, words, chain, found)
    complete = all(weight <= 0.35 or index in found for index, weight in enumerate(weights))
    exact = all(hit.fit >= EXACT for hit in chain)
    return Fit(entry, words, chain, first, last, (got + 0.1 * extra) / sum(weights), got / there, complete, exact)


def _with_articles(
    message: Message, words: Sequence[str], chain: Sequence[Hit], found: set[int]
) -> tuple[int, int, int]:
    """Takes in the articles of the name that stand around the chain (*La* Llamada); returns (first, last, how many)."""
    first, last, extra = chain[0].at, chain[-1].end, 0
    lowest, highest = min(found), max(found)
    for word in reversed(words[:lowest]):
        if first and message.keys[first - 1] == word and message.reaches(first, first):
            first, extra = first - 1, extra + 1
        else:
            break
    for word in words[highest + 1 :]:
        if last < len(message.keys) and message.keys[last] == word and message.reaches(last, last):
            last, extra = last + 1, extra + 1
        else:
            break
    if len(found) <= highest - lowest:
        inside = message.keys[chain[0].at : chain[-1].end]
        extra += sum(words[index] in inside for index in range(lowest, highest) if index not in found)
    return first, last, extra
