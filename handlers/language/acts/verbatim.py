"""The sender's own words, letter by letter: whole clauses are kept or left out, and nothing is cut from inside one."""

from collections.abc import Collection, Sequence

from handlers.language.acts.absence import unanswered
from handlers.language.acts.clauses import Clause, begins_to_tell, clauses, parts
from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.text.free_text import phrase_at

Extent = tuple[int, int]
"""Where something stands in the text."""


_OF_SOMEBODY = ("leaves", "becomes", "replaces")
_OPENING = "¿¡([\"“«'$€£#@+-"
"""Marks that belong to the word behind them."""


def note(cued: Cued, facts: Sequence[Extent], steps: Sequence[tuple[int, int]]) -> Extent | None:
    """What of a message is its note; None where all of it stands on the card.

    `facts` are the parts of the text that made slots, `steps` the tokens (from, to) that next steps take up. Clauses of
    nothing but facts are left out at the beginning, clauses of nothing but a next step at the end.
    """
    found = list(clauses(cued))
    known = _tokens_of(cued, facts)
    while found and is_facts(cued, found[0], known):
        found.pop(0)
    if found and (begins := _behind_facts(cued, found[0], known)):
        found[0] = Clause(begins, found[0].last, parted=False)
    while found and found[-1].parted and any(a <= found[-1].first and found[-1].last <= b for a, b in steps):
        found.pop()
    if not found:
        return None
    tokens = cued.reading.tokens
    return _with_marks(cued, tokens[found[0].first].start, found[-1].last)


def trimmed(cued: Cued, first: int, last: int, taken: Sequence[Extent]) -> Extent | None:
    """`tokens[first:last]` without what other slots took at its edges, and the prepositions that led to it; None for nothing left."""
    covered = _tokens_of(cued, taken)
    leading, trailing = phrasebook().words("leading"), phrasebook().words("trailing")
    joints = {key for key in cued.keys if phrase_at("joints", [key], 0)} | phrasebook().words("bidding")
    bare = False
    while first < last:
        if first in covered:
            bare = True
        elif not parts(cued, first) and cued.keys[first] not in (leading if bare else joints):
            break
        first += 1
    bare = False
    while first < last:
        if last - 1 in covered:
            bare = True
        elif not parts(cued, last - 1) and not (bare and cued.keys[last - 1] in trailing):
            break
        last -= 1
    if first >= last:
        return None
    return _with_marks(cued, cued.reading.tokens[first].start, last)


def _tokens_of(cued: Cued, extents: Sequence[Extent]) -> frozenset[int]:
    return frozenset(
        at
        for at, token in enumerate(cued.reading.tokens)
        if any(start < token.end and token.start < end for start, end in extents)
    )


def is_facts(cued: Cued, clause: Clause, known: Collection[int]) -> bool:
    """Whether a clause says nothing that is not a fact on the card; that nobody answered is on none."""
    if (nobody := unanswered(cued)) and clause.first <= nobody.start < clause.last:
        return False
    return (
        any(at in known for at in range(clause.first, clause.last)) and _facts_until(cued, clause, known) == clause.last
    )


def _behind_facts(cued: Cued, clause: Clause, known: Collection[int]) -> int:
    """Where something new is told behind facts that no punctuation parts from it; 0 where it is one clause."""
    at = _facts_until(cued, clause, known)
    led = any(place in known and cued.keys[place] != "{contact}" for place in range(clause.first, at))
    if not clause.first < at < clause.last or not led:
        return 0  # "Marta quiere 10 cajas" is all one clause
    if any(phrase_at(name, cued.keys, at) for name in _OF_SOMEBODY):
        return 0  # "Neil at Vale Print has left": who is all of the news
    if begins_to_tell(cued, at):
        return at
    size = phrase_at("joints", cued.keys, at)
    return at + size if size and at + size < clause.last and not _is_somebody(cued, at + size) else 0


def _is_somebody(cued: Cued, at: int) -> bool:
    """Whether a token is one more name, or leads to one: "con Marta y Pepe", "and this other guy Jerome"."""
    token = cued.reading.tokens[at]
    if any(phrase_at("a_certain", cued.keys, place) for place in range(at, min(at + 2, len(cued.keys)))):
        return True
    named = cued.reading.text[token.start].isupper() or cued.keys[at] in phrasebook().words("first_names")
    return token.mark is not None or named


def _facts_until(cued: Cued, clause: Clause, known: Collection[int]) -> int:
    """The first token of a clause that is no fact, nor a word that only leads to one."""
    at = glued = clause.first
    while at < clause.last:
        size = phrase_at("glue", cued.keys, at) or (_politeness(cued, at) if glued == clause.first else 0)
        size = size or (phrase_at("joints", cued.keys, at) if at + 1 in known or at + 2 in known else 0)
        if at in known:
            at += 1
            glued = at
        elif size and cued.keys[at] not in phrasebook().words("negations"):
            at += size
        elif not cued.reading.tokens[at].is_word and cued.reading.tokens[at].mark is None:
            at += 1
        else:
            break
    return clause.last if at >= clause.last else glued


def _politeness(cued: Cued, at: int) -> int:
    return next((cue.last - at for cue in cued.all("filler", "greet", "thanks") if cue.first == at), 0)


def _with_marks(cued: Cued, start: int, last: int) -> Extent:
    """From a place up to the end of a token, with the marks that belong to it: "(1,5 l)", "¿", "10 %"."""
    text, end = cued.reading.text, cued.reading.tokens[last - 1].end
    while end < len(text) and not text[end].isspace() and text[end] not in ".,;:":
        end += 1
    while start and text[start - 1] in _OPENING:
        start -= 1
    return start, end
