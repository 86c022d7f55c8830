"""Customers are told of a promotion through the one gate, the most valuable first; each is decided on at the moment of telling."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.kit.messages.action import Target
from handlers.kit.outreach.gate import KIND, Gate, Go, Hold, Refuse
from handlers.kit.outreach.prospects import PROSPECT, is_prospect
from handlers.promotions.answers import offered
from handlers.promotions.holding import release
from handlers.promotions.lookup import PROMOTION
from reminders.rule import Look, Rule
from storage.promotions.promotions import Promotions
from storage.promotions.recipients import ENDED, ToldCustomer, ToldCustomers
from storage.promotions.records import RUNNING, PromotionRecord

READY = 300
"""Messages that may wait to be sent: some ten seconds of Telegram's pace, so that it never runs dry between two ticks."""


def _due(look: Look) -> Iterable[ToldCustomer]:
    release(look.work)  # where a pause was undone
    today = look.now.astimezone(ZoneInfo(look.company.zone)).date()
    found = look.work.topic(ToldCustomers).due("telegram", today, look.now, limit=READY)
    return found[: max(0, READY - look.work.outbox.count_waiting(KIND))] if found else ()


def _nudge(look: Look, told: ToldCustomer) -> None:
    """One customer: told, put off, or not to be told, with the reason. Nothing is said to a colleague."""
    customers = look.work.topic(ToldCustomers)
    look.work.topic(Promotions).lock(told.promotion_id)  # whoever pauses or stops it holds back all that was made out
    promotion = look.work.topic(Promotions).get(told.promotion_id)
    if promotion is None or promotion.state != RUNNING:
        return
    gate = Gate(look.work, look.company, look.now)
    match gate.decide(told.customer_id, "promotions"):
        case Go() as go:
            reply = offered(promotion, told.customer, prospect=_is_prospect(look, told))
            key = f"promotion:{promotion.id}:{told.customer_id}"
            about = Target(PROMOTION, promotion.id)
            approach = gate.send(go, reply, about=about, key=key, expires_in=_left(look, promotion))
            if approach is not None:  # else another process told them a moment ago
                customers.sent(told.id, promotion.version, approach)
        case Hold(until, reason):
            if until >= _end(look, promotion):
                customers.not_sent(told.id, ENDED)
            else:
                customers.hold(told.id, until, reason.value)
        case Refuse(reason):
            customers.not_sent(told.id, reason.value)


def _is_prospect(look: Look, told: ToldCustomer) -> bool:
    """Whether they read what those read who never bought; looked up only of whom that can be."""
    customer = look.work.customers.get(told.customer_id) if told.status == PROSPECT else None
    return customer is not None and is_prospect(look.work, customer)


def _end(look: Look, promotion: PromotionRecord) -> datetime:
    """The instant at which its last day is over."""
    after = promotion.content.last + timedelta(days=1)
    return datetime(after.year, after.month, after.day, tzinfo=ZoneInfo(look.company.zone))


def _left(look: Look, promotion: PromotionRecord) -> timedelta:
    return _end(look, promotion) - look.now


def _told(_look: Look, _told: ToldCustomer) -> None:
    """What became of it was kept with the customer."""


def _later(look: Look, told: ToldCustomer, at: datetime) -> None:
    look.work.topic(ToldCustomers).hold(told.id, at, told.why)


RULE = Rule(_due, _nudge, _told, _later)
