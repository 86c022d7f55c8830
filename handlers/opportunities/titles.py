"""What a sentence tells of a deal besides its customer and its amount: what is sold, in the sender's words."""

import re

from handlers.kit.turn import Turn
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.meaning import Understanding
from storage.names.folding import fold

_BREAKS = re.compile(r"[,.;:\n](?=\s|$)")
_MARKS = " ,.;:¡!¿?-–—«»\"'"
_TAKEN = frozenset({"customer", "amount", "close", "when", "contact"})


def what_is_sold(heard: Understanding, text: str) -> str | None:
    """What was sold: "pedido" of "cerré con Bar Sol un pedido de 12.500,50". None where the sentence does not say."""
    return _longest(_pieces(heard, text), "sold")


def what_is_wanted(turn: Turn, text: str) -> str | None:
    """What is wanted, of the clause that names an amount: "máquina de café" of "quieren una máquina de café de 3.000 €"."""
    heard = turn.read_as("log_interaction", text)
    amount = next((span for span in heard.spans if span.slot == "amount"), None)
    if amount is None:
        return None
    breaks = [found.end() for found in _BREAKS.finditer(text)]
    start = max((at for at in breaks if at <= amount.start), default=0)
    end = min((at for at in breaks if at >= amount.end), default=len(text))
    names = [
        (span.start, span.end)
        for span in heard.spans
        if span.slot in _TAKEN and start <= span.start and span.end <= end
    ]
    return _longest(_between(text, start, end, names), "wanted")


def without_name(text: str, name: str) -> str:
    """A title without the customer's name at its ends: "bar sol 3000" is but "3000"."""
    words, folded = text.split(), fold(name).split()
    size = len(folded)
    if [fold(word.strip(_MARKS)) for word in words[:size]] == folded:
        words = words[size:]
    if words and [fold(word.strip(_MARKS)) for word in words[-size:]] == folded:
        words = words[:-size]
    return " ".join(words).strip(_MARKS)


def _pieces(heard: Understanding, text: str) -> list[str]:
    """What is left of a sentence where its names, amounts and moments are taken out."""
    return _between(text, 0, len(text), [(span.start, span.end) for span in heard.spans if span.slot in _TAKEN])


def _between(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> list[str]:
    pieces, at = [], start
    for first, last in sorted(taken):
        pieces.append(text[at:first])
        at = max(at, last)
    return [*pieces, text[at:end]]


def _longest(pieces: list[str], leading: str) -> str | None:
    """The longest piece, without the words that lead to it or dangle at its ends. A single word of a letter or two says nothing."""
    little = phrasebook().words("function") | phrasebook().words("edges")
    lead = little | phrasebook().words(leading)
    found = [" ".join(_trimmed(piece.split(), lead, little)).strip(_MARKS) for piece in pieces]
    best = max(found, key=len, default="")
    return best if sum(c.isalpha() for c in best) > 2 else None


def _trimmed(words: list[str], lead: frozenset[str], trail: frozenset[str]) -> list[str]:
    first, last = 0, len(words)
    while first < last and fold(words[first].strip(_MARKS)) in lead | {""}:
        first += 1
    while last > first and fold(words[last - 1].strip(_MARKS)) in trail | {""}:
        last -= 1
    return words[first:last]
