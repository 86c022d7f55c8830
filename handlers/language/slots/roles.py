"""What somebody is at a customer: "jefa de compras", "purchasing lead"."""

from collections.abc import Sequence

from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import lexicon

_LONGEST_ROLE = 6


def role_at(cued: Cued, at: int) -> int:
    """How many words a role has that begins at a token ("jefa de compras", "purchasing lead"); 0 where none does."""
    roles, links = phrasebook().words("roles"), phrasebook().words("role_links")
    tokens = cued.reading.tokens
    size, last = 0, 0
    while at + size < len(tokens) and tokens[at + size].is_word and size < _LONGEST_ROLE:
        key = tokens[at + size].key
        if key in roles:
            last = size + 1
        elif key not in links:
            break
        elif last and key not in lexicon().joining | lexicon().and_:
            last = size + 1
        size += 1
    return last if last and any(tokens[i].key in roles for i in range(at, at + last)) else 0


def trimmed(keys: Sequence[str], first: int, last: int, edges: frozenset[str]) -> tuple[int, int]:
    """A range of tokens without the small words at its edges."""
    while first < last and keys[first] in edges:
        first += 1
    while last > first and keys[last - 1] in edges:
        last -= 1
    return first, last
