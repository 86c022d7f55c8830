"""The stored names that a message mentions: customers, contacts, promotions, products, colleagues."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from handlers.language.entities.names.answers import match_name
from handlers.language.entities.names.candidates import MEANT, NameCandidate, Standing
from handlers.language.entities.names.evidence import Evidence, Verdict
from handlers.language.entities.names.lexicon import is_first_name, lexicon
from handlers.language.entities.names.matching import MOST_CHOICES, PEOPLE, Fit, Message, best_of_each, fits
from handlers.language.entities.names.name_lists import PREFERENCE
from handlers.language.meaning import Name, NameBook
from storage.names.folding import fold
from storage.names.keys import name_words
from storage.names.names import NameEntry, NameKind

CONFUSABLE = 0.06
"""Two misspelt names whose scores are no further apart are both offered."""

FEW_WORDS = 5
"""Words of a message up to which a kind of business behind a preposition asks for one of them ("historial de librería")."""

_FIRST_NAMES = 4
"""Different first names of a message that are looked up by themselves."""


class _Meant(NamedTuple):
    """A fit that is meant, the others that the same words may mean, best first (it is among them), and why."""

    best: Fit
    group: Sequence[Fit]
    verdict: Verdict


def find_known(message: Message, book: NameBook, kinds: Collection[NameKind] | None = None) -> list[NameCandidate]:
    """The known names that a sentence mentions, in order and without overlap; of the given kinds, or all.

    One has a single candidate where it is plain who is meant and several, best first, where they may be confused: a word
    written right wins over a misspelt one, a whole name over a part of another. A word of ordinary language ("martes",
    "visita") is no mention of a name that merely contains it.
    """
    found = [fit for entry in _entries(message, book, kinds) for fit in fits(message, entry)]
    evidence = Evidence(message, lexicon(), found)
    judged = [(fit, evidence.judge(fit)) for fit in found]
    meant = [fit for fit, verdict in judged if verdict.score >= MEANT]
    verdicts = {id(fit): verdict for fit, verdict in judged}
    rest = [fit for fit, verdict in judged if verdict.score < MEANT]
    loose = len(message.keys) <= FEW_WORDS and not any(fit.entry.kind is NameKind.CUSTOMER for fit in meant)
    shared = evidence.shared_kind_of_business(rest, loose=loose)
    verdicts |= {id(fit): Verdict(MEANT, "the kind of business of several") for fit in shared}
    backed = [fit for fit in rest if _is_employer(message, evidence, fit, meant)]
    verdicts |= {id(fit): Verdict(MEANT, "where somebody who is named works") for fit in backed}
    meant = best_of_each([*meant, *shared, *backed])
    chosen = _best_cover(meant)
    groups = [_Meant(fit, _confusable(message, fit, meant), verdicts[id(fit)]) for fit in chosen]
    groups = _without_casual(message, evidence, _by_company(groups))
    known = [_candidate(message, each, meant) for each in groups]
    return known or [_in_doubt(message, fit) for fit in _best_cover([f for f in rest if evidence.may_be_part(f)])]


def _entries(message: Message, book: NameBook, kinds: Collection[NameKind] | None) -> list[NameEntry]:
    """The stored names that the message may mention; of many Anas a message fetches none, the name by itself some."""
    entries = [entry for entry in book.candidates(message.keys) if kinds is None or entry.kind in kinds]
    people = PEOPLE if kinds is None else PEOPLE & set(kinds)
    if not people:
        return entries
    called = {name_words(entry.name)[0] for entry in entries if entry.kind in PEOPLE}
    alone = [
        key
        for key in dict.fromkeys(message.keys)
        if is_first_name(key) and key not in called and _may_call(message, key)
    ]
    for key in alone[:_FIRST_NAMES]:
        entries += (entry for entry in match_name(key, book, people).candidates if name_words(entry.name)[0] == key)
    return entries


def _may_call(message: Message, key: str) -> bool:
    """Whether a first name may be one there: an ordinary word ("mira", "sal") has to be written with a capital."""
    if not lexicon().is_ordinary(key):
        return True
    return message.written(message.exactly(key)[0])[:1].isupper()


def _is_employer(message: Message, evidence: Evidence, fit: Fit, meant: Sequence[Fit]) -> bool:
    """Whether a part of a name is where somebody works who is named.

    They stand right before it, "jim from fulton" of Fulton Fish House; or it stands where a customer must, "popped into the fox,
    declan wants …" of The Green Fox.
    """
    if fit.entry.kind is not NameKind.CUSTOMER or not fit.exact or not fit.first:
        return False
    theirs = [of for of in meant if of.entry.kind is NameKind.CONTACT and of.entry.customer_id == fit.entry.id]
    led = message.keys[fit.first - 1] in lexicon().employed_at and any(of.last <= fit.first for of in theirs)
    return led or (bool(theirs) and evidence.wants_customer(fit))


def _in_doubt(message: Message, fit: Fit) -> NameCandidate:
    """An everyday word where a customer must stand, that one's name contains: whether they are meant is asked."""
    start, end = message.span(fit)
    name = Name(message.text[start:end])
    return NameCandidate(start, end, NameKind.CUSTOMER, Standing.UNKNOWN, name, MEANT, "may be a part of a name")


