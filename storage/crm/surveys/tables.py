"""The tables of surveys: questions, and each time that one was put to a customer, with its answer.

A question is put by a colleague on the way ("staff"), by a message to the customer ("bot"), or on a page by a link ("web").
"""

from datetime import date, datetime

from sqlalchemy import JSON, Boolean, Date, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.entity import ByRow, Entity
from storage.entities.keys import Erasure, Merge, refers
from storage.entities.stamps import Authored
from storage.session.base import Base, BigId, UtcDateTime

_DUE = text("look_at IS NOT NULL AND archived_at IS NULL")
_LINKED = text("link_hash IS NOT NULL")


class SurveyQuestionRow(Authored):
    """A question in both languages, with what will be done with its answers.

    `kind` is "nps" (0 to 10), "csat" (1 to 5), "yes_no", "choice", "number" or "text"; `options` are a choice's, as
    [value, Spanish, English]. `audience` is the sector that it is for, a class ("class:A") or a segment ("segment:7"), empty for all. `again_days` is when one customer may be asked
    it again, None for never once it was answered. `asked_by` is "staff", "bot" or "both"; `trigger` is "" (by hand), "interval",
    "complaint_closed" or "purchase". `fills` is the field of the customer that the answer fills. A score of `low_score` or less opens a complaint.
    `anonymous_since` is when it began to be `anonymous`, None where it is not.
    """

    __tablename__ = "survey_questions"
    __entity__ = Entity(
        label="name",
        about="survey_question",
        undo=ByRow(),
        words=("text_es", "text_en", "purpose_es", "purpose_en"),
        codes=("name", "options", "audience"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    text_es: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
    purpose_es: Mapped[str] = mapped_column(Text)
    purpose_en: Mapped[str] = mapped_column(Text)
    options: Mapped[list[list[str]]] = mapped_column(JSON)
    audience: Mapped[str] = mapped_column(String(80))
    again_days: Mapped[int | None] = mapped_column(Integer)
    asked_by: Mapped[str] = mapped_column(String(10))
    trigger: Mapped[str] = mapped_column(String(20))
    priority: Mapped[int] = mapped_column(Integer)
    expires_on: Mapped[date | None] = mapped_column(Date)
    fills: Mapped[str | None] = mapped_column(String(20))
    low_score: Mapped[int | None] = mapped_column(Integer)
    anonymous: Mapped[bool] = mapped_column(Boolean)
    anonymous_since: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SurveyAskRow(Authored):
    """One time that a question is, or is to be, put to a customer.

    `state` is "planned", "asked", "answered", "skipped" (not now, or no wish to), "unknown" (they don't know), "faded" (no answer came) or
    "dropped" (it could not be put to them; `reason` says why). `look_at` is when there is something to do about it. `owner_id` is who
    answered for the customer then, `staff_id` who put the question, or is to put it: None where nobody could be chosen yet. `number`, `choice` and `words` are the answer, `words` also a comment;
    all three are None for what was answered anonymously, which is a ballot, and then a part of a count.
    `link_hash` is that of the code of its page, good until `link_until`.
    """

    __tablename__ = "survey_asks"
    __entity__ = Entity(
        label="question_id", about="survey_ask", undo=ByRow(), words=("words",), codes=("choice", "link_hash")
    )
    __table_args__ = (
        Index("ix_survey_asks_customer", "customer_id", "question_id", "asked_at"),
        Index("ix_survey_asks_question", "question_id", "state", "asked_at"),
        Index("ix_survey_asks_account", "account_id", "state", "asked_at"),
        Index("ix_survey_asks_look", "look_at", sqlite_where=_DUE, postgresql_where=_DUE),
        Index("ix_survey_asks_link", "link_hash", unique=True, sqlite_where=_LINKED, postgresql_where=_LINKED),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    question_id: Mapped[int] = mapped_column(refers("survey_questions.id"))
    customer_id: Mapped[int] = mapped_column(refers("customers.id", merge=Merge.MOVES, erasure=Erasure.GOES))
    account_id: Mapped[int | None] = mapped_column(refers("customer_accounts.id", erasure=Erasure.LETS_GO))
    staff_id: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.LETS_GO))
    owner_id: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.LETS_GO))
    via: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(20))
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    look_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    number: Mapped[int | None] = mapped_column(Integer)
    choice: Mapped[str | None] = mapped_column(String(80))
    words: Mapped[str | None] = mapped_column(Text)
    link_hash: Mapped[str | None] = mapped_column(String(64))
    link_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SurveyPacingRow(Authored):
    """How often colleagues get questions to take along: one row at most, none where nobody changed `SurveyPacing`'s own values."""

    __tablename__ = "survey_pacing"
    __entity__ = Entity(label="a_day", about="survey_pacing", undo=ByRow())

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    question_days: Mapped[int] = mapped_column(Integer)
    customer_days: Mapped[int] = mapped_column(Integer)
    a_day: Mapped[int] = mapped_column(Integer)


