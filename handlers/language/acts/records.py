"""Which parts of a message tell of which customer: each becomes a record of its own, with its own words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handlers.language.acts.clauses import Clause, clauses, parts
from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.text.free_text import phrase_at
from handlers.language.tokens import MOMENTS, Mark

_DEEDS = ("did", "vague", "noun", "do", "past")
_MOMENT_KEYS = frozenset("{" + kind + "}" for kind in MOMENTS)


@dataclass(frozen=True, slots=True)
class Part:
    """What of a message is about one customer: `text[start:end]`."""

    start: int
    end: int
    when: Mark | None = None
    """When it was, where the list of customers at the beginning says so: "ayer", of "vi a Bar Sol ayer y a Bar Luna hoy, …"."""


def of_each_customer(cued: Cued) -> Sequence[Part]:
    """The parts of a message that tells of several customers, in order; none where it tells of one, or only lists them.

    A part begins with a clause, or behind "y", that begins with somebody of another customer and says something of them.
    What only heads a list of customers ("hoy Bar Sol y Bar Luna: …") belongs to none.
    """
    heads = list(_heads(cued))
    if len({customer for _at, customer in heads}) < 2:
        return ()
    tokens = cued.reading.tokens
    begins: list[tuple[int, int]] = []
    for at, customer in heads:
        if not begins or customer != begins[-1][1]:
            begins.append((at, customer))
    ends = [*(at for at, _customer in begins[1:]), len(tokens)]
    listed = _listed(cued, begins[0][0])
    return [
        Part(tokens[at].start, _end(cued, at, end), listed.get(customer))
        for (at, customer), end in zip(begins, ends, strict=True)
    ]


def _listed(cued: Cued, last: int) -> Mapping[int, Mark]:
    """The moment behind each customer whom the words before a token list."""
    found: dict[int, Mark] = {}
    customer: int | None = None
    for token in cued.reading.tokens[:last]:
        if token.mark is None:
            continue
        if token.mark.kind in MOMENTS and customer is not None:
            found.setdefault(customer, token.mark)
        customer = _customer(token.mark) or customer
    return found


def _heads(cued: Cued) -> Iterator[tuple[int, int]]:
    """Where something is said of somebody, and of which customer they are."""
    for clause in _with_elliptic(cued, clauses(cued)):
        at = _name_at(cued, clause)
        if at is None:
            continue
        customer = _customer(cued.reading.tokens[at].mark)
        if customer is not None and not _only_lists(cued, clause):
            yield clause.first, customer


def _with_elliptic(cued: Cued, found: Sequence[Clause]) -> Iterator[Clause]:
    """The clauses, cut also before a name behind "y" that is said something of without a verb: "… y Nora 4 de blanco"."""
    for clause in found:
        first = clause.first
        for at in range(clause.first + 1, clause.last - 2):
            named = cued.reading.tokens[at + 1].mark
            if (
                phrase_at("joints", cued.keys, at) == 1
                and _customer(named) is not None
                and _says_something(cued, at + 2)
            ):
                yield Clause(first, at, parted=True)
                first = at + 1
        yield Clause(first, clause.last, parted=clause.parted)


def _says_something(cued: Cued, at: int) -> bool:
    """Whether words follow a name that are no moment and no further name."""
    token = cued.reading.tokens[at]
    return token.mark is None and not parts(cued, at) and not phrase_at("joints", cued.keys, at)


def _name_at(cued: Cued, clause: Clause) -> int | None:
    """The customer or contact that a clause begins with, behind what was done and when; None where it begins otherwise."""
    deeds = {at for cue in cued.all(*_DEEDS) for at in range(cue.first, cue.last)}
    glue = phrasebook().words("glue")
    for at in range(clause.first, clause.last):
        mark = cued.reading.tokens[at].mark
        if mark is not None and mark.kind in {"customer", "contact"}:
            return at
        if at not in deeds and cued.keys[at] not in glue and cued.keys[at] not in _MOMENT_KEYS:
            return None
    return None


def _only_lists(cued: Cued, clause: Clause) -> bool:
    """Whether a clause names several customers and says nothing else than when."""
    customers = {_customer(cued.reading.tokens[at].mark) for at in range(clause.first, clause.last)} - {None}
    return len(customers) > 1


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


def _end(cued: Cued, first: int, end: int) -> int:
    """Where a part ends, without the marks and joints that lead to the next."""
    last = end
    while last - 1 > first and (
        parts(cued, last - 1) or (end < len(cued.keys) and phrase_at("joints", cued.keys, last - 1))
    ):
        last -= 1
    return cued.reading.tokens[last - 1].end if end < len(cued.keys) else len(cued.reading.text)
