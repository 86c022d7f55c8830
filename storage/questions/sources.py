"""Which fields each thing that can be asked for has, and what they are in the store: all that a question can reach.

A question that needs a field its source lacks cannot be answered: `Source.lacks` says which, and nothing is run.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal_column, or_, select, true
from sqlalchemy.orm import aliased

from storage.crm.opportunities.records import LOST, OPEN, WON
from storage.crm.opportunities.scope import opportunity_seen
from storage.crm.opportunities.tables import LostReasonRow, OpportunityRow, StageRow
from storage.crm.scope import follow_up_seen, seen
from storage.crm.tables import CustomerRow, FollowUpRow, InteractionRow
from storage.facts.tables import FactRow
from storage.names.folding import fold
from storage.people.tables import StaffRow
from storage.purchases.named import product_ids
from storage.purchases.tables import ProductRow, PurchaseRow
from storage.questions.bounds import Bounds
from storage.questions.question import (
    ANY,
    TOLD,
    About,
    Comparison,
    Dated,
    Field,
    Filter,
    Group,
    Measure,
    Money,
    Named,
    Question,
)
from storage.standings.tables import StandingRow

OVERDUE = "overdue"
"""The state of a follow-up that is open and late."""
DONE = "done"
_ACCENTED = dict(zip("aeioun", "áéíóúñ", strict=True))
_PLAIN = {accented: plain for plain, accented in _ACCENTED.items()}
A_YEAR = timedelta(days=365)
ANSWERED_KINDS = ("email", "message", "call")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a statement needs beside the question: who asks, when days begin and end, how sectors are spelled."""

    question: Question
    me: int | None
    bounds: Bounds
    sectors: Callable[[str], Collection[str]]

    def staff(self, value: object) -> int | None:
        """The colleague that a filter names."""
        return value.id if isinstance(value, Named) else self.me


Condition = Callable[[Filter, Reading], ColumnElement[bool]]


@dataclass(frozen=True)
class Source:
    """One thing that can be asked for.

    `columns` are those of `AnswerRow`, in order; `groups` an id and a name for each way to tell it apart; `dates` the columns
    a period can be of, `usual` the one that is meant where none is said.
    """

    table: Any
    joined: Callable[[Select[Any]], Select[Any]]
    seen: Callable[[bool], ColumnElement[bool]]
    columns: tuple[Any, ...]
    order: tuple[Any, ...]
    dates: Mapping[Dated, Any]
    usual: Dated
    fields: Mapping[Field, Condition]
    groups: Mapping[Group, tuple[Any, Any]]
    amount: tuple[Any, Any] | None = None

    def lacks(self, question: Question) -> str | None:
        """What of a question this has not: a field, a group, a date, amounts. None where it can be answered."""
        missing = [one.field.value for one in question.filters if one.field not in self.fields]
        by_month = question.group is Group.MONTH and not _is_meeting(question)
        if question.group and not by_month and question.group not in self.groups:
            missing.append(question.group.value)
        if question.period and question.period.of not in self.dates and not _is_meeting(question):
            missing.append(question.period.of.value)
        if question.measure in {Measure.SUM, Measure.AVERAGE} and self.amount is None:
            missing.append("amount")
        return missing[0] if missing else None

    def matching(self, statement: Select[Any], reading: Reading, *, everybodys: bool) -> Select[Any]:
        """A statement over what the question is about, as far as the person may see it."""
        question = reading.question
        conditions = [self.fields[one.field](one, reading) for one in question.filters]
        if question.period and not _is_meeting(question):
            column = self.dates[question.period.of]
            conditions.append(reading.bounds.within(column, question.period))
        return self.joined(statement.select_from(self.table)).where(
            self.table.archived_at.is_(None), self.seen(everybodys), *conditions
        )


def _is_meeting(question: Question) -> bool:
    """Whether the period is of a customer's interactions, not of the customer."""
    at = question.period is not None and question.period.of is Dated.AT
    return at and question.about is About.CUSTOMERS and question.filter(Field.MET) is not None


# ------------------------------------------------------------------ conditions
def _is(column: Any, value: Any) -> ColumnElement[bool]:  # noqa: ANN401 - any column
    condition: ColumnElement[bool] = column == value
    return condition


def _staff(column: Any) -> Condition:  # noqa: ANN401 - any column
    return lambda one, reading: _is(column, reading.staff(one.value))


def _text(column: Any) -> Condition:  # noqa: ANN401 - any column
    return lambda one, _reading: _is(column, one.value)


def _id(column: Any) -> Condition:  # noqa: ANN401 - any column
    return lambda one, _reading: _is(column, one.value.id) if isinstance(one.value, Named) else false()


def _sector(one: Filter, reading: Reading) -> ColumnElement[bool]:
    return CustomerRow.sector.in_(reading.sectors(str(one.value)))


