"""What can be asked for, in the store: which fields a thing has, and what they are. All that a question can reach.

A question that needs a field its source lacks cannot be answered: `Source.lacks` says which, and nothing is run.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Null, Select, false, literal_column, or_

from storage.questions.bounds import Bounds
from storage.questions.question import (
    About,
    AnyOf,
    Dated,
    Field,
    Filter,
    Group,
    Measure,
    Named,
    Order,
    Period,
    Question,
)

NOTHING: ColumnElement[Any] = literal_column("NULL")
"""A column that a source has not."""


@dataclass(frozen=True, slots=True)
class QuestionContext:
    """What a statement needs beside the question: who asks, when days begin and end, how sectors are spelled."""

    question: Question
    me: int | None
    bounds: Bounds
    sectors: Callable[[str], Collection[str]]

    def staff(self, value: object) -> list[int | None]:
        """The colleagues that a filter names."""
        each = value.each if isinstance(value, AnyOf) else (value,)
        return [one.id if isinstance(one, Named) else self.me for one in each]


Condition = Callable[[Filter, QuestionContext], ColumnElement[bool]]


@dataclass(frozen=True)
class Source:
    """One thing that can be asked for.

    `columns` are those of `AnswerRow`, in order; `groups` an id and a name for each way to tell it apart; `dates` the columns
    a period can be of, `usual` the one that is meant where none is said, `states` the values that its `state` can have.
    """

    about: About
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
    states: frozenset[str] = frozenset()

    @property
    def has_currency(self) -> bool:
        """Whether its amounts are money; others, the numbers that customers answered, are summed as they are."""
        return self.amount is not None and not isinstance(self.amount[1], Null)

    def lacks(self, question: Question) -> str | None:
        """What of a question this has not: a field, a state, a group, a date, amounts. None where it can be answered."""
        missing = [one.field.value for one in question.filters if one.field not in self.fields]
        missing += [
            str(one.value) for one in question.filters if one.field is Field.STATE and one.value not in self.states
        ]
        by_month = question.group is Group.MONTH and not _is_of_what_they_did(question)
        if question.group and not by_month and question.group not in self.groups:
            missing.append(question.group.value)
        if question.period and question.period.of not in self.dates and not _is_of_what_they_did(question):
            missing.append(question.period.of.value)
        if question.against and (
            question.period is None
            or question.measure in {Measure.SHARE, Measure.LIST}
            or _is_of_what_they_did(question)
        ):
            missing.append("against")
        if question.against and question.group is Group.MONTH:
            missing.append(question.group.value)
        if question.order in {Order.OLDEST, Order.NEWEST} and question.measure is not Measure.LIST:
            missing.append("order")
        if question.measure in {Measure.SUM, Measure.AVERAGE} and self.amount is None:
            missing.append("amount")
        if question.measure is Measure.SHARE and not question.group and not question.of:
            missing.append("share")
        return missing[0] if missing else None

    def matching(self, statement: Select[Any], reading: QuestionContext, *, everybodys: bool) -> Select[Any]:
        """A statement over what the question is about, as far as the person may see it."""
        question = reading.question
        conditions = [self.fields[one.field](one, reading) for one in question.filters]
        if question.period and not _is_of_what_they_did(question):
            conditions.append(or_(*(self.within(reading, one) for one in question.periods)))
        return self.joined(statement.select_from(self.table)).where(
            self.table.archived_at.is_(None), self.seen(everybodys), *conditions
        )

    def within(self, reading: QuestionContext, period: Period) -> ColumnElement[bool]:
        """Whether a row's date lies in a period."""
        return reading.bounds.within(self.dates[period.of], period)

    def ordered(self, question: Question) -> tuple[Any, ...]:
        """What rows are ordered by: what they usually are, else how old they are; or by what there is least of."""
        if question.order in {Order.OLDEST, Order.NEWEST}:
            of = question.period.of if question.period and question.period.of in self.dates else self.usual
            column = self.dates[of]
            by = column.desc() if question.order is Order.NEWEST else column.asc()
            return (column.is_(None), by, self.columns[0])
        if question.least and self.amount is not None:
            return (self.amount[0].is_(None), self.amount[0].asc(), self.columns[0])
        return self.order


def _is_of_what_they_did(question: Question) -> bool:
    """Whether the period is of a customer's interactions or purchases, not of the customer."""
    at = question.period is not None and question.period.of is Dated.AT
    did = any(question.filter(field) for field in (Field.MET, Field.BOUGHT))
    return at and question.about is About.CUSTOMERS and did


# ------------------------------------------------------------------ conditions on any column
def _is(column: Any, value: Any) -> ColumnElement[bool]:  # noqa: ANN401 - any column
    condition: ColumnElement[bool] = column == value
    return condition


def of_staff(column: Any) -> Condition:  # noqa: ANN401 - any column
    """A column of colleagues, theirs or one's own."""
    return lambda one, reading: _one_of(column, reading.staff(one.value))


def _one_of(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:  # noqa: ANN401 - any column
    if len(values) == 1:
        return _is(column, values[0])
    condition: ColumnElement[bool] = column.in_(values)
    return condition


def of_state(column: Any) -> Condition:  # noqa: ANN401 - any column
    """A column of states; written out, so that the indices of what is open serve: `Source.lacks` let through one of `states`."""
    return lambda one, _reading: _is(column, literal_column(f"'{one.value}'"))


def of_words(column: Any) -> Condition:  # noqa: ANN401 - any column
    """A column of words, as they are: one, or any of several."""
    return lambda one, _reading: _one_of(column, one.words)


def of_id(column: Any) -> Condition:  # noqa: ANN401 - any column
    """A column that refers to what a filter names, or to one of several."""

    def _refers(one: Filter, _reading: QuestionContext) -> ColumnElement[bool]:
        each = one.value.each if isinstance(one.value, AnyOf) else (one.value,)
        ids = [named.id for named in each if isinstance(named, Named)]
        return _one_of(column, ids) if ids else false()

    return _refers
