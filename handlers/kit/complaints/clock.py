"""When something is done about a complaint: its first answer is promised, and it is to be put right within thirty days."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from handlers.kit.calendar.business_time import BusinessTime
from storage.crm.complaints.records import ComplaintRecord

ANSWER: Final = 8 * 3600
"""Business seconds within which a first answer is promised: a working day."""
UNANSWERED: Final = 4 * 3600
"""Business seconds after the promised time when the manager hears that nobody answered."""
RESCUE: Final = timedelta(days=30)
ESCALATE: Final = timedelta(days=25)
CHECK: Final = timedelta(days=7)
"""Between one question to the carer and the next whether it improved."""
CONFIRM: Final = timedelta(days=3)
"""After it improved, until the carer is asked what the customer says."""

StepName = Literal["new", "answer", "manager", "check", "escalated", "over"]
"""The carer hears of it; is reminded of the promise; the manager hears that nobody answered; the carer is asked whether it
improved; on day 25 the manager hears of it; on day 30 that its time is over."""


@dataclass(frozen=True, slots=True)
class ComplaintStep:
    """What is done next about a complaint, and when."""

    name: StepName
    at: datetime


def answer_by(business: BusinessTime | None, opened_at: datetime) -> datetime:
    """Until when a first answer is promised; a day later for somebody who never works."""
    return _after(business, opened_at, ANSWER)


def next_step(complaint: ComplaintRecord, business: BusinessTime | None) -> ComplaintStep:
    """What comes next for an open complaint, by the business time of whoever cares for it."""
    taken = complaint.steps
    checked = complaint.checked_at or complaint.opened_at
    check = max(checked, complaint.improved_at) + CONFIRM if complaint.improved_at else checked + CHECK
    possible = [ComplaintStep("check", check)]
    if "new" not in taken:
        possible.append(ComplaintStep("new", complaint.opened_at))
    if complaint.answered_at is None and "answer" not in taken:
        possible.append(ComplaintStep("answer", complaint.answer_by))
    elif complaint.answered_at is None and "manager" not in taken:
        possible.append(ComplaintStep("manager", _after(business, complaint.answer_by, UNANSWERED)))
    if "escalated" not in taken:
        possible.append(ComplaintStep("escalated", complaint.opened_at + ESCALATE))
    elif "over" not in taken:
        possible.append(ComplaintStep("over", complaint.rescue_by))
    return min(possible, key=lambda step: step.at)


def _after(business: BusinessTime | None, since: datetime, seconds: int) -> datetime:
    try:
        return business.deadline(since, seconds) if business else since + timedelta(days=1)
    except OverflowError:
        return since + timedelta(days=1)
