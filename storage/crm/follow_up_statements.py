"""The statements that look for follow-ups, built once: making one takes several times as long as running it."""

from functools import cache
from typing import Any

from sqlalchemy import Integer, and_, bindparam, case, func, literal_column, or_, select
from sqlalchemy.sql.selectable import Select

from storage.crm.scope import follow_up_seen
from storage.crm.tables import CustomerRow, FollowUpRow
from storage.people.tables import StaffRow
from storage.session.dialects import among_many

_RECORD = (
    FollowUpRow.id,
    FollowUpRow.customer_id,
    CustomerRow.name,
    FollowUpRow.contact_id,
    FollowUpRow.interaction_id,
    FollowUpRow.owner_id,
    StaffRow.name,
    FollowUpRow.what,
    FollowUpRow.due_at,
    FollowUpRow.due_local,
    FollowUpRow.zone,
    FollowUpRow.grain,
    FollowUpRow.deadline,
    FollowUpRow.repeats,
    FollowUpRow.even_away,
    FollowUpRow.state,
    FollowUpRow.nudge_at,
    FollowUpRow.created_by,
    FollowUpRow.archived_at,
)


def _with_names(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return statement.join(StaffRow, StaffRow.id == FollowUpRow.owner_id).outerjoin(
        CustomerRow, CustomerRow.id == FollowUpRow.customer_id
    )


@cache
def _records() -> Select[*tuple[Any, ...]]:
    return _with_names(select(*_RECORD))


@cache
def one_follow_up(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    """The one with the id `:follow_up`."""
    return _records().where(FollowUpRow.id == bindparam("follow_up"), follow_up_seen(everybodys=everybodys))


DUE = (
    select(FollowUpRow.id)
    .where(
        FollowUpRow.nudge_at <= bindparam("now", type_=FollowUpRow.nudge_at.type),
        FollowUpRow.nudge_at.is_not(None),
        FollowUpRow.archived_at.is_(None),
    )
    .order_by(FollowUpRow.nudge_at)
    .limit(bindparam("most", type_=Integer))
)
"""Those whose minute has come, soonest first."""


@cache
def to_be_nudged() -> Select[*tuple[Any, ...]]:
    """Those of `:ids`, in the order in which their minutes came."""
    return _records().where(among_many(FollowUpRow.id, "ids")).order_by(FollowUpRow.nudge_at)


def _open(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    """What is still to be done, soonest first; what of that is the caller's to say."""
    return (
        _records()
        .where(FollowUpRow.state == "open", FollowUpRow.archived_at.is_(None), follow_up_seen(everybodys=everybodys))
        .order_by(FollowUpRow.due_at, FollowUpRow.id)
        .limit(bindparam("most", type_=Integer))
    )


@cache
def open_for_customer(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    """What is still to be done for `:customer`."""
    return _open(everybodys=everybodys).where(FollowUpRow.customer_id == bindparam("customer"))


@cache
def open_about_opportunity(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    """The next steps of `:opportunity`."""
    return _open(everybodys=everybodys).where(FollowUpRow.opportunity_id == bindparam("opportunity"))


@cache
def open_of_owner(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    """What `:owner` still has to do."""
    return _open(everybodys=everybodys).where(FollowUpRow.owner_id == bindparam("owner"))


@cache
def first_of_interaction(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    """The first next step that was said with `:interaction`."""
    return all_of_interaction(everybodys=everybodys).limit(1)


@cache
def all_of_interaction(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    """All next steps that were said with `:interaction`, in that order."""
    return (
        _records()
        .where(
            FollowUpRow.interaction_id == bindparam("interaction"),
            FollowUpRow.archived_at.is_(None),
            follow_up_seen(everybodys=everybodys),
        )
        .order_by(FollowUpRow.id)
    )


def _section() -> Any:  # noqa: ANN401 - a column expression without a better name
    late = or_(
        FollowUpRow.due_at < bindparam("today"),
        and_(FollowUpRow.grain == "minute", FollowUpRow.due_at < bindparam("now")),
    )
    return case(
        (late, literal_column("0")),
        (FollowUpRow.due_at < bindparam("tomorrow"), literal_column("1")),
        else_=literal_column("2"),
    )


def _mine(statement: Select[*tuple[Any, ...]], *, overdue: bool, everybodys: bool) -> Select[*tuple[Any, ...]]:
    mine = statement.where(
        FollowUpRow.owner_id == bindparam("owner"),
        FollowUpRow.state == "open",
        FollowUpRow.archived_at.is_(None),
        FollowUpRow.due_at < bindparam("until"),
        follow_up_seen(everybodys=everybodys),
    )
    return mine if overdue else mine.where(FollowUpRow.due_at >= bindparam("since"))


@cache
def agenda(*, overdue: bool, everybodys: bool) -> Select[*tuple[Any, ...]]:
    """What `:owner` has to do until `:until`, each with the number of its section; `overdue`: from the oldest on, else `:since`."""
    section = _section()
    return (
        _mine(_with_names(select(section, *_RECORD)), overdue=overdue, everybodys=everybodys)
        .order_by(section, FollowUpRow.due_at, FollowUpRow.id)
        .limit(bindparam("most", type_=Integer))
        .offset(bindparam("skip", type_=Integer))
    )


@cache
def how_many_by_section(*, overdue: bool, everybodys: bool) -> Select[*tuple[Any, ...]]:
    """How many of an agenda each section has."""
    section = _section()
    counted = select(section, func.count()).select_from(FollowUpRow)
    if not everybodys:  # who sees it depends on its customer
        counted = counted.outerjoin(CustomerRow, CustomerRow.id == FollowUpRow.customer_id)
    return _mine(counted, overdue=overdue, everybodys=everybodys).group_by(section)