# ------------------------------------------------------------------ choosing among fits
def _best_cover(found: Sequence[Fit]) -> list[Fit]:
    """Fits that do not overlap and together explain most of the message.

    A thing is taken once, where it fits best, and again only where its whole name of several words is said once more: in "Bar
    Sol y Bar Luna: Bar Sol …".
    """
    chosen: list[Fit] = []
    for fit in sorted(found, key=_value, reverse=True):
        taken = any(fit.overlaps(other) for other in chosen)
        whole = fit.complete and fit.exact and len(fit.hits) > 1
        again = not whole and any(fit.entry == other.entry for other in chosen)
        if not taken and not again:
            chosen.append(fit)
    return sorted(chosen, key=lambda fit: fit.first)


def _value(fit: Fit) -> tuple[float, float, int]:
    said = sum(hit.fit * hit.length for hit in fit.hits) + 0.2 * fit.complete + 0.05 * (fit.last - fit.first)
    return (round(said, 3), fit.score, -PREFERENCE.index(fit.entry.kind))


def _confusable(message: Message, best: Fit, found: Sequence[Fit]) -> list[Fit]:
    """The fits of the same kind that may be meant by the same words, best first; `best` is among them.

    The very name of one of them means no other.
    """
    rivals = [
        fit for fit in found
        if fit.entry.kind is best.entry.kind and fit.overlaps(best) and _as_good(fit, best)
    ]  # fmt: skip
    said = fold(message.text[message.words[best.first].start : message.words[best.last - 1].end])
    if same := [fit for fit in rivals if fold(fit.entry.alias or fit.entry.name) == said]:
        return same[:MOST_CHOICES]
    rivals.sort(key=lambda fit: (-round(fit.score, 2), -fuzz.ratio(said, fold(fit.entry.alias or fit.entry.name))))
    return rivals[:MOST_CHOICES]


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


def _by_company(groups: Sequence[_Meant]) -> list[_Meant]:
    """Lets the customers of a message tell its contacts apart, and its contacts its customers."""
    customers = {fit.entry.id for each in groups if each.best.entry.kind is NameKind.CUSTOMER for fit in each.group}
    employers = {
        fit.entry.customer_id for each in groups if each.best.entry.kind is NameKind.CONTACT for fit in each.group
    }
    told = []
    for each in groups:
        if each.best.entry.kind is NameKind.CONTACT:
            near = [fit for fit in each.group if fit.entry.customer_id in customers]
        elif each.best.entry.kind is NameKind.CUSTOMER:
            near = [fit for fit in each.group if fit.entry.id in employers]
        else:
            near = []
        told.append(each._replace(group=near or each.group))
    return told


def _without_casual(message: Message, evidence: Evidence, groups: Sequence[_Meant]) -> list[_Meant]:
    """Beside another customer, one whose name is small words that sentences use anyway ("y la visita fue bien") is none.

    Unless it ends a list: "Bar Sol y Martes Café ayer".
    """
    customers = [each.best for each in groups if each.best.entry.kind is NameKind.CUSTOMER]
    if len({fit.first for fit in customers}) < 2:
        return list(groups)
    casual = [fit for fit in customers if evidence.is_casual(fit) and not _ends_list(message, fit, customers)]
    if len(casual) == len(customers):
        return list(groups)
    return [each for each in groups if each.best not in casual]


def _ends_list(message: Message, fit: Fit, customers: Sequence[Fit]) -> bool:
    """Whether a name is one more of a list that ends with it or goes on with a day."""
    start, end = message.span(fit)
    joints = {message.text[message.span(o)[1] : start].strip(" ,").casefold() for o in customers if o.last <= fit.first}
    rest = message.text[end:].lstrip()
    ends = not rest or not rest[0].isalnum() or message.keys[fit.last] in lexicon().calendar
    return ends and bool(joints & lexicon().and_)


def _candidate(message: Message, meant: _Meant, found: Sequence[Fit]) -> NameCandidate:
    best = meant.best
    start, end = message.span(best)
    end -= len(message.possessive(best))
    also = tuple(
        fit.entry for fit in found
        if fit.entry.kind is not best.entry.kind and (fit.first, fit.last) == (best.first, best.last)
        and fit.exact >= best.exact and fit.complete >= best.complete
    )  # fmt: skip
    name = Name(message.text[start:end], tuple(fit.entry for fit in meant.group))
    score, reason = meant.verdict
    return NameCandidate(start, end, best.entry.kind, Standing.KNOWN, name, round(score, 3), reason, also=also)
