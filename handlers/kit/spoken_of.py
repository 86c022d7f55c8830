"""What the talk is of: whoever a message is about that names nobody, "her number is …", "they want 10 boxes", "an opportunity there".

There is one such notion. It is whatever was saved, shown, chosen or named last (`Conversation.subject`); from it follow a customer
and, where it is somebody or was told with somebody, a person.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

from handlers.kit.messages.action import Target
from handlers.kit.turn import Turn
from storage.crm.records import ContactRecord, CustomerRecord, InteractionRecord
from storage.quotes.quotes import Quotes

SPOKEN_WITHIN = timedelta(minutes=30)
"""Within this time the talk is still of it."""


def customer_of(turn: Turn, target: Target) -> int | None:
    """Whose something is; None for what is nobody's, or is not there any more."""
    if target.kind == "customer":
        return target.id if turn.work.customers.get(target.id) else None
    row = _row(turn, target)
    return None if getattr(row, "archived_at", None) else getattr(row, "customer_id", None)


def _row(turn: Turn, target: Target) -> object:
    work = turn.work
    kept: Mapping[str, Callable[[int], object]] = {
        "interaction": work.interactions.get,
        "follow_up": work.follow_ups.get,
        "opportunity": work.opportunities.get,
        "contact": work.customers.contact,
        "complaint": work.complaints.get,
        "quote": work.topic(Quotes).get,
        "purchase": work.purchases.get,
    }
    return kept[target.kind](target.id) if target.kind in kept else None


def customer_spoken_of(turn: Turn) -> CustomerRecord | None:
    """The customer that the talk is of."""
    subject = turn.conversation.subject
    if subject is None or turn.incoming.sent_at - subject.at > SPOKEN_WITHIN:
        return None
    customer = customer_of(turn, subject.target)
    return turn.work.customers.get(customer) if customer is not None else None


def person_spoken_of(turn: Turn, target: Target) -> ContactRecord | None:
    """The person whom something is about: themselves, or the one who was met."""
    if target.kind == "contact":
        return turn.work.customers.contact(target.id)
    row = _row(turn, target)
    if isinstance(row, InteractionRecord):
        return turn.work.customers.contact(row.only_met.id) if row.only_met else None
    contact = getattr(row, "contact_id", None)
    return turn.work.customers.contact(contact) if contact else None


def shown(turn: Turn, target: Target | None) -> None:
    """An answer is about this: from here on it is what is spoken of, where it is of a customer."""
    talk = turn.conversation
    newest = talk.subject
    if target is None or (newest and newest.target == target) or customer_of(turn, target) is None:
        return
    talk.speaks_of(target, turn.incoming.sent_at)
