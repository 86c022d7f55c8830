"""Which opportunities a number is about, as conditions of a statement: the number and the list behind it never differ.

Making a statement takes several times as long as running it, so each is made once for a `Form` of view or selection; the
values are bound when it runs.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, false, func, or_, select, true
from sqlalchemy.sql.selectable import Exists, Select

from storage.crm.opportunities.records import LOST, WON
from storage.crm.opportunities.scope import IS_OPEN, opportunity_seen
from storage.crm.opportunities.tables import OpportunityEventRow, OpportunityRow, StageRow
from storage.crm.sales.records import Selection, TimeSpan, View
from storage.crm.tables import CustomerRow, FollowUpRow, InteractionRow
from storage.session.base import UtcDateTime
from storage.session.dialects import among

_SLIPPED = and_(
    OpportunityEventRow.old_close.is_not(None), OpportunityEventRow.new_close > OpportunityEventRow.old_close
)
"""A close date that is given for the first time, or an earlier one, did not slip."""
_SINCE, _UNTIL = bindparam("since", type_=UtcDateTime), bindparam("until", type_=UtcDateTime)


@dataclass(frozen=True, slots=True)
class SelectionShape:
    """What a view or a selection asks for, without the values."""

    kind: str
    asks: frozenset[str]
    stages: int = 0

    @classmethod
    def of(cls, what: View | Selection) -> "SelectionShape":
        """That of a view, whatever became of its opportunities, or of a selection."""
        if isinstance(what, View):
            return cls("any", _asked(what))
        reason = {"reason"} if what.reason is not None else set()
        closing = what.kind == "changed" and what.change in {WON, LOST}
        return cls("closed" if closing else what.kind, _asked(what.view) | reason, len(what.quiet))


def values(what: View | Selection, now: datetime) -> dict[str, object]:
    """What is bound where a statement of that form runs."""
    if isinstance(what, View):
        return _of_view(what)
    found = _of_view(what.view) | {
        "day": what.day,
        "change": what.change,
        "state": what.state or what.change,
        "reason": what.reason,
        "position": what.position,
        "now": now,
        **(of_span(what.span) if what.span else {}),
    }
    for at, (stage, moment) in enumerate(what.quiet):
        found |= {f"quiet_stage_{at}": stage, f"quiet_since_{at}": moment}
    found["quiet_first"] = min((moment for _stage, moment in what.quiet), default=None)
    return {name: value for name, value in found.items() if value is not None}


def of_span(span: TimeSpan) -> dict[str, object]:
    """The values of a span."""
    return {"since": span.since, "until": span.until}


def condition(form: SelectionShape) -> ColumnElement[bool]:
    """What is asked of an opportunity."""
    return and_(true(), *_view_conditions(form.asks), *_kind_conditions(form))


def scoped(statement: Select[*tuple[Any, ...]], *, everybodys: bool) -> Select[*tuple[Any, ...]]:
    """A statement over opportunities, of those that the person may see; its values are `crm.scope.owners`."""
    if everybodys:
        return statement
    joined = statement.join(CustomerRow, CustomerRow.id == OpportunityRow.customer_id)
    return joined.where(opportunity_seen(everybodys=False))


def is_past() -> ColumnElement[bool]:
    """Its close date is over on the `day`; one without any is not past."""
    return func.coalesce(OpportunityRow.expected_close < bindparam("day"), false())


def changed(*kinds: str) -> Select[int, str]:
    """The opportunities that something of these kinds became of in the span, each once a kind."""
    event = OpportunityEventRow
    which = event.kind.in_(kinds) if kinds else event.kind == bindparam("change")
    return (
        select(event.opportunity_id, event.kind)
        .where(event.at >= _SINCE, event.at < _UNTIL, which, event.archived_at.is_(None))
        .where(or_(event.kind != "close_date", _SLIPPED))
        .distinct()
    )


def closed() -> ColumnElement[bool]:
    """Won or lost in the span, and still so: a closing that was taken back since is none."""
    return and_(
        OpportunityRow.closed_at.is_not(None),
        OpportunityRow.closed_at >= _SINCE,
        OpportunityRow.closed_at < _UNTIL,
        OpportunityRow.archived_at.is_(None),
    )


def furthest() -> Select[int, int]:
    """The opportunities that were written down in the span, and the furthest stage that each ever stood in, by its position."""
    created, event = OpportunityEventRow.__table__.alias("created"), OpportunityEventRow
    return (
        select(created.c.opportunity_id, func.max(StageRow.position).label("position"))
        .join(event, event.opportunity_id == created.c.opportunity_id)
        .join(StageRow, StageRow.id == event.new_stage_id)
        .where(created.c.at >= _SINCE, created.c.at < _UNTIL, created.c.kind == "created")
        .where(created.c.archived_at.is_(None), event.archived_at.is_(None))
        .group_by(created.c.opportunity_id)
    )


# ------------------------------------------------------------------ pieces
def _asked(view: View) -> frozenset[str]:
    return frozenset(name for name in ("owners", "pipeline", "stage", "closing") if getattr(view, name) is not None)


def _of_view(view: View) -> dict[str, object]:
    found: dict[str, object] = {"pipeline": view.pipeline, "stage": view.stage}
    if view.owners is not None:
        found["whose"] = list(view.owners)
    if view.closing is not None:
        found |= {"first": view.closing[0], "last": view.closing[1]}
    return {name: value for name, value in found.items() if value is not None}


def _view_conditions(asks: frozenset[str]) -> list[ColumnElement[bool]]:
    row = OpportunityRow
    possible: dict[str, ColumnElement[bool]] = {
        "owners": among(row.owner_id, "whose"),
        "pipeline": row.pipeline_id == bindparam("pipeline"),
        "stage": row.stage_id == bindparam("stage"),
        "closing": row.expected_close.between(bindparam("first"), bindparam("last")),
        "reason": row.lost_reason_id == bindparam("reason"),
    }
    return [possible[name] for name in sorted(asks)]


def _kind_conditions(form: SelectionShape) -> list[ColumnElement[bool]]:
    there = OpportunityRow.archived_at.is_(None)
    if form.kind == "any":
        return []
    if form.kind == "open":
        return [IS_OPEN]
    if form.kind in {"past", "ahead"}:
        return [IS_OPEN, is_past() if form.kind == "past" else ~is_past()]
    if form.kind == "still":
        return [IS_OPEN, *_still(form.stages)]
    if form.kind == "closed":
        return [closed(), OpportunityRow.state == bindparam("state")]
    if form.kind == "changed":
        found = changed().subquery()
        return [there, OpportunityRow.id.in_(select(found.c.opportunity_id))]
    far = furthest().subquery()
    reached = select(far.c.opportunity_id).where(far.c.position >= bindparam("position"))
    return [there, OpportunityRow.id.in_(reached)]


def _still(stages: int) -> list[ColumnElement[bool]]:
    """Nobody had contact with the customer since the stage's moment, and nothing is planned.

    A note among ourselves is no contact, nor is a change of the opportunity.
    """
    if not stages:
        return [false()]
    since = case(
        *(
            (
                OpportunityRow.stage_id == bindparam(f"quiet_stage_{at}"),
                bindparam(f"quiet_since_{at}", type_=UtcDateTime),
            )
            for at in range(stages)
        )
    )
    contact = select(InteractionRow.id).where(
        InteractionRow.customer_id == OpportunityRow.customer_id,
        InteractionRow.at >= bindparam("quiet_first", type_=UtcDateTime),  # lets a planner leave out all that is older
        InteractionRow.at >= since,
        InteractionRow.kind != "note",
        InteractionRow.archived_at.is_(None),
    )
    about_it = _planned(FollowUpRow.opportunity_id == OpportunityRow.id)
    about_customer = _planned(
        FollowUpRow.customer_id == OpportunityRow.customer_id, FollowUpRow.opportunity_id.is_(None)
    )
    return [OpportunityRow.created_at < since, ~contact.exists(), ~about_it, ~about_customer]


def _planned(*about: ColumnElement[bool]) -> Exists:
    """A next step that is still to come."""
    to_come = (FollowUpRow.state == "open", FollowUpRow.due_at > bindparam("now"), FollowUpRow.archived_at.is_(None))
    return select(FollowUpRow.id).where(*about, *to_come).exists()
