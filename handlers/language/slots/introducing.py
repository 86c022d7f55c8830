"""The slots of sentences that introduce somebody: a new customer, a contact, a lead."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from handlers.language.acts.clauses import clauses
from handlers.language.concepts.concepts import Cued, known_words
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.candidates import Standing
from handlers.language.entities.names.lexicon import is_first_name, lexicon
from handlers.language.entities.names.written import Pieces, as_name, pieces_of
from handlers.language.entities.phones import email_typed, phone_number
from handlers.language.meaning import Name
from handlers.language.slots.draft import Draft
from handlers.language.slots.roles import role_at, trimmed
from handlers.language.slots.told_details import people_in
from handlers.language.text.free_text import is_pause, phrase_at, rest
from storage.names.folding import fold
from storage.names.names import NameKind

_LONGEST_ADDRESS = 8
_MOST_NAMES = 8
"""Names of a message that are looked at."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A name and where it stands; `keys` are its words, `led` where a word for somebody there leads to it."""

    name: Name
    start: int
    end: int
    keys: Sequence[str]
    led: bool


def new_customer(draft: Draft) -> None:
    """The new customer's name, whom we speak to there, how to reach them."""
    _introduced(draft)
    _reach(draft)
    _role(draft)
    left = _names_left(draft, "create", "new", "customer", "enrol", "contact", "called", "filler", "mark")
    names = list(islice(left, _MOST_NAMES))
    people = [found for found in names if found.led or (_is_person(found) and not _is_where(draft.cued, found))]
    if "customer" not in draft.slots:
        for found in [found for found in names if found not in people][:1]:  # of a person alone it is asked who it is
            draft.put("customer", found.name, found.start, found.end)
    for found in people:
        if not any(found.start < end and start < found.end for start, end in draft.taken):
            draft.put("contact", found.name, found.start, found.end)
    if "customer" not in draft.slots:
        draft.customers()
    _somebody_there(draft)
    _address(draft)


def _is_where(cued: Cued, found: _Named) -> bool:
    """Whether the word before a name says that something is there: "wine bar in Clifton"."""
    before = [token.key for token in cued.reading.tokens if token.end <= found.start][-1:]
    return bool(before) and before[0] in lexicon().within


def _somebody_there(draft: Draft) -> None:
    """Fills `contact` with whoever else is named as somebody there: "publican dave sullivan", "owner luigi conti"."""
    tokens = draft.cued.reading.tokens
    for person in () if "contact" in draft.slots else people_in(draft, 0, len(tokens)):
        start, end = tokens[person.first].start, tokens[person.last - 1].end
        if tokens[person.first].mark is None and not any(a < end and start < b for a, b in draft.taken):
            draft.put("contact", person.name, start, end)


def _address(draft: Draft) -> None:
    """Fills `address` with where a new customer is: "in Rathmines" right behind the name, "c/ Real 3", "12 High Street"."""
    cued, found = draft.cued, list[tuple[int, int]]()
    name = next((span.end for span in draft.spans if span.slot == "customer"), None)
    tokens = cued.reading.tokens
    for clause in clauses(cued):
        inside = [at for at in range(clause.first, clause.last) if name is not None and tokens[at].start >= name]
        if not inside:
            continue
        first, last = inside[0], clause.last
        last = next((at for at in range(first + 1, last) if tokens[at].mark or _leads_to_person(cued, at)), last)
        led = cued.keys[first] in lexicon().within or cued.keys[first] in phrasebook().words("on_a_street")
        street = first + led
        while street < last and cued.keys[street] in lexicon().articles:
            street += 1
        if led and tokens[first - 1].end == name:
            first += 1
        elif street < last and _is_street(cued, street, last):
            first = street
        else:
            continue
        if first < last and last - first <= _LONGEST_ADDRESS and not any(tokens[at].mark for at in range(first, last)):
            found.append((tokens[first].start, tokens[last - 1].end))
    if found:
        said = ", ".join(cued.reading.text[start:end] for start, end in found)
        draft.put("address", said, found[0][0], found[-1][1])


def _leads_to_person(cued: Cued, at: int) -> bool:
    """Whether somebody there is named from a token on: "the owner is …", "contact Jo Pike"."""
    leads = phrase_at("introduces_person", cued.keys, at) or phrase_at("tells_of_named", cued.keys, at)
    contact = any(cue.first == at for cue in cued.all("contact")) or role_at(cued, at) > 0
    return bool(leads) or contact


def _is_street(cued: Cued, first: int, last: int) -> bool:
    """Whether words say a street: "c/ Real 3", "calle Sol 5", "12 High Street"."""
    numbered = cued.keys[first].isdigit()
    ends = any(cued.keys[at] in phrasebook().words("street_ends") for at in range(first + 1, last))
    return phrase_at("streets", cued.keys, first) > 0 or (numbered and ends)


def new_contact(draft: Draft) -> None:
    """The new contact, at which customer, in which role, how to reach them."""
    _introduced(draft)
    draft.customers()
    _reach(draft)
    _role(draft)
    left = _names_left(draft, "create", "new", "contact", "called", "filler", "mark", "mine")
    names = list(islice(left, _MOST_NAMES))
    for found in sorted(names, key=lambda n: not _is_person(n)):
        draft.put("contact", found.name, found.start, found.end)
    if "contact" not in draft.slots:
        draft.name(NameKind.CONTACT)


