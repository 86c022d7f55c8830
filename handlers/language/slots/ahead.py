"""What a note tells of a day to come and makes no next step of: nobody may be reminded of it unasked, and it may well be meant so."""

from collections.abc import Collection, Iterator
from datetime import datetime

from handlers.language.acts.clauses import Clause, clauses
from handlers.language.acts.verbatim import trimmed
from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.meaning import Grain, Moment, NextStep
from handlers.language.text.free_text import phrase_at
from handlers.language.tokens import MOMENTS, Mark

_GRAINS = frozenset({Grain.MINUTE, Grain.DAY, Grain.WEEK})


def told_ahead(cued: Cued, taken: Collection[range], when: Mark | None, now: datetime) -> Iterator[NextStep]:
    """What each clause tells of a moment to come, in its own words; those that a next step has `taken`, and `when` it was, aside."""
    found = clauses(cued)
    for n, clause in enumerate(found):
        if "?" in cued.keys[clause.last : clause.last + 1]:
            continue  # it is asked
        if any(clause.first in tokens or clause.last - 1 in tokens for tokens in taken):
            continue
        mark = next((m for m in _marks(cued, clause) if m is not when and _is_ahead(cued, clause, m, now)), None)
        if mark is None or not isinstance(mark.future, Moment):
            continue
        before = found[n - 1] if n and not any(found[n - 1].first in tokens for tokens in taken) else None
        if before and _only_where(cued, clause, mark):  # "…, Thursday at the pub"
            clause = Clause(before.first, clause.last, before.parted)  # noqa: PLW2901
        if what := _what(cued, clause, mark):
            yield NextStep(what, mark.future)


def _only_where(cued: Cued, clause: Clause, mark: Mark) -> bool:
    """Whether a clause begins with its moment, and says at most where, or with whom, besides."""
    behind = clause.first + 1
    if cued.reading.tokens[clause.first].mark is not mark:
        return False
    return behind == clause.last or cued.keys[behind] in phrasebook().words("prepositions")


def _marks(cued: Cued, clause: Clause) -> Iterator[Mark]:
    for token in cued.reading.tokens[clause.first : clause.last]:
        if token.mark and token.mark.kind in MOMENTS:
            yield token.mark


def _is_ahead(cued: Cued, clause: Clause, mark: Mark, now: datetime) -> bool:
    """Whether a moment is a day to come, or an hour of today that is; of what is over only what cannot have been then."""
    moment = mark.future
    if mark.kind not in {"future", "day", "period"} or mark.relation not in {"at", "by"}:
        return False
    if not isinstance(moment, Moment) or moment.grain not in _GRAINS:
        return False
    if isinstance(moment.start, datetime):
        if moment.start <= now.replace(tzinfo=None):
            return False
    elif moment.start <= now.date():
        return False
    return mark.kind == "future" or not _is_over(cued, clause)


def _is_over(cued: Cued, clause: Clause) -> bool:
    """Whether a clause tells of what has been: its day may be either."""
    if any(phrase_at("booked", cued.keys, at) for at in range(clause.first, clause.last)):
        return False
    has_been = any(phrase_at("has_been", cued.keys, at) for at in range(clause.first, clause.last))
    deeds = cued.all("did", "past", "complains", "vague")
    return has_been or any(clause.first <= cue.first < clause.last and not cue.inner for cue in deeds)


def _what(cued: Cued, clause: Clause, mark: Mark) -> str | None:
    """A clause's words without the moment at their edges; None where they say too little."""
    extent = trimmed(cued, clause.first, clause.last, [(mark.start, mark.end), *mark.also])
    if extent is None:
        return None
    little = phrasebook().words("function") | phrasebook().words("glue")
    said = [t for t in cued.reading.tokens if extent[0] <= t.start < extent[1] and (t.is_word or t.mark)]
    if all(t.mark or t.key in little for t in said):
        return None
    return cued.reading.text[slice(*extent)]
