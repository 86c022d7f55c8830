"""What was logged last in a chat, for those who have something to say of it after a log."""

from handlers.kit.turn import Turn
from storage.crm.records import CustomerRecord, InteractionRecord

INTERACTION = "interaction"


def logged_of(turn: Turn, customer: CustomerRecord) -> InteractionRecord | None:
    """What was logged last in this chat, where it is of this customer."""
    last = turn.conversation.last
    logged = turn.work.interactions.get(last.id) if last and last.kind == INTERACTION else None
    return logged if logged and logged.customer_id == customer.id else None


def added_to(logged: InteractionRecord) -> str:
    """What was added last to what was logged: a line of its own."""
    return logged.summary.rpartition("\n")[2]
