"""The slots of sentences that introduce somebody: a new customer, a contact, a lead."""

from collections.abc import Iterator

from handlers.language.concepts.concepts import Cued, known_words
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.new import Introduced, introduced, role_at, trimmed, written
from handlers.language.entities.phones import phone_number
from handlers.language.slots.draft import Draft
from handlers.language.text.free_text import is_pause, phrase_at, rest
from storage.names.names import NameKind

_TURNS = frozenset({"que", "q", "who", "that"})
_ARTICLES = frozenset({"el", "la", "los", "las", "the"})
_AROUND = frozenset(
    {"is", "es", "son", "se", "now", "ahora", "hablamos", "she", "he", "s", "add", "them", "her", "him"}
)


def new_customer(draft: Draft) -> None:
    """The new customer's name, whom we speak to there, how to reach them."""
    _reach(draft)
    _role(draft)
    names = list(_unknown_names(draft, "create", "new", "customer", "enrol", "contact", "called", "filler", "mark"))
    people = [found for found in names if _is_person(draft.cued, found)]
    companies = [found for found in names if found not in people] or people
    for found in companies[:1]:
        draft.put("customer", found.name, found.start, found.end)
    for found in [*people, *companies[1:]]:
        if found is not companies[0] and not _is_business(draft.cued, found):
            draft.put("contact", found.name, found.start, found.end)
    if "customer" not in draft.slots:
        draft.customers()


def new_contact(draft: Draft) -> None:
    """The new contact, at which customer, in which role, how to reach them."""
    draft.customers()
    _reach(draft)
    _role(draft)
    names = list(_unknown_names(draft, "create", "new", "contact", "called", "filler", "mark", "mine"))
    for found in sorted(names, key=lambda n: not _is_person(draft.cued, n)):
        draft.put("contact", found.name, found.start, found.end)
    if "contact" not in draft.slots:
        draft.name(NameKind.CONTACT)


def new_lead(draft: Draft) -> None:
    """Who enquires, for what, through which channel, how to reach them."""
    _reach(draft)
    fill_source(draft)
    draft.name(NameKind.PROMOTION)
    _wanted(draft)
    names = list(_unknown_names(draft, "create", "new", "lead", "arrived", "called", "filler"))
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


def _role(draft: Draft) -> None:
    """Fills `role` with the first role named."""
    cued = draft.cued
    for at, token in enumerate(cued.reading.tokens):
        if token.is_word and not _within_name(cued, at) and (size := role_at(cued, at)):
            first, last = trimmed(cued.keys, at, at + size, phrasebook().words("edges") | {"new", "nuevo", "nueva"})
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


def _unknown_names(draft: Draft, *concepts: str) -> Iterator[Introduced]:
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
    """The name in a piece: what is written with capitals, or else the words that are none of the language's own."""
    stop = next((at for at in range(first, last) if cued.keys[at] in _TURNS and at > first), last)
    if _has_capitals(cued):
        yield from _capitals(cued, first, stop)
        return
    edges = phrasebook().words("edges") | _AROUND
    first, stop = trimmed(cued.keys, first, stop, edges - _ARTICLES)
    if first < stop and any(_strange(cued, at) for at in range(first, stop)):
        yield introduced(cued, first, stop)


def _capitals(cued: Cued, first: int, last: int) -> Iterator[Introduced]:
    at = first
    while at < last:
        size = min(written(cued, at), last - at)
        if (
            size
            and (at or size > 1 or _strange(cued, at))
            and any(_strange(cued, i) or i for i in range(at, at + size))
        ):
            yield introduced(cued, at, at + size)
        at += size or 1


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
        and (
            token.key not in known_words()
            or token.key in phrasebook().words("first_names") | phrasebook().words("business")
        )
    )


def _is_person(cued: Cued, found: Introduced) -> bool:
    """Whether a name is a person's: it begins with a first name and no kind of business is in it."""
    return _keys(cued, found)[0] in phrasebook().words("first_names") and not _is_business(cued, found)


def _is_business(cued: Cued, found: Introduced) -> bool:
    return any(key in phrasebook().words("business") for key in _keys(cued, found))


def _keys(cued: Cued, found: Introduced) -> list[str]:
    return [token.key for token in cued.reading.tokens if found.start <= token.start < found.end]
