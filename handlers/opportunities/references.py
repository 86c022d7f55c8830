"""Which opportunity a few words name: by its customer, by what it is about, or by both: "lo de la cafetera", "the Crown's fryer deal"."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from handlers.kit.format.texts import _, clip
from handlers.kit.forms.form import Said, Unclear
from handlers.kit.forms.name_slots import CustomerName, KnownCustomer
from handlers.kit.messages.action import Choice, Target, answer
from handlers.kit.turn import Turn
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.meaning import Name, NameKind
from handlers.language.text.words import words
from handlers.opportunities.lookup import MOST_CHOICES, OPPORTUNITY, label
from storage.crm.opportunities.records import OpportunityRecord
from storage.crm.records import CustomerRecord
from storage.names.folding import fold
from storage.names.keys import SKIPPED, name_words

ALIKE = 85
"""From this likeness (0–100) a word is one of a title's: a plural, a letter wrong."""
LONGEST = 12
"""Words of what names an opportunity."""
MOST_OPEN = 200
"""Open opportunities of whoever speaks among which one is looked for that is named without its customer."""
_TOLD = "log_interaction"
_MARKS = " ,.;:¡!¿?«»\"'"


@dataclass(frozen=True, slots=True)
class Reference:
    """What words name: the `opportunities` that they fit, and the `customer` where it is named.

    `plain` where they say that an opportunity is meant: they call it one, or say what it is about.
    """

    opportunities: Sequence[OpportunityRecord]
    customer: CustomerRecord | None
    plain: bool


def reference(turn: Turn, text: str, *, closed: bool = False) -> Reference | None:
    """The opportunities that words name, every one of them accounted for; None where they name none, and no customer of one.

    Those that are open, or else those that are `closed`.
    """
    if not 0 < len(text.split()) <= LONGEST:
        return None
    customer, rest = _customer(turn, text)
    nouns = phrasebook().words("deal_nouns")
    about = [word for word in rest if word not in nouns]
    called = len(about) < len(rest)
    if customer is None and not about:
        return None
    every = [one for one in _among(turn, customer) if one.is_open is not closed]
    found = [one for one in every if _says(one, about)]
    if not found and customer is None and about and (customer := _by_a_part(turn, about)):
        found, about = [one for one in _among(turn, customer) if one.is_open is not closed], []
    if about and not found:
        return None
    return Reference(found, customer, plain=called or bool(about))


def _customer(turn: Turn, text: str) -> tuple[CustomerRecord | None, list[str]]:
    """The customer that words name, and the words that tell more, folded, without little ones."""
    whole = turn.match(_bare(text), {NameKind.CUSTOMER}).known
    if whole and fold(_bare(text)) in {fold(whole.name), fold(whole.alias or "")}:
        return turn.work.customers.get(whole.id), []
    heard = turn.read_as(_TOLD, text)
    name = heard.slots.get("customer")
    known = name.known if isinstance(name, Name) else None
    span = next((span for span in heard.spans if span.slot == "customer"), None) if known else None
    little = phrasebook().words("function") | phrasebook().words("edges") | SKIPPED
    told = [
        word.folded.strip(_MARKS).removesuffix("'s")
        for word in words(text)
        if span is None or word.end <= span.start or word.start >= span.end
    ]
    return turn.work.customers.get(known.id) if known else None, [w for w in told if w and w not in little]


def _by_a_part(turn: Turn, about: Sequence[str]) -> CustomerRecord | None:
    """The one customer of whose name some words are a part: "the fulton deal"."""
    known = turn.match(" ".join(about), {NameKind.CUSTOMER}).known
    named = name_words(f"{known.name} {known.alias or ''}") if known else ()
    whole = all(any(fuzz.ratio(word, own) >= ALIKE for own in named) for word in about)
    return turn.work.customers.get(known.id) if known and whole else None


def _bare(text: str) -> str:
    return text.strip(_MARKS).removesuffix("'s").removesuffix("’s")


def _among(turn: Turn, customer: CustomerRecord | None) -> Sequence[OpportunityRecord]:
    """Those of a customer, or of whoever speaks, with the one that they dealt with last."""
    if customer is not None:
        return turn.work.opportunities.of_customer(customer.id, state=None)
    mine = turn.work.opportunities.of_owner(turn.person.id, limit=MOST_OPEN)
    dealt = [one.target.id for one in turn.conversation.newest() if one.target.kind == OPPORTUNITY]
    known = {one.id for one in mine}
    latest = [turn.work.opportunities.get(id_) for id_ in dealt if id_ not in known]
    return [*mine, *(one for one in latest if one and not one.archived_at)]


def _says(one: OpportunityRecord, about: Sequence[str]) -> bool:
    """Whether each of some words is one of its title's."""
    title = name_words(one.title)
    return all(any(fuzz.ratio(word, own) >= ALIKE for own in title) for word in about)


class _NamedByDeal(CustomerName):
    """A customer, named by itself, by what an opportunity of it is about, or by both."""

    def __init__(self, *, closed: bool = False) -> None:
        self._closed = closed

    def read(self, turn: Turn, text: str, said: Said) -> CustomerRecord:
        """Whom the words name; where they fit opportunities of several customers, these are asked about."""
        meant = reference(turn, text, closed=self._closed)
        if meant is None:
            return super().read(turn, text, said)
        if meant.customer is not None:
            return meant.customer
        ids = list(dict.fromkeys(one.customer_id for one in meant.opportunities))
        if len(ids) == 1 and (found := turn.work.customers.get(ids[0])):
            return found
        first = {one.customer_id: one for one in reversed(meant.opportunities)}
        choices = [
            Choice(
                _("{customer}: {what}", customer=clip(first[id_].customer, 30), what=label(first[id_])),
                answer(target=Target("customer", id_)),
            )
            for id_ in ids[:MOST_CHOICES]
        ]
        raise Unclear(_("Which opportunity?"), choices=choices)


class CustomerOfDeal(_NamedByDeal, KnownCustomer):
    """One that has opportunities."""


class CustomerOfSale(_NamedByDeal):
    """One that buys something, or a new one."""
