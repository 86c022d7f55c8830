"""Answers questions: the one place where a `Question` becomes statements, each over indexes and as far as the person may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, literal_column, select, text

from storage.crm.scope import owners_and_me
from storage.names.folding import fold
from storage.questions.bounds import Bounds, months
from storage.questions.question import About, Comparison, Group, Measure, Period, Question
from storage.questions.source import NOTHING, QuestionContext, Source
from storage.questions.sources import source
from storage.session.reads import read_once
from storage.session.session import Session

MOST_SECTORS = 500
_MONTH = "month_of_it"
# A list of tens, read by jumping from one to the next in the index: `SELECT DISTINCT` would read every customer.
_SECTORS = text(
    "WITH RECURSIVE listed(sector) AS ("
    " SELECT min(sector) FROM customers WHERE sector IS NOT NULL AND archived_at IS NULL"
    " UNION ALL SELECT (SELECT min(c.sector) FROM customers c"
    " WHERE c.sector > listed.sector AND c.sector IS NOT NULL AND c.archived_at IS NULL)"
    " FROM listed WHERE listed.sector IS NOT NULL"
    ") SELECT sector FROM listed WHERE sector IS NOT NULL LIMIT :most"
)


class UnknownFieldError(Exception):
    """What is asked for has no such field, group, date or amount; `args[0]` names it."""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row behind an answer, whatever it is about.

    `staff` is whose it is; `what` a customer's sector, else what was said or is to be done or sold; `kind` an interaction's, a
    follow-up's state, an opportunity's stage; `at` a customer's latest interaction, else when it took place, is due or was
    closed; `day` when it took place or may close; `quantity` how much of a product was bought; `reason` why something was lost.
    """

    id: int
    customer_id: int | None
    customer: str | None
    staff: str | None
    what: str | None
    kind: str | None
    at: datetime | None
    day: date | None
    amount: Decimal | None
    currency: str | None
    quantity: Decimal | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """How many there are; of one currency, where amounts are asked for, what those that have one come to."""

    count: int
    with_amount: int = 0
    amount: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Grouped:
    """One group's total. `key` is an id, a word, or a month's first day; None for those that have none, as is `label`."""

    key: int | str | date | None
    label: str | date | None
    total: Total


@dataclass(frozen=True, slots=True)
class Compared:
    """One group's totals of two periods; `key` and `label` are None where there are no groups but currencies."""

    key: int | str | None
    label: str | None
    now: Total
    before: Total


