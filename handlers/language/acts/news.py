"""News of a customer: "Hotel Sol cierra en febrero", "I hear Bar Sol is changing hands". It is told, and asks to see nothing."""

from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.text.free_text import phrase_at

_WHOSE = frozenset({"customer", "contact"})


def is_news(cued: Cued) -> bool:
    """Whether a message begins with somebody, whoever it was heard from aside, and what becomes of them."""
    keys, tokens = cued.keys, cued.reading.tokens
    if not keys or cued.reading.text.rstrip().endswith("?"):
        return False
    at = phrase_at("hearsay", keys, 0)
    while at < len(keys) and tokens[at].mark is None and keys[at] in phrasebook().words("glue"):
        at += 1
    mark = tokens[at].mark if at < len(keys) else None
    named = mark is not None and mark.kind in _WHOSE
    return named and at + 1 < len(keys) and phrase_at("becomes", keys, at + 1) > 0
