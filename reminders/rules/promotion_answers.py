"""A customer who wants what a promotion offers is a lead at once, with the promotion on it, under the leads' own clock."""

from collections.abc import Iterable
from datetime import datetime

from handlers.leads.intake import arrive
from reminders.rule import Look, Nudge, Rule
from storage.crm.leads.records import Attribution, Enquiry
from storage.promotions.promotions import Promotions
from storage.promotions.recipients import ToldCustomer, ToldCustomers

AT_A_TIME = 100


def _due(look: Look) -> Iterable[ToldCustomer]:
    return look.work.topic(ToldCustomers).without_lead(limit=AT_A_TIME)


def _nudge(look: Look, told: ToldCustomer) -> Nudge | None:
    """Nobody is nudged here: the lead's owner hears of it as of any other."""
    customer = look.work.customers.get(told.customer_id)
    promotion = look.work.topic(Promotions).get(told.promotion_id)
    if customer is None or promotion is None:
        look.work.topic(ToldCustomers).not_sent(told.id, "not_here")
        return None
    said = Enquiry(
        "chat",
        customer.name,
        phone=customer.phone,
        email=customer.email,
        message=told.words,
        product=", ".join(promotion.content.product_names)[:200],
        last=Attribution(campaign=promotion.name, medium=told.channel),
        customer_id=customer.id,
        promotion_id=promotion.id,
    )
    arrived = arrive(look.work, look.company, said)
    look.work.topic(ToldCustomers).became(told.id, arrived.lead_id)
    return None


def _told(_look: Look, _told: ToldCustomer) -> None:
    """It is a lead now."""


def _later(_look: Look, _told: ToldCustomer, _at: datetime) -> None:
    """It is tried again with the next tick."""


RULE = Rule(_due, _nudge, _told, _later)
