"""Whom a promotion is for: the customers that a question finds, less those who cannot be told, each with the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, exists, func, literal, literal_column, select
from sqlalchemy.sql.selectable import Select

from storage.crm.complaints.conditions import has_open_complaint
from storage.crm.outreach.tables import ConsentRow, CustomerAccountRow
from storage.crm.scope import owners_and_me
from storage.crm.tables import ContactRow, CustomerRow
from storage.purchases.product_names import product_ids
from storage.purchases.tables import PurchaseRow
from storage.questions.answers import Answers
from storage.questions.bounds import Bounds
from storage.questions.question import Field, Filter, Named, Question
from storage.questions.source import QuestionContext
from storage.questions.sources import source
from storage.session.session import Session
from storage.standings.tables import StandingRow

TELLS = "to_send"
"""The fate of a customer who can be told."""
NO_PHONE, NO_EMAIL = "no_phone", "no_email"
NOT_HERE, NO_CONSENT, COMPLAINT, STOPPED_ALL, WORST = "not_here", "no_consent", "complaint", "stopped", "worst"
"""Why a customer is not told; the words for them are `handlers.kit.outreach.reasons` and `handlers.promotions.wording`."""
A_YEAR = timedelta(days=365)
WORST_OF = 10
"""One in so many buys least."""


@dataclass(frozen=True, slots=True)
class Member:
    """A customer of the audience: `fate` is `TELLS` or why they cannot be told; `value` what they bought in a year."""

    customer_id: int
    fate: str
    grade: str | None = None
    value: int = 0


class Audience:
    """The customers that a promotion is for, as far as the person of the session may see them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def count(self, question: Question, zone: ZoneInfo) -> int:
        """How many there are, whether they can be told or not."""
        return int(self._run(self._members(select(func.count()), question, zone)).scalar_one())

    def buyers(self, question: Question, zone: ZoneInfo, names: Sequence[str], days: int) -> int:
        """How many of them bought one of these products in the last so many days."""
        since = self._session.now.astimezone(zone).date() - timedelta(days=days)
        bought = select(PurchaseRow.customer_id).where(
            PurchaseRow.product_id.in_(product_ids(names)),
            PurchaseRow.day >= since,
            PurchaseRow.archived_at.is_(None),
            PurchaseRow.quantity > Decimal(0),
        )
        statement = self._members(select(func.count()), question, zone).where(CustomerRow.id.in_(bought))
        return int(self._run(statement).scalar_one())

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

    def members(self, question: Question, zone: ZoneInfo, channel: str, *, without_worst: bool = False) -> list[Member]:
        """Everybody of the audience with their fate and what they bought in the last year, in hundredths."""
        statement = self._members(select(CustomerRow.id, _fate(channel), _GRADE, self._value()), question, zone)
        found = [Member(id_, fate, grade, value or 0) for id_, fate, grade, value in self._run(statement)]
        if not without_worst:
            return found
        worst = _worst(found)
        return [replace(one, fate=WORST) if one.customer_id in worst else one for one in found]

    def worst(self, question: Question, zone: ZoneInfo, channel: str) -> set[int]:
        """Who of those that can be told bought least in the last year: one in ten; nobody where nothing tells them apart."""
        return _worst(self.members(question, zone, channel))

    def _value(self) -> ColumnElement[int]:
        """What the statement's customer bought in a year."""
        since = self._session.now.date() - A_YEAR
        return (
            select(cast(func.sum(PurchaseRow.amount), BigInteger))
            .where(
                PurchaseRow.customer_id == CustomerRow.id,
                PurchaseRow.archived_at.is_(None),
                PurchaseRow.day >= since,
            )
            .correlate(CustomerRow)
            .scalar_subquery()
        )

    def _members(
        self, statement: Select[*tuple[Any, ...]], question: Question, zone: ZoneInfo
    ) -> Select[*tuple[Any, ...]]:
        session = self._session
        reading = QuestionContext(question, session.person_id, Bounds(session.now, zone), Answers(session).spelled)
        return source(question.about).matching(statement, reading, everybodys=session.sees_all)

    def _run(self, statement: Select[*tuple[Any, ...]]) -> Any:  # noqa: ANN401 - a result of any columns
        values = owners_and_me(self._session)
        if values:
            wanted = statement.compile().params.keys()
            values = {name: value for name, value in values.items() if name in wanted}
        return self._session.connection.execute(statement, values)


_GRADE = (
    select(StandingRow.letter).where(StandingRow.customer_id == CustomerRow.id).correlate(CustomerRow).scalar_subquery()
)
"""The class of the statement's customer, as it was last reckoned."""


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
    reasons: list[tuple[str, ColumnElement[bool]]] = [(COMPLAINT, has_open_complaint())]
    account = and_(CustomerAccountRow.customer_id == CustomerRow.id, CustomerAccountRow.archived_at.is_(None))
    stopped = exists().where(account, CustomerAccountRow.stopped_at.is_not(None))
    reachable = exists().where(
        account, CustomerAccountRow.stopped_at.is_(None), CustomerAccountRow.unreachable_at.is_(None)
    )
    reasons.append((STOPPED_ALL, and_(stopped, ~reachable)))
    if channel == "phone":
        reasons.append((NO_PHONE, _unreachable(CustomerRow.phone, ContactRow.phone)))
    if channel == "email":
        reasons.append((NO_EMAIL, _unreachable(CustomerRow.email, ContactRow.email)))
    if channel == "telegram":
        latest = (
            select(ConsentRow.granted)
            .where(
                ConsentRow.account_id == CustomerAccountRow.id,
                ConsentRow.purpose == "promotions",
                ConsentRow.archived_at.is_(None),
            )
            .order_by(ConsentRow.id.desc())
            .limit(1)
            .correlate(CustomerAccountRow)
            .scalar_subquery()
        )
        willing = exists().where(
            account,
            CustomerAccountRow.stopped_at.is_(None),
            CustomerAccountRow.unreachable_at.is_(None),
            latest.is_(True),
        )
        reasons += [(NOT_HERE, ~reachable), (NO_CONSENT, ~willing)]
    return reasons


def _worst(members: Sequence[Member]) -> set[int]:
    told = sorted((one for one in members if one.fate == TELLS), key=lambda one: (one.value, one.customer_id))
    if not told or told[0].value == told[-1].value:
        return set()
    return {one.customer_id for one in told[: len(told) // WORST_OF]}


def _unreachable(own: Any, of_a_contact: Any) -> ColumnElement[bool]:  # noqa: ANN401 - any column
    """Whether neither the customer nor anybody there has one."""
    somebody = exists().where(
        ContactRow.customer_id == CustomerRow.id, ContactRow.archived_at.is_(None), of_a_contact.is_not(None)
    )
    return and_(own.is_(None), ~somebody)
