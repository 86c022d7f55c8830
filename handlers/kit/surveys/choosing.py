"""Which questions matter most for one customer now: unknown, not asked lately, most important first."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from handlers.kit.outreach.prospects import is_prospect
from handlers.kit.surveys.bank import questions_of
from storage.crm.records import CustomerRecord
from storage.crm.surveys.records import SCALES, SurveyQuestion
from storage.crm.surveys.surveys import Surveys
from storage.names.folding import fold
from storage.promotions.audience import Audience
from storage.promotions.segments import Segments
from storage.work import Work

By = Literal["staff", "bot"]

A_COLLEAGUE_LATELY = timedelta(days=7)
"""What one colleague asked, or was told to leave, no other one asks within this."""
DISMISSED_FOR = timedelta(days=180)
"""A question without a wait of its own that was skipped, or that they had no answer to."""
ALIVE = frozenset({"planned", "asked"})
DAYS_OF = ZoneInfo("UTC")
"""Whose days a segment is counted by: whether somebody bought in a year is no matter of hours."""
OCCASIONS = frozenset({"complaint_closed", "purchase"})
"""Triggers of questions that are put on that occasion alone."""


def next_questions(
    work: Work,
    customer: CustomerRecord,
    *,
    by: By,
    now: datetime,
    today: date,
    most: int | None,
    trigger: str | None = None,
) -> list[SurveyQuestion]:
    """At most so many, None for all that are free, the most important first; of those for one `trigger` alone, where one is given."""
    fitting = [
        question
        for question in questions_of(work)
        if question.asked_by in {by, "both"}
        and not (question.anonymous and by == "staff")  # whoever puts a question knows who answered it, and what
        and (trigger is None or question.trigger == trigger)
        and (question.trigger not in OCCASIONS or trigger == question.trigger)
        and (question.expires_on is None or question.expires_on >= today)
        and _is_for(work, question, customer)
    ]
    if any(question.kind in SCALES for question in fitting) and is_prospect(work, customer):
        # how well we serve them is asked of customers alone; what they need, or how they like to be told, of prospects too
        fitting = [question for question in fitting if question.kind not in SCALES]
    put = work.topic(Surveys).latest(customer.id) if fitting else {}
    if by == "bot" and trigger not in OCCASIONS and any(ALIVE & states.keys() for states in put.values()):
        return []  # one question at a time
    free = [question for question in fitting if is_free(question, put.get(question.id, {}), now)]
    return _unknown(work, customer, free)[:most]


def _is_for(work: Work, question: SurveyQuestion, customer: CustomerRecord) -> bool:
    """Whether a customer is of a question's audience: everybody, a class ("class:A"), a segment ("segment:7") or a sector."""
    kind, _colon, which = question.audience.rpartition(":")
    if kind == "class":
        return work.standings.class_of(customer.id) == which
    if kind == "segment":
        segment = work.topic(Segments).get(int(which))
        return segment is not None and work.topic(Audience).includes(segment.question, DAYS_OF, customer.id)
    return not question.audience or fold(question.audience) == fold(customer.sector or "")


def is_free(question: SurveyQuestion, put: Mapping[str, datetime], now: datetime) -> bool:
    """Whether a question may be put (again), by when it was put before and what came of that."""
    if ALIVE & put.keys():
        return False
    last = max(put.values(), default=None)
    if last is None:
        return True
    if question.again_days is None:
        return "answered" not in put and now - last >= DISMISSED_FOR
    return now - last >= max(timedelta(days=question.again_days), A_COLLEAGUE_LATELY)


def _unknown(work: Work, customer: CustomerRecord, questions: Sequence[SurveyQuestion]) -> list[SurveyQuestion]:
    """Without those whose answer is known already."""
    if not any(question.fills for question in questions):
        return list(questions)
    preferences = work.contact_preferences.of(customer.id)
    return [
        question
        for question in questions
        if not question.fills
        or not (preferences.by_kind.get(question.fills) or getattr(customer, question.fills, None))
    ]
