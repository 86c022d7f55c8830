"""Which opportunity is meant, as it was seen, and whether somebody changed it since."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from handlers.kit.follow_ups.follow_up import covered_by_me
from handlers.kit.format.texts import Price, Words, _, clip
from handlers.kit.forms.form import Confirmation, Said, SlotType, Unclear
from handlers.kit.messages.action import Choice, Target, answer
from handlers.kit.people.permissions import MANAGERS
from handlers.kit.turn import Sorry, Turn
from handlers.language.concepts.phrasebook import phrasebook
from storage.crm.opportunities.records import OPEN, OpportunityRecord
from storage.crm.records import CustomerRecord
from storage.names.keys import name_words

OPPORTUNITY = "opportunity"
MOST_CHOICES = 6
LOOKED_BACK = 5
"""Latest changes among which it is looked whether one came after a message was sent."""


@dataclass(frozen=True, slots=True)
class Deal:
    """An opportunity, and the version of it that whoever decides about it has `seen`."""

    record: OpportunityRecord
    seen: int

    @classmethod
    def of(cls, turn: Turn, record: OpportunityRecord) -> "Deal":
        """One as it was when the message was sent: what somebody else did since then was not seen."""
        since = turn.work.opportunities.events(record.id, after=max(record.version - LOOKED_BACK, 0))
        unseen = [one.version for one in since if one.at > turn.incoming.sent_at and one.by_id != turn.person.id]
        return cls(record, min(unseen) - 1 if unseen else record.version)


def found(turn: Turn, opportunity_id: int) -> OpportunityRecord:
    """An opportunity that stands. Raises Sorry for one that is gone, or not for this person to see."""
    record = turn.work.opportunities.get(opportunity_id)
    if record is None or record.archived_at:
        raise Sorry(_("That no longer exists."))
    return record


AnOpportunity = Annotated[OpportunityRecord, lambda turn, raw: found(turn, int(raw))]
"""The opportunity of an action."""


class WhichDeal(SlotType[Deal]):
    """One of a customer's opportunities: its only one, or the one whose words are said; several are asked about.

    It looks at those that are open, or else at those that are `closed`.
    """

    def __init__(self, *, closed: bool = False) -> None:
        self._closed = closed

    def of(self, turn: Turn, customer: CustomerRecord) -> list[OpportunityRecord]:
        """Those that may be meant."""
        every = turn.work.opportunities.of_customer(customer.id, state=None if self._closed else OPEN)
        return [one for one in every if one.is_open is not self._closed]

    def read(self, turn: Turn, text: str, said: Said) -> Deal:
        """The one whose words an answer says."""
        if said.customer is None:
            raise Unclear
        return self._one_of(turn, self.of(turn, said.customer), text)

    def heard(self, turn: Turn, said: Said) -> Deal:
        """The one that a sentence means. Raises Sorry where the customer has none."""
        customer = said.customer
        if customer is None:
            raise Unclear
        every = self.of(turn, customer)
        if not every:
            words = (
                _("{customer} has nothing closed.", customer=customer.name)
                if self._closed
                else _("{customer} has no open opportunity.", customer=customer.name)
            )
            raise Sorry(words)
        return self._one_of(turn, every, said.text or turn.incoming.text)

    def of_target(self, turn: Turn, target: Target) -> Deal | None:
        """The one that was chosen."""
        return Deal.of(turn, found(turn, target.id)) if target.kind == OPPORTUNITY else None

    def dump(self, value: Deal) -> Any:  # noqa: ANN401
        """Its id, and what was seen of it."""
        return [value.record.id, value.seen]

    def load(self, turn: Turn, raw: Any) -> Deal:  # noqa: ANN401
        """By id, as it is now."""
        id_, seen = raw
        return Deal(found(turn, int(id_)), int(seen))

    def show(self, value: Deal) -> Words:
        """What it is about."""
        return label(value.record)

    @staticmethod
    def _one_of(turn: Turn, every: Sequence[OpportunityRecord], text: str) -> Deal:
        meant = best(every, text)
        if len(meant) == 1:
            return Deal.of(turn, meant[0])
        raise Unclear(_("Which opportunity?"), choices=as_choices(meant or every))


def best(every: Sequence[OpportunityRecord], text: str, *, sure: bool = False) -> Sequence[OpportunityRecord]:
    """Those of whose titles a text says most; where it says nothing of any all of them, or none if that is to be `sure`."""
    little = phrasebook().words("function") | phrasebook().words("edges")
    said = set(name_words(text)) - little
    common = [len(said & (set(name_words(one.title)) - set(name_words(one.customer)))) for one in every]
    most = max(common, default=0)
    if not most:
        return () if sure else every
    return [one for one, count in zip(every, common, strict=True) if count == most]


def as_choices(every: Sequence[OpportunityRecord]) -> tuple[Choice, ...]:
    """Opportunities to choose from."""
    return tuple(Choice(label(one), answer(target=Target(OPPORTUNITY, one.id))) for one in every[:MOST_CHOICES])


def label(record: OpportunityRecord) -> Words:
    """An opportunity in a few words: what, and for how much."""
    title = clip(record.title, 40)
    if record.amount is None:
        return title
    return _("{title} · {amount}", title=title, amount=Price(record.amount, record.currency))


# ------------------------------------------------------------------ whose it is
def confirmed(turn: Turn, deal: Deal) -> Confirmation | None:
    """Another one's opportunity is asked about before it is changed; a manager's and whoever covers need not be."""
    record = deal.record
    if record.owner_id == turn.person.id or turn.person.role in MANAGERS or record.owner_id in covered_by_me(turn):
        return None
    words = _(
        "“{title}”, {customer}, is {owner}'s. Change it anyway?",
        title=clip(record.title, 80),
        customer=record.customer,
        owner=record.owner,
    )
    return Confirmation("anothers", (words,))