def _place(one: Filter, _reading: Reading) -> ColumnElement[bool]:
    """Whether the customer's address names a place, with its accent or without: neither store compares without accents."""
    return or_(*(CustomerRow.address.ilike(f"%{spelled}%", escape="\\") for spelled in _spellings(str(one.value))))


def _spellings(place: str) -> set[str]:
    """A place as it may be written: as it was typed, without accents, and with one, in capitals too."""
    plain = "".join(_PLAIN.get(letter, letter) for letter in place.casefold())
    accented = {plain[:at] + _ACCENTED[c] + plain[at + 1 :] for at, c in enumerate(plain) if c in _ACCENTED}
    every = {place.casefold(), plain, *accented}
    escaped = {re.sub(r"([\\%_])", r"\\\1", one) for one in every}
    return escaped | {one.upper() for one in escaped if not one.isascii()}


def _met(one: Filter, reading: Reading) -> ColumnElement[bool]:
    """Whether there was an interaction with the customer: of a kind, by somebody, within the period.

    Those that had one are few and are looked up by when; those that had none are asked one by one.
    """
    question = reading.question
    had: list[ColumnElement[bool]] = [InteractionRow.archived_at.is_(None)]
    if one.value != ANY:
        had.append(InteractionRow.kind == one.value)
    if author := question.filter(Field.AUTHOR):
        had.append(InteractionRow.author_id == reading.staff(author.value))
    if question.period and question.period.of is Dated.AT:
        had.append(reading.bounds.within(InteractionRow.at, question.period))
    if one.comparison is Comparison.WITHOUT:
        with_them = select(InteractionRow.id).where(InteractionRow.customer_id == CustomerRow.id, *had)
        return ~with_them.correlate(CustomerRow).exists()
    return CustomerRow.id.in_(select(InteractionRow.customer_id).where(*had))


def _last(one: Filter, reading: Reading) -> ColumnElement[bool]:
    """Whether the latest interaction with the customer is one that they would answer, by somebody where one is named."""
    kinds = ANSWERED_KINDS if one.value == TOLD else (str(one.value),)
    conditions: list[ColumnElement[bool]] = [_of_the_latest(InteractionRow.kind).in_(kinds)]
    if author := reading.question.filter(Field.AUTHOR):
        conditions.append(_of_the_latest(InteractionRow.author_id) == reading.staff(author.value))
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


def _bought(one: Filter, reading: Reading) -> ColumnElement[bool]:
    """Whether the customer bought a product, or one of a family, within a year; returns do not undo that."""
    since = reading.bounds.now.astimezone(reading.bounds.zone).date() - A_YEAR
    buyers = select(PurchaseRow.customer_id).where(
        PurchaseRow.product_id.in_(product_ids([str(one.value)])),
        PurchaseRow.day >= since,
        PurchaseRow.archived_at.is_(None),
        PurchaseRow.quantity > Decimal(0),
    )
    there = CustomerRow.id.in_(buyers)
    return ~there if one.comparison is Comparison.WITHOUT else there


def _author(_one: Filter, _reading: Reading) -> ColumnElement[bool]:
    """Who met the customer is part of `met` and `last`."""
    return true()


def _follow_up_state(one: Filter, reading: Reading) -> ColumnElement[bool]:
    if one.value == OVERDUE:
        return and_(FollowUpRow.state == literal_column("'open'"), FollowUpRow.due_at < reading.bounds.now)
    return FollowUpRow.state == literal_column(f"'{DONE if one.value == DONE else OPEN}'")


def _opportunity_state(one: Filter, _reading: Reading) -> ColumnElement[bool]:
    return OpportunityRow.state == literal_column(f"'{one.value if one.value in {WON, LOST} else OPEN}'")


def _amount(one: Filter, _reading: Reading) -> ColumnElement[bool]:
    assert isinstance(one.value, Money)  # noqa: S101  # what is compared with an amount is one
    of_it = OpportunityRow.currency == one.value.currency
    if one.comparison is Comparison.UNDER:
        return and_(of_it, OpportunityRow.amount < one.value.value)
    return and_(of_it, OpportunityRow.amount > one.value.value)


def _class(one: Filter, _reading: Reading) -> ColumnElement[bool]:
    return CustomerRow.id.in_(select(StandingRow.customer_id).where(StandingRow.letter == one.value))


def _segment(one: Filter, _reading: Reading) -> ColumnElement[bool]:
    return CustomerRow.id.in_(select(StandingRow.customer_id).where(StandingRow.segment == one.value))