class SurveySuggestionRow(Authored):
    """A question that was suggested to a colleague after they had logged something with a customer, whether they asked it or not."""

    __tablename__ = "survey_suggestions"
    __entity__ = Entity(label="question_id", about="survey_suggestion", undo=ByRow())
    __table_args__ = (
        Index("ix_survey_suggestions_customer", "customer_id", "at"),
        Index("ix_survey_suggestions_staff", "staff_id", "at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    question_id: Mapped[int] = mapped_column(refers("survey_questions.id"))
    customer_id: Mapped[int] = mapped_column(refers("customers.id", merge=Merge.MOVES, erasure=Erasure.GOES))
    staff_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.GOES))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SurveyBallotRow(Base):
    """An answer to an anonymous question, or a comment on one, for as long as it is not counted: then it is gone.

    `owner_id` is who answered for the customer when they answered. `words` are a comment's, which has neither `number` nor `choice`.
    """

    __tablename__ = "survey_ballots"
    __entity__ = Entity(fleeting=("words",), codes=("choice",))
    __table_args__ = (Index("ix_survey_ballots_question", "question_id", "is_comment"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    question_id: Mapped[int] = mapped_column(refers("survey_questions.id"))
    ask_id: Mapped[int] = mapped_column(refers("survey_asks.id", erasure=Erasure.GOES), index=True)
    owner_id: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.LETS_GO))
    is_comment: Mapped[bool] = mapped_column(Boolean)
    number: Mapped[int | None] = mapped_column(Integer)
    choice: Mapped[str | None] = mapped_column(String(80))
    words: Mapped[str | None] = mapped_column(Text)


class SurveyCountRow(Base):
    """How often something was answered to an anonymous question: each lot of ballots is added as a whole, and nothing is taken off.

    Those of one colleague's customers are apart from the others; those of several colleagues' are `pooled`, without an `owner_id`.
    """

    __tablename__ = "survey_counts"
    __entity__ = Entity(codes=("choice",))
    __table_args__ = (Index("ix_survey_counts_question", "question_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    question_id: Mapped[int] = mapped_column(refers("survey_questions.id"))
    owner_id: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.LETS_GO))
    pooled: Mapped[bool] = mapped_column(Boolean)
    number: Mapped[int | None] = mapped_column(Integer)
    choice: Mapped[str | None] = mapped_column(String(80))
    count: Mapped[int] = mapped_column(Integer)


class SurveyCommentRow(Base):
    """A comment on an anonymous question, nobody's any more: it came with a lot of others, in no order."""

    __tablename__ = "survey_comments"
    __entity__ = Entity(words=("words",))
    __table_args__ = (Index("ix_survey_comments_question", "question_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    question_id: Mapped[int] = mapped_column(refers("survey_questions.id"))
    words: Mapped[str] = mapped_column(Text)
