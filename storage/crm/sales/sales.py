"""How sales are going: sums over opportunities and their log, each with the list behind it. Nothing here reads a whole table."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Double, Integer, bindparam, cast, func, or_, select, type_coerce
from sqlalchemy.sql.selectable import Select

from storage.crm.opportunities.records import OpportunityRecord
from storage.crm.opportunities.scope import IS_OPEN, opportunity_seen
from storage.crm.opportunities.statements import RECORD, with_names
from storage.crm.opportunities.tables import LostReasonRow, OpportunityRow, StageRow
from storage.crm.sales.records import (
    ChangeCount,
    Closings,
    CycleCount,
    Expected,
    Selection,
    StageReach,
    StageStanding,
    TimeSpan,
    View,
)
from storage.crm.sales.selecting import (
    SelectionShape,
    changed,
    closed,
    condition,
    furthest,
    is_past,
    of_span,
    scoped,
    values,
)
from storage.crm.scope import owners
from storage.session.base import UtcDateTime
from storage.session.dialects import days_between
from storage.session.session import Session

Statement = Select[*tuple[Any, ...]]

_PER_UNIT = 100.0**4
"""Cents squared and per cent squared in a variance."""


class Sales:
    """Sums, and the opportunities behind each."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # ------------------------------------------------------------------ what is open
    def standing(self, view: View, today: date) -> list[StageStanding]:
        """What is open, by stage, currency, and whether its close date is over."""
        return [
            StageStanding(stage, currency, bool(is_over), count, unvalued, *_sums(amount, weighted, variance))
            for stage, currency, is_over, count, unvalued, amount, weighted, variance in self._rows(
                _standing, Selection("open", view), {"day": today}
            )
        ]

    def expected(self, view: View) -> list[Expected]:
        """What is open, by the day when it is expected to close."""
        return [
            Expected(day, currency, count, *_sums(amount, weighted, variance))
            for day, currency, count, amount, weighted, variance in self._rows(_expected, Selection("open", view))
        ]

    # ------------------------------------------------------------------ what became of it
    def changes(self, view: View, span: TimeSpan) -> list[ChangeCount]:
        """What became of opportunities in a span, those that are closed by now included. One that moved twice is one."""
        rows = [*self._rows(_changes, view, of_span(span)), *self._rows(_closed_by_state, view, of_span(span))]
        return [ChangeCount(kind, currency, count, _money(amount)) for kind, currency, count, amount in rows]

    def closings(self, view: View, span: TimeSpan) -> list[Closings]:
        """What was won and lost in a span, by owner, reason and currency."""
        return [
            Closings(owner, state, reason_id, reason, currency, count, _money(amount))
            for owner, state, reason_id, reason, currency, count, amount in self._rows(_closings, view, of_span(span))
        ]

    def reach(self, view: View, span: TimeSpan) -> list[StageReach]:
        """How far those came that were written down in a span."""
        return [
            StageReach(position, state, currency, count, _money(amount))
            for position, state, currency, count, amount in self._rows(_reach, view, of_span(span))
        ]

    def cycles(self, view: View, span: TimeSpan) -> list[CycleCount]:
        """How long what closed in a span was open, and how long what is open now has been: from when it was written down."""
        bound = of_span(span) | {"now": self._session.now}
        return [
            CycleCount(currency, state, days, count, _money(amount))
            for currency, state, days, count, amount in self._rows(_cycles, view, bound)
        ]

    def by_owner(self, selection: Selection) -> list[tuple[int, str, int, Decimal]]:
        """How many each colleague has of a selection, and what they come to: owner, currency, count, amount."""
        rows = self._rows(_by_owner, selection)
        return [(owner, currency, count, _money(amount)) for owner, currency, count, amount in rows]

    # ------------------------------------------------------------------ which
    def total(self, selection: Selection) -> list[tuple[str, int, Decimal]]:
        """How many a selection has, and what they come to, by currency."""
        return [(currency, count, _money(amount)) for currency, count, amount in self._rows(_total, selection)]

    def listed(self, selection: Selection, *, limit: int, offset: int = 0) -> list[OpportunityRecord]:
        """The opportunities of a selection, the most valuable first."""
        return [OpportunityRecord(*row) for row in self._rows(_listed, selection, {"most": limit, "skip": offset})]

    def page(self, view: View, since: datetime, *, after: int, limit: int) -> list[OpportunityRecord]:
        """What is open, and what was closed since: those of higher ids than `after`, in their order."""
        rows = self._rows(_page, view, {"closed_since": since, "after": after, "most": limit})
        return [OpportunityRecord(*row) for row in rows]

    def _rows(
        self,
        statement: Callable[..., Statement],
        what: View | Selection,
        more: Mapping[str, object] = {},
    ) -> Sequence[Any]:
        session = self._session
        bound = {**values(what, session.now), **more, **owners(session)}
        return session.connection.execute(statement(SelectionShape.of(what), everybodys=session.sees_all), bound).all()


