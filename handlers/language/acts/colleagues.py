"""What a colleague did, who is named beside it, or will do, who is named right before it: "Luis estuvo ayer en Bar Sol", "Karen is calling to Daily Bread tomorrow"."""

from handlers.language.concepts.concepts import Cue, Cued
from handlers.language.text.free_text import phrase_at, phrase_before
from handlers.language.tokens import MOMENTS
from storage.names.names import NameKind

_SHORTEST_PLAN = 3
"""Tokens: who, what they will do, and when."""
_DAYS = frozenset({"{future}", "{day}"})
VISIT = "visit"
"""What a colleague mostly did."""


def colleagues_deed(cued: Cued) -> Cue | None:
    """What is said that a colleague did; None where none is said to have done anything."""
    tokens = cued.reading.tokens
    for at, token in enumerate(tokens[:-1]):
        if token.mark is None or token.mark.kind != NameKind.STAFF.value:
            continue
        first = at + 1
        while first < len(tokens) and (mark := tokens[first].mark) and mark.kind in MOMENTS:
            first += 1  # "Luis ayer estuvo en Bar Sol"
        if size := phrase_at("others_did", cued.keys, first) if first < len(tokens) else 0:
            return Cue(f"{VISIT}.vague", first, first + size)
        if size := phrase_before("done_by", cued.keys, at):  # "ayer estuvo Luis en Bar Sol"
            return Cue(f"{VISIT}.vague", at - size, at)
    return None


def tells_of_a_colleague(cued: Cued) -> bool:
    """Whether a message begins with a colleague and what they did, and asks nothing: no order, and nothing to come."""
    deed = colleagues_deed(cued)
    return deed is not None and _begins(cued, deed) and "?" not in cued.keys


def _begins(cued: Cued, deed: Cue) -> bool:
    """Whether nothing but the colleague, and when it was, stands before what they did."""
    before = [token.mark for token in cued.reading.tokens[: deed.first]]
    return all(mark is not None and mark.kind in {NameKind.STAFF.value, *MOMENTS} for mark in before)


def colleagues_plan(cued: Cued) -> int:
    """How many words, right behind a colleague who is named first, say what they will do on a day to come; 0 where none do."""
    tokens = cued.reading.tokens
    if len(tokens) < _SHORTEST_PLAN or tokens[0].mark is None or tokens[0].mark.kind != NameKind.STAFF.value:
        return 0
    if "?" in cued.keys or "{past}" in cued.keys or not _DAYS & set(cued.keys):
        return 0
    return phrase_at("others_will", cued.keys, 1)


def stays_away(cued: Cued) -> bool:
    """Whether a message tells that the sender does not go somewhere: "esta tarde no voy a Bar Sol", "can't make it to Bell Inn"."""
    return "?" not in cued.keys and any(phrase_at("not_going", cued.keys, at) for at in range(len(cued.keys)))
