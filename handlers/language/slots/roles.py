"""What somebody is at a customer: "jefa de compras", "purchasing lead"."""

from collections.abc import Sequence

from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import lexicon
from handlers.language.text.free_text import is_pause

_LONGEST_ROLE = 6
_LONGEST_FIELD = 2
"""Words of what a role is of."""


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
    if not last or not any(tokens[i].key in roles for i in range(at, at + last)):
        return 0
    return _with_field(cued, at, last)


def _with_field(cued: Cued, at: int, size: int) -> int:
    """A role with what it is of, where that ends what is said: "jefe de estudios, 622 …", "head of studies"; not "dueña de un bar que …"."""
    tokens, of = cued.reading.tokens, at + size
    if of >= len(tokens) or cued.keys[of] not in phrasebook().words("of_field") or not tokens[of].is_word:
        return size
    last = of + 1
    while last < len(tokens) and last - of <= _LONGEST_FIELD and tokens[last].is_word and not is_pause(cued, last):
        last += 1
    ends = last >= len(tokens) or is_pause(cued, last) or not tokens[last].is_word
    plain = all(cued.keys[i] not in phrasebook().words("goods_articles") for i in range(of + 1, last))
    named = any(tokens[i].mark for i in range(of, last))
    return last - at if ends and plain and not named and 0 < last - of - 1 <= _LONGEST_FIELD else size


def trimmed(keys: Sequence[str], first: int, last: int, edges: frozenset[str]) -> tuple[int, int]:
    """A range of tokens without the small words at its edges."""
    while first < last and keys[first] in edges:
        first += 1
    while last > first and keys[last - 1] in edges:
        last -= 1
    return first, last
