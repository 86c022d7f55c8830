"""Customers: who they are, whom they met, what they bought."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import aliased

from storage.crm.scope import seen
from storage.crm.tables import CustomerRow, InteractionRow
from storage.people.tables import StaffRow
from storage.purchases.product_names import product_ids
from storage.purchases.tables import PurchaseRow
from storage.questions.customer_conditions import OF_THE_CUSTOMER
from storage.questions.question import ANY, TOLD, About, Comparison, Dated, Field, Filter, Group, Period, Question
from storage.questions.source import NOTHING, QuestionContext, Source, of_id, of_staff, of_words
from storage.standings.tables import StandingRow

A_YEAR = timedelta(days=365)
STOPPED_AFTER = timedelta(days=90)
"""Whoever bought nothing for so long has stopped, where nobody says since when."""
ANSWERED_KINDS = ("email", "message", "call")


def _met(one: Filter, reading: QuestionContext) -> ColumnElement[bool]:
    """Whether there was an interaction with the customer: of a kind, by somebody, within the period.

    Those that had one are few and are looked up by when; those that had none are asked one by one.
    """
    question = reading.question
    had: list[ColumnElement[bool]] = [InteractionRow.archived_at.is_(None)]
    if one.value != ANY:
        had.append(InteractionRow.kind.in_(one.words))
    if author := question.filter(Field.AUTHOR):
        had.append(InteractionRow.author_id.in_(reading.staff(author.value)))
    if question.period and question.period.of is Dated.AT:
        had.append(reading.bounds.within(InteractionRow.at, question.period))
    if one.comparison is Comparison.WITHOUT:
        with_them = select(InteractionRow.id).where(InteractionRow.customer_id == CustomerRow.id, *had)
        return ~with_them.correlate(CustomerRow).exists()
    return CustomerRow.id.in_(
        _often(select(InteractionRow.customer_id).where(*had), InteractionRow.customer_id, question)
    )


def _often(theirs: Any, customer: Any, question: Question) -> Any:  # noqa: ANN401 - any select, any column
    """Those of some customers who are among them more, or less, often than asked for."""
    times = question.filter(Field.TIMES)
    if times is None:
        return theirs
    count = func.count()
    often = count < int(str(times.value)) if times.comparison is Comparison.UNDER else count > int(str(times.value))
    return theirs.group_by(customer).having(often)


def _last(one: Filter, reading: QuestionContext) -> ColumnElement[bool]:
    """Whether the latest interaction with the customer is one that they would answer, by somebody where one is named."""
    kinds = ANSWERED_KINDS if one.value == TOLD else (str(one.value),)
    conditions: list[ColumnElement[bool]] = [_of_the_latest(InteractionRow.kind).in_(kinds)]
    if author := reading.question.filter(Field.AUTHOR):
        conditions.append(_of_the_latest(InteractionRow.author_id).in_(reading.staff(author.value)))
    return and_(*conditions)


def _of_the_latest(column: Any) -> Any:  # noqa: ANN401 - any column
    """A column of the latest interaction with the customer: one look-up, where a join would read all interactions."""
    return (
        select(column)
        .where(InteractionRow.customer_id == CustomerRow.id, InteractionRow.archived_at.is_(None))
        .order_by(InteractionRow.at.desc(), InteractionRow.id.desc())
        .limit(1)
        .correlate(CustomerRow)
        .scalar_subquery()
    )


def _bought(one: Filter, reading: QuestionContext) -> ColumnElement[bool]:
    """Whether the customer bought a product, one of a family, or anything: within the period, else within a year.

    Returns do not undo that. Of a period the buyers are few and are looked up by when; who bought nothing is asked one by one.
    Who `stopped` bought it in the year before the period, else before the last months, and not since.
    """
    period = reading.question.period
    within = period if period and period.of is Dated.AT else None
    if one.comparison is Comparison.STOPPED:
        today = reading.bounds.now.astimezone(reading.bounds.zone).date()
        since = within or Period(today - STOPPED_AFTER, today)
        before = Period(since.first - A_YEAR, since.first - timedelta(days=1))
        return and_(
            _bought(replace(one, comparison=Comparison.IS), _within(reading, before)),
            _bought(replace(one, comparison=Comparison.WITHOUT), _within(reading, since)),
        )
    bought = [PurchaseRow.archived_at.is_(None), PurchaseRow.quantity > Decimal(0)]
    if within:
        bought.append(reading.bounds.within(PurchaseRow.day, within))
    else:
        bought.append(PurchaseRow.day >= reading.bounds.now.astimezone(reading.bounds.zone).date() - A_YEAR)
    if one.value == ANY and reading.question.filter(Field.TIMES):
        bought_often = _often(select(PurchaseRow.customer_id).where(*bought), PurchaseRow.customer_id, reading.question)
        there: ColumnElement[bool] = CustomerRow.id.in_(bought_often)
    elif one.value == ANY:
        theirs = select(PurchaseRow.id).where(PurchaseRow.customer_id == CustomerRow.id, *bought)
        there = theirs.correlate(CustomerRow).exists()
    else:
        of_it = PurchaseRow.product_id.in_(product_ids(one.words))
        bought_it = select(PurchaseRow.customer_id).where(of_it, *bought)
        there = CustomerRow.id.in_(_often(bought_it, PurchaseRow.customer_id, reading.question))
    return ~there if one.comparison is Comparison.WITHOUT else there


def _within(reading: QuestionContext, period: Period) -> QuestionContext:
    """The same question of another period."""
    return replace(reading, question=replace(reading.question, period=period))


def _elsewhere(_one: Filter, _reading: QuestionContext) -> ColumnElement[bool]:
    """Who met the customer is part of `met` and `last`; how often, of `met` and `bought`."""
    return true()


def _letter() -> Any:  # noqa: ANN401 - a column
    """The customer's class: one look-up by key."""
    return (
        select(StandingRow.letter)
        .where(StandingRow.customer_id == CustomerRow.id)
        .correlate(CustomerRow)
        .scalar_subquery()
    )


