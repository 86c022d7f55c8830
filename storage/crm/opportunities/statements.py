"""The statements over opportunities, each built once: making one takes several times as long as running it."""

from functools import cache
from typing import Any

from sqlalchemy import Integer, bindparam, func, select, update
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import Select

from storage.crm.opportunities.scope import IS_OPEN, opportunity_seen
from storage.crm.opportunities.tables import LostReasonRow, OpportunityEventRow, OpportunityRow, StageRow
from storage.crm.tables import ContactRow, CustomerRow
from storage.people.tables import StaffRow

RECORD = (
    OpportunityRow.id,
    OpportunityRow.customer_id,
    CustomerRow.name,
    OpportunityRow.contact_id,
    ContactRow.name,
    OpportunityRow.title,
    OpportunityRow.amount,
    OpportunityRow.currency,
    OpportunityRow.pipeline_id,
    OpportunityRow.stage_id,
    StageRow.name,
    StageRow.probability,
    StageRow.patience,
    OpportunityRow.owner_id,
    StaffRow.name,
    OpportunityRow.state,
    OpportunityRow.expected_close,
    OpportunityRow.source,
    OpportunityRow.created_at,
    OpportunityRow.closed_at,
    OpportunityRow.lost_reason_id,
    LostReasonRow.name,
    OpportunityRow.entered_stage_at,
    OpportunityRow.version,
    OpportunityRow.asked,
    OpportunityRow.asked_at,
    OpportunityRow.archived_at,
)
"""The columns of an `OpportunityRecord`, in its order; `with_names` joins what they are from."""
VERSION = select(OpportunityRow.version).where(OpportunityRow.id == bindparam("opportunity")).with_for_update()
NEXT_VERSION = (
    update(OpportunityRow)
    .where(OpportunityRow.id == bindparam("opportunity"))
    .values(version=OpportunityRow.version + 1)
    .returning(OpportunityRow.version)
)


def with_names(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """A statement over opportunities, with what `RECORD` is read from."""
    return (
        statement.select_from(OpportunityRow)
        .join(CustomerRow, CustomerRow.id == OpportunityRow.customer_id)
        .join(StageRow, StageRow.id == OpportunityRow.stage_id)
        .join(StaffRow, StaffRow.id == OpportunityRow.owner_id)
        .outerjoin(ContactRow, ContactRow.id == OpportunityRow.contact_id)
        .outerjoin(LostReasonRow, LostReasonRow.id == OpportunityRow.lost_reason_id)
    )


@cache
def records(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    """Opportunities that may be seen, with the names of what they are of."""
    return with_names(select(*RECORD)).where(opportunity_seen(everybodys=everybodys))


@cache
def one(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    """One of them."""
    return records(everybodys=everybodys).where(OpportunityRow.id == bindparam("opportunity"))


@cache
def of_customer(*, state: bool, everybodys: bool) -> Select[*tuple[Any, ...]]:
    """Those of a customer: the open ones first, by their value."""
    statement = records(everybodys=everybodys).where(
        OpportunityRow.customer_id == bindparam("customer"), OpportunityRow.archived_at.is_(None)
    )
    if state:
        statement = statement.where(OpportunityRow.state == bindparam("state"))
    return statement.order_by(
        OpportunityRow.closed_at.is_not(None),
        OpportunityRow.closed_at.desc(),
        OpportunityRow.amount.desc().nulls_last(),
        OpportunityRow.id,
    ).limit(bindparam("most", type_=Integer))


@cache
def of_owner(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    """A colleague's open ones, by when they are to close."""
    return (
        records(everybodys=everybodys)
        .where(
            OpportunityRow.owner_id == bindparam("owner"),
            IS_OPEN,
        )
        .order_by(OpportunityRow.expected_close.nulls_last(), OpportunityRow.id)
        .limit(bindparam("most", type_=Integer))
        .offset(bindparam("skip", type_=Integer))
    )


@cache
def totals(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    """What a colleague's open ones come to, a currency each."""
    return (
        select(OpportunityRow.currency, func.count(), func.sum(OpportunityRow.amount, type_=OpportunityRow.amount.type))
        .select_from(OpportunityRow)
        .join(CustomerRow, CustomerRow.id == OpportunityRow.customer_id)
        .where(
            OpportunityRow.owner_id == bindparam("owner"),
            IS_OPEN,
            opportunity_seen(everybodys=everybodys),
        )
        .group_by(OpportunityRow.currency)
        .order_by(OpportunityRow.currency)
    )


@cache
def in_stage(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    """The open ones of a stage, by their value."""
    return (
        records(everybodys=everybodys)
        .where(
            OpportunityRow.pipeline_id == bindparam("pipeline"),
            OpportunityRow.stage_id == bindparam("stage"),
            IS_OPEN,
        )
        .order_by(OpportunityRow.amount.desc().nulls_last(), OpportunityRow.id)
        .limit(bindparam("most", type_=Integer))
    )


@cache
def events() -> Select[*tuple[Any, ...]]:
    """What became of one, with the names of then and now."""
    by, old_owner, new_owner = (aliased(StaffRow, name=name) for name in ("by", "old_owner", "new_owner"))
    old_stage, new_stage = (aliased(StageRow, name=name) for name in ("old_stage", "new_stage"))
    event = OpportunityEventRow
    return (
        select(
            event.at,
            event.by_id,
            by.name,
            event.kind,
            event.version,
            old_stage.name,
            new_stage.name,
            event.old_amount,
            event.new_amount,
            event.old_currency,
            event.new_currency,
            event.old_close,
            event.new_close,
            old_owner.name,
            new_owner.name,
            LostReasonRow.name,
            event.note,
        )
        .outerjoin(by, by.id == event.by_id)
        .outerjoin(old_stage, old_stage.id == event.old_stage_id)
        .outerjoin(new_stage, new_stage.id == event.new_stage_id)
        .outerjoin(old_owner, old_owner.id == event.old_owner_id)
        .outerjoin(new_owner, new_owner.id == event.new_owner_id)
        .outerjoin(LostReasonRow, LostReasonRow.id == event.lost_reason_id)
        .where(
            event.opportunity_id == bindparam("opportunity"),
            event.version > bindparam("after"),
            event.archived_at.is_(None),
        )
        .order_by(event.version, event.id)
        .limit(bindparam("most", type_=Integer))
    )
