"""What a command tells besides: "nuevo cliente Bar Sol, 611 …, quieren 10 cajas, la llamo el jueves"."""

import re
from collections.abc import Collection

from handlers.language.acts.clauses import clauses
from handlers.language.concepts.concepts import Cued
from handlers.language.meaning import Span
from handlers.language.slots.draft import Draft
from handlers.language.text.any_of import any_of
from handlers.language.text.free_text import phrase_at
from storage.names.folding import fold

_LED = re.compile(rf"{any_of('led_by')}\b")
"""Who answers for a customer is no remark."""
_TELLS = ("wants", "says", "past", "complains")


def left_out(cued: Cued, draft: Draft) -> str:
    """The clauses of which a command that introduces somebody took nothing, and that say more than politeness; "" for none.

    "hija de Julián; ella decide ahora", of "nuevo contacto en …: Beatriz Ortuño, hija de Julián, 633 …, ella decide ahora".
    """
    text, tokens = cued.reading.text, cued.reading.tokens
    polite = {at for cue in cued.all("filler", "greet", "thanks") for at in range(cue.first, cue.last)}
    found = []
    if extent := _behind_name(cued, draft):
        found.append(text[slice(*extent)])
    for clause in clauses(cued)[1:]:
        start, end = tokens[clause.first].start, tokens[clause.last - 1].end
        said = [at for at in range(clause.first, clause.last) if tokens[at].is_word and at not in polite]
        taken = any(first < end and start < last for first, last in draft.taken)
        if len(said) > 1 and not taken and not _LED.match(fold(text[start:end])):
            found.append(text[start:end].strip(" ,.;"))
    return "; ".join(found)


def _behind_name(cued: Cued, draft: Draft) -> tuple[int, int] | None:
    """What is told of somebody right behind their name: "she does the buying"; None where it is what they are, or nothing."""
    tokens = cued.reading.tokens
    name = next((span.end for span in draft.spans if span.slot == "contact"), None)
    at = next((i for i, token in enumerate(tokens) if name is not None and token.start >= name), len(tokens))
    if at >= len(tokens) or not phrase_at("tells_of_named", cued.keys, at):
        return None
    last = at
    while last < len(tokens) and not any(a < tokens[last].end and tokens[last].start < b for a, b in draft.taken):
        last += 1
    ends = next((clause.last for clause in clauses(cued) if clause.first <= at < clause.last), last)
    role = any(
        span.slot == "role" and span.start < tokens[min(last, ends) - 1].end + 1 + len("the") for span in draft.spans
    )
    return None if role and last < ends else (tokens[at].start, tokens[min(last, ends) - 1].end)


def told_besides(cued: Cued, spans: Collection[Span], *, keeps_all: bool = False) -> str:
    """The clauses behind the last one of which the command took something, where they tell what somebody wants or what comes next.

    "" where there are none. What stands before the first of them that tells is the command's; where it `keeps_all`, none is.
    """
    tokens, found = cued.reading.tokens, clauses(cued)
    taken = max((span.end for span in spans), default=0)
    behind = [clause for clause in found[1:] if clause.parted and tokens[clause.first].start >= taken]
    says = _says if keeps_all else _tells
    tells = next((clause for clause in behind if says(cued, clause.first, clause.last)), None)
    last = cued.reading.text[tokens[tells.first].start :].strip(" ,.;") if tells else ""
    amid = _amid(cued, spans, taken) if keeps_all else []
    return "; ".join([*amid, last] if last else amid)


def _amid(cued: Cued, spans: Collection[Span], taken: int) -> list[str]:
    """What stands between what a command took, and says more: "coffee shop on Mill Lane", between a name and who owns it."""
    text, tokens, found = cued.reading.text, cued.reading.tokens, list[str]()
    first = min((span.end for span in spans), default=0)
    for clause in clauses(cued):
        start, end = tokens[clause.first].start, tokens[clause.last - 1].end
        inside = [span for span in spans if span.start < end and start < span.end]
        if inside and not any(span.slot == "customer" for span in inside):
            continue
        behind = max((span.end for span in inside), default=start)  # "The Hay Loft pub in Ripon, …"
        first_at = next((at for at in range(clause.first, clause.last) if tokens[at].start >= behind), clause.last)
        if first <= behind and end <= taken and _says(cued, first_at, clause.last):
            found.append(text[tokens[first_at].start : end].strip(" ,.;"))
    return found


def done_until(cued: Cued, *concepts: str) -> int:
    """Where the clauses end that say that something is done, and what: "hecho, lo de Marta"; what stands behind is told besides."""
    said = {at for cue in cued.all(*concepts, "filler", "yes") for at in range(cue.first, cue.last)}
    done = named = False
    for clause in clauses(cued):
        within = range(clause.first, clause.last)
        done = done or any(cue.first in within for cue in cued.all(*concepts))
        named = named or any(
            at not in said and (cued.reading.tokens[at].is_word or cued.reading.tokens[at].mark) for at in within
        )
        if done and named:
            return clause.last
    return len(cued.keys)


def _tells(cued: Cued, first: int, last: int) -> bool:
    told = any(first <= cue.first < last and not cue.inner for cue in cued.all(*_TELLS))
    return told or phrase_at("steps", cued.keys, first) > 0


def _says(cued: Cued, first: int, last: int) -> bool:
    """Whether a clause says more than politeness, and more than who answers for the customer."""
    tokens = cued.reading.tokens
    polite = {at for cue in cued.all("filler", "greet", "thanks") for at in range(cue.first, cue.last)}
    said = [at for at in range(first, last) if (tokens[at].is_word or tokens[at].mark) and at not in polite]
    return len(said) > 1 and not _LED.match(fold(cued.reading.text[tokens[first].start : tokens[last - 1].end]))
