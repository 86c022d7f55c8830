"""How sales are going: sums over opportunities and their log, each with the list behind it. Nothing here reads a whole table."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Double, cast, func, or_, select, type_coerce
from sqlalchemy.sql.selectable import Select

from storage.crm.opportunities.opportunities import RECORD, with_names
from storage.crm.opportunities.records import OpportunityRecord
from storage.crm.opportunities.scope import opportunity_seen
from storage.crm.opportunities.tables import LostReasonRow, OpportunityRow, StageRow
from storage.crm.sales.records import Changed, Closings, Expected, Reach, Selection, Span, Standing, View
from storage.crm.sales.selecting import changed_in, closed_in, furthest, is_open, is_past, of_view, scoped, selected
from storage.crm.scope import owners
from storage.session.session import Session

_CENTS = type_coerce(OpportunityRow.amount, BigInteger)
_P = StageRow.probability
_COUNT = func.count().label("count")
_AMOUNT = func.coalesce(func.sum(_CENTS), 0).label("amount")
_WEIGHTED = func.coalesce(func.sum((_CENTS * _P + 50) // 100), 0).label("weighted")
"""Rounded half up, each by itself, in whole numbers: alike on both stores."""
_SQUARES = cast(_CENTS, Double) * cast(_CENTS, Double) * _P * (100 - _P)
_VARIANCE = func.coalesce(func.sum(_SQUARES), 0).label("variance")
_PER_UNIT = 100.0**4
"""Cents squared and per cent squared in a variance."""


class Sales:
    """Sums, and the opportunities behind each."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # ------------------------------------------------------------------ what is open
    def standing(self, view: View, today: date) -> list[Standing]:
        """What is open, by stage, currency, and whether its close date is over."""
        past = is_past(today).label("past")
        statement = (
            select(
                OpportunityRow.stage_id,
                OpportunityRow.currency,
                past,
                _COUNT,
                (func.count() - func.count(OpportunityRow.amount)).label("unvalued"),
                _AMOUNT,
                _WEIGHTED,
                _VARIANCE,
            )
            .join(StageRow, StageRow.id == OpportunityRow.stage_id)
            .where(is_open(), of_view(view))
            .group_by(OpportunityRow.stage_id, OpportunityRow.currency, past)
            .order_by(OpportunityRow.currency, OpportunityRow.stage_id, past)
        )
        return [
            Standing(stage, currency, bool(is_over), count, unvalued, *_sums(amount, weighted, variance))
            for stage, currency, is_over, count, unvalued, amount, weighted, variance in self._rows(statement)
        ]

    def expected(self, view: View) -> list[Expected]:
        """What is open, by the day when it is expected to close."""
        statement = (
            select(OpportunityRow.expected_close, OpportunityRow.currency, _COUNT, _AMOUNT, _WEIGHTED, _VARIANCE)
            .join(StageRow, StageRow.id == OpportunityRow.stage_id)
            .where(is_open(), of_view(view))
            .group_by(OpportunityRow.expected_close, OpportunityRow.currency)
            .order_by(OpportunityRow.currency, OpportunityRow.expected_close)
        )
        return [
            Expected(day, currency, count, *_sums(amount, weighted, variance))
            for day, currency, count, amount, weighted, variance in self._rows(statement)
        ]

    # ------------------------------------------------------------------ what became of it
    def changes(self, view: View, span: Span) -> list[Changed]:
        """What became of opportunities in a span, those that are closed by now included. One that moved twice is one."""
        log = changed_in(span, "created", "stage", "close_date", "reopened").subquery()
        statement = (
            select(log.c.kind, OpportunityRow.currency, _COUNT, _AMOUNT)
            .select_from(log)
            .join(OpportunityRow, OpportunityRow.id == log.c.opportunity_id)
            .where(OpportunityRow.archived_at.is_(None), of_view(view))
            .group_by(log.c.kind, OpportunityRow.currency)
        )
        closed = (
            select(OpportunityRow.state, OpportunityRow.currency, _COUNT, _AMOUNT)
            .where(closed_in(span), of_view(view))
            .group_by(OpportunityRow.state, OpportunityRow.currency)
        )
        rows = [*self._rows(statement), *self._rows(closed)]
        return [Changed(kind, currency, count, _money(amount)) for kind, currency, count, amount in rows]

    def closings(self, view: View, span: Span) -> list[Closings]:
        """What was won and lost in a span, by owner, reason and currency."""
        by = (
            OpportunityRow.owner_id,
            OpportunityRow.state,
            OpportunityRow.lost_reason_id,
            LostReasonRow.name,
            OpportunityRow.currency,
        )
        statement = (
            select(*by, _COUNT, _AMOUNT)
            .select_from(OpportunityRow)
            .outerjoin(LostReasonRow, LostReasonRow.id == OpportunityRow.lost_reason_id)
            .where(closed_in(span), of_view(view))
            .group_by(*by)
        )
        return [
            Closings(owner, state, reason_id, reason, currency, count, _money(amount))
            for owner, state, reason_id, reason, currency, count, amount in self._rows(statement)
        ]

    def reach(self, view: View, span: Span) -> list[Reach]:
        """How far those came that were written down in a span."""
        far = furthest(span).subquery()
        statement = (
            select(far.c.position, OpportunityRow.state, OpportunityRow.currency, _COUNT, _AMOUNT)
            .select_from(far)
            .join(OpportunityRow, OpportunityRow.id == far.c.opportunity_id)
            .where(OpportunityRow.archived_at.is_(None), of_view(view))
            .group_by(far.c.position, OpportunityRow.state, OpportunityRow.currency)
        )
        return [
            Reach(position, state, currency, count, _money(amount))
            for position, state, currency, count, amount in self._rows(statement)
        ]

    def by_owner(self, selection: Selection) -> list[tuple[int, str, int, Decimal]]:
        """How many each colleague has of a selection, and what they come to: owner, currency, count, amount."""
        statement = (
            select(OpportunityRow.owner_id, OpportunityRow.currency, _COUNT, _AMOUNT)
            .where(selected(selection, self._session.now))
            .group_by(OpportunityRow.owner_id, OpportunityRow.currency)
        )
        return [(owner, currency, count, _money(amount)) for owner, currency, count, amount in self._rows(statement)]

    # ------------------------------------------------------------------ which
    def total(self, selection: Selection) -> list[tuple[str, int, Decimal]]:
        """How many a selection has, and what they come to, by currency."""
        statement = (
            select(OpportunityRow.currency, _COUNT, _AMOUNT)
            .where(selected(selection, self._session.now))
            .group_by(OpportunityRow.currency)
            .order_by(OpportunityRow.currency)
        )
        return [(currency, count, _money(amount)) for currency, count, amount in self._rows(statement)]

    def listed(self, selection: Selection, *, limit: int, offset: int = 0) -> list[OpportunityRecord]:
        """The opportunities of a selection, the most valuable first."""
        statement = with_names(select(*RECORD)).where(
            selected(selection, self._session.now), opportunity_seen(everybodys=self._session.sees_all)
        )
        ordered = statement.order_by(OpportunityRow.amount.desc().nulls_last(), OpportunityRow.id)
        rows = self._session.connection.execute(ordered.limit(limit).offset(offset), owners(self._session))
        return [OpportunityRecord(*row) for row in rows]

    def page(self, view: View, since: datetime, *, after: int, limit: int) -> list[OpportunityRecord]:
        """What is open, and what was closed since: those of higher ids than `after`, in their order."""
        statement = with_names(select(*RECORD)).where(
            of_view(view),
            OpportunityRow.id > after,
            OpportunityRow.archived_at.is_(None),
            or_(OpportunityRow.closed_at.is_(None), OpportunityRow.closed_at >= since),
            opportunity_seen(everybodys=self._session.sees_all),
        )
        rows = self._session.connection.execute(
            statement.order_by(OpportunityRow.id).limit(limit), owners(self._session)
        )
        return [OpportunityRecord(*row) for row in rows]

    def _rows(self, statement: Select[*tuple[Any, ...]]) -> Sequence[Any]:
        scoped_ = scoped(self._session, statement)
        return self._session.connection.execute(scoped_, owners(self._session)).all()


def _money(cents: int | Decimal) -> Decimal:
    """PostgreSQL sums whole numbers as exact decimals."""
    return Decimal(cents).scaleb(-2)


def _sums(amount: int | Decimal, weighted: int | Decimal, variance: float) -> tuple[Decimal, Decimal, float]:
    return _money(amount), _money(weighted), float(variance) / _PER_UNIT
