"""News of a customer: "Hotel Sol cierra en febrero", "I hear Bar Sol is changing hands". It is told, and asks to see nothing."""

from handlers.language.acts.absence import absent_persons
from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import lexicon
from handlers.language.text.free_text import phrase_at
from storage.names.folding import fold

_ASKING = frozenset(
    {"ask", "show", "card", "history", "brief", "reach", "contact", "customer", "agenda", "seeing", "filler"}
)
_REACHED = ("email", "message", "call", "channel")
_WITH_EMPLOYER = 2
"""Tokens: "at" and where somebody works."""
_SAYS_MORE = 2
"""Words beside names: "rosa paga menos a partir de febrero"."""
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
    behind = at + 1
    if named and behind + 1 < len(keys) and keys[behind] in lexicon().works_at and keys[behind + 1] == "{customer}":
        behind += _WITH_EMPLOYER  # "rachel at dunmore is off …"
    if not named or behind >= len(keys):
        return False
    return phrase_at("becomes", keys, behind) > 0 or mark in absent_persons(cued)


def tells_rather(cued: Cued) -> bool:
    """Whether a message has no word of asking or showing, and says more than a name: no card is asked for so."""
    asks = "?" in cued.keys or phrase_at("question_words", cued.keys, 0) > 0
    if asks or _ASKING & cued.concepts or any(cue.concept.startswith(_REACHED) for cue in cued.cues):
        return False
    book = phrasebook()
    little = book.words("function") | book.words("glue")
    said = [t for t in cued.reading.tokens if t.is_word and t.mark is None and t.key not in little]
    return len(said) >= (_SAYS_MORE if names_surely(cued) else 1)


def names_surely(cued: Cued) -> bool:
    """Whether somebody is called by a word of their name, and not by one that only sounds like it: "comprar pilas" for Pilar."""
    text = cued.reading.text
    for mark in cued.reading.of(*_WHOSE):
        said = set(fold(text[mark.start : mark.end]).split())
        own = {
            word
            for entry in (mark.name.candidates if mark.name else ())
            for word in fold(f"{entry.name} {entry.alias or ''}").split()
        }
        if said <= own:
            return True
    return False
