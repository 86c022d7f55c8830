"""What the words of a message may be in a name that nobody knows: a part of it, a kind of business, no word of the language."""

from functools import cached_property

from handlers.language.concepts.concepts import Cued, known_words
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import is_first_name, lexicon
from handlers.language.entities.names.places import Places
from handlers.language.entities.names.written import Pieces, pieces_of

MOST = 4
"""Words of a name that is not written with capitals."""

_HARMLESS = frozenset({"chat", "customer", "filler", "greet", "yes"})
"""Concepts whose words may well be part of a business's name ("Bar Luna")."""


class NameWords:
    """One message, and what its words may be in a name."""

    def __init__(self, cued: Cued) -> None:
        self._cued = cued
        self._keys = cued.keys
        self._tokens = cued.reading.tokens
        self._text = cued.reading.text
        self._places = Places(cued)

    @cached_property
    def _pieces(self) -> Pieces:
        return pieces_of(self._cued)

    def _is_kind(self, at: int) -> bool:
        business = phrasebook().words("business")
        return self._keys[at] in business or self._keys[at].removesuffix("s") in business

    def _is_business(self, place: int) -> bool:
        """Whether a piece is a kind of business: "bar", "Café-Bar"."""
        piece = self._pieces.all[place]
        return not self._pieces.is_mark(place) and self._is_kind(piece.first)

    def _called(self, at: int) -> str:
        """A word as it was typed, for a name is no misspelt word of the language, without a possessive ending."""
        return self._tokens[at].key.removesuffix("'s").removesuffix("’s")

    def _is_possessive(self, at: int) -> bool:
        return self._called(at) != self._tokens[at].key

    def _capital(self, at: int) -> bool:
        return self._text[self._tokens[at].start].isupper()

    def _words_of(self, place: int) -> list[int]:
        """The tokens of a piece that are words."""
        piece = self._pieces.all[place]
        return [at for at in range(piece.first, piece.last) if self._tokens[at].is_word]

    def _may_be_all(self, place: int) -> bool:
        words = self._words_of(place)
        return bool(words) and all(self._may_be_name(at) for at in words)

    def _has_content(self, place: int) -> bool:
        """Whether a piece is of words that say something, whatever else they may say: "bell", "call", no "for" nor "2"."""
        little = phrasebook().words("function") | phrasebook().words("edges")
        return all(self._keys[at] not in little and self._keys[at][0].isalpha() for at in self._words_of(place))

    def _may_be_name(self, at: int) -> bool:
        """Whether a word may be part of a name beside what makes it one."""
        token, book = self._tokens[at], phrasebook()
        if not token.is_word or not token.key[0].isalnum() or token.key.isdigit():
            return False
        if token.key in book.words("function") or token.key in book.words("edges"):
            return is_first_name(token.key)
        concepts = {c for phrase, names in book.phrases.get(token.key, ()) if len(phrase) == 1 for c in names}
        return concepts <= _HARMLESS or self._capital(at)

    def _is_told(self, place: int, *concepts: str) -> bool:
        """Whether a word is rather what is told of somebody: a mood, a deed (or one of some concepts), a promise."""
        book, at = phrasebook(), self._pieces.all[place].first
        key = self._keys[at]
        if self._capital(at):
            return False
        if any(key in book.words(name) for name in ("positive", "negative", "steps", "not_positive")):
            return True
        return any(
            cue.first == at and not cue.inner for cue in self._cued.all(*(concepts or ("past", "says", "wants", "did")))
        )

    def _are_strange(self, place: int) -> bool:
        words = self._words_of(place)
        return bool(words) and not self._is_told(place) and all(self._is_strange(at) for at in words)

    def _is_strange(self, at: int) -> bool:
        """Whether a word is none of the language's own, as far as the data knows it."""
        key = self._called(at)
        if key in phrasebook().words("function") or not key.isalpha():
            return False
        if is_first_name(key) or key in lexicon().surnames:
            return True
        return key not in known_words() and not lexicon().is_ordinary(key) and key not in lexicon().generic