def new_lead(draft: Draft) -> None:
    """Who enquires, for what, through which channel, how to reach them."""
    _of_company(draft)
    _introduced(draft)
    _reach(draft)
    fill_source(draft)
    draft.name(NameKind.PROMOTION)
    _wanted(draft)
    if not {"customer", "contact"} & draft.slots.keys():
        left = _names_left(draft, "create", "new", "lead", "arrived", "called", "filler")
        for found in list(islice(left, _MOST_NAMES)):
            if both := _person_and_company(found.name.text):
                draft.put("contact", Name(both[0]), found.start, found.end)
                draft.put("customer", Name(both[1]), found.start, found.end)
            else:
                draft.put("contact" if _is_person(found) else "customer", found.name, found.start, found.end)
    if "customer" not in draft.slots and "contact" not in draft.slots:
        draft.customers()
        draft.name(NameKind.CONTACT)
    _somebody_there(draft)


def _introduced(draft: Draft) -> None:
    """The name that the message introduces at its beginning, where it was taken whole before anything else was read."""
    for mark in draft.cued.reading.marks:
        if mark.standing is Standing.NEW:
            draft.put_mark(mark.kind, mark, mark.name)


def _of_company(draft: Draft) -> None:
    """Who enquires and for which company, where they are introduced in one: "Julia Vega de Toldos Sur", "Tom Reed from Reed & Sons".

    A name is taken whole ("María del Carmen") unless it is plain where the person's ends.
    """
    for mark in draft.cued.reading.marks:
        if mark.standing is not Standing.NEW or mark.name is None:
            continue
        if found := _person_and_company(mark.name.text):
            person, company = found
            draft.put("contact", Name(person), mark.start, mark.end)
            draft.put("customer", Name(company), mark.start, mark.end)
            return


def _person_and_company(name: str) -> tuple[str, str] | None:
    """A person, without a title, and for which company they are: "ms diane foster at riverside academy"; None for one name."""
    words = name.split()
    while len(words) > 1 and fold(words[0].rstrip(".")) in phrasebook().words("titles"):
        words = words[1:]
    for at in range(1, len(words) - 1):
        person, joint, company = words[:at], fold(words[at]), words[at + 1 :]
        sure = joint in phrasebook().words("of_company") or (joint in lexicon().of and _names_business(company))
        if sure and is_first_name(fold(person[0])) and not _names_business(person):
            return " ".join(person), " ".join(company)
    return None


def _names_business(words: Sequence[str]) -> bool:
    return any(fold(word) in phrasebook().words("business") for word in words)


def _reach(draft: Draft) -> None:
    text = draft.cued.reading.text
    for mark in draft.cued.reading.of("phone", "email"):
        said = text[mark.start : mark.end]
        draft.put_mark(mark.kind, mark, phone_number(said) if mark.kind == "phone" else email_typed(said))


# ------------------------------------------------------------------ roles
def _role(draft: Draft) -> None:
    """Fills `role` with the first role named."""
    cued = draft.cued
    for at, token in enumerate(cued.reading.tokens):
        if token.is_word and not _within_name(cued, at) and (size := role_at(cued, at)):
            first, last = trimmed(cued.keys, at, at + size, phrasebook().words("edges") | lexicon().new)
            tokens = cued.reading.tokens
            if first < last and draft.put(
                "role",
                cued.reading.text[tokens[first].start : tokens[last - 1].end],
                tokens[first].start,
                tokens[last - 1].end,
            ):
                return


def _within_name(cued: Cued, at: int) -> bool:
    """Whether a word has a capital and stands between two that have one: "Blue Heron Vet Clinic"."""
    near = cued.reading.tokens[max(0, at - 1) : at + 2]
    return len(near) == 3 and all(token.is_word and cued.reading.text[token.start].isupper() for token in near)


# ------------------------------------------------------------------ enquiries
def fill_source(draft: Draft) -> None:
    """Fills `source`: where the enquiry came from, in the sender's word for it."""
    cues = [cue for cue in draft.cued.cues if cue.concept.startswith("source.")]
    if cues:
        cue = min(cues, key=lambda found: found.inner)  # "show me the leads from the trade show"
        first, last = trimmed(draft.cued.keys, cue.first, cue.last, phrasebook().words("edges"))
        tokens = draft.cued.reading.tokens
        if first < last:
            start, end = tokens[first].start, tokens[last - 1].end
            draft.put("source", draft.cued.reading.text[start:end], start, end)


def _wanted(draft: Draft) -> None:
    """Fills `what` with what follows "wants", "busca", to the end of what is said."""
    cued = draft.cued
    for cue in cued.all("wants"):
        if cue.inner:
            continue
        last = next((at for at in range(cue.last, len(cued.keys)) if is_pause(cued, at)), len(cued.keys))
        what = rest(cued, draft.taken, cue.last, last)
        if draft.put_words("what", what, cue.last, last):
            draft.taken.append(cued.span(cue))
            return


