"""An agenda: what somebody has to do in a stretch of time, by section."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, and_, bindparam, case, func, literal_column, or_, select
from sqlalchemy.sql.selectable import Select

from storage.crm.follow_up_rows import RECORD, with_names
from storage.crm.scope import follow_up_seen
from storage.crm.tables import CustomerRow, FollowUpRow

OVERDUE, TODAY, LATER = "overdue", "today", "later"
SECTIONS = (OVERDUE, TODAY, LATER)
"""The parts of an agenda, in order."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What an agenda looks at: from `start` (None for whatever is overdue) until before `end`, as instants.

    Today goes from `today` until before `tomorrow`. What had a minute is overdue once `now` is behind it; what had only
    a day, once the day is.
    """

    now: datetime
    today: datetime
    tomorrow: datetime
    start: datetime | None
    end: datetime


def bounds(stretch: Stretch) -> dict[str, datetime]:
    """The instants of a stretch, as its statements name them."""
    found = {"now": stretch.now, "today": stretch.today, "tomorrow": stretch.tomorrow, "until": stretch.end}
    return found if stretch.start is None else {"since": stretch.start, **found}


# Built once: making a statement takes several times as long as running it.
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
def agenda_statement(*, overdue: bool, everybodys: bool) -> Select[*tuple[Any, ...]]:
    """What somebody has to do, each with its section before it; with what is `overdue`, or from a day on."""
    section = _section()
    return (
        _mine(with_names(select(section, *RECORD)), overdue=overdue, everybodys=everybodys)
        .order_by(section, FollowUpRow.due_at, FollowUpRow.id)
        .limit(bindparam("most", type_=Integer))
        .offset(bindparam("skip", type_=Integer))
    )


@cache
def count_statement(*, overdue: bool, everybodys: bool) -> Select[*tuple[Any, ...]]:
    """How many they are, by section."""
    section = _section()
    counted = select(section, func.count()).select_from(FollowUpRow)
    if not everybodys:  # who sees it depends on its customer
        counted = counted.outerjoin(CustomerRow, CustomerRow.id == FollowUpRow.customer_id)
    return _mine(counted, overdue=overdue, everybodys=everybodys).group_by(section)
