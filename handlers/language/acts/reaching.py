"""Who got in touch with whom: "me ha llamado Marta", "Bell Inn emailed", "a call from Marta" is their doing, "called Marta back" ours."""

from collections.abc import Iterator, Sequence

from handlers.language.acts.clauses import clauses
from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import lexicon
from handlers.language.text.free_text import phrase_at
from storage.names.names import NameKind

_THEIRS = frozenset({f"{{{NameKind.CUSTOMER.value}}}", f"{{{NameKind.CONTACT.value}}}"})
_STAFF = f"{{{NameKind.STAFF.value}}}"
_KINDS = frozenset({"visit", "call", "email", "message", "meeting", "event"})
_DONE = ("did", "vague")


def only_they_reached_us(cued: Cued) -> bool:
    """Whether a message tells that they got in touch with us, and of nothing by which we did with them."""
    theirs = list(_theirs(cued))
    return bool(theirs) and not any(_apart(ours, theirs) for ours in _ours(cued))


def _theirs(cued: Cued) -> Iterator[range]:
    """The tokens that say that they got in touch."""
    for clause in clauses(cued):
        for at in range(clause.first, clause.last):
            if phrase_at("answered_us", cued.keys, at) or _is_denied(cued, clause.first, at):
                continue  # they come back to what we had sent
            if size := _reached_us(cued, clause.first, at, clause.last):
                yield range(at, at + size)


def _reached_us(cued: Cued, first: int, at: int, last: int) -> int:
    """How many words from a place on say so; 0 where none do."""
    keys = cued.keys
    if size := phrase_at("reached_us", keys, at):
        return size
    if (size := phrase_at("reached_from", keys, at)) and _is_somebody(keys, at + size, last):
        return size
    if (size := phrase_at("has_reached", keys, at)) and not _reached_somebody(keys, first, at, at + size, last):
        return size
    size = phrase_at("reached", keys, at)
    return size if size and _is_their_deed(keys, first, at) and not _is_object(keys, at + size, last) else 0


def _ours(cued: Cued) -> Iterator[range]:
    """The tokens that say what we did with them: a call, a visit, an answer."""
    for cue in cued.all(*_DONE):
        if cue.concept.partition(".")[0] in _KINDS:
            yield range(cue.first, cue.last)
    for at in range(len(cued.keys)):
        if size := phrase_at("answered_them", cued.keys, at):
            yield range(at, at + size)


def _apart(ours: range, theirs: Sequence[range]) -> bool:
    return not any(ours.start < their.stop and their.start < ours.stop for their in theirs)


def _is_denied(cued: Cued, first: int, at: int) -> bool:
    return at > first and cued.keys[at - 1] in phrasebook().words("negations")


def _is_somebody(keys: Sequence[str], at: int, last: int) -> bool:
    """Whether somebody of theirs is named at a place, or told of: "de Marta", "del cliente", "from their chef"."""
    while at < last and keys[at] in lexicon().articles:
        at += 1
    return at < last and keys[at] in _THEIRS | phrasebook().words("they")


def _reached_somebody(keys: Sequence[str], first: int, at: int, behind: int, last: int) -> bool:
    """Whether it is told of a colleague, or whom they reached: "Luis ha llamado a Marta", "la ha llamado"."""
    told = _STAFF in keys[first:at] or (at > first and keys[at - 1] in phrasebook().words("whom_before"))
    size = phrase_at("whom_behind", keys, behind) if behind < last else 0
    return told or (size > 0 and _is_somebody(keys, behind + size, last))


def _is_object(keys: Sequence[str], at: int, last: int) -> bool:
    """Whether whom somebody reached stands at a place: "Luke called Marta", "she rang them"."""
    return at < last and (keys[at] in phrasebook().words("whom") or _is_somebody(keys, at, last))


def _is_their_deed(keys: Sequence[str], first: int, at: int) -> bool:
    """Whether of those named before a verb in its clause the nearest is one of theirs."""
    for key in reversed(keys[first:at]):
        if key in _THEIRS or key in phrasebook().words("they"):
            return True
        if key == _STAFF or key in phrasebook().words("ourselves"):
            return False
    return False