# ------------------------------------------------------------------ further names
def _names_left(draft: Draft, *concepts: str) -> Iterator[_Named]:
    """The names that a sentence introduces besides: what the command's words and the other slots leave, piece by piece."""
    cued = draft.cued
    pieces = pieces_of(cued)
    capitals = _has_capitals(cued)
    spent = _spent(draft, concepts)
    leading = {at for cue in cued.all("contact") for at in range(cue.first, cue.last)} | _roles_at(cued)
    start: int | None = None
    for at in range(len(cued.keys) + 1):
        inside = at < len(cued.keys) and at not in spent and not (is_pause(cued, at) and not _within_piece(pieces, at))
        if inside and start is None:
            start = at
        elif not inside and start is not None:
            stop = next((i for i in range(start + 1, at) if _turns(cued, i, small=not capitals)), at)
            led = start - 1 in leading
            yield from (
                _capitals(cued, pieces, start, stop, led=led) if capitals else _small(cued, start, stop, led=led)
            )
            start = None


def _turns(cued: Cued, at: int, *, small: bool) -> bool:
    """Whether a name ends before a word: what is told of whoever it is begins there, which capitals would show."""
    return cued.keys[at] in lexicon().turning_to or (small and phrase_at("tells_of_named", cued.keys, at) > 0)


def _within_piece(pieces: Pieces, at: int) -> bool:
    """Whether a mark is of a name that it does not end: the dot of "Dr."."""
    return pieces.at(at) is not None


def _roles_at(cued: Cued) -> set[int]:
    return {at + i for at, token in enumerate(cued.reading.tokens) if token.is_word for i in range(role_at(cued, at))}


def _spent(draft: Draft, concepts: tuple[str, ...]) -> set[int]:
    cued = draft.cued
    tokens = cued.reading.tokens
    spent = {at for cue in cued.all(*concepts) for at in range(cue.first, cue.last) if _is_command(cued, at)}
    spent |= {at for at, token in enumerate(tokens) if any(a < token.end and token.start < b for a, b in draft.taken)}
    for name in ("phone_words", "email_words"):
        for at in range(len(tokens)):
            spent.update(range(at, at + phrase_at(name, cued.keys, at)))
    return spent


def _is_command(cued: Cued, at: int) -> bool:
    """Whether a cue word is one: within a name that is written with capitals it is not ("Nueva Imagen")."""
    tokens = cued.reading.tokens
    text = cued.reading.text
    capital = text[tokens[at].start].isupper()
    return not (capital and at and tokens[at - 1].is_word and text[tokens[at - 1].start].isupper())


def _small(cued: Cued, first: int, last: int, *, led: bool) -> Iterator[_Named]:
    """The name in a stretch where nobody writes capitals: all of it, if a word in it is none of the language's own."""
    edges = phrasebook().words("edges") | lexicon().around
    first, last = trimmed(cued.keys, first, last, edges - lexicon().articles)
    if any(key[:1].isdigit() for key in cued.keys[first:last]):  # what is counted is nobody: "6 botellas de cava"
        return
    if first < last and any(_strange(cued, at) for at in range(first, last)):
        tokens = cued.reading.tokens
        yield _named(cued, tokens[first].start, tokens[last - 1].end, cued.keys[first:last], led=led)


def _named(cued: Cued, start: int, end: int, keys: Sequence[str], *, led: bool) -> _Named:
    return _Named(Name(as_name(cued.reading.text[start:end])), start, end, keys, led)


def _capitals(cued: Cued, pieces: Pieces, first: int, last: int, *, led: bool) -> Iterator[_Named]:
    """The names in a stretch that are written with capitals."""
    place = bisect_left([piece.first for piece in pieces.all], first)
    end = bisect_right([piece.last for piece in pieces.all], last)
    while place < end:
        size = pieces.with_capitals(place, before=end)
        at = pieces.all[place].first
        if size and (at or size > 1 or _strange(cued, at)):
            keys = cued.keys[at : pieces.all[place + size - 1].last]
            yield _named(cued, *pieces.span(place, size), keys, led=led)
        place += size or 1


def _has_capitals(cued: Cued) -> bool:
    """Whether the sender writes names with capitals: a word behind another begins with one."""
    tokens = cued.reading.tokens
    return any(
        token.is_word and token.key not in _small_words() and cued.reading.text[token.start].isupper()
        for token in tokens[1:]
    )


def _small_words() -> frozenset[str]:
    return phrasebook().words("function") | phrasebook().words("roles")


def _strange(cued: Cued, at: int) -> bool:
    """Whether a token may be part of a name: no little word and nothing that tells what to do."""
    token = cued.reading.tokens[at]
    if token.mark is not None:
        return True
    return (
        token.is_word
        and token.key not in phrasebook().words("function")
        and (token.key not in known_words() or is_first_name(token.key) or token.key in phrasebook().words("business"))
    )


def _is_person(found: _Named) -> bool:
    """Whether a name is a person's: it begins with a first name and no kind of business is in it."""
    return is_first_name(found.keys[0]) and not any(key in phrasebook().words("business") for key in found.keys)
