"""What holds everything back that would be said to a customer unasked, whatever the hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.kit.outreach.reasons import HoldReason
from storage.crm.complaints.conditions import open_complaint
from storage.crm.outreach.records import CustomerAccount
from storage.work import Work

LOOK_AGAIN = timedelta(days=1)
"""While a complaint is open, it is looked at once a day."""
TALKS_FOR = timedelta(hours=2)
"""Since they last wrote a conversation is going on."""


@dataclass(frozen=True, slots=True)
class Held:
    """Why, and when to look again."""

    until: datetime
    reason: HoldReason


def held(work: Work, account: CustomerAccount, now: datetime) -> Held | None:
    """What holds back now; each further reason is a line here."""
    if open_complaint(work, account.customer_id) is not None:
        return Held(now + LOOK_AGAIN, HoldReason.COMPLAINT)
    if account.wrote_at and account.wrote_at + TALKS_FOR > now:
        return Held(account.wrote_at + TALKS_FOR, HoldReason.TALKING)
    return None
