"""What a new opportunity is about: the words of its sentence that are left, without whose it is, for how much and until when."""

from collections.abc import Iterator

from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import lexicon
from handlers.language.slots.draft import Draft
from handlers.language.slots.to_be_done import put_what
from handlers.language.text.free_text import is_pause, phrase_at, phrase_before

_OWN = ("create", "new", "opportunity", "close", "filler")
"""Concepts of the command's own words."""
_FIRST_WORDS = 3
_LITTLE = ("function", "edges", "prepositions", "goods_skips", "goods_articles", "goods_ends")
_AROUND = ("deal_intros", "goods_tails", "hedges")
"""Lists of phrases that speak of a deal and name nothing that is sold: "got … cooking", "ponlo como"."""


def put_title(draft: Draft) -> None:
    """Fills `what`: all that is left where that is one stretch, else the first stretch that names something."""
    whole = Draft(draft.cued, draft.context, slots=dict(draft.slots), spans=list(draft.spans), taken=list(draft.taken))
    put_what(whole, *_OWN, whose=False)
    span = next((span for span in whole.spans if span.slot == "what"), None)
    if span is None:
        return
    if _is_one_stretch(draft, span.start, span.end) and not points_back(draft.cued):
        draft.put("what", whole.slots["what"], span.start, span.end)
        return
    tokens = draft.cued.reading.tokens
    for first, last in _stretches(draft):
        start, end = tokens[first].start, tokens[last - 1].end
        if draft.put("what", draft.cued.reading.text[start:end], start, end):
            return


def points_back(cued: Cued) -> bool:
    """Whether a sentence calls what was told before something: "ponlo como oportunidad", "put that down as a deal"."""
    return any(phrase_at("points_back", cued.keys, at) for at in range(min(_FIRST_WORDS, len(cued.keys))))


def _is_one_stretch(draft: Draft, start: int, end: int) -> bool:
    """Whether none of the other slots' words, nor any that call it an opportunity, stand within some words."""
    others = [(span.start, span.end) for span in draft.spans]
    others += [draft.cued.span(cue) for cue in draft.cued.all("opportunity")]
    return not any(start < b and a < end for a, b in others)


def _stretches(draft: Draft) -> Iterator[tuple[int, int]]:
    """The stretches of words between pauses, other slots and the command's own words, without the little words at their edges."""
    cued = draft.cued
    called = min((cue.first for cue in cued.all("opportunity")), default=0)
    own = {
        at
        for cue in cued.all(*_OWN)
        if cue.first <= called or cue.concept not in {"new", "create"}
        for at in range(cue.first, cue.last)
    }
    taken = {
        at
        for at, token in enumerate(cued.reading.tokens)
        if any(a < token.end and token.start < b for a, b in draft.taken)
    }
    first = 0
    for at in range(len(cued.keys) + 1):
        if at < len(cued.keys) and at not in own | taken and not is_pause(cued, at):
            continue
        if found := _trimmed(cued, first, at):
            yield found
        first = at + 1


def _trimmed(cued: Cued, first: int, last: int) -> tuple[int, int] | None:
    while first < last and (size := _size(cued, first)):
        first += size
    while last > first and (size := _size_before(cued, last)):
        last -= size
    return (first, last) if first < last and any(c.isalpha() for c in cued.keys[first]) | (last - first > 1) else None


def _size(cued: Cued, at: int) -> int:
    """How many words that name nothing begin at a place."""
    key = cued.keys[at]
    little = any(key in phrasebook().words(name) for name in _LITTLE) or not key[0].isalnum()
    little = little or key in lexicon().seasons | lexicon().calendar  # "close xmas" says when
    return max(int(little), *(phrase_at(name, cued.keys, at) for name in _AROUND))


def _size_before(cued: Cued, at: int) -> int:
    little = (
        any(cued.keys[at - 1] in phrasebook().words(name) for name in _LITTLE) or not cued.keys[at - 1][0].isalnum()
    )
    return max(int(little), *(phrase_before(name, cued.keys, at) for name in _AROUND))
