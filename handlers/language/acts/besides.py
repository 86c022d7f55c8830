"""What a command tells besides: "nuevo cliente Bar Sol, 611 …, quieren 10 cajas, la llamo el jueves"."""

from collections.abc import Collection

from handlers.language.acts.clauses import clauses
from handlers.language.concepts.concepts import Cued
from handlers.language.meaning import Span
from handlers.language.text.free_text import phrase_at

_TELLS = ("wants", "says", "past", "complains")


def told_besides(cued: Cued, spans: Collection[Span]) -> str:
    """The clauses behind the last one of which the command took something, where they tell what somebody wants or what comes next.

    "" where there are none. What stands before the first of them that tells is the command's.
    """
    tokens, found = cued.reading.tokens, clauses(cued)
    taken = max((span.end for span in spans), default=0)
    behind = [clause for clause in found[1:] if clause.parted and tokens[clause.first].start >= taken]
    tells = next((clause for clause in behind if _tells(cued, clause.first, clause.last)), None)
    return cued.reading.text[tokens[tells.first].start :].strip(" ,.;") if tells else ""


def _tells(cued: Cued, first: int, last: int) -> bool:
    told = any(first <= cue.first < last and not cue.inner for cue in cued.all(*_TELLS))
    return told or phrase_at("steps", cued.keys, first) > 0
