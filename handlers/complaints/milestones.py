"""Complaints in a customer's history: when one was opened, in the words of whoever told it, and how it ended."""

from handlers.kit.format.lists import Milestone
from handlers.kit.format.texts import ShortDay, Words, _, clip
from handlers.kit.turn import Turn
from storage.crm.complaints.records import ComplaintTold

MOST = 50
"""Things said about a customer's complaints that its history tells of."""
LONGEST = 160


def milestones(turn: Turn, customer_id: int) -> list[Milestone]:
    """What was complained about, and what was put right."""
    found = turn.work.complaints.told_of(customer_id, limit=MOST)
    return [Milestone(told.at, (_head(turn, told), clip(told.words, LONGEST))) for told in found]


def _head(turn: Turn, told: ComplaintTold) -> Words:
    day, number, who = ShortDay(turn.local(told.at).date()), told.number, (told.staff or "").split(maxsplit=1)[:1]
    if told.kind == "closed":
        return _("{day} · complaint {number} closed", day=day, number=number)
    if who:
        return _("{day} · complaint {number} · {author}", day=day, number=number, author=who[0])
    return _("{day} · complaint {number}", day=day, number=number)
