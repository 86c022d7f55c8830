"""How a customer feels, where the text says so."""

from dataclasses import dataclass

from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.text.free_text import phrase_at

_REACH = 3
"""Words before a good word within which "no" turns it round ("no están nada contentos")."""


@dataclass(frozen=True, slots=True)
class Feeling:
    """A sentiment, and where the text says so."""

    value: str
    start: int
    end: int


def sentiment(cued: Cued, last: int) -> Feeling | None:
    """The one sentiment that `tokens[:last]` tell; None where they tell none, or both."""
    found: dict[str, Feeling] = {}
    at = 0
    while at < last:
        bad, good = phrase_at("negative", cued.keys, at), phrase_at("positive", cued.keys, at)
        size = max(bad, good)
        if size:
            value = "negative" if bad >= good or _denied(cued, at) else "positive"
            tokens = cued.reading.tokens
            found.setdefault(value, Feeling(value, tokens[at].start, tokens[min(at + size, len(tokens)) - 1].end))
        at += size or 1
    return next(iter(found.values())) if len(found) == 1 else None


def _denied(cued: Cued, at: int) -> bool:
    turning = phrasebook().words("not_positive")
    return any(key in turning for key in cued.keys[max(0, at - _REACH) : at])
