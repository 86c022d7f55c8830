"""A message cut into clauses: at its punctuation and line breaks, at the words that join one to the next, and in dictation,
where there are neither, at the words that begin to tell something new.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.text.free_text import phrase_at, phrase_before
from storage.names.folding import fold

_ALWAYS = frozenset(";!?¡¿\n—…")
_BEFORE_SPACE = frozenset(".,:")
"""Part clauses before white space: not in "2.5", "www.example.com", "18:30"."""
_BETWEEN_SPACES = frozenset("-–")
_TELLING = ("wants", "says", "did", "past", "vague", "complains")
_DEEDS = ("did", "vague")
_DEMANDS = ("wants", "says", "complains")
_LEADING = ("function", "edges", "prepositions", "glue")
_NEAR = 3
"""Tokens behind what was done within which it is said with whom."""
_MOODS = ("positive", "negative", "absent")
_PERSON = "{contact}"
_LISTED = 3
"""Tokens of two people and what joins them."""
_PERSONS = frozenset({"{customer}", "{contact}", "{staff}"})


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: `tokens[first:last]`, what joins it to the one before ("y", "and then") aside.

    `parted` where punctuation, a line break or such a joint stands before it; in dictation neither does.
    """

    first: int
    last: int
    parted: bool


def clauses(cued: Cued) -> Sequence[Clause]:
    """The clauses of a message, in order, none of them empty."""
    return cued.once(_clauses)


def parts(cued: Cued, at: int) -> bool:
    """Whether a token is a mark that ends a clause."""
    token, text = cued.reading.tokens[at], cued.reading.text
    if token.mark is not None:
        return False
    if token.key in _ALWAYS:
        return True
    after = text[token.end : token.end + 1]
    if token.key in _BEFORE_SPACE:
        return not after or after.isspace()
    return token.key in _BETWEEN_SPACES and (not after or after.isspace()) and _opens_line_or_space(text, token.start)


def begins_to_tell(cued: Cued, at: int) -> bool:
    """Whether something new is told from a token on: "quieren …", "Marta says …", "muy contentos"."""
    if at >= len(cued.keys) or (_is_somebody(cued, at) and _do_together(cued, at + 1)):
        return False
    mood_at = at + phrase_at("intensifiers", cued.keys, at)
    if mood_at < len(cued.keys) and any(phrase_at(mood, cued.keys, mood_at) for mood in _MOODS):
        return True
    then = at
    while (
        then < len(cued.keys)
        and then < at + 4
        and (then in cued.once(_people) or cued.keys[then] in _PERSONS or phrase_at("subjects", cued.keys, then))
    ):
        then += max(1, phrase_at("subjects", cued.keys, then))
    return any(at <= cue.first <= then for cue in cued.all(*_TELLING))  # "Encarna se quejó" begins with "se"


def step_behind(cued: Cued) -> int:
    """The token of the clause, behind another one, that begins with what is to be done, or to be reminded of; 0 where none does."""
    reminds = {cue.first for cue in cued.all("remind")}
    orders = (at for at in range(1, len(cued.keys)) if phrase_at("own_orders", cued.keys, at) > 1)
    return next(
        (
            clause.first
            for clause in clauses(cued)[1:]
            if clause.first in reminds or phrase_at("steps", cued.keys, clause.first)
        ),
        next(orders, 0),  # "… havent come chase the warehouse tomorrow"
    )


def _clauses(cued: Cued) -> Sequence[Clause]:
    return tuple(_cut(cued))


def _cut(cued: Cued) -> Iterator[Clause]:
    first, parted = 0, True
    lines = _line_breaks(cued)
    for at in range(len(cued.keys)):
        if at in lines and at > first:
            yield Clause(first, at, parted)
            first, parted = at, True
        if parts(cued, at):
            if at > first:
                yield Clause(first, at, parted)
            first, parted = at + 1, True
        elif at > first and _do_together(cued, at):
            yield Clause(first, at, parted)
            first, parted = at, False
        elif size := _joint(cued, first, at):
            if at > first:
                yield Clause(first, at, parted)
                parted = True
            first = at + size
        elif _somebody_tells(cued, first, at) or _goes_on_to(cued, first, at):
            yield Clause(first, at, parted)
            first, parted = at, False
    if first < len(cued.keys):
        yield Clause(first, len(cued.keys), parted)