# Built once: making a statement takes several times as long as running it.
_CENTS = type_coerce(OpportunityRow.amount, BigInteger)
_P = StageRow.probability
_COUNT = func.count().label("count")
_AMOUNT = func.coalesce(func.sum(_CENTS), 0).label("amount")
_WEIGHTED = func.coalesce(func.sum((_CENTS * _P + 50) // 100), 0).label("weighted")
"""Rounded half up, each by itself, in whole numbers: alike on both stores."""
_SQUARES = cast(_CENTS, Double) * cast(_CENTS, Double) * _P * (100 - _P)
_VARIANCE = func.coalesce(func.sum(_SQUARES), 0).label("variance")


@cache
def _standing(form: SelectionShape, *, everybodys: bool) -> Statement:
    past = is_past().label("past")
    by = (OpportunityRow.stage_id, OpportunityRow.currency, past)
    unvalued = (func.count() - func.count(OpportunityRow.amount)).label("unvalued")
    statement = (
        select(*by, _COUNT, unvalued, _AMOUNT, _WEIGHTED, _VARIANCE)
        .select_from(OpportunityRow)
        .join(StageRow, StageRow.id == OpportunityRow.stage_id)
        .where(condition(form))
        .group_by(OpportunityRow.stage_id, OpportunityRow.currency, past)
        .order_by(OpportunityRow.currency, OpportunityRow.stage_id, past)
    )
    return scoped(statement, everybodys=everybodys)


@cache
def _expected(form: SelectionShape, *, everybodys: bool) -> Statement:
    by = (OpportunityRow.expected_close, OpportunityRow.currency)
    statement = (
        select(*by, _COUNT, _AMOUNT, _WEIGHTED, _VARIANCE)
        .select_from(OpportunityRow)
        .join(StageRow, StageRow.id == OpportunityRow.stage_id)
        .where(condition(form))
        .group_by(*by)
        .order_by(OpportunityRow.currency, OpportunityRow.expected_close)
    )
    return scoped(statement, everybodys=everybodys)


@cache
def _changes(form: SelectionShape, *, everybodys: bool) -> Statement:
    log = changed("created", "stage", "close_date", "reopened").subquery()
    statement = (
        select(log.c.kind, OpportunityRow.currency, _COUNT, _AMOUNT)
        .select_from(log)
        .join(OpportunityRow, OpportunityRow.id == log.c.opportunity_id)
        .where(OpportunityRow.archived_at.is_(None), condition(form))
        .group_by(log.c.kind, OpportunityRow.currency)
    )
    return scoped(statement, everybodys=everybodys)


@cache
def _closed_by_state(form: SelectionShape, *, everybodys: bool) -> Statement:
    by = (OpportunityRow.state, OpportunityRow.currency)
    return scoped(select(*by, _COUNT, _AMOUNT).where(closed(), condition(form)).group_by(*by), everybodys=everybodys)


@cache
def _closings(form: SelectionShape, *, everybodys: bool) -> Statement:
    row = OpportunityRow
    by = (row.owner_id, row.state, row.lost_reason_id, LostReasonRow.name, row.currency)
    statement = (
        select(*by, _COUNT, _AMOUNT)
        .select_from(row)
        .outerjoin(LostReasonRow, LostReasonRow.id == row.lost_reason_id)
        .where(closed(), condition(form))
        .group_by(*by)
    )
    return scoped(statement, everybodys=everybodys)


@cache
def _reach(form: SelectionShape, *, everybodys: bool) -> Statement:
    far = furthest().subquery()
    by = (far.c.position, OpportunityRow.state, OpportunityRow.currency)
    statement = (
        select(*by, _COUNT, _AMOUNT)
        .select_from(far)
        .join(OpportunityRow, OpportunityRow.id == far.c.opportunity_id)
        .where(OpportunityRow.archived_at.is_(None), condition(form))
        .group_by(*by)
    )
    return scoped(statement, everybodys=everybodys)


@cache
def _cycles(form: SelectionShape, *, everybodys: bool) -> Statement:
    row = OpportunityRow
    until = func.coalesce(row.closed_at, bindparam("now", type_=UtcDateTime), type_=UtcDateTime)
    days = days_between(row.created_at, until).label("days")
    by = (row.currency, row.state, days)
    statement = select(*by, _COUNT, _AMOUNT).where(or_(IS_OPEN, closed()), condition(form)).group_by(*by).order_by(*by)
    return scoped(statement, everybodys=everybodys)


@cache
def _by_owner(form: SelectionShape, *, everybodys: bool) -> Statement:
    by = (OpportunityRow.owner_id, OpportunityRow.currency)
    return scoped(select(*by, _COUNT, _AMOUNT).where(condition(form)).group_by(*by), everybodys=everybodys)


@cache
def _total(form: SelectionShape, *, everybodys: bool) -> Statement:
    statement = select(OpportunityRow.currency, _COUNT, _AMOUNT).where(condition(form))
    grouped = statement.group_by(OpportunityRow.currency).order_by(OpportunityRow.currency)
    return scoped(grouped, everybodys=everybodys)


@cache
def _listed(form: SelectionShape, *, everybodys: bool) -> Statement:
    return (
        with_names(select(*RECORD))
        .where(condition(form), opportunity_seen(everybodys=everybodys))
        .order_by(OpportunityRow.amount.desc().nulls_last(), OpportunityRow.id)
        .limit(bindparam("most", type_=Integer))
        .offset(bindparam("skip", type_=Integer))
    )


@cache
def _page(form: SelectionShape, *, everybodys: bool) -> Statement:
    since = bindparam("closed_since", type_=UtcDateTime)
    return (
        with_names(select(*RECORD))
        .where(
            condition(form),
            OpportunityRow.id > bindparam("after"),
            OpportunityRow.archived_at.is_(None),
            or_(OpportunityRow.closed_at.is_(None), OpportunityRow.closed_at >= since),
            opportunity_seen(everybodys=everybodys),
        )
        .order_by(OpportunityRow.id)
        .limit(bindparam("most", type_=Integer))
    )


def _money(cents: int | Decimal) -> Decimal:
    """PostgreSQL sums whole numbers as exact decimals."""
    return Decimal(cents).scaleb(-2)


def _sums(amount: int | Decimal, weighted: int | Decimal, variance: float) -> tuple[Decimal, Decimal, float]:
    return _money(amount), _money(weighted), float(variance) / _PER_UNIT
