"""What is left of a sender's words when the parts that filled slots are taken out."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrase_words, phrasebook, spellings
from handlers.language.tokens import Token

PAUSES = frozenset(',.;:!?¡¿\n–—()"“”«»…')
"""Marks that part one thing said from the next; a hyphen does between spaces only."""

Piece = tuple[int, int]


@cache
def _phrases(name: str) -> Sequence[tuple[str, ...]]:
    """A list's phrases as words, also as they are shortened on a phone, the longest first."""
    shortened = phrasebook().words("shortened")
    found = {spelt for phrase in phrasebook().words(name) for spelt in spellings(phrase_words(phrase), shortened)}
    return sorted(found - {()}, key=len, reverse=True)


@cache
def phrase_index(name: str) -> dict[str, list[tuple[str, ...]]]:
    """A list's phrases by their first word, the longest first."""
    index: dict[str, list[tuple[str, ...]]] = {}
    for phrase in _phrases(name):
        index.setdefault(phrase[0], []).append(phrase)
    return index


@cache
def _index_by_last(name: str) -> dict[str, list[tuple[str, ...]]]:
    index: dict[str, list[tuple[str, ...]]] = {}
    for phrase in _phrases(name):
        index.setdefault(phrase[-1], []).append(phrase)
    return index


def phrase_at(name: str, keys: Sequence[str], at: int) -> int:
    """How many words of a list's longest phrase begin at a place; 0 where none does, and behind the last word."""
    if at >= len(keys):
        return 0
    for phrase in phrase_index(name).get(keys[at], ()):  # asked at every word: most begin no phrase
        if tuple(keys[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def phrase_before(name: str, keys: Sequence[str], at: int) -> int:
    """How many words of a list's longest phrase end just before a place; 0 where none does."""
    if at == 0:
        return 0
    return next(
        (len(p) for p in _index_by_last(name).get(keys[at - 1], ()) if tuple(keys[max(0, at - len(p)) : at]) == p), 0
    )


def is_pause(cued: Cued, at: int) -> bool:
    """Whether the token is a mark that parts what is said."""
    token = cued.reading.tokens[at]
    if token.mark is not None:
        return False
    if token.key in PAUSES:
        return True
    text = cued.reading.text
    return (
        token.key == "-"
        and text[token.start - 1 : token.start] in {"", " "}
        and text[token.end : token.end + 1] in {"", " "}
    )


def rest(
    cued: Cued,
    taken: Iterable[Piece],
    first: int = 0,
    last: int | None = None,
    idle: Collection[int] = frozenset(),
) -> str:
    """The words of `tokens[first:last]` that no taken part of the text covers, in tidy pieces joined by commas.

    With a taken part go the prepositions before it; what is left dangling at the edges of a piece goes too, and a piece
    of nothing but little words and `idle` tokens (a command's own words) altogether.
    """
    tokens = cued.reading.tokens[: len(cued.reading.tokens) if last is None else last]
    covered = _with_prepositions(cued, _covered(tokens, list(taken)))
    pieces = [_tidy(cued, piece, idle) for piece in _pieces(cued, tokens, covered, first)]
    return ", ".join(piece for piece in pieces if piece)


def _covered(tokens: Sequence[Token], taken: Sequence[Piece]) -> set[int]:
    return {at for at, token in enumerate(tokens) if any(a < token.end and token.start < b for a, b in taken)}


def _with_prepositions(cued: Cued, covered: set[int]) -> set[int]:
    more = set(covered)
    for at in covered:
        if at - 1 in covered or cued.reading.tokens[at].key in PAUSES:
            continue
        place = at
        while place and (size := phrase_before("prepositions", cued.keys, place)) and place - 1 not in covered:
            more.update(range(place - size, place))
            place -= size
    return more


def _pieces(cued: Cued, tokens: Sequence[Token], covered: Collection[int], first: int) -> Iterator[list[int]]:
    piece: list[int] = []
    for at in range(first, len(tokens)):
        if is_pause(cued, at):
            yield piece
            piece = []
        elif at not in covered:
            piece.append(at)
    yield piece


def _tidy(cued: Cued, piece: list[int], idle: Collection[int]) -> str:
    """A piece without what dangles at its edges; nothing where only little words are left."""
    edges = phrasebook().words("edges")
    while piece and _dangles(cued, piece[0], edges):
        piece = piece[1:]
    while piece and _dangles(cued, piece[-1], edges):
        piece = piece[:-1]
    if not any(_tells(cued, at) for at in piece if at not in idle) and not _is_said(cued, piece):
        return ""
    return _joined(cued, piece)


def _is_said(cued: Cued, piece: Sequence[int]) -> bool:
    """Whether the little words of a piece say something together: "todo ok"."""
    return bool(piece) and any(
        cue.first == piece[0] and cue.last == piece[-1] + 1 and len(piece) > 1 for cue in cued.all("says")
    )


def _dangles(cued: Cued, at: int, edges: Collection[str]) -> bool:
    token = cued.reading.tokens[at]
    return (
        token.mark is None
        and (token.key in edges or not token.key[0].isalnum())
        and token.key not in {"€", "$", "%", "£"}
    )


def _tells(cued: Cued, at: int) -> bool:
    """Whether a token says something by itself."""
    token = cued.reading.tokens[at]
    if token.mark is not None:
        return True
    if not token.key[0].isalnum():
        return ord(token.key[0]) > 0x2600  # an emoji
    book = phrasebook()
    return (
        token.key not in book.words("function") and token.key not in book.words("edges") and token.key not in _fillers()
    )


@cache
def _fillers() -> frozenset[str]:
    return frozenset(
        phrase[0]
        for entries in phrasebook().phrases.values()
        for phrase, concepts in entries
        if len(phrase) == 1 and "filler" in concepts
    )


def _joined(cued: Cued, piece: Sequence[int]) -> str:
    """The tokens as written, the spaces of the text kept where they are neighbours in it."""
    text, tokens = cued.reading.text, cued.reading.tokens
    out = text[tokens[piece[0]].start : tokens[piece[0]].end]
    for before, at in pairwise(piece):
        between = text[tokens[before].end : tokens[at].start] if at == before + 1 else " "
        out += (" " if between.strip() or (between and not between.strip()) else between) + text[
            tokens[at].start : tokens[at].end
        ]
    return out.strip()
