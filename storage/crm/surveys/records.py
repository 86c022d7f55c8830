"""What the store hands out about surveys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

SCALES = {"nps": (0, 10), "csat": (1, 5)}
"""Whole numbers from one to the other, both included."""
LOT = 5
"""Answers to an anonymous question are counted so many at once, each of another customer."""


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """A question, as `SurveyQuestionRow` says."""

    id: int
    name: str
    kind: str
    text_es: str
    text_en: str
    purpose_es: str
    purpose_en: str
    options: Sequence[Sequence[str]]
    audience: str
    again_days: int | None
    asked_by: str
    trigger: str
    priority: int
    expires_on: date | None
    fills: str | None
    low_score: int | None
    anonymous: bool

    def text(self, language: str) -> str:
        """The question itself."""
        return self.text_es if language == "es" else self.text_en

    def purpose(self, language: str) -> str:
        """What is done with the answers."""
        return self.purpose_es if language == "es" else self.purpose_en

    def labels(self, language: str) -> list[tuple[str, str]]:
        """Its options: value and label."""
        return [(value, spanish if language == "es" else english) for value, spanish, english in self.options]


@dataclass(frozen=True, slots=True)
class SurveyAsk:
    """One time that a question was put to a customer."""

    id: int
    question_id: int
    customer_id: int
    account_id: int | None
    staff_id: int | None
    via: str
    state: str
    asked_at: datetime | None
    reminded_at: datetime | None
    answered_at: datetime | None
    number: int | None
    choice: str | None
    words: str | None
    owner_id: int | None
    created_at: datetime
    created_by: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: a number of a scale, a choice's value, words, or a comment beside a number."""

    number: int | None = None
    choice: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class CountedAnswer:
    """An answer with what results go by: the customer, their sector, who answered for them then."""

    customer_id: int
    customer: str
    sector: str | None
    owner: str | None
    answered_at: datetime
    number: int | None
    choice: str | None
    words: str | None


@dataclass(frozen=True, slots=True)
class SurveyPacing:
    """How often colleagues get questions to take along.

    `question_days` is for how long one that was suggested to somebody for a customer is suggested to nobody there again;
    `customer_days` for how long nothing is, since that customer was asked anything by us, whoever asked; `a_day` how many one
    colleague gets in a day.
    """

    question_days: int = 30
    customer_days: int = 7
    a_day: int = 4


@dataclass(frozen=True, slots=True)
class Suggested:
    """A question that a colleague was given to take to a customer."""

    question_id: int
    staff_id: int
    at: datetime