def _joint(cued: Cued, first: int, at: int) -> int:
    """How many words that join clauses begin at a place; 0 where they only join things ("vino y 5 cajas")."""
    if at < first:
        return 0
    size = phrase_at("joints", cued.keys, at)
    if not size or at + size >= len(cued.keys):
        return 0
    sure = phrase_at("sure_joints", cued.keys, at)
    return size if sure or at == first or _begins_clause(cued, at + size) else 0


def _do_together(cued: Cued, at: int) -> bool:
    """Whether it is told from a token on what several people do who are listed right before it: "with Gary and Niamh they want …"."""
    keys, several = cued.keys, at - _LISTED
    if several < 0 or at >= len(keys) or not all(_is_somebody(cued, place) for place in (several, at - 1)):
        return False
    if not phrase_at("joints", keys, at - 2):
        return False
    endings = tuple(phrasebook().words("plural_endings"))
    verb = bool(endings) and keys[at].endswith(endings) and any(cue.first == at for cue in cued.all(*_TELLING))
    return verb or phrase_at("several_subjects", keys, at) > 0


def _is_somebody(cued: Cued, at: int) -> bool:
    return cued.keys[at] == _PERSON or (cued.reading.tokens[at].mark is None and _is_first_name(cued, at))


def _somebody_tells(cued: Cued, first: int, at: int) -> bool:
    """Whether, behind something that was told, somebody begins to tell more without a pause: "… whitening kits (Brenda wants …)"."""
    if at not in cued.once(_people) or _lead_before(cued, at):
        return False
    if not any(place not in cued.once(_people) for place in range(first, at)):
        return False  # "olive and thyme helen wants": who they are, and where
    return begins_to_tell(cued, at)


def _goes_on_to(cued: Cued, first: int, at: int) -> bool:
    """Whether, behind what somebody wants or says, it is told without a pause of whom else one saw: "… he wants 3 kits (spoke to Brenda)"."""
    deed = next((cue for cue in cued.all(*_DEEDS) if cue.first == at and not cue.inner), None)
    if deed is None or _lead_before(cued, at) or not any(first < cue.first < at for cue in cued.all(*_DEMANDS)):
        return False
    return bool(cued.once(_people) & set(range(deed.last, deed.last + _NEAR)))


def _lead_before(cued: Cued, at: int) -> bool:
    """Whether the word before somebody leads to them, or says it of them: "with Ana", "says Ana", "que Ana", "Tom and Ana"."""
    if at == 0 or cued.reading.tokens[at - 1].mark is not None:
        return False
    book, before = phrasebook(), cued.keys[at - 1]
    little = any(before in book.words(name) for name in _LEADING)
    says = any(cue.last == at for cue in cued.all("says", "wants", "did", "vague"))
    return little or says or phrase_before("joints", cued.keys, at) > 0


def _people(cued: Cued) -> frozenset[int]:
    """The tokens that name a customer or somebody there, also those that do so once more by their one word."""
    tokens, text = cued.reading.tokens, cued.reading.text
    marked = [at for at, key in enumerate(cued.keys) if key in _PERSONS and tokens[at].mark]
    called = {fold(text[tokens[at].start : tokens[at].end]) for at in marked}
    return frozenset([*marked, *(at for at, token in enumerate(tokens) if token.mark is None and token.key in called)])


def _begins_clause(cued: Cued, at: int) -> bool:
    if _do_together(cued, at + 1):
        return False  # "with marta and nuria they want …"
    somebody = cued.reading.tokens[at].is_word and any(cue.first == at + 1 for cue in cued.all("wants"))
    step = phrase_at("steps", cued.keys, at) > 0
    return begins_to_tell(cued, at + _is_first_name(cued, at)) or step or somebody  # "and jerome wants …"


def _is_first_name(cued: Cued, at: int) -> bool:
    """Whether a word is a first name of somebody whom nobody knows: "… and Jerome wants wipes"."""
    token = cued.reading.tokens[at]
    return token.mark is None and token.key in phrasebook().words("first_names") and at + 1 < len(cued.keys)


def _line_breaks(cued: Cued) -> frozenset[int]:
    """The tokens that begin a line."""
    tokens, text = cued.reading.tokens, cued.reading.text
    return frozenset(at for at in range(1, len(tokens)) if "\n" in text[tokens[at - 1].end : tokens[at].start])


def _opens_line_or_space(text: str, start: int) -> bool:
    return start == 0 or text[start - 1].isspace()
