"""What is to be done, or may be sold: the words of a command that are left without its moment and its own words."""

from collections.abc import Sequence

from handlers.language.acts.clauses import Clause, clauses
from handlers.language.acts.verbatim import trimmed
from handlers.language.concepts.concepts import Cue, Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.slots.draft import Draft
from handlers.language.slots.notes import WHO
from handlers.language.text.free_text import phrase_at

_GAP = 4
"""Tokens between two words of a command's own at its beginning."""
_PART_OF_WHAT = frozenset({"customer", "contact", "product", "promotion"})
"""Names stay where they stand in what is to be done: "llamar a Bar Sol"."""


def put_what(draft: Draft, *concepts: str, whose: bool = True, last: int | None = None) -> None:
    """Fills `what` with the words, up to `last`, that are left without the moment and the command's own words; with the names, if `whose`."""
    cued = draft.cued
    end = _lead_in(draft, concepts)
    own = [cue for cue in cued.all(*concepts) if not _names_a_thing(cued, cue) and not _is_the_deed(draft, cue)]
    with_whom = end < len(cued.keys) and cued.keys[end] in phrasebook().words("with_whom")
    kept = (
        min((cue.first for cue in own if cue.last == end), default=end) if with_whom else end
    )  # "book me in with Linda"
    led = [cue for cue in own if cue.last <= end and cue.first < kept]
    taken = [cued.span(cue) for cue in own if cue in led or cue.concept == "filler"]
    named = {(span.start, span.end) for span in draft.spans if whose and span.slot in _PART_OF_WHAT}
    named |= {(mark.start, mark.end) for mark in cued.reading.of("customer") if whose}
    first = next((clause.first for clause in clauses(cued) if not _is_name_alone(cued, clause)), 0)
    edges = [extent for extent in draft.taken if extent not in named]
    extent = trimmed(cued, first, len(cued.keys) if last is None else last, [*edges, *taken])
    if extent and _says_something(cued, extent):
        draft.put("what", cued.reading.text[slice(*extent)], *extent)


def _names_a_thing(cued: Cued, cue: Cue) -> bool:
    """Whether words name a thing: those that may address somebody behind an article, "comida con mi jefe"; the call of "book a call"."""
    if cue.concept == "remind":
        return any(phrase_at("engagements", cued.keys, at) for at in range(cue.first, cue.last))
    return cue.concept == "filler" and cue.first > 0 and cued.keys[cue.first - 1] in phrasebook().words("of_mine")


def _is_the_deed(draft: Draft, cue: Cue) -> bool:
    """Whether words that may have somebody reminded are what is to be done themselves: "tell Paula that", "follow up with Marco"; a colleague is told to do it."""
    keys = draft.cued.keys
    if cue.concept != "remind" or cue.last >= len(keys):
        return False
    if phrase_at("addressing", keys, cue.first) == cue.last - cue.first:
        return "staff" not in draft.slots and keys[cue.last] not in phrasebook().words("addressed_self")
    with_whom = phrasebook().words("with_whom")
    led = keys[cue.last - 1] in with_whom or keys[cue.last] in with_whom | WHO
    return led and phrase_at("steps", keys, cue.first) > 1


def _says_something(cued: Cued, extent: tuple[int, int]) -> bool:
    """Whether a part of the text is more than little words: "on it" is nothing to be done, "call them" is."""
    little = phrasebook().words("function") | phrasebook().words("glue")
    deeds = {cue.first for cue in cued.all("do")}
    return any(
        extent[0] <= token.start < extent[1]
        and (token.is_word or token.mark)
        and (token.key not in little or at in deeds)
        for at, token in enumerate(cued.reading.tokens)
    )


def _is_name_alone(cued: Cued, clause: Clause) -> bool:
    """Whether a clause only says whom it is about: "Bar Sol: …"."""
    return all(cued.keys[at] in WHO for at in range(clause.first, clause.last))


def _lead_in(draft: Draft, concepts: Sequence[str]) -> int:
    """Where the command's own words end that a sentence begins with: cues with at most a few words between them.

    What stands behind whoever is told to do it is what they are to do: "tell Luke to follow up".
    """
    cued, last = draft.cued, 0
    told = next((span.end for span in draft.spans if span.slot == "staff"), len(cued.reading.text))
    for cue in cued.all(*concepts):
        if _is_the_deed(draft, cue):
            break
        if cue.first <= last + _GAP and cued.reading.tokens[cue.first].start < told:
            last = max(last, cue.last)
    return last
