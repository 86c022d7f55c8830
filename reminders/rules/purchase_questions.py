"""After a purchase, or a complaint, a colleague who had no part in it is told to ask how it went; reminded once; then it fades."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from handlers.surveys.after_purchase import others, partial_to, reminder
from reminders.rule import Look, Nudge, Rule
from storage.crm.complaints.conditions import open_complaint
from storage.crm.records import CustomerRecord
from storage.crm.surveys.records import SurveyAsk
from storage.crm.surveys.surveys import Surveys
from storage.people.records import Person
from storage.work import Work

AT_A_TIME = 200
REMIND_AFTER = timedelta(days=4)
LOOK_AGAIN = timedelta(days=1)
"""While nobody can ask, or a complaint is open."""
GIVE_UP = timedelta(days=30)
"""A purchase so long ago is asked about no more."""


def _due(look: Look) -> Iterable[SurveyAsk]:
    return look.work.topic(Surveys).due(look.now, limit=AT_A_TIME, of_colleagues=True)


def _nudge(look: Look, ask: SurveyAsk) -> Nudge | None:
    found = _who(look, ask)
    question = look.work.topic(Surveys).question(ask.question_id)
    if found is None or question is None or ask.reminded_at is not None:
        return None
    person, customer = found
    key = f"purchase_question:{ask.id}:{person.id}:{ask.state}"
    return Nudge(key, person.id, reminder(question, ask, customer, person))


def _told(look: Look, ask: SurveyAsk) -> None:
    surveys, found = look.work.topic(Surveys), _who(look, ask)
    if ask.reminded_at is not None or look.now - ask.created_at > GIVE_UP:
        surveys.ended(ask.id, "faded" if ask.state == "asked" else "dropped")
    elif found is None:
        surveys.later(ask.id, look.now + LOOK_AGAIN)
    elif ask.state == "asked":
        surveys.reminded(ask.id, look.now + REMIND_AFTER)
    else:
        surveys.brought_up(ask.id, found[0].id, look.now + REMIND_AFTER)


def _later(look: Look, ask: SurveyAsk, at: datetime) -> None:
    look.work.topic(Surveys).later(ask.id, at)


def _who(look: Look, ask: SurveyAsk) -> tuple[Person, CustomerRecord] | None:
    """Who asks it now, of which customer: whoever was chosen, else whoever can; None while nobody can, or a complaint is open."""
    customer = look.work.customers.get(ask.customer_id)
    if customer is None or open_complaint(look.work, customer.id) is not None:
        return None
    possible = others(look.work, look.company, look.calendars, customer, partial_to(look.work, ask))
    chosen = next((person for person in possible if person.id == ask.staff_id), next(iter(possible), None))
    return (chosen, customer) if chosen else None


def _holds(work: Work, ask_id: int) -> bool:
    ask = work.topic(Surveys).get(ask_id)
    return ask is not None and ask.state in {"planned", "asked"}


RULE = Rule(_due, _nudge, _told, _later, about="survey_ask", holds=_holds)
