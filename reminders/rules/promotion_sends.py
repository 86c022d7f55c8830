"""Customers are told of a promotion through the one gate, the most valuable first; each is decided on at the moment of telling.

Nothing is said to a colleague here: what is due is told while it is looked for.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.kit.messages.action import Target
from handlers.kit.outreach.gate import Gate, Go, Hold, Refuse
from handlers.promotions.answers import offered
from handlers.promotions.lookup import PROMOTION
from handlers.promotions.message import PROSPECT
from reminders.rule import Look, Nudge, Rule
from storage.promotions.promotions import Promotions
from storage.promotions.recipients import ENDED, ToldCustomer, ToldCustomers
from storage.promotions.records import PromotionRecord

AT_A_TIME = 150
"""A tick's worth: somewhat more than a platform takes until the next one."""


def _due(look: Look) -> Iterable[ToldCustomer]:
    today = look.now.astimezone(ZoneInfo(look.company.zone)).date()
    promotions: dict[int, PromotionRecord | None] = {}
    for told in look.work.topic(ToldCustomers).due("telegram", today, look.now, limit=AT_A_TIME):
        if told.promotion_id not in promotions:
            promotions[told.promotion_id] = look.work.topic(Promotions).get(told.promotion_id)
        promotion = promotions[told.promotion_id]
        if promotion is not None:
            _tell(look, promotion, told)
    return ()


def _tell(look: Look, promotion: PromotionRecord, told: ToldCustomer) -> None:
    """One customer: told, put off, or not to be told, with the reason."""
    customers = look.work.topic(ToldCustomers)
    gate = Gate(look.work, look.company, look.now)
    match gate.decide(told.customer_id, "promotions"):
        case Go() as go:
            reply = offered(promotion, told.customer, prospect=told.status == PROSPECT)
            key = f"promotion:{promotion.id}:{told.customer_id}"
            about = Target(PROMOTION, promotion.id)
            approach = gate.send(go, reply, about=about, key=key, expires_in=_left(look, promotion))
            customers.sent(told.id, promotion.version, approach)
        case Hold(until, reason):
            if until >= _end(look, promotion):
                customers.not_sent(told.id, ENDED)
            else:
                customers.hold(told.id, until, reason.value)
        case Refuse(reason):
            customers.not_sent(told.id, reason.value)


def _end(look: Look, promotion: PromotionRecord) -> datetime:
    """The instant at which its last day is over."""
    after = promotion.content.last + timedelta(days=1)
    return datetime(after.year, after.month, after.day, tzinfo=ZoneInfo(look.company.zone))


def _left(look: Look, promotion: PromotionRecord) -> timedelta:
    return _end(look, promotion) - look.now


def _nudge(_look: Look, _told: ToldCustomer) -> Nudge | None:
    return None


def _told(_look: Look, _told: ToldCustomer) -> None:
    """Done while it was looked for."""


def _later(_look: Look, _told: ToldCustomer, _at: datetime) -> None:
    """Put off while it was looked for."""


RULE = Rule(_due, _nudge, _told, _later)