def _fact(one: Filter, _reading: Reading) -> ColumnElement[bool]:
    """Whether something is known of the customer: "sensitive:price", "tag:vip"."""
    kind, _colon, value = str(one.value).partition(":")
    known = select(FactRow.customer_id).where(
        FactRow.kind == kind, FactRow.folded == fold(value), FactRow.archived_at.is_(None)
    )
    return CustomerRow.id.in_(known)


def _letter() -> Any:  # noqa: ANN401 - a column
    """The customer's class: one look-up by key."""
    return (
        select(StandingRow.letter)
        .where(StandingRow.customer_id == CustomerRow.id)
        .correlate(CustomerRow)
        .scalar_subquery()
    )


# ------------------------------------------------------------------ sources
_NOTHING: ColumnElement[Any] = literal_column("NULL")


@cache
def source(about: About) -> Source:
    """What a question is about, in the store."""
    return _SOURCES[about]()


def _customers() -> Source:
    latest = aliased(InteractionRow)
    last_at = (
        select(func.max(latest.at))
        .where(latest.customer_id == CustomerRow.id, latest.archived_at.is_(None))
        .correlate(CustomerRow)
        .scalar_subquery()
    )
    return Source(
        table=CustomerRow,
        joined=lambda s: s.outerjoin(StaffRow, StaffRow.id == CustomerRow.owner_id),
        seen=lambda everybodys: seen(everybodys=everybodys),
        columns=(
            CustomerRow.id,
            CustomerRow.id,
            CustomerRow.name,
            StaffRow.name,
            CustomerRow.sector,
            _NOTHING,
            last_at,
            _NOTHING,
            _NOTHING,
            _NOTHING,
        ),
        order=(CustomerRow.folded, CustomerRow.id),
        dates={Dated.CREATED: CustomerRow.created_at},
        usual=Dated.CREATED,
        fields={
            Field.STAFF: _staff(CustomerRow.owner_id),
            Field.CUSTOMER: _id(CustomerRow.id),
            Field.SECTOR: _sector,
            Field.PLACE: _place,
            Field.STATUS: _text(CustomerRow.status),
            Field.MET: _met,
            Field.LAST: _last,
            Field.AUTHOR: _author,
            Field.BOUGHT: _bought,
            Field.CLASS: _class,
            Field.SEGMENT: _segment,
            Field.FACT: _fact,
        },
        groups={
            Group.STAFF: (CustomerRow.owner_id, StaffRow.name),
            Group.SECTOR: (CustomerRow.sector, CustomerRow.sector),
            Group.CLASS: (_letter().label("letter"), _letter().label("letter_name")),
        },
    )


def _interactions() -> Source:
    return Source(
        table=InteractionRow,
        joined=lambda s: s.join(CustomerRow, CustomerRow.id == InteractionRow.customer_id).join(
            StaffRow, StaffRow.id == InteractionRow.author_id
        ),
        seen=lambda everybodys: seen(everybodys=everybodys),
        columns=(
            InteractionRow.id,
            InteractionRow.customer_id,
            CustomerRow.name,
            StaffRow.name,
            InteractionRow.summary,
            InteractionRow.kind,
            InteractionRow.at,
            InteractionRow.day,
            InteractionRow.amount,
            InteractionRow.currency,
        ),
        order=(InteractionRow.at.desc(), InteractionRow.id.desc()),
        dates={Dated.AT: InteractionRow.at},
        usual=Dated.AT,
        fields={
            Field.STAFF: _staff(InteractionRow.author_id),
            Field.CUSTOMER: _id(InteractionRow.customer_id),
            Field.SECTOR: _sector,
            Field.PLACE: _place,
            Field.KIND: _text(InteractionRow.kind),
        },
        groups={
            Group.STAFF: (InteractionRow.author_id, StaffRow.name),
            Group.CUSTOMER: (InteractionRow.customer_id, CustomerRow.name),
            Group.SECTOR: (CustomerRow.sector, CustomerRow.sector),
            Group.KIND: (InteractionRow.kind, InteractionRow.kind),
        },
    )


def _follow_ups() -> Source:
    return Source(
        table=FollowUpRow,
        joined=lambda s: s.outerjoin(CustomerRow, CustomerRow.id == FollowUpRow.customer_id).join(
            StaffRow, StaffRow.id == FollowUpRow.owner_id
        ),
        seen=lambda everybodys: follow_up_seen(everybodys=everybodys),
        columns=(
            FollowUpRow.id,
            FollowUpRow.customer_id,
            CustomerRow.name,
            StaffRow.name,
            FollowUpRow.what,
            FollowUpRow.state,
            FollowUpRow.due_at,
            _NOTHING,
            _NOTHING,
            _NOTHING,
        ),
        order=(FollowUpRow.due_at, FollowUpRow.id),
        dates={Dated.DUE: FollowUpRow.due_at, Dated.DONE: FollowUpRow.done_at},
        usual=Dated.DUE,
        fields={
            Field.STAFF: _staff(FollowUpRow.owner_id),
            Field.CUSTOMER: _id(FollowUpRow.customer_id),
            Field.SECTOR: _sector,
            Field.PLACE: _place,
            Field.STATE: _follow_up_state,
        },
        groups={
            Group.STAFF: (FollowUpRow.owner_id, StaffRow.name),
            Group.CUSTOMER: (FollowUpRow.customer_id, CustomerRow.name),
        },
    )


