"""Which parts of a message tell of which customer: each becomes a record of its own, with its own words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handlers.language.acts.clauses import Clause, clauses, parts
from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.text.free_text import phrase_at
from handlers.language.tokens import MOMENTS, Mark, Token
from storage.names.folding import fold

_DEEDS = ("did", "vague", "noun", "do", "past")
_MOMENT_KEYS = frozenset("{" + kind + "}" for kind in MOMENTS)


@dataclass(frozen=True, slots=True)
class Part:
    """What of a message is about one customer, in its own words."""

    text: str
    start: int
    """Where in the message its own words begin."""
    when: Mark | None = None
    """When it was, where the list of customers at the beginning says so: "ayer", of "vi a Bar Sol ayer y a Bar Luna hoy, …"."""


@dataclass
class _Section:
    """What is said of those whom its first clause begins with: `tokens[first:last]`; whether anything is."""

    named: list[int]
    """The tokens of their names."""
    first: int
    last: int
    says: bool


def of_each_customer(cued: Cued) -> Sequence[Part]:
    """The parts of a message that tells of several customers, in order; none where it tells of one, or only lists them.

    A part begins with a clause, or behind "y", that begins with somebody of another customer and says something of them. What
    is said first of all of them is said of each ("met Chuck and Sinead at the fair, Chuck wants …, Sinead …").
    """
    sections = _sections(cued)
    own = [section for section in sections if _only_customer(cued, section) and section.says]
    customers = [_only_customer(cued, section) for section in own]
    if len(set(customers)) < 2:
        return ()
    shared = [section for section in sections if section.first < own[0].first and section not in own]
    found: list[Part] = []
    for at, section in enumerate(own):
        if at and customers[at] == customers[at - 1]:
            continue
        same = next((i for i in range(at, len(own)) if customers[i] != customers[at]), len(own)) - 1
        follows = _after(sections, own[same])
        start = cued.reading.tokens[section.first].start
        said = cued.reading.text[start : _end(cued, section.first, follows)]
        new = customers[at] not in customers[:at]
        listed = [one for one in shared if new and customers[at] in _customers(cued, one)]
        heads = [_of_all(cued, one, customers[at], sections) for one in listed if one.says]
        when = next((mark for one in listed if (mark := _when(cued, one, customers[at]))), None)
        found.append(Part(", ".join([*heads, said]), start, when))
    return found


def tells_of_several(cued: Cued) -> bool:
    """Whether a message begins with several customers and says something, of each or of all."""
    return len(of_each_customer(cued)) > 1 or (len(listed(cued)) > 1 and _sections(cued)[0].says)


def listed(cued: Cued) -> Sequence[Mark]:
    """The names, of several customers, that a message begins with as a list: "vi a Manolo, a Pepe y a Toño, todo igual"."""
    section = next(iter(_sections(cued)), None)
    if section is None or len(_customers(cued, section)) < 2:
        return ()
    marks = (cued.reading.tokens[at].mark for at in section.named)
    return [mark for mark in marks if mark is not None]


def _sections(cued: Cued) -> Sequence[_Section]:
    found: list[_Section] = []
    for clause in _with_elliptic(cued, clauses(cued)):
        named = _named_first(cued, clause)
        if not named:
            if found:
                found[-1].last, found[-1].says = clause.last, True
            continue
        says = _tells(cued, range(named[-1] + 1, clause.last))
        new = {_named(cued)[at] for at in named} - set(_customers(cued, found[-1]) if found else ())
        if found and not found[-1].says and new:
            found[-1].named += named
            found[-1].last, found[-1].says = clause.last, says
        else:
            found.append(_Section(named, clause.first, clause.last, says))
    return found


def _named_first(cued: Cued, clause: Clause) -> list[int]:
    """The names that a clause begins with, one behind the other, with nothing but what was done and when beside them."""
    first = _name_at(cued, clause)
    if first is None or first not in _named(cued):
        return []
    named = [first]
    for at in range(first + 1, clause.last):
        if at in _named(cued):
            named.append(at)
        elif not _lists(cued, at):
            break
    return named


def _lists(cued: Cued, at: int) -> bool:
    """Whether a word may stand between the names of a list: "y", "a la", "ayer"."""
    mark = cued.reading.tokens[at].mark
    if mark is not None:
        return mark.kind in MOMENTS
    return bool(parts(cued, at) or phrase_at("joints", cued.keys, at) or cued.keys[at] in phrasebook().words("glue"))


def _tells(cued: Cued, places: Iterable[int]) -> bool:
    """Whether words say anything besides when it was and what was done."""
    deeds = cued.once(_in_deeds)
    return any(not _lists(cued, at) and at not in deeds for at in places)


def _customers(cued: Cued, section: _Section) -> Sequence[int]:
    return list(dict.fromkeys(_named(cued)[at] for at in section.named))


def _only_customer(cued: Cued, section: _Section) -> int | None:
    found = _customers(cued, section)
    return found[0] if len(found) == 1 else None


def _after(sections: Sequence[_Section], section: _Section) -> int | None:
    """The token that the next section begins with."""
    return next((one.first for one in sections if one.first > section.first), None)


def _of_all(cued: Cued, section: _Section, customer: int | None, sections: Sequence[_Section]) -> str:
    """What a section says of several, as it is said of one of them: "met Sinead at the fair"."""
    tokens, text = cued.reading.tokens, cued.reading.text
    name = next(at for at in section.named if _named(cued)[at] == customer)
    behind = text[tokens[section.named[-1]].end : _end(cued, section.named[-1], _after(sections, section))]
    return text[tokens[section.first].start : tokens[section.named[0]].start] + _said(text, tokens[name]) + behind


def _said(text: str, token: Token) -> str:
    return text[token.start : token.end]


def _when(cued: Cued, section: _Section, customer: int | None) -> Mark | None:
    """The moment behind the name of one whom a section lists."""
    found: Mark | None = None
    behind = False
    for at in range(section.first, section.last):
        mark = cued.reading.tokens[at].mark
        if at in section.named:
            behind = _named(cued)[at] == customer
        elif behind and mark is not None and mark.kind in MOMENTS:
            found = found or mark
    return found


def _with_elliptic(cued: Cued, found: Sequence[Clause]) -> Iterator[Clause]:
    """The clauses, cut also before a name that something is said of without a verb: "… y Nora 4 de blanco", "… Manolo 10 barriles"."""
    for clause in found:
        first = clause.first
        for at in range(clause.first + 1, clause.last - 1):
            if at not in _named(cued) or not _says_something(cued, at + 1):
                continue
            joint = phrase_at("joints", cued.keys, at - 1) == 1
            if joint or (cued.keys[at + 1][0].isdigit() and _tells(cued, range(first + 1, at))):
                yield Clause(first, at - joint, parted=True)
                first = at
        yield Clause(first, clause.last, parted=clause.parted)


def _says_something(cued: Cued, at: int) -> bool:
    """Whether words follow a name that are no moment and no further name."""
    token = cued.reading.tokens[at]
    return token.mark is None and not parts(cued, at) and not phrase_at("joints", cued.keys, at)


def _name_at(cued: Cued, clause: Clause) -> int | None:
    """The customer or contact that a clause begins with, behind what was done and when; None where it begins otherwise."""
    deeds, glue = cued.once(_in_deeds), phrasebook().words("glue")
    for at in range(clause.first, clause.last):
        mark = cued.reading.tokens[at].mark
        if at in _named(cued) or (mark is not None and mark.kind in {"customer", "contact"}):
            return at
        led = cued.keys[at] == "/" and cued.keys[at - 1] in glue  # "lunch w/ sam"
        if at not in deeds and cued.keys[at] not in glue and cued.keys[at] not in _MOMENT_KEYS and not led:
            return None
    return None


def _in_deeds(cued: Cued) -> frozenset[int]:
    """The tokens that say what was done."""
    return frozenset(at for cue in cued.all(*_DEEDS) for at in range(cue.first, cue.last))


def _named(cued: Cued) -> Mapping[int, int]:
    """The customer of each token that names one, or somebody of one; said again, a name of one word is the same one."""
    return cued.once(_find_named)


def _find_named(cued: Cued) -> Mapping[int, int]:
    tokens, text = cued.reading.tokens, cued.reading.text
    found = {at: id_ for at, token in enumerate(tokens) if (id_ := _customer(token.mark)) is not None}
    called = {
        word: id_
        for at, id_ in found.items()
        for word in (fold(_said(text, tokens[at])), *_first_names(tokens[at].mark))
    }
    again = {at: called[token.key] for at, token in enumerate(tokens) if token.mark is None and token.key in called}
    return {**found, **again}


def _first_names(mark: Mark | None) -> Sequence[str]:
    """The first names of those whom a name may mean: whoever was called by their surname may be called so behind it."""
    if mark is None or mark.name is None or mark.kind != "contact":
        return ()
    return [fold(entry.name).split()[0] for entry in mark.name.candidates]


def _customer(mark: Mark | None) -> int | None:
    """The one customer that a name is of."""
    if mark is None or mark.name is None:
        return None
    if mark.kind == "customer":
        return mark.name.known.id if mark.name.known else None
    if mark.kind != "contact":
        return None
    found = {entry.customer_id for entry in mark.name.candidates}
    return found.pop() if len(found) == 1 else None


def _end(cued: Cued, first: int, follows: int | None) -> int:
    """Where a part ends, without the marks and joints that lead to what follows; that of the last is the message's end."""
    if follows is None:
        return len(cued.reading.text)
    last = follows
    further = phrasebook().words("further")  # "…. also ironworks wants …"
    while last - 1 > first and (
        parts(cued, last - 1) or phrase_at("joints", cued.keys, last - 1) or cued.keys[last - 1] in further
    ):
        last -= 1
    return cued.reading.tokens[last - 1].end
