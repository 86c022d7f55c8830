"""A follow-up as it is read: its columns, and the names beside them."""

from typing import Any

from sqlalchemy.sql.selectable import Select

from storage.crm.tables import CustomerRow, FollowUpRow
from storage.people.tables import StaffRow

RECORD = (
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
"""The columns of a `FollowUpRecord`, in order."""


def with_names(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """A statement of follow-ups together with whose they are and which customer they are about."""
    return statement.join(StaffRow, StaffRow.id == FollowUpRow.owner_id).outerjoin(
        CustomerRow, CustomerRow.id == FollowUpRow.customer_id
    )
