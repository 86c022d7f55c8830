"""Which complaint is meant, and who may do something about it."""

import re
from typing import Annotated, Any

from handlers.complaints.card import COMPLAINT, title
from handlers.kit.follow_ups.follow_up import covered_by_me
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.form import Said, SlotType, Unclear
from handlers.kit.messages.action import Choice, Target, answer
from handlers.kit.people.permissions import MANAGERS
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import Name, NameKind, SlotValue
from storage.crm.complaints.records import ComplaintRecord

MOST_CHOICES = 6
_NUMBER = re.compile(r"(?<![\d+.,])#?(\d{1,9})(?![\d.,]*\d)")


def there(turn: Turn, complaint_id: int) -> ComplaintRecord:
    """A complaint that the person may see. Raises Sorry for any other number."""
    record = turn.work.complaints.get(complaint_id)
    if record is None or record.archived_at:
        raise Sorry(_("There is no complaint {number}.", number=complaint_id))
    return record


AComplaint = Annotated[ComplaintRecord, lambda turn, raw: there(turn, int(raw))]
"""The complaint of an action."""


def mine(turn: Turn, complaint: ComplaintRecord) -> ComplaintRecord:
    """An open complaint about which the person may do something: who cares for it or covers for whoever does, its customer's
    owner, support, or a manager. Raises Sorry for any other.

    From here on nobody else changes it until this turn is done.
    """
    turn.work.complaints.lock(complaint.id)
    complaint = there(turn, complaint.id)
    if not complaint.is_open:
        raise Sorry(_("That complaint is closed already."))
    if not may_decide(turn, complaint):
        raise Sorry(_("{name} cares for that complaint.", name=complaint.carer or ""))
    return complaint


def may_decide(turn: Turn, complaint: ComplaintRecord) -> bool:
    """Whether the person may say what becomes of it."""
    if complaint.carer_id in {None, turn.person.id, *covered_by_me(turn)}:
        return True
    if turn.person.role in {*MANAGERS, "support"}:
        return True
    customer = turn.work.customers.get(complaint.customer_id)
    return customer is not None and customer.owner_id == turn.person.id


def number_in(text: str) -> int | None:
    """The number that a text names."""
    found = _NUMBER.search(text)
    return int(found[1]) if found else None


def meant(turn: Turn, text: str) -> list[ComplaintRecord]:
    """The open complaints that a text names: by number, or by the customer. Raises Sorry where it names one that has none."""
    customer = turn.match(text, {NameKind.CUSTOMER}).known or _named(turn, text)
    if customer is not None:
        found = turn.work.complaints.of_customer(customer.id, limit=MOST_CHOICES)
        if not found:
            raise Sorry(_("{customer} has no open complaint.", customer=customer.name))
        return found
    number = number_in(text)
    return [there(turn, number)] if number is not None else []


def _named(turn: Turn, text: str) -> Any:  # noqa: ANN401 - an entry of the names
    heard = turn.understand(text).slots.get("customer")
    return heard.known if isinstance(heard, Name) else None


class WhichComplaint(SlotType[ComplaintRecord]):
    """An open complaint that the person may decide about, by number or by its customer."""

    takes_names = True

    def read(self, turn: Turn, text: str, said: Said) -> ComplaintRecord:
        """The one that an answer names."""
        found = meant(turn, text)
        if len(found) == 1:
            return mine(turn, found[0])
        if found:
            raise Unclear(_("Which complaint?"), choices=_choices(found))
        raise Unclear(_("I find no complaint in “{text}”.", text=clip(text, 60)), choices=self.offered(turn, said))

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> ComplaintRecord | None:
        """What a sentence names stands in its text."""
        return self.read(turn, said.text, said)

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """Those that the person cares for."""
        return _choices(turn.work.complaints.all_open(carer_id=turn.person.id, limit=MOST_CHOICES))

    def of_target(self, turn: Turn, target: Target) -> ComplaintRecord | None:
        """The one that was chosen."""
        return mine(turn, there(turn, target.id)) if target.kind == COMPLAINT else None

    def dump(self, value: ComplaintRecord) -> Any:  # noqa: ANN401
        """Its number."""
        return value.id

    def load(self, turn: Turn, raw: Any) -> ComplaintRecord:  # noqa: ANN401
        """By number, as it is now."""
        return mine(turn, there(turn, int(raw)))

    def show(self, value: ComplaintRecord) -> Words:
        """In a few words."""
        return title(value)


def _choices(found: list[ComplaintRecord]) -> tuple[Choice, ...]:
    return tuple(Choice(title(one), answer(target=Target(COMPLAINT, one.id))) for one in found)
