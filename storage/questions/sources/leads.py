"""Leads: who enquired, from where, and what became of it."""

from sqlalchemy import ColumnElement, and_, func, literal_column, or_, select

from storage.crm.leads.leads import lead_seen
from storage.crm.leads.records import NEW, QUALIFIED, REFUSED, TAKEN
from storage.crm.leads.tables import LeadRow, LeadSourceRow, LeadWaitRow
from storage.crm.opportunities.records import OPEN
from storage.crm.tables import CustomerRow
from storage.people.tables import StaffRow
from storage.questions.customer_conditions import OF_THE_CUSTOMER
from storage.questions.question import About, Dated, Field, Filter, Group
from storage.questions.source import NOTHING, QuestionContext, Source, of_id, of_staff

UNANSWERED = "unanswered"
"""The state of a lead that nobody of ours has got in touch with."""
_OPEN = or_(LeadRow.state == literal_column("'new'"), LeadRow.state == literal_column("'taken'"))
_WAITS = (
    select(LeadWaitRow.id)
    .where(LeadWaitRow.lead_id == LeadRow.id, LeadWaitRow.answered_at.is_(None), LeadWaitRow.archived_at.is_(None))
    .correlate(LeadRow)
    .exists()
)


def _lead_state(one: Filter, _reading: QuestionContext) -> ColumnElement[bool]:
    if one.value == UNANSWERED:
        return and_(_OPEN, _WAITS)
    return _OPEN if one.value == OPEN else LeadRow.state == literal_column(f"'{one.value}'")


SOURCE = Source(
    about=About.LEADS,
    table=LeadRow,
    joined=lambda s: (
        s.outerjoin(CustomerRow, CustomerRow.id == LeadRow.customer_id)
        .outerjoin(StaffRow, StaffRow.id == LeadRow.owner_id)
        .outerjoin(LeadSourceRow, LeadSourceRow.id == LeadRow.source_id)
    ),
    seen=lambda everybodys: lead_seen(everybodys=everybodys),
    columns=(
        LeadRow.id,
        LeadRow.customer_id,
        func.coalesce(LeadRow.company, LeadRow.name),
        StaffRow.name,
        LeadRow.message,
        LeadRow.state,
        LeadRow.arrived_at,
        NOTHING,
        NOTHING,
        NOTHING,
    ),
    order=(LeadRow.arrived_at.desc(), LeadRow.id.desc()),
    dates={Dated.CREATED: LeadRow.arrived_at, Dated.CLOSED: LeadRow.closed_at},
    usual=Dated.CREATED,
    fields={
        **OF_THE_CUSTOMER,
        Field.STAFF: of_staff(LeadRow.owner_id),
        Field.CUSTOMER: of_id(LeadRow.customer_id),
        Field.SOURCE: of_id(LeadRow.source_id),
        Field.STATE: _lead_state,
    },
    groups={
        Group.STAFF: (LeadRow.owner_id, StaffRow.name),
        Group.SOURCE: (LeadRow.source_id, LeadSourceRow.name),
    },
    states=frozenset({OPEN, UNANSWERED, NEW, TAKEN, QUALIFIED, REFUSED}),
)
