"""Finding names in what people type: customers, contacts, promotions, products, colleagues."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from handlers.language.entities.names.evidence import Evidence
from handlers.language.entities.names.lexicon import NameLexicon, lexicon
from handlers.language.entities.names.matching import PEOPLE, Fit, Message, fits
from handlers.language.meaning import Name, NameBook
from storage.names.folding import fold
from storage.names.keys import PAIR, SKIPPED, content, joined, name_words, spelling_keys, stretches
from storage.names.names import NameEntry, NameKind

MOST_CANDIDATES = 8
"""Choices that are offered where a name may mean several."""

CONFUSABLE = 0.06
"""Two misspelt names whose scores are no further apart are both offered."""

FEW_WORDS = 5
"""Words of a message up to which a kind of business behind a preposition asks for one of them ("historial de librería")."""

_PREFERENCE = (NameKind.CUSTOMER, NameKind.CONTACT, NameKind.PROMOTION, NameKind.PRODUCT, NameKind.STAFF)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a message: `text[start:end]`, without a possessive ending or the prepositions before it.

    `score` (0 to 1) is how much of the name was said and how well it was written. `also` are entries of other kinds that
    the same words fit as well.
    """

    start: int
    end: int
    kind: NameKind
    name: Name
    score: float = 1.0
    also: tuple[NameEntry, ...] = ()


def find_names(text: str, book: NameBook, kinds: Collection[NameKind] | None = None) -> list[Mention]:
    """The names that a sentence mentions, in order and without overlap; of the given kinds, or all.

    A mention has one candidate where it is plain who is meant and several, best first, where they may be confused: a
    word written right wins over a misspelt one, a whole name over a part of another. A word of ordinary language
    ("martes", "visita") is no mention of a name that merely contains it.
    """
    message = Message(text)
    words = lexicon()
    evidence = Evidence(message, words)
    found = [
        fit
        for entry in book.candidates(message.keys)
        if kinds is None or entry.kind in kinds
        for fit in fits(message, entry)
    ]
    meant: list[Fit] = []
    rest: list[Fit] = []
    for fit in found:
        (meant if evidence.speaks_for(fit) else rest).append(fit)
    loose = len(message.keys) <= FEW_WORDS and not any(fit.entry.kind is NameKind.CUSTOMER for fit in meant)
    meant = _best_of_each([*meant, *evidence.shared_kind_of_business(rest, loose=loose)])
    chosen = _best_cover(meant)
    groups = [(fit, _confusable(message, fit, meant)) for fit in chosen]
    return [_mention(message, fit, group, meant) for fit, group in _by_company(groups)]


def match_name(text: str, book: NameBook, kinds: Collection[NameKind] | None = None) -> Name:
    """The whole text read as one name, as in a waiting slot: candidates best first, one where it is plain, maybe none."""
    message = Message(text)
    words = lexicon()
    asked = message.keys or name_words(text)
    if not message.keys:  # an emoji, a mark: only the very same
        return Name(
            text.strip(), tuple(e for e in book.candidates(asked) if fold(e.name) == fold(text) and _wanted(e, kinds))
        )
    found = [fit for entry in book.candidates(asked) if _wanted(entry, kinds) for fit in fits(message, entry)[:1]]
    ranked = sorted(_best_of_each(found), key=lambda fit: -_answers(message, fit, words))
    return Name(text.strip(), tuple(fit.entry for fit in _plausible(message, ranked, words)))


def _wanted(entry: NameEntry, kinds: Collection[NameKind] | None) -> bool:
    return kinds is None or entry.kind in kinds


def _best_of_each(found: Sequence[Fit]) -> list[Fit]:
    """One fit for each thing and place: the name or the nickname that fits better."""
    best: dict[tuple[NameKind, int, int], Fit] = {}
    for fit in found:
        key = (fit.entry.kind, fit.entry.id, fit.first)
        if key not in best or best[key].score < fit.score:
            best[key] = fit
    return list(best.values())


# ------------------------------------------------------------------ choosing among fits
def _best_cover(found: Sequence[Fit]) -> list[Fit]:
    """Fits that do not overlap and together explain most of the message; a thing is taken once, where it fits best."""
    chosen: list[Fit] = []
    for fit in sorted(found, key=_value, reverse=True):
        taken = any(fit.overlaps(other) for other in chosen)
        again = any(fit.entry == other.entry for other in chosen)
        if not taken and not again:
            chosen.append(fit)
    return sorted(chosen, key=lambda fit: fit.first)


def _value(fit: Fit) -> tuple[float, float, int]:
    said = sum(hit.fit * hit.length for hit in fit.hits) + 0.2 * fit.complete + 0.05 * (fit.last - fit.first)
    return (round(said, 3), fit.score, -_PREFERENCE.index(fit.entry.kind))


def _confusable(message: Message, best: Fit, found: Sequence[Fit]) -> list[Fit]:
    """The fits of the same kind that may be meant by the same words, best first; `best` is among them."""
    rivals = [
        fit for fit in found
        if fit.entry.kind is best.entry.kind and fit.overlaps(best) and _as_good(fit, best)
    ]  # fmt: skip
    said = fold(message.text[message.words[best.first].start : message.words[best.last - 1].end])
    rivals.sort(key=lambda fit: (-round(fit.score, 2), -fuzz.ratio(said, fold(fit.entry.alias or fit.entry.name))))
    return rivals[:MOST_CANDIDATES]


