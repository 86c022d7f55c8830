"""A planned question goes to the customer through the gate: now, later, or not at all."""

from datetime import datetime, timedelta

from handlers.kit.format.texts import _
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.outreach.gate import Decision, Gate, Go, Hold, Refuse
from handlers.kit.surveys.answers import ANONYMOUS, options_of
from handlers.kit.surveys.choosing import next_questions
from handlers.kit.turn import Company
from storage.crm.records import CustomerRecord
from storage.crm.surveys.records import SurveyAsk, SurveyQuestion
from storage.crm.surveys.surveys import Surveys
from storage.work import Work

ASK = "survey_ask"
REMIND_AFTER = timedelta(days=4)
"""Without an answer they are reminded, once; after as long again the question fades."""


def plan_for(
    work: Work, trigger: str, customer: CustomerRecord, now: datetime, *, after: timedelta = timedelta()
) -> int | None:
    """Plans the question of an occasion for a customer ("complaint_closed"); None where there is none to put now."""
    found = next_questions(work, customer, by="bot", now=now, today=now.date(), most=1, trigger=trigger)
    return work.topic(Surveys).plan(found[0].id, customer.id, now + after) if found else None


def look_at(work: Work, company: Company, now: datetime, ask: SurveyAsk) -> Decision | None:
    """Does what is to be done about a question: puts it, reminds of it, or lets it fade. None where nothing was to be sent."""
    surveys = work.topic(Surveys)
    question = surveys.question(ask.question_id)
    if question is None or ask.state not in {"planned", "asked"}:
        surveys.ended(ask.id, "dropped" if ask.state == "planned" else ask.state)
        return None
    if ask.state == "asked" and ask.reminded_at is not None:
        surveys.ended(ask.id, "faded")
        return None
    gate = Gate(work, company, now)
    decision = gate.decide(ask.customer_id, "surveys")
    match decision:
        case Go(account):
            again = ask.state == "asked"
            reply = put(question, account.language, ask.id, again=again)
            key = f"survey:{ask.id}:{'again' if again else 'first'}"
            gate.send(decision, reply, about=Target("survey_question", question.id), key=key)
            if again:
                surveys.reminded(ask.id, now + REMIND_AFTER)
            else:
                surveys.asked(ask.id, account.id, now + REMIND_AFTER)
        case Hold(until):
            surveys.later(ask.id, until)
        case Refuse(reason):
            surveys.ended(ask.id, "dropped" if ask.state == "planned" else "faded", reason.value)
    return decision


def put(question: SurveyQuestion, language: str, ask_id: int, *, again: bool = False) -> Reply:
    """The question as the customer sees it, with what the answer is for."""
    choices = [
        Choice(label, Action("survey_answer", {"ask": ask_id, "value": value}))
        for value, label in options_of(question, language)
    ]
    choices.append(Choice(_("I'd rather not say"), Action("survey_skip", {"ask": ask_id})))
    opening = (
        (Paragraph(_("We asked you this some days ago. It takes a second, and we won't ask again:")),) if again else ()
    )
    promise = (Paragraph(ANONYMOUS),) if question.anonymous else ()
    blocks = (*opening, Paragraph(question.text(language)), Paragraph(question.purpose(language)), *promise)
    return Reply(blocks, tuple(choices), about=Target(ASK, ask_id))
