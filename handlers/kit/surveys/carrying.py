"""Which questions a colleague is given to take along after a log: few, and not each time."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final

from handlers.kit.surveys.choosing import ALIVE, next_questions
from handlers.kit.turn import Turn
from storage.crm.complaints.conditions import open_complaint
from storage.crm.records import CustomerRecord
from storage.crm.surveys.pacing import Pacing
from storage.crm.surveys.records import SurveyQuestion
from storage.crm.surveys.surveys import Surveys

MOST: Final = 2
"""Questions at one contact."""
TOUCHES: Final = frozenset({"visit", "call"})
"""Kinds of interaction in which somebody could be asked, and will be again."""


def to_carry(turn: Turn, customer: CustomerRecord) -> Sequence[SurveyQuestion]:
    """The questions that matter most for this customer now, `MOST` at most; none while one of the waits lasts."""
    pacing = turn.work.topic(Pacing)
    waits, since_midnight = pacing.now(), _midnight(turn)
    room = min(MOST, waits.a_day - pacing.how_many(turn.person.id, since_midnight))
    if room <= 0:
        return ()
    suggested = pacing.suggested(customer.id, turn.now - timedelta(days=max(waits.question_days, waits.customer_days)))
    lately = turn.now - timedelta(days=waits.customer_days)
    if any(one.at > lately for one in suggested) or _asked_since(turn, customer, lately):
        return ()
    held_back = {one.question_id for one in suggested if one.at > turn.now - timedelta(days=waits.question_days)}
    free = _free(turn, customer, MOST + len(held_back))
    return [question for question in free if question.id not in held_back][:room]


def still_to_carry(turn: Turn, customer: CustomerRecord) -> Sequence[SurveyQuestion]:
    """Of what this person was given today for this customer, what is neither answered nor dismissed."""
    suggested = turn.work.topic(Pacing).suggested(customer.id, _midnight(turn))
    mine = {one.question_id for one in suggested if one.staff_id == turn.person.id}
    return [question for question in _free(turn, customer, None) if question.id in mine] if mine else ()


def to_prepare(turn: Turn, customer: CustomerRecord) -> SurveyQuestion | None:
    """The one that matters most, to go to the customer with."""
    return next(iter(_free(turn, customer, 1)), None)


def _free(turn: Turn, customer: CustomerRecord, most: int | None) -> list[SurveyQuestion]:
    """What may be asked there; nothing while a complaint is open: whoever is unhappy is helped, not asked."""
    if open_complaint(turn.work, customer.id) is not None:
        return []
    today = turn.local(turn.now).date()
    return next_questions(turn.work, customer, by="staff", now=turn.now, today=today, most=most)


def _asked_since(turn: Turn, customer: CustomerRecord, since: datetime) -> bool:
    """Whether the customer was asked anything by then, by whomever: what is only planned is nothing yet."""
    put = turn.work.topic(Surveys).latest(customer.id).values()
    return any(at > since for states in put for state, at in states.items() if state not in ALIVE - {"asked"})


def _midnight(turn: Turn) -> datetime:
    """When the person's day began."""
    return datetime.combine(turn.now.astimezone(turn.zone).date(), time(), turn.zone)
