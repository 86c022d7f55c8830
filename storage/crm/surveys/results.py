"""What was answered to a question, counted by the store: a screen reads as many rows as there are answers to choose from.

All go over `ix_survey_asks_question`; whoever sees some customers only counts their answers only.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Select, func, literal_column, select

from storage.crm.scope import owners, seen
from storage.crm.surveys.records import CountedAnswer
from storage.crm.surveys.tables import SurveyAskRow
from storage.crm.tables import CustomerRow
from storage.people.tables import StaffRow
from storage.session.session import Session

By = Literal["owner", "sector"]
_NOBODY: Any = literal_column("NULL")
_GROUPS: dict[By, Any] = {"owner": StaffRow.name, "sector": CustomerRow.sector}


@dataclass(frozen=True, slots=True)
class Spread:
    """How often one answer was given; `group` is a colleague or a sector, where answers are told apart by that.

    `number` and `choice` are both None for answers in words alone.
    """

    group: str | None
    number: int | None
    choice: str | None
    count: int


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
        grouped = statement.group_by(*(column for column in columns if column is not _NOBODY))
        return [Spread(*row) for row in self._run(grouped)]

    def latest(self, question_id: int, *, limit: int, in_words: bool = False) -> list[CountedAnswer]:
        """The latest answers, at most so many; those with words alone, where they are asked for. By when the question was put."""
        columns: tuple[Any, ...] = (
            SurveyAskRow.customer_id,
            CustomerRow.name,
            CustomerRow.sector,
            StaffRow.name,
            func.coalesce(SurveyAskRow.answered_at, SurveyAskRow.asked_at),
            SurveyAskRow.number,
            SurveyAskRow.choice,
            SurveyAskRow.words,
        )
        statement = self._of(select(*columns), question_id)
        if in_words:
            statement = statement.where(SurveyAskRow.words.is_not(None))
        ordered = statement.order_by(SurveyAskRow.asked_at.desc(), SurveyAskRow.id.desc()).limit(limit)
        return [CountedAnswer(*row) for row in self._run(ordered)]

    def _of(self, statement: Select[Any], question_id: int) -> Select[Any]:
        return (
            statement.select_from(SurveyAskRow)
            .join(CustomerRow, CustomerRow.id == SurveyAskRow.customer_id)
            .outerjoin(StaffRow, StaffRow.id == SurveyAskRow.owner_id)
            .where(
                SurveyAskRow.question_id == question_id,
                SurveyAskRow.state == literal_column("'answered'"),
                SurveyAskRow.archived_at.is_(None),
                seen(everybodys=self._session.sees_all),
            )
        )

    def _run(self, statement: Any) -> Any:  # noqa: ANN401 - any select
        return self._session.connection.execute(statement, owners(self._session))
