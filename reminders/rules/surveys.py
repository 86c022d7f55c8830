"""Questions that are due go to customers, through the gate; who has none coming is looked at again in a while. It nudges nobody."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from handlers.kit.surveys.sending import look_at, plan_for
from reminders.rule import Look, Nudge, Rule
from storage.crm.outreach.records import CustomerAccount
from storage.crm.surveys.records import SurveyAsk
from storage.crm.surveys.surveys import Surveys

AT_A_TIME = 200
NEXT_ROUND = timedelta(days=14)
"""After this it is looked again whether there is something to ask somebody."""
TRY_AGAIN = timedelta(hours=1)

Item = SurveyAsk | CustomerAccount


def _due(look: Look) -> Iterable[Item]:
    asks = look.work.topic(Surveys).due(look.now, limit=AT_A_TIME)
    return [*asks, *look.work.customer_accounts.to_look_at(look.now, limit=AT_A_TIME)]


def _nudge(look: Look, item: Item) -> Nudge | None:
    if isinstance(item, SurveyAsk):
        look_at(look.work, look.company, look.now, item)
        return None
    customer = look.work.customers.get(item.customer_id)
    if customer is not None and look.work.consents.granted(item.id, "surveys"):
        plan_for(look.work, "interval", customer, look.now)
    return None


def _told(look: Look, item: Item) -> None:
    if isinstance(item, CustomerAccount):
        look.work.customer_accounts.look(item.id, look.now + NEXT_ROUND)


def _later(look: Look, item: Item, at: datetime) -> None:
    if isinstance(item, SurveyAsk):
        look.work.topic(Surveys).later(item.id, at)
    else:
        look.work.customer_accounts.look(item.id, at)


RULE = Rule(_due, _nudge, _told, _later)