def _as_good(fit: Fit, best: Fit) -> bool:
    if fit.first > best.hits[0].at or fit.last < best.hits[-1].end:
        return False
    if best.exact and not fit.exact:
        return False
    one_word = len(best.hits) == len(fit.hits) == 1
    if (best.entry.kind in PEOPLE and one_word) or not best.complete:
        return fit.quality >= best.quality - CONFUSABLE
    if best.exact:
        return fit.complete and fit.score >= best.score - CONFUSABLE
    return fit.complete and fit.quality >= best.quality - CONFUSABLE  # a legal form tells no two misspelt ones apart


def _by_company(groups: Sequence[tuple[Fit, list[Fit]]]) -> list[tuple[Fit, list[Fit]]]:
    """Lets the customers of a message tell its contacts apart, and its contacts its customers."""
    customers = {fit.entry.id for best, group in groups if best.entry.kind is NameKind.CUSTOMER for fit in group}
    employers = {
        fit.entry.customer_id for best, group in groups if best.entry.kind is NameKind.CONTACT for fit in group
    }
    told = []
    for best, group in groups:
        if best.entry.kind is NameKind.CONTACT:
            near = [fit for fit in group if fit.entry.customer_id in customers]
        elif best.entry.kind is NameKind.CUSTOMER:
            near = [fit for fit in group if fit.entry.id in employers]
        else:
            near = []
        told.append((best, near or group))
    return told


def _mention(message: Message, best: Fit, group: Sequence[Fit], found: Sequence[Fit]) -> Mention:
    start, end = message.span(best)
    also = tuple(
        fit.entry for fit in found
        if fit.entry.kind is not best.entry.kind and (fit.first, fit.last) == (best.first, best.last)
        and fit.exact >= best.exact and fit.complete >= best.complete
    )  # fmt: skip
    name = Name(message.text[start:end], tuple(fit.entry for fit in group))
    return Mention(start, end, best.entry.kind, name, round(best.score, 3), also)


# ------------------------------------------------------------------ a text that is one name
def _answers(message: Message, fit: Fit, words: NameLexicon) -> float:
    """How well a name answers a text, 0 to 1: half is how much of the text it explains, half how much of it was said."""
    said = [_tells(key, words) for key in message.keys]
    explained = {position for hit in fit.hits for position in range(hit.at, hit.end)}
    share = sum(said[position] for position in explained) / (sum(said) or 1)
    return min(share, 1.0) * fit.quality * 0.6 + fit.score * 0.4


def _tells(key: str, words: NameLexicon) -> float:
    if key in SKIPPED:
        return 0.02
    return 0.4 if key in words.generic else 0.2 if words.is_ordinary(key) else 1.0


def _plausible(message: Message, ranked: Sequence[Fit], words: NameLexicon) -> list[Fit]:
    """Who may be meant: those who answer best, one alone where nobody else is near."""
    strong = [fit for fit in ranked if _explains(message, fit, words)]
    if not strong:
        return []
    best = strong[0]
    if best.complete and best.exact:
        strong = [fit for fit in strong if fit.complete and fit.exact and fit.score >= best.score - 0.01]
    elif best.exact:
        strong = [fit for fit in strong if fit.exact]
    least = _answers(message, best, words) - (0.12 if best.complete else 0.3)
    return [fit for fit in strong if _answers(message, fit, words) >= least][:MOST_CANDIDATES]


def _explains(message: Message, fit: Fit, words: NameLexicon) -> bool:
    """Whether hardly a word of the text that tells is left over; "lib" counts as the beginning of Librería."""
    explained = {position for hit in fit.hits for position in range(hit.at, hit.end)}
    telling = {position for position, key in enumerate(message.keys) if _tells(key, words) >= 0.4}
    weight = {position: _tells(message.keys[position], words) for position in telling | explained}
    left = [message.keys[position] for position in telling - explained]
    short = sum(len(key) >= 3 and any(word.startswith(key) for word in fit.words) for key in left)
    return sum(weight[position] for position in telling & explained) + short >= 0.6 * sum(
        weight[position] for position in telling
    )


# ------------------------------------------------------------------ names in memory
class KnownNames:
    """A NameBook over lists of names: {"customers": ["Bar Sol", …], "contacts": […], "promotions", "products", "staff"}.

    The names are numbered from 1 within each list.
    """

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._by_key: dict[str, list[NameEntry]] = defaultdict(list)
        for kind in NameKind:
            plural = kind.value if kind is NameKind.STAFF else f"{kind.value}s"
            for number, name in enumerate(lists.get(plural, ()), start=1):
                self._add(NameEntry(kind, number, name))

    def _add(self, entry: NameEntry) -> None:
        words = name_words(entry.name)
        keys = stretches(words)
        for word in content(words):
            keys |= spelling_keys(word)
        for key in keys:
            self._by_key[key].append(entry)

    def candidates(self, words: Sequence[str]) -> Sequence[NameEntry]:
        """The entries with a word, or two run together, that one of these words may be."""
        written = [key for word in words for key in name_words(word)]
        keys = {key for word in content(written) for key in (*spelling_keys(word), PAIR + word, "=" + word)}
        keys |= {word.removesuffix("es") for word in written}
        keys |= {joined(pair) for pair in pairwise(written)}
        found = {(entry.kind, entry.id): entry for key in keys for entry in self._by_key.get(key, ())}
        return sorted(found.values(), key=lambda entry: (_PREFERENCE.index(entry.kind), entry.id))
