"""Names that a sentence introduces and nobody knows yet, taken as they are written."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.language.concepts.concepts import Cued, find_cues
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.meaning import Name
from handlers.language.reading import Token, unmarked
from handlers.language.text.free_text import is_pause, phrase_before

_SMALL = frozenset({"de", "del", "la", "las", "los", "el", "y", "e", "and", "of", "the", "&"})
_MOST = 7
"""Words of the longest name."""


@dataclass(frozen=True, slots=True)
class Introduced:
    """A new name and where it stands."""

    name: Name
    start: int
    end: int


def as_name(text: str) -> str:
    """A name as it is kept: as written, each word capitalised where it was typed all lower case."""
    text = " ".join(text.split())
    if text != text.lower():
        return text
    words = text.split(" ")
    return " ".join(w if at and w in _SMALL - {"el", "the"} else w[:1].upper() + w[1:] for at, w in enumerate(words))


def introduced(cued: Cued, first: int, last: int) -> Introduced:
    """The name that `tokens[first:last]` write."""
    tokens = cued.reading.tokens
    start, end = tokens[first].start, tokens[last - 1].end
    text = cued.reading.text[start:end]
    return Introduced(Name(as_name(text)), start, end)


def person_met(cued: Cued) -> Introduced | None:
    """Somebody whom nobody knows, said as the person met: "con Laura", "spoke to Jim Beale at …"."""
    for at, token in enumerate(cued.reading.tokens):
        if token.is_word and phrase_before("persons_met", cued.keys, at) and (size := person_at(cued, at)):
            return introduced(cued, at, at + size)
    return None


def may_be_called(text: str) -> bool:
    """Whether somebody may be called so: a few words, and none of those that only sentences have ("hablamos de tarifas")."""
    cued = find_cues(unmarked(text))
    said = [token for token in cued.reading.tokens if token.is_word]
    if not said or len(said) > _MOST or "?" in cued.keys:
        return False
    told = {
        at
        for cue in cued.all("did", "vague", "says", "wants", "past", "ask", "agenda", "show")
        for at in range(cue.first, cue.last)
    }
    little = phrasebook().words("function") - _SMALL
    return not any(
        (at in told or token.key in little) and not _capital(cued, token)
        for at, token in enumerate(cued.reading.tokens)
        if token.is_word
    )


def person_at(cued: Cued, at: int) -> int:
    """How many words a person's name has that begins at a token; 0 where none does: a first name, or capitals."""
    tokens = cued.reading.tokens
    if not tokens[at].is_word or not tokens[at].key.isalpha():
        return 0
    first_names = phrasebook().words("first_names")
    written = _capital(cued, tokens[at])
    if tokens[at].key not in first_names and not (
        written and at and not is_pause(cued, at - 1) and _stranger(tokens[at])
    ):
        return 0
    size = 1
    while at + size < len(tokens) and size < 4 and _surname(cued, tokens[at + size], written=written):
        size += 1
    return size


def _surname(cued: Cued, token: Token, *, written: bool) -> bool:
    if not token.is_word or not token.key.isalpha() or len(token.key) < 3:
        return False
    if written:
        return _capital(cued, token)
    return token.key not in phrasebook().vocabulary and _stranger(token) and token.key not in _common()


def _common() -> frozenset[str]:
    book = phrasebook()
    return (
        book.words("roles")
        | book.words("role_links")
        | book.words("business")
        | book.words("phone_words")
        | book.words("email_words")
    )


def _stranger(token: Token) -> bool:
    book = phrasebook()
    return (
        token.key not in book.words("function")
        and token.key not in book.words("edges")
        and token.key not in book.vocabulary
    )


def _capital(cued: Cued, token: Token) -> bool:
    return cued.reading.text[token.start].isupper()


def unknown_customer(cued: Cued) -> Introduced | None:
    """A business that nobody knows and a sentence plainly names: a kind of business and a name, or capitals behind "a"."""
    business = phrasebook().words("business")
    tokens = cued.reading.tokens
    behind_deeds = {cue.last for cue in cued.all("did", "vague", "noun")}
    for at, token in enumerate(tokens):
        if not token.is_word:
            continue
        before = at > 0 and tokens[at - 1].is_word and phrase_before("prepositions", cued.keys, at)
        if not (before or at in behind_deeds or at == 0):
            continue
        if token.key in business and (size := _named(cued, at)) > 1:
            return introduced(cued, at, at + size)
        if at and (size := written(cued, at)) and token.key not in phrasebook().words("first_names"):
            return introduced(cued, at, at + size)
    return None


def _named(cued: Cued, at: int) -> int:
    """How many words of a business's name begin at its kind ("bar pepe")."""
    tokens = cued.reading.tokens
    if (size := written(cued, at)) > 1:
        return size
    size = 1
    while at + size < len(tokens) and size < 4:
        token = tokens[at + size]
        small = token.key in _SMALL and at + size + 1 < len(tokens) and tokens[at + size + 1].is_word
        if not token.is_word or not (small or (_stranger(token) and token.key.isalpha())):
            break
        size += 1
    return size


def written(cued: Cued, at: int) -> int:
    """How many words that begin at a token are written with capitals, small words between them."""
    tokens = cued.reading.tokens
    if not tokens[at].is_word or not _capital(cued, tokens[at]):
        return 0
    size, last = 0, 0
    while at + size < len(tokens) and size < _MOST and (tokens[at + size].is_word or tokens[at + size].key == "&"):
        token = tokens[at + size]
        if _capital(cued, token):
            last = size + 1
        elif token.key not in _SMALL:
            break
        size += 1
    return last


def trimmed(keys: Sequence[str], first: int, last: int, edges: frozenset[str]) -> tuple[int, int]:
    """A range of tokens without the small words at its edges."""
    while first < last and keys[first] in edges:
        first += 1
    while last > first and keys[last - 1] in edges:
        last -= 1
    return first, last


def role_at(cued: Cued, at: int) -> int:
    """How many words a role has that begins at a token ("jefa de compras", "purchasing lead"); 0 where none does."""
    roles, links = phrasebook().words("roles"), phrasebook().words("role_links")
    tokens = cued.reading.tokens
    size, last = 0, 0
    while at + size < len(tokens) and tokens[at + size].is_word and size < 6:
        key = tokens[at + size].key
        if key in roles:
            last = size + 1
        elif key not in links:
            break
        elif last and key not in _SMALL:
            last = size + 1
        size += 1
    return last if last and any(tokens[i].key in roles for i in range(at, at + last)) else 0
