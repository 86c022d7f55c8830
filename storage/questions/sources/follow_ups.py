"""What was promised, open and done."""

from sqlalchemy import ColumnElement, and_, literal_column

from storage.crm.opportunities.records import OPEN
from storage.crm.scope import follow_up_seen
from storage.crm.tables import CustomerRow, FollowUpRow
from storage.people.tables import StaffRow
from storage.questions.belonging import Belonging
from storage.questions.question import About, Dated, Field, Filter
from storage.questions.source import QuestionContext, Source, of_state

OVERDUE = "overdue"
"""The state of a follow-up that is open and late."""
DONE = "done"


def _follow_up_state(one: Filter, reading: QuestionContext) -> ColumnElement[bool]:
    if one.value == OVERDUE:
        return and_(FollowUpRow.state == literal_column("'open'"), FollowUpRow.due_at < reading.bounds.now)
    return of_state(FollowUpRow.state)(one, reading)


_WHOSE = Belonging(staff=FollowUpRow.owner_id, customer=FollowUpRow.customer_id)
SOURCE = Source(
    about=About.FOLLOW_UPS,
    table=FollowUpRow,
    joined=lambda s: s.outerjoin(CustomerRow, CustomerRow.id == FollowUpRow.customer_id).join(
        StaffRow, StaffRow.id == FollowUpRow.owner_id
    ),
    seen=lambda everybodys: follow_up_seen(everybodys=everybodys),
    columns=_WHOSE.shown(FollowUpRow.id, what=FollowUpRow.what, kind=FollowUpRow.state, at=FollowUpRow.due_at),
    order=(FollowUpRow.due_at, FollowUpRow.id),
    dates={Dated.DUE: FollowUpRow.due_at, Dated.DONE: FollowUpRow.done_at},
    usual=Dated.DUE,
    fields={**_WHOSE.fields, Field.STATE: _follow_up_state},
    groups=_WHOSE.by_both,
    states=frozenset({OPEN, OVERDUE, DONE}),
)
