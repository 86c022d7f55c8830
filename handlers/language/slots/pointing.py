"""Words that point at something: what a next step is about, "se lo llevo el martes", and which of several is meant, "the Leeds one"."""

from handlers.language.acts.clauses import Clause, clauses
from handlers.language.concepts.concepts import Cued, cues_in
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import lexicon
from handlers.language.entities.names.places import little_words
from handlers.language.slots.remarks import is_little
from handlers.language.text.free_text import is_pause, phrase_at
from handlers.language.tokens import unmarked


def telling_words(text: str) -> list[str]:
    """The words of a text that may tell one thing from another: neither little ones nor those that only say that one is meant."""
    tokens = unmarked(text).tokens
    keys, at, found = [token.key for token in tokens], 0, list[str]()
    while at < len(keys):
        if size := phrase_at("says_which", keys, at):
            at += size
            continue
        if tokens[at].is_word and (not is_little(keys[at]) or keys[at] in lexicon().calendar):
            found.append(keys[at])
        at += 1
    return found


def pointed_at(cued: Cued, first: int, said: int, start: int) -> str:
    """The sender's words before a step that its own words point at; "" where they say themselves what is to be done.

    The step begins at the token `first`, what is to be done at the token `said` and at `start` in the text. What it points
    at is told before it in its clause, else in the clause before.
    """
    if not _points(cued, said):
        return ""
    found = list(clauses(cued))
    mine = next(n for n, clause in enumerate(found) if said < clause.last)
    begins = found[mine].first
    if begins >= min(first, said):
        if not mine:
            return ""
        before = mine - 1
        while before and _is_a_sum(cued, found[before]):
            before -= 1  # "15 botellas, 120 pavos, se las llevo": no sum is brought to anybody
        begins = found[before].first
    tokens = cued.reading.tokens
    ends = tokens[first].start if tokens[first].mark and begins < first else start  # the moment stands beside it
    return cued.reading.text[tokens[begins].start : ends]


def _is_a_sum(cued: Cued, clause: Clause) -> bool:
    """Whether a clause is a sum of money and nothing else."""
    within = range(clause.first, clause.last)
    return any(cued.keys[at] == "{amount}" for at in within) and all(_is_little(cued, at) for at in within)


def only_points(text: str) -> bool:
    """Whether what is to be done is said of what was spoken of: "get that over to her", "se lo llevo"."""
    cued = cues_in(text)
    return bool(cued.keys) and _points(cued, 0)


def _points(cued: Cued, said: int) -> bool:
    """Whether what is done is done to something that the words only point at."""
    clause = next((c for c in clauses(cued) if said < c.last), None)
    if clause is None:
        return False  # "recuérdame", and no more
    for at in range(said, clause.last):
        size = phrase_at("points_before", cued.keys, at)
        if size:
            return at + size < clause.last and _is_of_things(cued, at, size)
        if at > said and phrase_at("points_behind", cued.keys, at):
            return at + 1 == clause.last or _is_little(cued, at + 1)
        if at > said and not _is_little(cued, at):
            return False  # "prepare the quote and send it" says what
    return False


def _is_of_things(cued: Cued, at: int, size: int) -> bool:
    """Whether what stands behind a pronoun is done to things: "lo dejamos", not "lo llamo"."""
    verb = cued.keys[at + size]
    bidden = at > 0 and cued.keys[at - 1] in phrasebook().words("bidding")  # "q lo dejamos"
    if size == 1 and not bidden and not phrase_at("steps", cued.keys, at) > 1:
        return False  # "la factura"
    return not verb.startswith(tuple(phrasebook().words("done_to_people")))


def _is_little(cued: Cued, at: int) -> bool:
    book = phrasebook()
    little = book.words("function") | book.words("glue") | book.words("edges") | little_words()
    return cued.reading.tokens[at].mark is not None or cued.keys[at] in little or is_pause(cued, at)
