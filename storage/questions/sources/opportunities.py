"""What customers may buy, have bought, or will not."""

from sqlalchemy import ColumnElement, and_, case, literal_column

from storage.crm.opportunities.records import LOST, OPEN, WON
from storage.crm.opportunities.scope import opportunity_seen
from storage.crm.opportunities.tables import LostReasonRow, OpportunityRow, StageRow
from storage.crm.tables import CustomerRow
from storage.people.tables import StaffRow
from storage.questions.belonging import Belonging
from storage.questions.question import About, Comparison, Dated, Field, Filter, Group, Money
from storage.questions.source import NOTHING, QuestionContext, Source, of_id, of_state, of_words

_WHOSE = Belonging(staff=OpportunityRow.owner_id, customer=OpportunityRow.customer_id)


def _amount(one: Filter, _reading: QuestionContext) -> ColumnElement[bool]:
    assert isinstance(one.value, Money)  # noqa: S101  # what is compared with an amount is one
    of_it = OpportunityRow.currency == one.value.currency
    if one.comparison is Comparison.UNDER:
        return and_(of_it, OpportunityRow.amount < one.value.value)
    return and_(of_it, OpportunityRow.amount > one.value.value)


SOURCE = Source(
    about=About.OPPORTUNITIES,
    table=OpportunityRow,
    joined=lambda s: (
        s.join(CustomerRow, CustomerRow.id == OpportunityRow.customer_id)
        .join(StaffRow, StaffRow.id == OpportunityRow.owner_id)
        .join(StageRow, StageRow.id == OpportunityRow.stage_id)
        .outerjoin(LostReasonRow, LostReasonRow.id == OpportunityRow.lost_reason_id)
    ),
    seen=lambda everybodys: opportunity_seen(everybodys=everybodys),
    columns=(
        *_WHOSE.shown(
            OpportunityRow.id,
            what=OpportunityRow.title,
            kind=case((OpportunityRow.state == literal_column("'open'"), StageRow.name), else_=OpportunityRow.state),
            at=OpportunityRow.closed_at,
            day=OpportunityRow.expected_close,
            amount=(OpportunityRow.amount, OpportunityRow.currency),
        ),
        NOTHING,
        LostReasonRow.name,
    ),
    order=(OpportunityRow.amount.is_(None), OpportunityRow.amount.desc(), OpportunityRow.id),
    dates={
        Dated.CLOSE: OpportunityRow.expected_close,
        Dated.CLOSED: OpportunityRow.closed_at,
        Dated.CREATED: OpportunityRow.created_at,
    },
    usual=Dated.CLOSED,
    fields={
        **_WHOSE.fields,
        Field.STATE: of_state(OpportunityRow.state),
        Field.STAGE: of_id(OpportunityRow.stage_id),
        Field.REASON: of_words(LostReasonRow.name),
        Field.AMOUNT: _amount,
    },
    groups={
        **_WHOSE.by_all,
        Group.STAGE: (OpportunityRow.stage_id, StageRow.name),
        Group.REASON: (LostReasonRow.name, LostReasonRow.name),
    },
    amount=(OpportunityRow.amount, OpportunityRow.currency),
    states=frozenset({OPEN, WON, LOST}),
)
