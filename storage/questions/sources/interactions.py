"""Visits, calls, messages: what happened with customers."""

from storage.crm.scope import seen
from storage.crm.tables import CustomerRow, InteractionRow
from storage.people.tables import StaffRow
from storage.questions.belonging import Belonging
from storage.questions.question import About, Dated, Field, Group
from storage.questions.source import Source, of_id, of_words

_WHOSE = Belonging(staff=InteractionRow.author_id, customer=InteractionRow.customer_id)
SOURCE = Source(
    about=About.INTERACTIONS,
    table=InteractionRow,
    joined=lambda s: s.join(CustomerRow, CustomerRow.id == InteractionRow.customer_id).join(
        StaffRow, StaffRow.id == InteractionRow.author_id
    ),
    seen=lambda everybodys: seen(everybodys=everybodys),
    columns=_WHOSE.shown(
        InteractionRow.id,
        what=InteractionRow.summary,
        kind=InteractionRow.kind,
        at=InteractionRow.at,
        day=InteractionRow.day,
        amount=(InteractionRow.amount, InteractionRow.currency),
    ),
    order=(InteractionRow.at.desc(), InteractionRow.id.desc()),
    dates={Dated.AT: InteractionRow.at},
    usual=Dated.AT,
    fields={
        **_WHOSE.fields,
        Field.CONTACT: of_id(InteractionRow.contact_id),
        Field.KIND: of_words(InteractionRow.kind),
    },
    groups={**_WHOSE.by_all, Group.KIND: (InteractionRow.kind, InteractionRow.kind)},
)
