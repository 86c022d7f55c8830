"""Visits, calls, messages: what happened with customers."""

from sqlalchemy import ColumnElement, select

from storage.crm.scope import seen
from storage.crm.tables import CustomerRow, InteractionContactRow, InteractionRow
from storage.people.tables import StaffRow
from storage.questions.belonging import Belonging
from storage.questions.question import About, Dated, Field, Filter, Group
from storage.questions.source import QuestionContext, Source, of_id, of_words

_WHOSE = Belonging(staff=InteractionRow.author_id, customer=InteractionRow.customer_id)


def _with(one: Filter, _reading: QuestionContext) -> ColumnElement[bool]:
    """Whether somebody was met, or spoken to."""
    met = select(InteractionContactRow.interaction_id).where(
        _is_met(one, _reading), InteractionContactRow.archived_at.is_(None)
    )
    return InteractionRow.id.in_(met)


_is_met = of_id(InteractionContactRow.contact_id)
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
        Field.CONTACT: _with,
        Field.KIND: of_words(InteractionRow.kind),
    },
    groups={**_WHOSE.by_all, Group.KIND: (InteractionRow.kind, InteractionRow.kind)},
)
