"""What a sentence tells of a deal: what is sold, for how much, until when; and whether it tells more than a card holds."""

import re
from dataclasses import dataclass
from datetime import date

from handlers.kit.forms.form import Said, Unclear
from handlers.kit.turn import Turn
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.meaning import Amount, Moment, Understanding
from handlers.language.slots.deals import DEAL, LOST, WON
from handlers.language.text.words import words
from handlers.opportunities.slots import LONGEST_TITLE, CloseDay
from storage.names.folding import fold

_MARKS = " ,.;:¡!¿?-–—«»\"'"


@dataclass(frozen=True, slots=True)
class DealTold:
    """What a text tells of a deal; `perhaps` is a number that is one only where it is about a deal there is, `stage` is what kind of stage it is in now. `bare` where its amount names no currency; `known` where it speaks of a deal as one that is known."""

    title: str | None = None
    amount: Amount | None = None
    perhaps: Amount | None = None
    close: date | None = None
    stage: str | None = None
    won: bool = False
    lost: bool = False
    known: bool = False
    bare: bool = False


def deal_told(turn: Turn, text: str) -> DealTold:
    """Reads what a text tells of a deal, whatever else it tells."""
    heard = turn.read_as(DEAL, text)
    title, amount = heard.slots.get("what"), heard.slots.get("amount")
    return DealTold(
        " ".join(title.split())[:LONGEST_TITLE] if isinstance(title, str) else None,
        amount if isinstance(amount, Amount) else None,
        perhaps if isinstance(perhaps := heard.slots.get("perhaps"), Amount) else None,
        _close(turn, heard),
        stage if isinstance(stage := heard.slots.get("stage"), str) else None,
        heard.slots.get("outcome") == WON,
        heard.slots.get("outcome") == LOST,
        "deal" in heard.slots,
        _is_bare(heard),
    )


def _close(turn: Turn, heard: Understanding) -> date | None:
    moment = heard.slots.get("close")
    try:
        return CloseDay().take(turn, moment, Said({})) if isinstance(moment, Moment) else None
    except Unclear:
        return None


def _is_bare(heard: Understanding) -> bool:
    span = next((span for span in heard.spans if span.slot in {"amount", "perhaps"}), None)
    if span is None or any(c in "$£€" for c in heard.text[span.start : span.end]):
        return False
    letters = re.findall(r"[^\W\d_]+", fold(heard.text[span.start : span.end]))
    return set(letters) <= phrasebook().words("bare_thousands")


def says_more(turn: Turn, text: str, card: str) -> bool:
    """Whether a sentence that told of a sale tells anything that is not on the `card` of it: who agreed, a day, what comes next."""
    heard = (*turn.read_as(DEAL, text).spans, *turn.read_as("win_opportunity", text).spans)
    taken = [(span.start, span.end) for span in heard if span.slot in {"customer", "amount", "outcome", "what"}]
    book = phrasebook()
    lists = ("function", "edges", "sold", "goods_skips", "goods_plain")
    said = {fold(word).strip(_MARKS) for word in card.split()}.union({""}, *(book.words(name) for name in lists))
    leading = {part for phrase in book.words("goods_leads") | book.words("won") for part in phrase.split()}
    return any(
        word.folded.strip(_MARKS) not in said | leading
        and not any(start < word.end and word.start < end for start, end in taken)
        for word in words(text)
    )


def without_name(text: str, name: str) -> str:
    """A title without the customer's name at its ends: "bar sol 3000" is but "3000"."""
    words_, folded = text.split(), fold(name).split()
    size = len(folded)
    if [fold(word.strip(_MARKS)) for word in words_[:size]] == folded:
        words_ = words_[size:]
    if words_ and [fold(word.strip(_MARKS)) for word in words_[-size:]] == folded:
        words_ = words_[:-size]
    return " ".join(words_).strip(_MARKS)
