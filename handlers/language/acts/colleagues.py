"""What a colleague did, or will do, who is named right before it: "Luis estuvo ayer en Bar Sol", "Karen is calling to Daily Bread tomorrow"."""

from handlers.language.concepts.concepts import Cue, Cued
from handlers.language.text.free_text import phrase_at
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
        if (
            token.mark is not None
            and token.mark.kind == NameKind.STAFF.value
            and (size := phrase_at("others_did", cued.keys, at + 1))
        ):
            return Cue(f"{VISIT}.vague", at + 1, at + 1 + size)
    return None


def tells_of_a_colleague(cued: Cued) -> bool:
    """Whether a message begins with a colleague and what they did, and asks nothing: no order, and nothing to come."""
    deed = colleagues_deed(cued)
    return deed is not None and deed.first == 1 and "?" not in cued.keys


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
