"""Which opportunities want attention: those without contact, and those whose close date has passed. Bookkeeping, in no audit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import ColumnElement, ScalarSelect, and_, bindparam, func, or_, select, update
from sqlalchemy.sql.selectable import Select

from storage.crm.opportunities.records import OPEN, OpportunityRecord
from storage.crm.opportunities.scope import IS_OPEN
from storage.crm.opportunities.statements import RECORD, with_names
from storage.crm.opportunities.tables import OpportunityEventRow, OpportunityRow
from storage.crm.tables import FollowUpRow, InteractionRow
from storage.entities.entity import table_of
from storage.session.base import UtcDateTime
from storage.session.dialects import among
from storage.session.session import Session
from storage.session.two_steps import in_two_steps

NOTE = "note"
"""The kind of an interaction that tells something of a customer with whom there was no contact."""
OWNERS_AT_ONCE, AT_ONCE = 20, 200
"""So many owners in one look, and so many opportunities of each: what is left comes with the next one."""

Column = Literal["look_at", "close_look_at"]


@dataclass(frozen=True, slots=True)
class Watched:
    """An opportunity whose time to be looked at has come.

    `quiet_since` is when there was last contact with its customer, or a next step that was still to come; what it begins
    with is when it was written down, or opened again. `has_next_step` is whether one is to come.
    """

    record: OpportunityRecord
    quiet_since: datetime
    has_next_step: bool


class Attention:
    """What the rules look at, by the time at which that is worth it first: work grows with what is due, not with all there is."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def quiet(self, now: datetime) -> list[Watched]:
        """Those that may have been without contact for too long, by owner, the most valuable first."""
        found = []
        for *columns, to_come, contact, step, opened in self._found(_quiet(), "look_at", now):
            record = OpportunityRecord(*columns)
            quiet_since = max(at for at in (record.created_at, contact, step, opened) if at)
            found.append(Watched(record, quiet_since, to_come is not None))
        return found

    def past(self, now: datetime) -> list[OpportunityRecord]:
        """Those whose close date may have passed, by owner, the most valuable first."""
        return [OpportunityRecord(*row) for row in self._found(_due("close_look_at"), "close_look_at", now)]

    def asked_since(self, owner_id: int, since: datetime) -> bool:
        """Whether somebody was asked about any of theirs since then."""
        statement = (
            select(OpportunityRow.id)
            .where(
                OpportunityRow.owner_id == owner_id,
                IS_OPEN,
                OpportunityRow.asked_at >= since,
            )
            .limit(1)
        )
        return self._session.connection.execute(statement).first() is not None

    # ------------------------------------------------------------------ what is remembered
    def look_again(self, ids: Collection[int], at: datetime) -> None:
        """They cannot have been still for too long before this."""
        self._set(ids, look_at=at)

    def look_at_close_again(self, ids: Collection[int], at: datetime) -> None:
        """Their close dates are not asked about before this."""
        self._set(ids, close_look_at=at)

    def asked(self, ids: Collection[int], again: datetime) -> None:
        """Their owner, or then the owner's manager, was asked about them; `again` is when to look next."""
        self._set(ids, look_at=again, asked=OpportunityRow.asked + 1, asked_at=self._session.now)

    def answered(self, ids: Collection[int], again: datetime) -> None:
        """Somebody answered: what is asked next is asked as if for the first time, not before `again`."""
        self._set(ids, look_at=again, asked=0)

    def _set(self, ids: Collection[int], **values: object) -> None:
        self._session.connection.execute(update(OpportunityRow).where(OpportunityRow.id.in_(ids)).values(**values))

    def _found(self, statement: Select[*tuple[Any, ...]], column: Column, now: datetime) -> Sequence[Any]:
        """What is due, owner by owner."""
        return in_two_steps(self._session.connection, _owners(column), statement, {"now": now})


def _is_due(column: Column) -> ColumnElement[bool]:
    at: ColumnElement[datetime | None] = table_of(OpportunityRow).c[column]
    return and_(IS_OPEN, at <= bindparam("now", type_=UtcDateTime))


# Built once: making a statement takes several times as long as running it.
@cache
def _owners(column: Column) -> Select[*tuple[Any, ...]]:
    return select(OpportunityRow.owner_id).where(_is_due(column)).distinct().limit(OWNERS_AT_ONCE)


@cache
def _due(column: Column) -> Select[*tuple[Any, ...]]:
    return (
        with_names(select(*RECORD))
        .where(_is_due(column), among(OpportunityRow.owner_id, "ids"))
        .order_by(OpportunityRow.owner_id, OpportunityRow.amount.desc().nulls_last(), OpportunityRow.id)
        .limit(AT_ONCE)
    )


@cache
def _quiet() -> Select[*tuple[Any, ...]]:
    """Those that are due, each with what ended its quiet last."""
    return _due("look_at").add_columns(_step_to_come(), _last_contact(), _last_step(), _last_opening())


def _last_contact() -> ScalarSelect[Any]:
    return (
        select(InteractionRow.at)
        .where(
            InteractionRow.customer_id == OpportunityRow.customer_id,
            InteractionRow.archived_at.is_(None),
            InteractionRow.kind != NOTE,
        )
        .order_by(InteractionRow.at.desc())
        .limit(1)
        .correlate(OpportunityRow)
        .scalar_subquery()
    )


def _steps() -> ColumnElement[bool]:
    """The next steps with its customer, but those of another opportunity."""
    return and_(
        FollowUpRow.customer_id == OpportunityRow.customer_id,
        FollowUpRow.archived_at.is_(None),
        or_(FollowUpRow.opportunity_id.is_(None), FollowUpRow.opportunity_id == OpportunityRow.id),
    )


def _step_to_come() -> ScalarSelect[Any]:
    to_come = and_(_steps(), FollowUpRow.state == OPEN, FollowUpRow.due_at > bindparam("now", type_=UtcDateTime))
    return select(FollowUpRow.id).where(to_come).limit(1).correlate(OpportunityRow).scalar_subquery()


def _last_step() -> ScalarSelect[Any]:
    """When there was a next step to come last: one that was done was, until then; one that was not, until it was due."""
    until = func.coalesce(FollowUpRow.done_at, FollowUpRow.due_at, type_=UtcDateTime)
    over = and_(_steps(), until <= bindparam("now", type_=UtcDateTime))
    return select(func.max(until, type_=UtcDateTime)).where(over).correlate(OpportunityRow).scalar_subquery()


def _last_opening() -> ScalarSelect[Any]:
    return (
        select(func.max(OpportunityEventRow.at, type_=UtcDateTime))
        .where(
            OpportunityEventRow.opportunity_id == OpportunityRow.id,
            OpportunityEventRow.kind == "reopened",
            OpportunityEventRow.archived_at.is_(None),
        )
        .correlate(OpportunityRow)
        .scalar_subquery()
    )