def _opportunities() -> Source:
    return Source(
        table=OpportunityRow,
        joined=lambda s: (
            s.join(CustomerRow, CustomerRow.id == OpportunityRow.customer_id)
            .join(StaffRow, StaffRow.id == OpportunityRow.owner_id)
            .join(StageRow, StageRow.id == OpportunityRow.stage_id)
            .outerjoin(LostReasonRow, LostReasonRow.id == OpportunityRow.lost_reason_id)
        ),
        seen=lambda everybodys: opportunity_seen(everybodys=everybodys),
        columns=(
            OpportunityRow.id,
            OpportunityRow.customer_id,
            CustomerRow.name,
            StaffRow.name,
            OpportunityRow.title,
            case((OpportunityRow.state == literal_column("'open'"), StageRow.name), else_=OpportunityRow.state),
            OpportunityRow.closed_at,
            OpportunityRow.expected_close,
            OpportunityRow.amount,
            OpportunityRow.currency,
        ),
        order=(OpportunityRow.amount.is_(None), OpportunityRow.amount.desc(), OpportunityRow.id),
        dates={
            Dated.CLOSE: OpportunityRow.expected_close,
            Dated.CLOSED: OpportunityRow.closed_at,
            Dated.CREATED: OpportunityRow.created_at,
        },
        usual=Dated.CLOSED,
        fields={
            Field.STAFF: _staff(OpportunityRow.owner_id),
            Field.CUSTOMER: _id(OpportunityRow.customer_id),
            Field.SECTOR: _sector,
            Field.PLACE: _place,
            Field.STATE: _opportunity_state,
            Field.STAGE: _id(OpportunityRow.stage_id),
            Field.REASON: _text(LostReasonRow.name),
            Field.AMOUNT: _amount,
        },
        groups={
            Group.STAFF: (OpportunityRow.owner_id, StaffRow.name),
            Group.CUSTOMER: (OpportunityRow.customer_id, CustomerRow.name),
            Group.SECTOR: (CustomerRow.sector, CustomerRow.sector),
            Group.STAGE: (OpportunityRow.stage_id, StageRow.name),
            Group.REASON: (LostReasonRow.name, LostReasonRow.name),
        },
        amount=(OpportunityRow.amount, OpportunityRow.currency),
    )


def _purchases() -> Source:
    return Source(
        table=PurchaseRow,
        joined=lambda s: (
            s.join(CustomerRow, CustomerRow.id == PurchaseRow.customer_id)
            .join(ProductRow, ProductRow.id == PurchaseRow.product_id)
            .outerjoin(StaffRow, StaffRow.id == CustomerRow.owner_id)
        ),
        seen=lambda everybodys: seen(everybodys=everybodys),
        columns=(
            PurchaseRow.id,
            PurchaseRow.customer_id,
            CustomerRow.name,
            StaffRow.name,
            ProductRow.name,
            _NOTHING,
            _NOTHING,
            PurchaseRow.day,
            PurchaseRow.amount,
            PurchaseRow.currency,
        ),
        order=(PurchaseRow.day.desc(), PurchaseRow.id.desc()),
        dates={Dated.AT: PurchaseRow.day},
        usual=Dated.AT,
        fields={
            Field.STAFF: _staff(CustomerRow.owner_id),
            Field.CUSTOMER: _id(PurchaseRow.customer_id),
            Field.SECTOR: _sector,
            Field.PLACE: _place,
            Field.PRODUCT: _id(PurchaseRow.product_id),
            Field.CLASS: _class,
            Field.SEGMENT: _segment,
            Field.FACT: _fact,
        },
        groups={
            Group.STAFF: (CustomerRow.owner_id, StaffRow.name),
            Group.CUSTOMER: (PurchaseRow.customer_id, CustomerRow.name),
            Group.SECTOR: (CustomerRow.sector, CustomerRow.sector),
            Group.PRODUCT: (PurchaseRow.product_id, ProductRow.name),
        },
        amount=(PurchaseRow.amount, PurchaseRow.currency),
    )


_SOURCES: Mapping[About, Callable[[], Source]] = {
    About.CUSTOMERS: _customers,
    About.INTERACTIONS: _interactions,
    About.FOLLOW_UPS: _follow_ups,
    About.OPPORTUNITIES: _opportunities,
    About.PURCHASES: _purchases,
}
