"""A look at somebody nobody knows: "historial de Las Flores", "card of blue moon"."""

from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import lexicon
from handlers.language.entities.names.new import Introduced, introduced
from handlers.language.text.free_text import is_pause, phrase_at

INTENTS = {"history": "show_history", "card": "show_customer", "brief": "brief_customer", "reach": "show_contact"}
"""What is asked to be seen, by the concept of the words for it."""

PERSONS = frozenset({"reach"})
"""What is asked of a person, by first name: "teléfono de casa" is nobody's."""

_MOST = 5
"""Words of the longest name."""


def looked_up(cued: Cued) -> tuple[str, Introduced] | None:
    """The intent, and the name, of a message that asks for the records of a name and says nothing else; None for any other.

    The records must be called by a word that means nothing else (`records` of the words): "historia de España" asks for none.
    """
    if "?" in cued.keys:
        return None
    for cue in cued.all(*INTENTS):
        size = phrase_at("records", cued.keys, cue.first)
        if not size or any(not _leads(cued, at) for at in range(cue.first)):
            continue
        first, last = cue.first + size, len(cued.keys)
        while last > first and is_pause(cued, last - 1):
            last -= 1
        inside = cued.reading.tokens[first:last]
        if not 0 < len(inside) <= _MOST or (
            cue.concept in PERSONS and cued.keys[first] not in phrasebook().words("first_names")
        ):
            continue
        if all(token.is_word for token in inside) and _may_be_name(cued, first, last):
            return INTENTS[cue.concept], introduced(cued, first, last)
    return None


def _leads(cued: Cued, at: int) -> bool:
    """Whether a word before the records only asks for them: "dame el", "show me the"."""
    asks = any(cue.first <= at < cue.last for cue in cued.all("show", "ask", "filler", "greet"))
    return asks or _is_little(cued, at) or is_pause(cued, at)


def _may_be_name(cued: Cued, first: int, last: int) -> bool:
    """Whether words may name somebody: not any such one ("un chiste"), nor small talk."""
    chats = any(cue.first == first for cue in cued.all("chat"))
    return not chats and cued.keys[first] not in lexicon().indefinite and not _is_little(cued, last - 1)


def _is_little(cued: Cued, at: int) -> bool:
    return cued.keys[at] in phrasebook().words("function") or cued.keys[at] in phrasebook().words("edges")
