"""Which opportunities a number is about, as conditions of a statement: the number and the list behind it never differ."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, literal, or_, select, true
from sqlalchemy.sql.selectable import Select

from storage.crm.opportunities.records import OPEN
from storage.crm.opportunities.scope import opportunity_seen
from storage.crm.opportunities.tables import OpportunityEventRow, OpportunityRow, StageRow
from storage.crm.sales.records import Change, Selection, Span, View
from storage.crm.tables import CustomerRow, FollowUpRow, InteractionRow
from storage.session.base import UtcDateTime
from storage.session.session import Session

_LATER = and_(OpportunityEventRow.old_close.is_not(None), OpportunityEventRow.new_close > OpportunityEventRow.old_close)
"""A close date that slipped; one that is given for the first time, or an earlier one, did not."""


def scoped(session: Session, statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """A statement over opportunities, of those that the person may see; its values are `crm.scope.owners`."""
    if session.sees_all:
        return statement
    joined = statement.join(CustomerRow, CustomerRow.id == OpportunityRow.customer_id)
    return joined.where(opportunity_seen(everybodys=False))


def selected(selection: Selection, now: datetime) -> ColumnElement[bool]:
    """What a selection asks of an opportunity."""
    return and_(of_view(selection.view), _of_kind(selection, now))


def of_view(view: View) -> ColumnElement[bool]:
    """What a view asks of an opportunity, open or not."""
    asked: list[ColumnElement[bool]] = []
    if view.owners is not None:
        asked.append(OpportunityRow.owner_id.in_(view.owners))
    if view.pipeline is not None:
        asked.append(OpportunityRow.pipeline_id == view.pipeline)
    if view.stage is not None:
        asked.append(OpportunityRow.stage_id == view.stage)
    if view.closing is not None:
        asked.append(OpportunityRow.expected_close.between(*view.closing))
    return and_(true(), *asked)


def is_open() -> ColumnElement[bool]:
    """Still to be decided. Written into the statement, so that the partial indexes serve it."""
    return and_(OpportunityRow.state == OPEN, OpportunityRow.archived_at.is_(None))


def is_past(today: date) -> ColumnElement[bool]:
    """Its close date is over; one without any is not past."""
    return func.coalesce(OpportunityRow.expected_close < today, false())


def changed_in(span: Span, *kinds: Change) -> Select[int, str]:
    """The opportunities that something of these kinds became of, each once a kind."""
    event = OpportunityEventRow
    return (
        select(event.opportunity_id, event.kind)
        .where(
            event.at >= span.since,
            event.at < span.until,
            event.kind.in_(kinds),
            event.archived_at.is_(None),
            or_(event.kind != "close_date", _LATER),
        )
        .distinct()
    )


def closed_in(span: Span) -> ColumnElement[bool]:
    """Won or lost then, and still so: a closing that was taken back since is none."""
    return and_(
        OpportunityRow.closed_at.is_not(None),
        OpportunityRow.closed_at >= span.since,
        OpportunityRow.closed_at < span.until,
        OpportunityRow.archived_at.is_(None),
    )


def furthest(span: Span) -> Select[int, int]:
    """The opportunities that were written down in a span, and the furthest stage that each ever stood in, by its position."""
    created, event = OpportunityEventRow.__table__.alias("created"), OpportunityEventRow
    return (
        select(created.c.opportunity_id, func.max(StageRow.position).label("position"))
        .join(event, event.opportunity_id == created.c.opportunity_id)
        .join(StageRow, StageRow.id == event.new_stage_id)
        .where(
            created.c.at >= span.since,
            created.c.at < span.until,
            created.c.kind == "created",
            created.c.archived_at.is_(None),
            event.archived_at.is_(None),
        )
        .group_by(created.c.opportunity_id)
    )


def is_still(quiet: tuple[tuple[int, datetime], ...], now: datetime) -> ColumnElement[bool]:
    """Nobody had contact with the customer since the stage's moment in `quiet`, and nothing is planned.

    A note among ourselves is no contact, nor is a change of the opportunity.
    """
    if not quiet:
        return false()
    since = case(
        *((OpportunityRow.stage_id == stage, literal(moment, UtcDateTime)) for stage, moment in quiet), else_=None
    )
    contact = (
        select(InteractionRow.id)
        .where(
            InteractionRow.customer_id == OpportunityRow.customer_id,
            InteractionRow.at >= since,
            InteractionRow.kind != "note",
            InteractionRow.archived_at.is_(None),
        )
        .exists()
    )
    planned = and_(FollowUpRow.state == "open", FollowUpRow.due_at > now, FollowUpRow.archived_at.is_(None))
    about_it = select(FollowUpRow.id).where(FollowUpRow.opportunity_id == OpportunityRow.id, planned).exists()
    about_customer = (
        select(FollowUpRow.id)
        .where(
            FollowUpRow.customer_id == OpportunityRow.customer_id,
            FollowUpRow.opportunity_id.is_(None),
            planned,
        )
        .exists()
    )
    return and_(is_open(), OpportunityRow.created_at < since, ~contact, ~about_it, ~about_customer)


def _of_kind(selection: Selection, now: datetime) -> ColumnElement[bool]:
    kind = selection.kind
    if kind == "open":
        return is_open()
    if kind == "still":
        return is_still(selection.quiet, now)
    if kind in {"past", "ahead"}:
        past = is_past(_given(selection.day))
        return and_(is_open(), past if kind == "past" else ~past)
    span = _given(selection.span)
    if kind == "changed":
        return and_(OpportunityRow.archived_at.is_(None), _changed(_given(selection.change), span))
    if kind == "closed":
        closed = [closed_in(span), OpportunityRow.state == selection.state]
        return and_(*closed, *([] if selection.reason is None else [OpportunityRow.lost_reason_id == selection.reason]))
    reached = furthest(span).subquery()
    far = select(reached.c.opportunity_id).where(reached.c.position >= selection.position)
    return and_(OpportunityRow.archived_at.is_(None), OpportunityRow.id.in_(far))


def _changed(change: Change, span: Span) -> ColumnElement[bool]:
    """Won and lost are only those that still are; the log of what was taken back since stays in the log."""
    if change in {"won", "lost"}:
        return and_(closed_in(span), OpportunityRow.state == change)
    found = changed_in(span, change).subquery()
    return OpportunityRow.id.in_(select(found.c.opportunity_id))


def _given(value: Any) -> Any:  # noqa: ANN401 - of whatever kind
    if value is None:
        raise ValueError("this kind of selection needs more")
    return value
