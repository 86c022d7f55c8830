"""A text that is one name, as an answer is: whom it means among the known ones."""

from collections.abc import Collection, Sequence

from handlers.language.concepts.concepts import cues_in
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import NameLexicon, is_first_name, lexicon
from handlers.language.entities.names.matching import MOST_CHOICES, Fit, Message, best_of_each, fits
from handlers.language.meaning import Name, NameBook
from storage.names.folding import fold
from storage.names.keys import SKIPPED, name_words
from storage.names.names import NameEntry, NameKind

MOST_WORDS = 7
"""Words of the longest name that is typed as an answer."""

_FEW = 2
"""Ordinary words that may be somebody's name, as an answer to who it is."""

_TELLS = 0.4
"""What a word that is generic tells; what tells less need not be explained."""

_EXPLAINED = 0.6
"""Share of what a text tells that a name must explain."""


def match_name(text: str, book: NameBook, kinds: Collection[NameKind] | None = None) -> Name:
    """The whole text read as one name, as in a waiting slot: candidates best first, one where it is plain, maybe none."""
    message = Message(text)
    words = lexicon()
    asked = message.keys or name_words(text)
    if not message.keys:  # an emoji, a mark: only the very same
        very = (e for e in book.candidates(asked) if fold(e.name) == fold(text) and _is_of(e, kinds))
        return Name(text.strip(), tuple(very))
    found = [fit for entry in book.candidates(asked) if _is_of(entry, kinds) for fit in fits(message, entry)[:1]]
    found = [fit for fit in found if not message.is_another_first_name(fit)]
    ranked = sorted(best_of_each(found), key=lambda fit: -_answers(message, fit, words))
    if same := [fit for fit in ranked if fold(fit.entry.alias or fit.entry.name) == fold(text)]:  # its very name
        return Name(text.strip(), tuple(fit.entry for fit in same[:MOST_CHOICES]))
    return Name(text.strip(), tuple(fit.entry for fit in _plausible(message, ranked, words)))


def _is_of(entry: NameEntry, kinds: Collection[NameKind] | None) -> bool:
    return kinds is None or entry.kind in kinds


def _answers(message: Message, fit: Fit, words: NameLexicon) -> float:
    """How well a name answers a text, 0 to 1: half is how much of the text it explains, half how much of it was said."""
    said = [_tells(key, words) for key in message.keys]
    explained = {position for hit in fit.hits for position in range(hit.at, hit.end)}
    share = sum(said[position] for position in explained) / (sum(said) or 1)
    return min(share, 1.0) * fit.quality * 0.6 + fit.score * 0.4


def _tells(key: str, words: NameLexicon) -> float:
    if key in SKIPPED:
        return 0.02
    return _TELLS if key in words.generic else 0.2 if words.is_ordinary(key) else 1.0


def _plausible(message: Message, ranked: Sequence[Fit], words: NameLexicon) -> list[Fit]:
    """Who may be meant: those who answer best, one alone where nobody else is near."""
    strong = [fit for fit in ranked if _explains(message, fit, words)]
    if not strong:
        return []
    best = strong[0]
    if best.complete and best.exact:
        strong = [fit for fit in strong if fit.complete and fit.exact and fit.score >= best.score - 0.01]
    elif best.exact:
        strong = [fit for fit in strong if fit.exact]
    least = _answers(message, best, words) - (0.12 if best.complete else 0.3)
    return [fit for fit in strong if _answers(message, fit, words) >= least][:MOST_CHOICES]


def _explains(message: Message, fit: Fit, words: NameLexicon) -> bool:
    """Whether hardly a word of the text that tells is left over; "lib" counts as the beginning of Librería."""
    explained = {position for hit in fit.hits for position in range(hit.at, hit.end)}
    telling = {position for position, key in enumerate(message.keys) if _tells(key, words) >= _TELLS}
    weight = {position: _tells(message.keys[position], words) for position in telling | explained}
    left = [message.keys[position] for position in telling - explained]
    short = sum(len(key) >= 3 and any(word.startswith(key) for word in fit.words) for key in left)
    there = sum(weight[position] for position in telling & explained) + short
    return there >= _EXPLAINED * sum(weight[position] for position in telling)


def may_be_a_customer(text: str) -> bool:
    """Whether a business may be called so that nobody knows: words typed small that only chat or tell are none.

    "Todo a Cien" and "bar la llamada" may, "jajaja vaya día llevo" may not.
    """
    cued = cues_in(text)
    said = cued.reading.words
    if not said or any(cued.reading.text[token.start].isupper() for token in said):
        return bool(said)
    chats = {at for cue in cued.all("chat", "greet", "thanks", "filler") for at in range(cue.first, cue.last)}
    if all(at in chats for at, token in enumerate(cued.reading.tokens) if token.is_word):
        return False
    keys, words, book = [token.key for token in said], lexicon(), phrasebook()
    named = any(key in words.generic or key in book.words("business") or is_first_name(key) for key in keys)
    small = words.joining | words.and_ | words.articles | words.to
    told = any((words.is_ordinary(key) or key in book.words("function")) and key not in small for key in keys)
    return named or not told or len(keys) <= _FEW


def may_be_called(text: str) -> bool:
    """Whether somebody may be called so: a few words, and none of those that only sentences have ("hablamos de tarifas")."""
    cued = cues_in(text)
    said = [token for token in cued.reading.tokens if token.is_word]
    if not said or len(said) > MOST_WORDS or "?" in cued.keys:
        return False
    told = {
        at
        for cue in cued.all("did", "vague", "says", "wants", "past", "ask", "agenda", "show")
        for at in range(cue.first, cue.last)
    }
    words = lexicon()
    little = phrasebook().words("function") - words.joining - words.and_
    return not any(
        (at in told or token.key in little) and not cued.reading.text[token.start].isupper()
        for at, token in enumerate(cued.reading.tokens)
        if token.is_word
    )
