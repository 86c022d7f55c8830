"""Leads: who enquired, from where, and what became of it."""

from sqlalchemy import ColumnElement, and_, func, literal_column, or_, select

from storage.crm.leads.leads import lead_seen
from storage.crm.leads.records import NEW, QUALIFIED, REFUSED, TAKEN
from storage.crm.leads.tables import LeadRow, LeadSourceRow, LeadWaitRow
from storage.crm.opportunities.records import OPEN
from storage.crm.tables import CustomerRow
from storage.people.tables import StaffRow
from storage.questions.belonging import Belonging
from storage.questions.question import About, Dated, Field, Filter, Group
from storage.questions.source import QuestionContext, Source, of_id, of_state

UNANSWERED = "unanswered"
"""The state of a lead that nobody of ours has got in touch with."""
_OPEN = or_(LeadRow.state == literal_column("'new'"), LeadRow.state == literal_column("'taken'"))
_WAITS = (
    select(LeadWaitRow.id)
    .where(LeadWaitRow.lead_id == LeadRow.id, LeadWaitRow.answered_at.is_(None), LeadWaitRow.archived_at.is_(None))
    .correlate(LeadRow)
    .exists()
)


def _lead_state(one: Filter, reading: QuestionContext) -> ColumnElement[bool]:
    if one.value == UNANSWERED:
        return and_(_OPEN, _WAITS)
    return _OPEN if one.value == OPEN else of_state(LeadRow.state)(one, reading)


_WHOSE = Belonging(staff=LeadRow.owner_id, customer=LeadRow.customer_id)
SOURCE = Source(
    about=About.LEADS,
    table=LeadRow,
    joined=lambda s: (
        s.outerjoin(CustomerRow, CustomerRow.id == LeadRow.customer_id)
        .outerjoin(StaffRow, StaffRow.id == LeadRow.owner_id)
        .outerjoin(LeadSourceRow, LeadSourceRow.id == LeadRow.source_id)
    ),
    seen=lambda everybodys: lead_seen(everybodys=everybodys),
    columns=_WHOSE.shown(
        LeadRow.id,
        customer=func.coalesce(LeadRow.company, LeadRow.name),
        what=LeadRow.message,
        kind=LeadRow.state,
        at=LeadRow.arrived_at,
    ),
    order=(LeadRow.arrived_at.desc(), LeadRow.id.desc()),
    dates={Dated.CREATED: LeadRow.arrived_at, Dated.CLOSED: LeadRow.closed_at},
    usual=Dated.CREATED,
    fields={**_WHOSE.fields, Field.SOURCE: of_id(LeadRow.source_id), Field.STATE: _lead_state},
    groups={**_WHOSE.by_staff, Group.SOURCE: (LeadRow.source_id, LeadSourceRow.name)},
    states=frozenset({OPEN, UNANSWERED, NEW, TAKEN, QUALIFIED, REFUSED}),
)
