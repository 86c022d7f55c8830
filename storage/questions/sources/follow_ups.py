"""What was promised, open and done."""

from sqlalchemy import ColumnElement, and_, literal_column

from storage.crm.opportunities.records import OPEN
from storage.crm.scope import follow_up_seen
from storage.crm.tables import CustomerRow, FollowUpRow
from storage.people.tables import StaffRow
from storage.questions.customer_conditions import OF_THE_CUSTOMER
from storage.questions.question import About, Dated, Field, Filter, Group
from storage.questions.source import NOTHING, QuestionContext, Source, of_id, of_staff

OVERDUE = "overdue"
"""The state of a follow-up that is open and late."""
DONE = "done"


def _follow_up_state(one: Filter, reading: QuestionContext) -> ColumnElement[bool]:
    if one.value == OVERDUE:
        return and_(FollowUpRow.state == literal_column("'open'"), FollowUpRow.due_at < reading.bounds.now)
    return FollowUpRow.state == literal_column(f"'{DONE if one.value == DONE else OPEN}'")


SOURCE = Source(
    about=About.FOLLOW_UPS,
    table=FollowUpRow,
    joined=lambda s: s.outerjoin(CustomerRow, CustomerRow.id == FollowUpRow.customer_id).join(
        StaffRow, StaffRow.id == FollowUpRow.owner_id
    ),
    seen=lambda everybodys: follow_up_seen(everybodys=everybodys),
    columns=(
        FollowUpRow.id,
        FollowUpRow.customer_id,
        CustomerRow.name,
        StaffRow.name,
        FollowUpRow.what,
        FollowUpRow.state,
        FollowUpRow.due_at,
        NOTHING,
        NOTHING,
        NOTHING,
    ),
    order=(FollowUpRow.due_at, FollowUpRow.id),
    dates={Dated.DUE: FollowUpRow.due_at, Dated.DONE: FollowUpRow.done_at},
    usual=Dated.DUE,
    fields={
        Field.STAFF: of_staff(FollowUpRow.owner_id),
        Field.CUSTOMER: of_id(FollowUpRow.customer_id),
        **OF_THE_CUSTOMER,
        Field.STATE: _follow_up_state,
    },
    groups={
        Group.STAFF: (FollowUpRow.owner_id, StaffRow.name),
        Group.CUSTOMER: (FollowUpRow.customer_id, CustomerRow.name),
    },
    states=frozenset({OPEN, OVERDUE, DONE}),
)
