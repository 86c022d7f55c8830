"""Visits, calls, messages: what happened with customers."""

from storage.crm.scope import seen
from storage.crm.tables import CustomerRow, InteractionRow
from storage.people.tables import StaffRow
from storage.questions.customer_conditions import OF_THE_CUSTOMER
from storage.questions.question import About, Dated, Field, Group
from storage.questions.source import Source, of_id, of_staff, of_text

SOURCE = Source(
    about=About.INTERACTIONS,
    table=InteractionRow,
    joined=lambda s: s.join(CustomerRow, CustomerRow.id == InteractionRow.customer_id).join(
        StaffRow, StaffRow.id == InteractionRow.author_id
    ),
    seen=lambda everybodys: seen(everybodys=everybodys),
    columns=(
        InteractionRow.id,
        InteractionRow.customer_id,
        CustomerRow.name,
        StaffRow.name,
        InteractionRow.summary,
        InteractionRow.kind,
        InteractionRow.at,
        InteractionRow.day,
        InteractionRow.amount,
        InteractionRow.currency,
    ),
    order=(InteractionRow.at.desc(), InteractionRow.id.desc()),
    dates={Dated.AT: InteractionRow.at},
    usual=Dated.AT,
    fields={
        Field.STAFF: of_staff(InteractionRow.author_id),
        Field.CUSTOMER: of_id(InteractionRow.customer_id),
        **OF_THE_CUSTOMER,
        Field.CONTACT: of_id(InteractionRow.contact_id),
        Field.KIND: of_text(InteractionRow.kind),
    },
    groups={
        Group.STAFF: (InteractionRow.author_id, StaffRow.name),
        Group.CUSTOMER: (InteractionRow.customer_id, CustomerRow.name),
        Group.SECTOR: (CustomerRow.sector, CustomerRow.sector),
        Group.KIND: (InteractionRow.kind, InteractionRow.kind),
    },
)
