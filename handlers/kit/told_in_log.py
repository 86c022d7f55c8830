"""What was logged last in a chat, for those who have something to say of it after a log."""

from handlers.kit.spoken_of import SPOKEN_WITHIN
from handlers.kit.turn import Turn
from storage.crm.records import CustomerRecord, InteractionRecord

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
