"""Whether a text tells of somebody whom nobody knows yet, by how it names them: "un tal Gustavo Olmedo", "his brother at Fenwick Fruit"."""

from handlers.language.concepts.concepts import cues_in
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import lexicon
from handlers.language.text.free_text import phrase_at

_EARLY = 6
"""Tokens before what somebody has on: "mañana por la mañana tengo …"."""
_NEAR = 3
_MET_WITHIN = 8
"""Tokens between what says that somebody was met and who it is."""


def names_a_stranger(text: str) -> bool:
    """Whether it says of somebody that they are one: "a bloke called …", "me ha dado una tarjeta: …", a relative elsewhere."""
    cued = cues_in(text)
    keys, tokens = cued.keys, cued.reading.tokens
    for at in range(len(keys) - 1):
        size = phrase_at("a_certain", keys, at)
        if size and at + size < len(keys) and tokens[at + size].is_word:
            return True
        size = phrase_at("card_of", keys, at)
        if size and at + size + 1 < len(keys) and keys[at + size] == ":":
            return True
        whose = at > 0 and keys[at - 1] in phrasebook().words("of_whom")  # "son" is a relative, and Spanish for "are"
        relative = whose and keys[at] in phrasebook().words("kin") and at + 2 < len(keys)
        if relative and keys[at + 1] in lexicon().works_at and text[tokens[at + 2].start].isupper():
            return True
    return False


def is_met_there(text: str) -> bool:
    """Whether such a stranger was met where the text tells of: "met Colin and a lady called …", "me atendió un tal …"."""
    cued = cues_in(text)
    keys = cued.keys
    for at in range(len(keys) - 1):
        if not phrase_at("a_certain", keys, at):
            continue
        before = range(max(0, at - _MET_WITHIN), at)
        met = any(phrase_at(name, keys, place) for place in before for name in ("met_there", "served_by"))
        if met:
            return True
    return False


def tells_of_oneself(text: str) -> bool:
    """Whether a text tells of an appointment of the sender's own that is no business, and goes on: "I've got the dentist Tuesday, so …".

    So does what is said to be theirs: "anota para mí: renovar la itv", "parking is 12 bucks now, expense it".
    """
    keys = cues_in(text).keys
    if any(phrase_at("of_oneself", keys, at) for at in range(len(keys))):
        return True
    for at in range(min(_EARLY, len(keys))):
        size = phrase_at("i_have", keys, at)
        near = range(at + size, min(at + size + _NEAR, len(keys)))
        if size and any(phrase_at("private_matters", keys, place) for place in near):
            return any(phrase_at("so_then", keys, place) for place in range(at + size, len(keys)))
    return False
