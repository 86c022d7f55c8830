"""What became of something, told amid other words: it is settled, or a colleague has the customer from now on."""

from collections.abc import Sequence

from handlers.language.acts.clauses import Clause, clauses
from handlers.language.concepts.concepts import Cued, cues_in
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.slots.draft import Draft
from handlers.language.slots.remarks import is_little
from handlers.language.slots.replacing import known_words, same_word
from handlers.language.text.free_text import phrase_at, phrase_before
from handlers.language.tokens import MOMENTS, Mark
from storage.names.folding import fold
from storage.names.names import NameKind

OUTCOMES = "told_outcomes"
"""What a text is read as, to learn what it says became of something."""
_SHORTEST_THING = 4
"""Letters of a word by which it is known that the same thing is spoken of."""
_POSSESSIVE = frozenset({"'", "’", "s"})


def is_done(text: str) -> bool:
    """Whether a text tells that the sender did something: "sent fiona the price"."""
    return any(cue.concept.endswith("did") and not cue.inner for cue in cues_in(text).cues)


def shares_a_word(text: str, other: str) -> bool:
    """Whether one thing is named in both of two texts: "sorted the oven" and "the oven is broken"."""
    said, own = _things(text), _things(other)
    return any(same_word(one, word) for one in said for word in own)


def _things(text: str) -> list[str]:
    return [
        word for word in known_words(text) if len(word) >= _SHORTEST_THING and word.isalpha() and not is_little(word)
    ]


def told_outcomes(draft: Draft) -> None:
    """Fills `settled` with the clause that says so, and `staff` and `customer` with who has whom from now on."""
    for clause in clauses(draft.cued):
        _settled(draft, clause)
        _handed_over(draft, clause)


# ------------------------------------------------------------------ settled
def _settled(draft: Draft, clause: Clause) -> None:
    cued = draft.cued
    if "?" in cued.keys:
        return
    closes = _closes_complaint(cued, clause)
    for at in range(clause.first, clause.last):
        if (phrase_at("settled", cued.keys, at) or at == closes) and not _is_doubted(cued, clause, at):
            tokens = cued.reading.tokens
            start, end = tokens[clause.first].start, tokens[clause.last - 1].end
            draft.put("settled", cued.reading.text[start:end], start, end)
            return


def _closes_complaint(cued: Cued, clause: Clause) -> int | None:
    """Where a clause says that a complaint is to be closed, or may be: "close that complaint", "la queja se puede cerrar"."""
    inside = range(clause.first, clause.last)
    if not any(cue.first in inside for cue in cued.all("complaint")):
        return None
    return next((cue.first for cue in cued.all("close") if cue.first in inside), None)


def _is_doubted(cued: Cued, clause: Clause, at: int) -> bool:
    """Whether it is denied, wished for or to come: "not sorted yet", "once it's sorted", "need to get it sorted"."""
    before = range(clause.first, at)
    denied = any(cued.keys[place] in phrasebook().words("negations") for place in before)
    unsure = any(phrase_at(name, cued.keys, place) for name in ("hedges", "conditions", "duties") for place in before)
    left = any(phrase_at("not_settled", cued.keys, place) for place in range(clause.first, clause.last))
    return denied or unsure or left or phrase_before("not_agreed", cued.keys, at) > 0


# ------------------------------------------------------------------ whose customer it is
def _handed_over(draft: Draft, clause: Clause) -> None:
    """A clause that says nothing but which colleague has which customer, and since when: "luis lleva ahora central"."""
    staff = _marks(draft.cued, clause, NameKind.STAFF)
    customers = _marks(draft.cued, clause, NameKind.CUSTOMER)
    if len(staff) != 1 or len(customers) > 1 or not _says_no_more(draft.cued, clause) or "?" in draft.cued.keys:
        return
    if draft.put_mark("staff", staff[0], staff[0].name):
        for mark in customers:
            draft.put_mark("customer", mark, mark.name)


def _marks(cued: Cued, clause: Clause, kind: NameKind) -> Sequence[Mark]:
    found = (cued.reading.tokens[at].mark for at in range(clause.first, clause.last))
    return [mark for mark in found if mark is not None and mark.kind == kind.value]


def _says_no_more(cued: Cued, clause: Clause) -> bool:
    """Whether each word has its place: who, whom, since when, and that they have them; a mere day is when somebody goes there."""
    little = phrasebook().words("glue") | phrasebook().words("edges") | _POSSESSIVE
    at, has, staff_at = clause.first, False, clause.last
    while at < clause.last:
        mark = cued.reading.tokens[at].mark
        if mark is not None:
            if mark.kind == NameKind.STAFF.value:
                staff_at = at
            elif mark.kind != NameKind.CUSTOMER.value and not _is_since(cued, at, mark):
                return False
            at += 1
        elif size := phrase_at("has_customer" if staff_at < at else "is_had_by", cued.keys, at):
            at, has = at + size, True
        elif size := phrase_at("from_now_on", cued.keys, at):
            at += size
        elif cued.keys[at] in little or not cued.keys[at][0].isalnum():
            at += 1
        else:
            return False
    return has


def _is_since(cued: Cued, at: int, mark: Mark) -> bool:
    """Whether a moment is since when: "from Monday", "a partir del lunes"."""
    if mark.kind not in MOMENTS:
        return False
    words = fold(cued.reading.text[mark.start : mark.end]).split()
    led = any(" ".join(words[:size]) in phrasebook().words("from_now_on") for size in range(1, len(words)))
    return led or mark.relation == "from" or phrase_before("from_now_on", cued.keys, at) > 0
