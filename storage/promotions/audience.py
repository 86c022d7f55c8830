"""Whom a promotion is for: the customers that a question finds, less those who cannot be told, each with the reason."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, literal_column, select
from sqlalchemy.sql.selectable import Select

from storage.crm.scope import owners_and_me
from storage.crm.tables import ContactRow, CustomerRow
from storage.questions.answers import Answers
from storage.questions.bounds import Bounds
from storage.questions.question import Field, Filter, Named, Question
from storage.questions.sources import Reading, source
from storage.session.session import Session

TELLS = "to_send"
"""The fate of a customer who can be told."""
NO_PHONE, NO_EMAIL = "no_phone", "no_email"


class Audience:
    """The customers that a promotion is for, as far as the person of the session may see them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def count(self, question: Question, zone: ZoneInfo) -> int:
        """How many there are, whether they can be told or not."""
        return int(self._run(self._members(select(func.count()), question, zone)).scalar_one())

    def everybody(self) -> int:
        """How many customers there are at all."""
        return int(
            self._session.connection.execute(
                select(func.count()).select_from(CustomerRow).where(CustomerRow.archived_at.is_(None))
            ).scalar_one()
        )

    def fates(self, question: Question, zone: ZoneInfo, channel: str) -> Mapping[str, int]:
        """How many can be told by a channel (`TELLS`), and how many not, by the reason: one statement over the audience."""
        fate = _fate(channel).label("fate")
        statement = self._members(select(fate, func.count()), question, zone).group_by(literal_column("fate"))
        return {row.fate: row[1] for row in self._run(statement)}

    def includes(self, question: Question, zone: ZoneInfo, customer_id: int) -> bool:
        """Whether a customer is one of them."""
        statement = self._members(select(CustomerRow.id), question, zone).where(CustomerRow.id == customer_id)
        return self._run(statement).first() is not None

    def failing(self, question: Question, zone: ZoneInfo, customer_id: int) -> list[Filter]:
        """Which parts of the question a customer does not meet, each looked at by itself; an interaction's with its period."""
        found = []
        for one in question.filters:
            if one.field is Field.AUTHOR:
                continue  # it is part of what was done with them
            beside = tuple(other for other in question.filters if other.field is Field.AUTHOR)
            alone = replace(
                question, filters=(one, *beside), period=question.period if one.field is Field.MET else None
            )
            if not self.includes(alone, zone, customer_id):
                found.append(one)
        return found

    def _members(
        self, statement: Select[*tuple[Any, ...]], question: Question, zone: ZoneInfo
    ) -> Select[*tuple[Any, ...]]:
        session = self._session
        reading = Reading(question, session.person_id, Bounds(session.now, zone), Answers(session).spelled)
        return source(question.about).matching(statement, reading, everybodys=session.sees_all)

    def _run(self, statement: Select[*tuple[Any, ...]]) -> Any:  # noqa: ANN401 - a result of any columns
        wanted = statement.compile().params.keys()
        values = {name: value for name, value in owners_and_me(self._session).items() if name in wanted}
        return self._session.connection.execute(statement, values)


def of_whom(question: Question, person: Named) -> Question:
    """The question with "mine" as the person's who asked: an audience is the same whoever looks at it."""
    filters = tuple(replace(one, value=person) if one.value == "me" else one for one in question.filters)
    return replace(question, filters=filters)


def _fate(channel: str) -> ColumnElement[str]:
    """Why a customer cannot be told by a channel, or `TELLS`."""
    reasons = [(condition, literal(name)) for name, condition in _left_out(channel)]
    return case(*reasons, else_=literal(TELLS)) if reasons else literal(TELLS)


def _left_out(channel: str) -> list[tuple[str, ColumnElement[bool]]]:
    """The reasons to leave a customer out, the first that holds counts."""
    if channel == "phone":
        return [(NO_PHONE, _unreachable(CustomerRow.phone, ContactRow.phone))]
    if channel == "email":
        return [(NO_EMAIL, _unreachable(CustomerRow.email, ContactRow.email))]
    return []


def _unreachable(own: Any, of_a_contact: Any) -> ColumnElement[bool]:  # noqa: ANN401 - any column
    """Whether neither the customer nor anybody there has one."""
    somebody = exists().where(
        ContactRow.customer_id == CustomerRow.id, ContactRow.archived_at.is_(None), of_a_contact.is_not(None)
    )
    return and_(own.is_(None), ~somebody)
