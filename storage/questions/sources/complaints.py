"""Complaints: whose, about what, who cares for them, since when."""

from sqlalchemy import ColumnElement, literal_column

from storage.crm.complaints.complaints import complaint_seen
from storage.crm.complaints.tables import ComplaintRow
from storage.crm.opportunities.records import OPEN
from storage.crm.tables import CustomerRow
from storage.people.tables import StaffRow
from storage.questions.customer_conditions import OF_THE_CUSTOMER
from storage.questions.question import About, Dated, Field, Filter, Group
from storage.questions.source import NOTHING, QuestionContext, Source, of_id, of_staff, of_text

CLOSED = "closed"


def _complaint_state(one: Filter, _reading: QuestionContext) -> ColumnElement[bool]:
    return ComplaintRow.state == literal_column(f"'{one.value}'")


SOURCE = Source(
    about=About.COMPLAINTS,
    table=ComplaintRow,
    joined=lambda s: s.join(CustomerRow, CustomerRow.id == ComplaintRow.customer_id).outerjoin(
        StaffRow, StaffRow.id == ComplaintRow.carer_id
    ),
    seen=lambda everybodys: complaint_seen(everybodys=everybodys),
    columns=(
        ComplaintRow.id,
        ComplaintRow.customer_id,
        CustomerRow.name,
        StaffRow.name,
        ComplaintRow.words,
        ComplaintRow.state,
        ComplaintRow.opened_at,
        NOTHING,
        NOTHING,
        NOTHING,
    ),
    order=(ComplaintRow.opened_at.desc(), ComplaintRow.id.desc()),
    dates={Dated.CREATED: ComplaintRow.opened_at, Dated.CLOSED: ComplaintRow.closed_at},
    usual=Dated.CREATED,
    fields={
        **OF_THE_CUSTOMER,
        Field.STAFF: of_staff(ComplaintRow.carer_id),
        Field.CUSTOMER: of_id(ComplaintRow.customer_id),
        Field.CAUSE: of_text(ComplaintRow.cause),
        Field.STATE: _complaint_state,
    },
    groups={
        Group.STAFF: (ComplaintRow.carer_id, StaffRow.name),
        Group.CUSTOMER: (ComplaintRow.customer_id, CustomerRow.name),
        Group.SECTOR: (CustomerRow.sector, CustomerRow.sector),
        Group.CAUSE: (ComplaintRow.cause, ComplaintRow.cause),
    },
    states=frozenset({OPEN, CLOSED}),
)
