"""What was answered to a question, counted by the store: a screen reads as many rows as there are answers to choose from.

All go over `ix_survey_asks_question`; whoever sees some customers only counts their answers only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Select, bindparam, func, literal_column, or_, select

from storage.crm.scope import owners, seen
from storage.crm.surveys.records import LOT, CountedAnswer
from storage.crm.surveys.tables import SurveyAskRow, SurveyCommentRow, SurveyCountRow
from storage.crm.tables import CustomerRow
from storage.people.tables import StaffRow
from storage.session.session import Session
from storage.standings.tables import StandingRow

By = Literal["owner", "sector", "class"]
_NOBODY: Any = literal_column("NULL")
_GROUPS: dict[By, Any] = {"owner": StaffRow.name, "sector": CustomerRow.sector, "class": StandingRow.letter}
AT_A_TIME = 500
"""Rows of an answer that is read whole which are in memory at once."""

_ANSWER: tuple[Any, ...] = (
    SurveyAskRow.customer_id,
    CustomerRow.name,
    CustomerRow.sector,
    StaffRow.name,
    func.coalesce(SurveyAskRow.answered_at, SurveyAskRow.asked_at),
    SurveyAskRow.number,
    SurveyAskRow.choice,
    SurveyAskRow.words,
)


@dataclass(frozen=True, slots=True)
class Spread:
    """How often one answer was given; `group` is a colleague, a sector or a class, where answers are told apart by that.

    `number` and `choice` are both None for answers in words alone.
    """

    group: str | None
    number: int | None
    choice: str | None
    count: int


@dataclass(frozen=True, slots=True)
class PutTo:
    """A customer to whom a question was put, when, and what came of it."""

    customer: str
    state: str
    at: datetime


def _of_classes(statement: Select[Any]) -> Select[Any]:
    return statement.outerjoin(StandingRow, StandingRow.customer_id == SurveyAskRow.customer_id)


class SurveyResults:
    """The answers of the customers that the person of the session may see."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def spread(
        self,
        question_id: int,
        *,
        by: By | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[Spread]:
        """How often each answer was given, a row an answer and group; from a moment, up to another one."""
        group = _GROUPS[by] if by else _NOBODY
        columns: tuple[Any, ...] = (group, SurveyAskRow.number, SurveyAskRow.choice)
        statement = self._of(select(*columns, func.count()), question_id)
        if since is not None:
            statement = statement.where(SurveyAskRow.answered_at >= since)
        if until is not None:
            statement = statement.where(SurveyAskRow.answered_at < until)
        if by == "class":
            statement = _of_classes(statement)
        grouped = statement.group_by(*(column for column in columns if column is not _NOBODY))
        return [Spread(*row) for row in self._run(grouped)]

    def of_nobody(self, question_id: int, *, by_owner: bool = False) -> list[Spread]:
        """The same of an anonymous question, as far as it is counted (`AnonymousAnswers`), and what was answered before it was one.

        By owner only what is counted for one colleague's customers: the rest is a whole number of lots too, or was never secret.
        """
        name = StaffRow.name if by_owner else _NOBODY
        statement = (
            select(name, SurveyCountRow.number, SurveyCountRow.choice, func.sum(SurveyCountRow.count))
            .select_from(SurveyCountRow)
            .outerjoin(StaffRow, StaffRow.id == SurveyCountRow.owner_id)
            .where(SurveyCountRow.question_id == question_id)
        )
        if by_owner or not self._session.sees_all:
            statement = statement.where(SurveyCountRow.pooled.is_(False))
        if not self._session.sees_all:
            theirs = SurveyCountRow.owner_id.in_(bindparam("owners", expanding=True))
            statement = statement.where(or_(SurveyCountRow.owner_id.is_(None), theirs))
        columns = (SurveyCountRow.number, SurveyCountRow.choice, *((name,) if by_owner else ()))
        counted = [
            Spread(one, number, choice, int(n)) for one, number, choice, n in self._run(statement.group_by(*columns))
        ]
        return counted if by_owner else counted + self._answered_openly(question_id)

    def _answered_openly(self, question_id: int) -> list[Spread]:
        columns = (SurveyAskRow.number, SurveyAskRow.choice)
        content = or_(*(column.is_not(None) for column in (*columns, SurveyAskRow.words)))
        statement = self._of(select(_NOBODY, *columns, func.count()), question_id).where(content)
        return [Spread(*row) for row in self._run(statement.group_by(*columns))]

    def comments_of_nobody(self, question_id: int, *, limit: int) -> list[str]:
        """The latest comments on an anonymous question that are counted, in whole lots; none for who sees some customers only."""
        if not self._session.sees_all:
            return []
        whole = limit - limit % LOT
        statement = (
            select(SurveyCommentRow.words)
            .where(SurveyCommentRow.question_id == question_id)
            .order_by(SurveyCommentRow.id.desc())
            .limit(whole)
        )
        return list(self._session.connection.execute(statement).scalars())

    def latest(
        self,
        question_id: int,
        *,
        limit: int,
        after: int = 0,
        in_words: bool = False,
        numbers: tuple[int, int] | None = None,
        choice: str | None = None,
        group: tuple[By, str | None] | None = None,
    ) -> list[CountedAnswer]:
        """The latest answers behind the first so many, at most `limit`, by when the question was put.

        Those with words alone, with a number from one to another, with one choice, or of one group, where that is asked for.
        """
        statement = self._of(select(*_ANSWER), question_id)
        if in_words:
            statement = statement.where(SurveyAskRow.words.is_not(None))
        if numbers is not None:
            statement = statement.where(SurveyAskRow.number.between(*numbers))
        if choice is not None:
            statement = statement.where(SurveyAskRow.choice == choice)
        if group is not None:
            by, name = group
            statement = _of_classes(statement) if by == "class" else statement
            statement = statement.where(_GROUPS[by] == name if name else func.coalesce(_GROUPS[by], "") == "")
        ordered = statement.order_by(SurveyAskRow.asked_at.desc(), SurveyAskRow.id.desc()).limit(limit).offset(after)
        return [CountedAnswer(*row) for row in self._run(ordered)]

    def put(self, question_id: int, states: Sequence[str], *, limit: int, after: int = 0) -> list[PutTo]:
        """To whom a question was put lately of which this came, behind the first so many."""
        columns: tuple[Any, ...] = (CustomerRow.name, SurveyAskRow.state, SurveyAskRow.asked_at)
        statement = (
            self._of(select(*columns), question_id, states)
            .where(SurveyAskRow.asked_at.is_not(None))
            .order_by(SurveyAskRow.asked_at.desc(), SurveyAskRow.id.desc())
        )
        return [PutTo(*row) for row in self._run(statement.limit(limit).offset(after))]

    def each(self, question_id: int) -> Iterator[CountedAnswer]:
        """Every answer, the latest first, a few hundred in memory at a time."""
        statement = self._of(select(*_ANSWER), question_id)
        ordered = statement.order_by(SurveyAskRow.asked_at.desc(), SurveyAskRow.id.desc())
        for row in self._run(ordered.execution_options(yield_per=AT_A_TIME)):
            yield CountedAnswer(*row)

    def _of(self, statement: Select[Any], question_id: int, states: Sequence[str] = ("answered",)) -> Select[Any]:
        return (
            statement.select_from(SurveyAskRow)
            .join(CustomerRow, CustomerRow.id == SurveyAskRow.customer_id)
            .outerjoin(StaffRow, StaffRow.id == SurveyAskRow.owner_id)
            .where(
                SurveyAskRow.question_id == question_id,
                or_(*(SurveyAskRow.state == literal_column(f"'{state}'") for state in states)),
                SurveyAskRow.archived_at.is_(None),
                seen(everybodys=self._session.sees_all),
            )
        )

    def _run(self, statement: Any) -> Any:  # noqa: ANN401 - any select
        return self._session.connection.execute(statement, owners(self._session))
