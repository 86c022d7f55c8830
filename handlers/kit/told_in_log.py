"""What was logged last in a chat, for those who have something to say of it after a log."""

from collections.abc import Sequence

from handlers.kit.spoken_of import SPOKEN_WITHIN
from handlers.kit.turn import Turn
from handlers.language.meaning import Name
from storage.crm.records import ContactRecord, CustomerRecord, InteractionRecord
from storage.names.keys import name_words

INTERACTION = "interaction"


def told_now(turn: Turn) -> InteractionRecord | None:
    """What was told of a customer last, lately."""
    last, at = turn.conversation.last, turn.conversation.last_at
    lately = at is not None and turn.incoming.sent_at - at <= SPOKEN_WITHIN
    logged = turn.work.interactions.get(last.id) if lately and last and last.kind == INTERACTION else None
    return None if logged is None or logged.archived_at else logged


def logged_of(turn: Turn, customer: CustomerRecord) -> InteractionRecord | None:
    """What was logged last in this chat, where it is of this customer."""
    last = turn.conversation.last
    logged = turn.work.interactions.get(last.id) if last and last.kind == INTERACTION else None
    return logged if logged and logged.customer_id == customer.id else None


def added_to(logged: InteractionRecord) -> str:
    """What was added last to what was logged: a line of its own."""
    return logged.summary.rpartition("\n")[2]


def logged_last(turn: Turn) -> InteractionRecord | None:
    """What was logged last in this chat."""
    last = turn.conversation.last
    return turn.work.interactions.get(last.id) if last and last.kind == "interaction" else None


def called_so(turn: Turn, customer_id: int, name: Name) -> Sequence[ContactRecord]:
    """The customer's people who may be meant by a name: those it is known for, else those of whose names it is a part."""
    people = turn.work.customers.contacts(customer_id)
    known = {entry.id for entry in name.candidates}
    return [one for one in people if one.id in known] or [one for one in people if _is_same(name.text, one.name)]


def _is_same(name: str, other: str) -> bool:
    """Whether two names may be one person's: "Rosa" and "Rosa Díaz", not "Marta Ruiz" and "Marta Peña"."""
    words, others = set(name_words(name)), set(name_words(other))
    return bool(words) and (words <= others or others <= words)
