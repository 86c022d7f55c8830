"""The slots of sentences that introduce somebody: a new customer, a contact, a lead."""

from collections.abc import Iterator

from handlers.language.concepts import Cued
from handlers.language.draft import Draft
from handlers.language.free_text import is_pause, phrase_at, rest
from handlers.language.meaning import Name
from handlers.language.new_names import Introduced, introduced, person_at, role_at, trimmed
from handlers.language.phones import phone_number
from handlers.language.phrasebook import phrasebook
from storage.names import NameKind


def new_customer(draft: Draft) -> None:
    """The new customer's name, whom we speak to there, how to reach them."""
    _reach(draft)
    role = _role(draft)
    names = list(_strangers(draft, "create", "new", "customer", "called", "filler", "mark"))
    for found in names:
        person = _is_person(draft.cued, found)
        if "customer" not in draft.slots and not (person and len(names) > 1 and _behind(role, found)):
            draft.put("customer", found.name, found.start, found.end)
        elif person or _behind(role, found):
            draft.put("contact", found.name, found.start, found.end)
    if "customer" not in draft.slots:
        draft.customers()


def new_contact(draft: Draft) -> None:
    """The new contact, at which customer, in which role, how to reach them."""
    draft.customers()
    _reach(draft)
    _role(draft)
    names = list(_strangers(draft, "create", "new", "contact", "called", "filler", "mark", "mine"))
    for found in sorted(names, key=lambda n: not _is_person(draft.cued, n)):
        draft.put("contact", found.name, found.start, found.end)
    if "contact" not in draft.slots:
        draft.name(NameKind.CONTACT)


def new_lead(draft: Draft) -> None:
    """Who enquires, for what, through which channel, how to reach them."""
    _reach(draft)
    _source(draft)
    draft.name(NameKind.PROMOTION)
    _wanted(draft)
    names = list(_strangers(draft, "create", "new", "lead", "arrived", "called", "filler"))
    for found in names:
        draft.put("contact" if _is_person(draft.cued, found) else "customer", found.name, found.start, found.end)
    if "customer" not in draft.slots and "contact" not in draft.slots:
        draft.customers()
        draft.name(NameKind.CONTACT)


def _reach(draft: Draft) -> None:
    text = draft.cued.reading.text
    for mark in draft.cued.reading.of("phone", "email"):
        said = text[mark.start : mark.end]
        draft.put_mark(mark.kind, mark, phone_number(said) if mark.kind == "phone" else said)


def _role(draft: Draft) -> tuple[int, int] | None:
    """Fills `role` with the first role named, and returns its tokens."""
    cued = draft.cued
    for at, token in enumerate(cued.reading.tokens):
        if token.is_word and (size := role_at(cued, at)):
            first, last = trimmed(cued.keys, at, at + size, phrasebook().words("edges") | {"new", "nuevo", "nueva"})
            tokens = cued.reading.tokens
            if first < last and draft.put("role", cued.reading.text[tokens[first].start : tokens[last - 1].end], tokens[first].start, tokens[last - 1].end):
                return first, last
    return None


def _behind(role: tuple[int, int] | None, found: Introduced) -> bool:
    return role is not None and found.start >= 0


def _source(draft: Draft) -> None:
    """Fills `source`: where the enquiry came from, in the sender's word for it."""
    cues = [cue for cue in draft.cued.cues if cue.concept.startswith("source.")]
    if cues:
        cue = cues[0]
        draft.put("source", cue.concept.partition(".")[2], *draft.cued.span(cue))


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


def _strangers(draft: Draft, *concepts: str) -> Iterator[Introduced]:
    """The names that a sentence introduces: what the command's words and the other slots leave, piece by piece."""
    cued = draft.cued
    spent = _spent(draft, concepts)
    start: int | None = None
    for at in range(len(cued.keys) + 1):
        inside = at < len(cued.keys) and at not in spent and not is_pause(cued, at)
        if inside and start is None:
            start = at
        elif not inside and start is not None:
            yield from _name_in(cued, start, at)
            start = None


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


def _name_in(cued: Cued, first: int, last: int) -> Iterator[Introduced]:
    """The name in a piece, without the small words around it and what is told of it."""
    edges = phrasebook().words("edges") | {"is", "es", "son", "se", "now", "ahora", "hablamos", "she", "he", "s", "add", "them", "her", "him"}
    stop = next((at for at in range(first, last) if cued.keys[at] in {"que", "q", "who", "that"} and at > first), last)
    first, stop = trimmed(cued.keys, first, stop, edges - {"el", "la", "los", "las", "the"} if first else edges)
    if first < stop and any(cued.reading.tokens[at].is_word or cued.reading.tokens[at].mark for at in range(first, stop)):
        yield introduced(cued, first, stop)


def _is_person(cued: Cued, found: Introduced) -> bool:
    """Whether a name is a person's: it begins with a first name and no kind of business is in it."""
    at = next(i for i, token in enumerate(cued.reading.tokens) if token.end > found.start)
    words = [t.key for t in cued.reading.tokens if t.start >= found.start and t.end <= found.end]
    return bool(person_at(cued, at)) and words[0] in phrasebook().words("first_names") and not set(words) & phrasebook().words("business")


def name_text(name: Name) -> str:
    """A name's known spelling, or as it was written."""
    return name.candidates[0].name if name.candidates else name.text