_LATEST = aliased(InteractionRow)
_LAST_AT = (
    select(func.max(_LATEST.at))
    .where(_LATEST.customer_id == CustomerRow.id, _LATEST.archived_at.is_(None))
    .correlate(CustomerRow)
    .scalar_subquery()
)
SOURCE = Source(
    about=About.CUSTOMERS,
    table=CustomerRow,
    joined=lambda s: s.outerjoin(StaffRow, StaffRow.id == CustomerRow.owner_id),
    seen=lambda everybodys: seen(everybodys=everybodys),
    columns=(
        CustomerRow.id,
        CustomerRow.id,
        CustomerRow.name,
        StaffRow.name,
        CustomerRow.sector,
        NOTHING,
        _LAST_AT,
        NOTHING,
        NOTHING,
        NOTHING,
    ),
    order=(CustomerRow.folded, CustomerRow.id),
    dates={Dated.CREATED: CustomerRow.created_at},
    usual=Dated.CREATED,
    fields={
        Field.STAFF: of_staff(CustomerRow.owner_id),
        Field.CUSTOMER: of_id(CustomerRow.id),
        **OF_THE_CUSTOMER,
        Field.STATUS: of_words(CustomerRow.status),
        Field.MET: _met,
        Field.LAST: _last,
        Field.AUTHOR: _elsewhere,
        Field.TIMES: _elsewhere,
        Field.BOUGHT: _bought,
    },
    groups={
        Group.STAFF: (CustomerRow.owner_id, StaffRow.name),
        Group.SECTOR: (CustomerRow.sector, CustomerRow.sector),
        Group.CLASS: (_letter().label("letter"), _letter().label("letter_name")),
    },
)
