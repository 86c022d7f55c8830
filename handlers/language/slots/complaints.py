"""Complaints amid other words: whether a text tells of one, what it is about, and whether it says what is wrong."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from handlers.language.acts.clauses import Clause, clauses
from handlers.language.concepts.concepts import Cued, cues_in
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.text.free_text import phrase_at
from storage.names.keys import name_words

CAUSES = ("delivery", "quality", "invoice", "service", "price")
"""Each has a list of words, `cause_delivery` and so on."""
_SAYING_SO = ("complaint", "complains", "create", "new", "filler")
_SUBJECT = 2
"""Words before a verb that say whose it is."""
_REACH = 3
"""Words before "complaint" within which "no" takes it away ("sin ninguna queja")."""
_GOODS = 7
"""Words behind "arrived" within which the state is told of what did ("llegaron dos de las cajas de vermut rotas")."""


def tells_of_complaint(text: str) -> bool:
    """Whether a text says that somebody complains or is angry, that goods arrived damaged, or that we fail again and again; "sin quejas" does not."""
    cued = cues_in(text)
    complains = any(not _denied(cued, cue.first) for cue in cued.all("complaint", "complains"))
    return (
        complains
        or _is_said(cued, "angry")
        or _is_said(cued, "threatens")
        or _arrived_damaged(cued)
        or _fails_again(cued)
    )


def _is_said(cued: Cued, name: str) -> bool:
    return any(phrase_at(name, cued.keys, at) and not _denied(cued, at) for at in range(len(cued.keys)))


def _fails_again(cued: Cued) -> bool:
    """Whether a clause says that what we bring is wrong once more: "el camión llega siempre tarde", "the delivery was late again"."""
    for clause in clauses(cued):
        within = range(clause.first, clause.last)
        if all(any(phrase_at(name, cued.keys, at) for at in within) for name in ("once_more", "faults", "we_bring")):
            return True
    return False


def _arrived_damaged(cued: Cued) -> bool:
    """Whatever the goods are, in one clause: “llegaron dos botellas rotas”, “two bottles came in smashed”."""
    keys, damaged = cued.keys, phrasebook().words("damaged")
    for at in range(len(keys)):
        if not (size := phrase_at("arrived", keys, at)) or _denied(cued, at):
            continue
        behind = list(takewhile(str.isalnum, keys[at + size : at + size + _GOODS]))
        if any(key in damaged for key in behind) and not any(
            key in phrasebook().words("no_complaint") for key in behind
        ):
            return True
    return False


def tells_of_wish(text: str) -> bool:
    """Whether a text tells what somebody wants, as nobody does who says that all is well: "sue wants to double the strong white"."""
    return any(not cue.inner for cue in cues_in(text).all("wants"))


def what_is_complained(text: str) -> str:
    """The part of a text that tells of the complaint, letter by letter, without what others, or other lines, say beside it; all of it where no part does alone.

    "gary moaned the last drop was late" of "they want a price for 40 kegs and gary moaned the last drop was late".
    """
    found = [part for line in text.splitlines() for part in _tellings(line) if tells_of_complaint(part)]
    return "\n".join(found) or text


def _tellings(text: str) -> Iterator[str]:
    """The parts of a line: each begins with who tells, wants or does something, behind a pause, a joint or a new clause."""
    cued = cues_in(text)
    tokens, first, last = cued.reading.tokens, 0, 0
    for clause in clauses(cued):
        if clause.first > first and _begins_telling(cued, clause) and not _is_only_angry(cued, clause):
            yield text[tokens[first].start : tokens[last - 1].end]
            first = clause.first
        last = clause.last
    if tokens:
        yield text[tokens[first].start :].strip()


def _is_only_angry(cued: Cued, clause: Clause) -> bool:
    """Whether a clause says how somebody takes what was said before, and nothing else that they complain of: "está bastante cabreada"."""
    inside = range(clause.first, clause.last)
    complains = any(cue.first in inside for cue in cued.all("complaint", "complains"))
    return not complains and any(phrase_at("angry", cued.keys, at) for at in inside)


def _begins_telling(cued: Cued, clause: Clause) -> bool:
    """Whether somebody begins to say, want or do something in a clause; "not happy" alone is of what was said before."""
    steps = phrase_at("steps", cued.keys, clause.first) > 0
    near = (
        cue.first <= clause.first + _SUBJECT
        and (cue.concept != "complains" or (cue.first, cue.last) != (clause.first, clause.last))
        for cue in cued.all("wants", "says", "did", "complains")
        if clause.first <= cue.first and not cue.inner
    )
    return steps or any(near)


def cause_of(text: str) -> str | None:
    """What a complaint is about, where its words say that of one cause alone."""
    found = _causes(cues_in(text).keys)
    return next(iter(found)) if len(found) == 1 else None


def _causes(keys: Sequence[str]) -> set[str]:
    return {cause for cause in CAUSES if any(phrase_at(f"cause_{cause}", keys, at) for at in range(len(keys)))}


def says_what_is_wrong(text: str, names: Iterable[str]) -> bool:
    """Whether a text says more than that somebody of these names complains: also "la factura está mal", which says of what."""
    cued = cues_in(text)
    of_what = any(cue.concept == "complains" and _causes(cued.keys[cue.first : cue.last]) for cue in cued.cues)
    return of_what or tells_more(text, names)


def tells_more(text: str, names: Iterable[str]) -> bool:
    """Whether a text has words beside those that say that somebody of these names complains."""
    cued = cues_in(text)
    cues = [cue for cue in cued.cues if cue.concept in _SAYING_SO or cue.concept.startswith("severity.")]
    said = {at for cue in cues for at in range(cue.first, cue.last)}
    little = phrasebook().words("function") | phrasebook().words("edges")
    known = {word for name in names for word in name_words(name)}
    tokens = cued.reading.tokens
    return any(
        token.is_word and at not in said and cued.keys[at] not in little | known for at, token in enumerate(tokens)
    )


def _denied(cued: Cued, at: int) -> bool:
    denying = phrasebook().words("no_complaint")
    return any(key in denying for key in cued.keys[max(0, at - _REACH) : at])
