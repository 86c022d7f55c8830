"""Complaints: whose, about what, who cares for them, since when."""

from storage.crm.complaints.conditions import complaint_seen
from storage.crm.complaints.tables import ComplaintRow
from storage.crm.opportunities.records import OPEN
from storage.crm.tables import CustomerRow
from storage.people.tables import StaffRow
from storage.questions.belonging import Belonging
from storage.questions.question import About, Dated, Field, Group
from storage.questions.source import Source, of_state, of_words

CLOSED = "closed"
_WHOSE = Belonging(staff=ComplaintRow.carer_id, customer=ComplaintRow.customer_id)

SOURCE = Source(
    about=About.COMPLAINTS,
    table=ComplaintRow,
    joined=lambda s: s.join(CustomerRow, CustomerRow.id == ComplaintRow.customer_id).outerjoin(
        StaffRow, StaffRow.id == ComplaintRow.carer_id
    ),
    seen=lambda everybodys: complaint_seen(everybodys=everybodys),
    columns=_WHOSE.shown(ComplaintRow.id, what=ComplaintRow.words, kind=ComplaintRow.state, at=ComplaintRow.opened_at),
    order=(ComplaintRow.opened_at.desc(), ComplaintRow.id.desc()),
    dates={Dated.CREATED: ComplaintRow.opened_at, Dated.CLOSED: ComplaintRow.closed_at},
    usual=Dated.CREATED,
    fields={**_WHOSE.fields, Field.CAUSE: of_words(ComplaintRow.cause), Field.STATE: of_state(ComplaintRow.state)},
    groups={**_WHOSE.by_all, Group.CAUSE: (ComplaintRow.cause, ComplaintRow.cause)},
    states=frozenset({OPEN, CLOSED}),
)
