"""What is said of a customer in a few words: what matters to them, in order; what they are to us; how they pay.

Every word must have its place, or nothing is read: a text of which something would be lost is a note.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import cast

from handlers.language.data_files import language_data
from handlers.language.text.any_of import any_of, meanings_of, words_of
from handlers.language.text.lexer import lex
from handlers.language.text.numbers import LANGUAGES, read_words
from storage.names.folding import fold

ASPECTS = ("price", "service", "brand", "quality", "innovation", "relationship")
RELATIONS = ("partner", "channel", "ally", "target", "customer")
_BETWEEN = re.compile(rf"\s*(?:>|,|;|\b{any_of('between_ranks')}\b)\s*", re.IGNORECASE)
_SHARE = re.compile(rf"(?P<share>\d{{1,3}})\s*(?:%|{any_of('per_cent')})(?:\s+{any_of('share_of')}\s+(?P<what>.+))?")
_LEADS = re.compile(rf"^{any_of('before_share')}\s+")
_OF = re.compile(rf"^{any_of('share_of')}(?:\s+|$)")


def aspects(text: str) -> list[str] | None:
    """What matters, the most first: "servicio > precio" → ["service", "price"]; None where a word is none of it."""
    return _listed(text, ASPECTS)


def relation(text: str) -> str | None:
    """What a customer is to us: "aliado" → "ally"; None where a word is none of it."""
    found = _listed(text, RELATIONS)
    return found[0] if found and len(found) == 1 else None


def is_payment(text: str) -> bool:
    """Whether words say how somebody pays: "a 30 días", "por transferencia"; "mal" and "tarde" do not."""
    words = fold(text).split()
    if not 0 < len(words) <= 8:
        return False
    begins = any(" ".join(words[:n]) in _phrases("payment") for n in range(1, 4))
    numbered = words[0] in words_of("paid_after")
    return begins and (
        not numbered or _counts(" ".join(words[1:])) or len(words) == 1 or " ".join(words[:2]) in _phrases("payment")
    )


def _counts(text: str) -> bool:
    """Whether a number is in a text, in digits or spelled: "60 días", "quince días"."""
    lexemes = lex(text)
    return any(
        one.key[:1].isdigit() or any(read_words(lexemes, at, language) for language in LANGUAGES)
        for at, one in enumerate(lexemes)
    )


def share_of(text: str) -> tuple[int, str | None] | None:
    """A share of all that is bought, and of what: "el 60 % del vino" → (60, "vino"), "half its wine" → (50, "its wine"); None
    where it is none.
    """
    said = _LEADS.sub("", text.strip(), count=1)
    for words, share in sorted(meanings_of("shares").items(), key=lambda one: -len(one[0])):
        if fold(said).startswith(words) and not said[len(words) : len(words) + 1].isalnum():
            what = _OF.sub("", said[len(words) :].strip(), count=1)
            return int(share), what or None
    found = _SHARE.fullmatch(said)
    if found is None or not 0 < int(found["share"]) <= 100:
        return None
    return int(found["share"]), found["what"]


def _listed(text: str, kinds: Sequence[str]) -> list[str] | None:
    whole = next((kind for kind in kinds if fold(text.strip(" .!¡¿?")) in _phrases(kind)), None)
    if whole is not None:
        return [whole]
    found: list[str] = []
    for piece in _BETWEEN.split(text.strip(" .!¡¿?")):
        words = fold(piece).split()
        told = " ".join(word for word in words if word not in _phrases("fill"))
        if not told:
            continue
        kind = next((kind for kind in kinds if told in _meant(kind) or fold(piece.strip()) in _phrases(kind)), None)
        if kind is None:
            return None
        if kind not in found:
            found.append(kind)
    return found or None


@cache
def _meant(kind: str) -> frozenset[str]:
    """The phrases of a kind without the words that tell nothing."""
    fill = _phrases("fill")
    return frozenset(
        " ".join(word for word in phrase.split() if word not in fill) or phrase for phrase in _phrases(kind)
    )


@cache
def _phrases(kind: str) -> frozenset[str]:
    data = (cast("Mapping[str, Sequence[str]]", language_data(language, "facts")) for language in LANGUAGES)
    return frozenset(fold(phrase) for phrases in data for phrase in phrases[kind])
