"""Whoever answers for a customer hears when they usually order, once for each order that is expected.

Each owner's customers are looked at once a working day; who has ordered meanwhile is not brought up.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from handlers.standings.nudging import DUE_ORDERS, due_order, due_order_line, open_due_order
from reminders.policy import Policy
from reminders.rule import Look, Nudge, Rule
from storage.standings.standings import StandingRecord

LOOKED: Final = "due_orders_owner"
"""The kind under which it is kept when an owner's customers were looked at."""
MOST: Final = 3
"""Customers of one owner's that a morning brings up."""
LOOKED_AT: Final = 50
EARLY, LATE = timedelta(days=1), timedelta(days=3)
"""How long before the day it is brought up, and how long after it."""
AGAIN: Final = timedelta(days=7)
"""At least so long nothing more is said of a customer, however often they order."""


def _due(look: Look) -> Iterable[StandingRecord]:
    people = look.work.people.everyone()
    waiting = look.work.nudge_marks.waiting(LOOKED, [person.id for person in people])
    policy = Policy(look)
    today = look.now.date()
    for person in people:
        if person.id in waiting or look.work.people.address(person.id) is None:
            continue
        look.work.nudge_marks.put(LOOKED, person.id, policy.tomorrow(person))
        found = look.work.standings.due(today - LATE, today + EARLY, owner=person.id, limit=LOOKED_AT)
        known = look.work.nudge_marks.waiting(DUE_ORDERS, [one.customer_id for one in found])
        yield from [one for one in found if one.customer_id not in known and not _has_ordered(look, one)][:MOST]


def _has_ordered(look: Look, one: StandingRecord) -> bool:
    since = one.last + timedelta(days=1)
    return bool(look.work.purchases.of_customer(one.customer_id, since=since, limit=1))


def _nudge(look: Look, one: StandingRecord) -> Nudge | None:
    if one.owner_id is None:
        return None
    return Nudge(
        f"due_order:{one.customer_id}:{one.expected}:{look.now:%Y-%m-%d}",
        one.owner_id,
        due_order(one),
        line=due_order_line(one),
        opens=open_due_order(one),
    )


def _told(look: Look, one: StandingRecord) -> None:
    look.work.nudge_marks.put(DUE_ORDERS, one.customer_id, look.now + max(AGAIN, timedelta(days=(one.gap or 0) // 2)))


def _later(look: Look, one: StandingRecord, at: datetime) -> None:
    """Its owner's customers are looked at again then, unless it was told meanwhile."""
    if one.owner_id and not look.work.nudge_marks.waiting(DUE_ORDERS, [one.customer_id]):
        look.work.nudge_marks.put(LOOKED, one.owner_id, at)


RULE = Rule(_due, _nudge, _told, _later, gathered=True)