class Answers:
    """Runs questions for the person of the session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def rows(self, question: Question, zone: ZoneInfo, *, limit: int, offset: int = 0) -> list[AnswerRow]:
        """The rows that a question is about, whatever it measures."""
        of, reading = self._of(question, zone)
        columns = (column.label(f"c{at}") for at, column in enumerate(of.columns))
        statement = of.matching(select(*columns), reading, everybodys=self._session.sees_all)
        statement = statement.order_by(*of.ordered(question)).limit(limit).offset(offset)
        return [AnswerRow(*row) for row in self._run(statement)]

    def totals(self, question: Question, zone: ZoneInfo) -> list[Total]:
        """How many; where amounts are asked for, one total a currency, none where there is nothing."""
        of, reading = self._of(question, zone)
        statement = of.matching(select(*self._measured(of, question)), reading, everybodys=self._session.sees_all)
        if is_measured(question) and of.amount and of.has_currency:
            statement = statement.group_by(of.amount[1]).order_by(func.count().desc())
        return [_total(question, row) for row in self._run(statement)]

    def groups(self, question: Question, zone: ZoneInfo, *, limit: int) -> list[Grouped]:
        """One total a group, those with the most first; months in their order, only those with something in them."""
        question = within_a_year(question, self._session.now.astimezone(zone).date())
        of, reading = self._of(question, zone)
        key, label = self._group(of, reading)
        measured = self._measured(of, question)
        statement = of.matching(select(key, label, *measured), reading, everybodys=self._session.sees_all)
        measured_of = is_measured(question) and of.amount is not None
        # By its name: with values of its own in both places, PostgreSQL takes the same expression for two.
        of_group = [literal_column(_MONTH)] if question.group is Group.MONTH else [key, label]
        by = [*of_group, *([of.amount[1]] if measured_of and of.amount and of.has_currency else [])]
        size = _size(measured, question)
        by_size = size.asc() if question.least else size.desc()
        ordered = of_group if question.group is Group.MONTH else [size.is_(None), by_size, label]
        statement = statement.group_by(*by).order_by(*ordered).limit(limit)
        found = [Grouped(row[0], row[1], _total(question, row[2:])) for row in self._run(statement)]
        if question.group is not Group.MONTH or question.period is None:
            return found
        starts = months(question.period)
        return [replace(one, key=starts[int(str(one.key))], label=starts[int(str(one.key))]) for one in found]

    def compared(self, question: Question, zone: ZoneInfo, *, limit: int) -> list[Compared]:
        """The totals of both periods, one a group and a currency: those that changed most first, where more or less is asked for.

        Both are read in one go: who bought in one period alone has nothing in the other.
        """
        of, reading = self._of(question, zone)
        key, label = self._group(of, reading) if question.group else (NOTHING, NOTHING)
        now, before = (self._measured_in(of, reading, period) for period in question.periods)
        currency = of.amount[1] if is_measured(question) and of.amount and of.has_currency else NOTHING
        statement = of.matching(
            select(key.label("key"), label.label("name"), *now, *before, currency.label("currency")),
            reading,
            everybodys=self._session.sees_all,
        )
        grouped = [*((key, label) if question.group else ()), *(() if currency is NOTHING else (currency,))]
        sizes = [func.coalesce(_size(each, question), 0) for each in (now, before)]
        more = question.against.comparison if question.against else Comparison.IS
        if more is not Comparison.IS:
            grown = sizes[0] - sizes[1] if more is Comparison.OVER else sizes[1] - sizes[0]
            statement = statement.having(grown > 0).order_by(grown.desc())
        statement = statement.group_by(*grouped).order_by(
            sizes[0].asc() if question.least else sizes[0].desc(), *((label,) if question.group else ())
        )
        found = self._run(statement.limit(limit))
        return [
            Compared(row[0], row[1], _total(question, (*row[2:5], row[8])), _total(question, (*row[5:8], row[8])))
            for row in found
        ]

    def _measured_in(self, of: Source, reading: QuestionContext, period: Period) -> tuple[Any, Any, Any]:
        """How many there are in a period, how many of them with an amount, and what those come to."""
        there = of.within(reading, period)
        count = func.count(case((there, 1)))
        if not is_measured(reading.question) or of.amount is None:
            return count, count, NOTHING
        amount = case((there, of.amount[0]))
        return count, func.count(amount), func.sum(amount, type_=of.amount[0].type)

    @property
    def sectors(self) -> Sequence[str]:
        """The sectors that customers are in, as they are spelled."""
        return self._listed()

    @read_once
    def _listed(self) -> Sequence[str]:
        return tuple(self._session.connection.execute(_SECTORS, {"most": MOST_SECTORS}).scalars())

    def spelled(self, sector: str) -> Collection[str]:
        """How the store spells a sector: accents, case and number do not matter."""
        return [one for one in self.sectors if alike(one) == alike(sector)]

    def _of(self, question: Question, zone: ZoneInfo) -> tuple[Source, QuestionContext]:
        of = source(question.about)
        if missing := of.lacks(question):
            raise UnknownFieldError(missing)
        session = self._session
        return of, QuestionContext(question, session.person_id, Bounds(session.now, zone), self.spelled)

    def _measured(self, of: Source, question: Question) -> tuple[Any, ...]:
        if not is_measured(question) or of.amount is None:
            return (func.count(),)
        amount, currency = of.amount
        return func.count(), func.count(amount), func.sum(amount, type_=amount.type), currency

    def _group(self, of: Source, reading: QuestionContext) -> tuple[Any, Any]:
        question = reading.question
        if question.group is Group.MONTH and question.period:
            month = reading.bounds.month(of.dates[question.period.of], question.period).label(_MONTH)
            return month, literal_column("NULL").label("label")
        assert question.group is not None  # noqa: S101  # groups are asked for
        return of.groups[question.group]

    def _run(self, statement: Any) -> Any:  # noqa: ANN401 - any select
        values = owners_and_me(self._session)
        used = {name: value for name, value in values.items() if name in _parameters(statement)}
        return self._session.connection.execute(statement, used)


def within_a_year(question: Question, today: date) -> Question:
    """A question by months has a period: this year, where none was said."""
    if question.group is not Group.MONTH or question.period is not None:
        return question
    usual = source(question.about).usual
    return replace(question, period=Period(date(today.year, 1, 1), date(today.year, 12, 31), usual))


def _parameters(statement: Any) -> Collection[str]:  # noqa: ANN401 - any select
    return statement.compile().params.keys()  # type: ignore[no-any-return]  # SQLAlchemy does not say


def is_measured(question: Question) -> bool:
    """Whether what it asks for is what rows come to, not how many they are. A share is of worth, where there is any."""
    if question.measure is Measure.SHARE:
        return question.about in {About.OPPORTUNITIES, About.PURCHASES}
    return question.measure in {Measure.SUM, Measure.AVERAGE}


def _size(measured: Sequence[Any], question: Question) -> Any:  # noqa: ANN401 - a column
    """By what groups are ordered: what they come to, or that by how many they are; else how many they are."""
    if not is_measured(question):
        return measured[0]
    return measured[2] / func.nullif(measured[1], 0) if question.measure is Measure.AVERAGE else measured[2]


def _total(question: Question, row: Any) -> Total:  # noqa: ANN401 - a row
    if len(row) == 1:
        return Total(row[0])
    count, with_amount, amount, currency = row
    if not is_measured(question):
        return Total(count)
    if amount is not None and question.measure is Measure.AVERAGE:
        amount = (Decimal(amount) / with_amount).quantize(Decimal("0.01"))
    return Total(count, with_amount, amount, currency)


def alike(sector: str) -> str:
    """A sector's words, or a product's, without what tells "bar" from "bares"."""
    return " ".join(word.removesuffix("s").removesuffix("e") for word in fold(sector).split())
