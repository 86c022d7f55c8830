"""How a text answers what was just offered: "yes", "sí, pásalo", "create it", "no, recupéralo", "yes the catalogue one is done"."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.language.concepts.concepts import Cued, cues_in
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import lexicon
from handlers.language.slots.remarks import asks, is_little
from handlers.language.text.free_text import phrase_at

SHORTEST_BARE = 4
"""Letters that are left of a word without its pronouns."""

ALL = -1
"""All of them, however many."""
_EVERY = {2: "two_of_them", 3: "three_of_them", 4: "four_of_them", ALL: "all_of_them"}
_OPENINGS = ("yes", "no", "filler", "thanks")
_DENIES = ("never", "no")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of an answer: its folded `key`, where it ends in the text, and whether it tells nothing or denies something."""

    key: str
    end: int
    tells: bool
    denies: bool

    @property
    def is_plain(self) -> bool:
        """Whether it is a word like any other: no number, no day."""
        return self.key.isalpha() and self.key not in lexicon().calendar


@dataclass(frozen=True, slots=True)
class Answering:
    """An answer in words: whether it `agrees`, with a yes or by saying what to make of it, or `refuses`, and the words behind that."""

    agrees: bool
    refuses: bool
    words: Sequence[Word]
    every: int = 0
    """How many are meant where it says that all are, `ALL` of whatever number."""

    @property
    def telling(self) -> list[Word]:
        """The words that may tell what is meant."""
        return [word for word in self.words if word.tells]


def answering(text: str) -> Answering | None:
    """How a text may answer; None where it asks, or has no words."""
    cued = cues_in(text)
    keys, tokens = cued.keys, cued.reading.tokens
    if not keys or keys[-1] == "?" or _asks(cued, text):
        return None
    at, agrees, refuses = 0, False, False
    while at < len(keys):
        size = phrase_at("answers_with_order", keys, at)
        said, last = {"yes"} if size and at + size < len(keys) else set[str](), at + size
        if not said and not (size := phrase_at("answers_besides", keys, at)):
            said, last = _opening(cued, at)
        elif not said:
            last = at + size
        if tokens[at].is_word and last == at:
            break
        if "no" in said and last < len(keys) and tokens[last].is_word and not _opening(cued, last)[0]:
            return None  # "todavía no está hecho" denies it; "no, recupéralo" does not
        agrees, refuses, at = agrees or "yes" in said, refuses or "no" in said, max(last, at + 1)
    return Answering(
        agrees and not refuses, refuses, _words(cued, at), 0 if refuses else _every(cued, at, agrees=agrees)
    )


def _every(cued: Cued, first: int, *, agrees: bool) -> int:
    """How many are meant by what says nothing but that all are, "both", "todo", "save both", "las tres hechas"; 0 where it says more."""
    at, found, verbs = first, 0, 0
    while at < len(cued.keys):
        many = next((n for n in (2, 3, 4, ALL) if phrase_at(_EVERY[n], cued.keys, at)), 0)
        if many:
            found, size = many, phrase_at(_EVERY[many], cued.keys, at)
        else:
            size = max(1, phrase_at("answers_besides", cued.keys, at))
            token = cued.reading.tokens[at]
            verbs += size == 1 and token.is_word and not is_little(token.key)
            verbs += token.mark is not None
        at += size
    return found if verbs <= int(agrees) else 0


def bare(word: str) -> str:
    """A folded word without the pronouns at its end: "crea" of "créalo"."""
    ending = next(
        (one for one in sorted(phrasebook().words("enclitics"), key=len, reverse=True) if word.endswith(one)), ""
    )
    return word.removesuffix(ending) if len(word) - len(ending) >= SHORTEST_BARE else word


def _asks(cued: Cued, text: str) -> bool:
    """Whether it asks, with its mark or without: "qué hemos perdido y por qué", and not "que sí, ponla"."""
    begins = any(cue.first == 0 for cue in cued.all("ask", "how_many"))
    return asks(text) or (begins and not cued.concepts & {"yes", "no"})


def _opening(cued: Cued, at: int) -> tuple[set[str], int]:
    """What is said at a place before an answer, and where that ends: "sí", "no", "ok", "bueno"."""
    cues = [cue for cue in cued.all(*_OPENINGS) if cue.first == at and not cue.inner]
    return {cue.concept for cue in cues}, max((cue.last for cue in cues), default=at)


def _words(cued: Cued, first: int) -> list[Word]:
    denied = {at for cue in cued.all(*_DENIES) for at in range(cue.first, cue.last)}
    little, at = set[int](), first
    while at < len(cued.keys):
        size = max(phrase_at(words, cued.keys, at) for words in ("answers_besides", "says_which"))
        little |= set(range(at, at + size))
        at += max(size, 1)
    tokens = list(enumerate(cued.reading.tokens))[first:]
    return [
        Word(token.key, token.end, at not in little and not is_little(token.key), at in denied)
        for at, token in tokens
        if token.is_word
    ]
