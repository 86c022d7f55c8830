"""Opportunities in a customer's history: what was offered, won and lost."""

from collections.abc import Iterator

from handlers.kit.format.lists import Line, Milestone
from handlers.kit.format.texts import ShortDay, Words, _, clip
from handlers.kit.turn import Turn
from handlers.opportunities.card import amount_of
from storage.crm.opportunities.records import WON, OpportunityRecord

MOST = 50
"""Opportunities of a customer that its history tells of."""
LONGEST = 120


def milestones(turn: Turn, customer_id: int) -> list[Milestone]:
    """When each began, and how it ended; of one that was won as it was told, only that."""
    found = turn.work.opportunities.of_customer(customer_id, state=None, limit=MOST)
    return [one for record in found for one in _of(turn, record)]


def _of(turn: Turn, record: OpportunityRecord) -> Iterator[Milestone]:
    if record.closed_at != record.created_at:
        day = ShortDay(turn.local(record.created_at).date())
        yield Milestone(record.created_at, _line(record, _("{day} · opportunity", day=day)))
    if record.closed_at is not None:
        day = ShortDay(turn.local(record.closed_at).date())
        head = _("{day} · won", day=day) if record.state == WON else _("{day} · lost", day=day)
        yield Milestone(record.closed_at, _line(record, head))


def _line(record: OpportunityRecord, head: Words) -> Line:
    title = clip(record.title, LONGEST)
    if record.lost_reason:
        return head, _("{title}: {reason}", title=title, reason=clip(record.lost_reason, LONGEST))
    return head, _("{title} · {amount}", title=title, amount=amount_of(record.amount, record.currency))
