"""Which questions matter most for one customer now: unknown, not asked lately, most important first."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo

from handlers.kit.outreach.prospects import is_prospect
from handlers.kit.surveys.bank import questions_of
from handlers.kit.surveys.fields import FACTS
from storage.crm.outreach.records import Preferences
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
    possible = [
        question
        for question in questions_of(work)
        if question.asked_by in {by, "both"}
        and not (question.anonymous and by == "staff")  # whoever puts a question knows who answered it, and what
        and (trigger is None or question.trigger == trigger)
        and (question.trigger not in OCCASIONS or trigger == question.trigger)
        and (question.expires_on is None or question.expires_on >= today)
    ]
    put = work.topic(Surveys).latest(customer.id) if possible else {}
    if by == "bot" and trigger not in OCCASIONS and any(ALIVE & states.keys() for states in put.values()):
        return []  # one question at a time
    asked = _Asked(work, customer)
    # What costs nothing to know goes first, and whatever the store has to be asked for is asked until there are enough.
    wanted = (
        question for question in possible if is_free(question, put.get(question.id, {}), now) and asked.fits(question)
    )
    return list(islice(wanted, most))


class _Asked:
    """The customer who would be asked: what a question needs to know of them, each looked for once, and only where one does."""

    def __init__(self, work: Work, customer: CustomerRecord) -> None:
        self._work, self._customer = work, customer

    def fits(self, question: SurveyQuestion) -> bool:
        """Whether a question is one for them, whose answer nobody knows."""
        return self._can_judge(question) and self._is_unknown(question) and self._is_meant(question)

    def _can_judge(self, question: SurveyQuestion) -> bool:
        """How well we serve them is asked of customers alone; what they need, or how they like to be told, of prospects too."""
        return question.kind not in SCALES or not self._is_prospect

    def _is_unknown(self, question: SurveyQuestion) -> bool:
        field = question.fills
        if field in FACTS:
            return field not in self._facts
        return not field or not (self._preferences.by_kind.get(field) or getattr(self._customer, field, None))

    def _is_meant(self, question: SurveyQuestion) -> bool:
        """Whether they are of its audience: everybody, a class ("class:A"), a segment ("segment:7") or a sector."""
        kind, _colon, which = question.audience.rpartition(":")
        if kind == "class":
            return self._class == which
        if kind == "segment":
            segment = self._work.topic(Segments).get(int(which))
            return segment is not None and self._work.topic(Audience).includes(
                segment.question, DAYS_OF, self._customer.id
            )
        return not question.audience or fold(question.audience) == self._sector

    @cached_property
    def _is_prospect(self) -> bool:
        return is_prospect(self._work, self._customer)

    @cached_property
    def _preferences(self) -> Preferences:
        return self._work.contact_preferences.of(self._customer.id)

    @cached_property
    def _facts(self) -> frozenset[str]:
        """The kinds of facts that somebody told of them."""
        return frozenset(fact.kind for fact in self._work.facts.of(self._customer.id))

    @cached_property
    def _class(self) -> str | None:
        return self._work.standings.class_of(self._customer.id)

    @cached_property
    def _sector(self) -> str:
        return fold(self._customer.sector or "")


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
