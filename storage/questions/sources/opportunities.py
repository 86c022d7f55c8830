"""What customers may buy, have bought, or will not."""

from sqlalchemy import ColumnElement, and_, case, literal_column

from storage.crm.opportunities.records import LOST, OPEN, WON
from storage.crm.opportunities.scope import opportunity_seen
from storage.crm.opportunities.tables import LostReasonRow, OpportunityRow, StageRow
from storage.crm.tables import CustomerRow
from storage.people.tables import StaffRow
from storage.questions.customer_conditions import OF_THE_CUSTOMER
from storage.questions.question import About, Comparison, Dated, Field, Filter, Group, Money
from storage.questions.source import QuestionContext, Source, of_id, of_staff, of_text


def _opportunity_state(one: Filter, _reading: QuestionContext) -> ColumnElement[bool]:
    return OpportunityRow.state == literal_column(f"'{one.value}'")  # one of `states`: nothing else gets here


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
        OpportunityRow.id,
        OpportunityRow.customer_id,
        CustomerRow.name,
        StaffRow.name,
        OpportunityRow.title,
        case((OpportunityRow.state == literal_column("'open'"), StageRow.name), else_=OpportunityRow.state),
        OpportunityRow.closed_at,
        OpportunityRow.expected_close,
        OpportunityRow.amount,
        OpportunityRow.currency,
    ),
    order=(OpportunityRow.amount.is_(None), OpportunityRow.amount.desc(), OpportunityRow.id),
    dates={
        Dated.CLOSE: OpportunityRow.expected_close,
        Dated.CLOSED: OpportunityRow.closed_at,
        Dated.CREATED: OpportunityRow.created_at,
    },
    usual=Dated.CLOSED,
    fields={
        Field.STAFF: of_staff(OpportunityRow.owner_id),
        Field.CUSTOMER: of_id(OpportunityRow.customer_id),
        **OF_THE_CUSTOMER,
        Field.STATE: _opportunity_state,
        Field.STAGE: of_id(OpportunityRow.stage_id),
        Field.REASON: of_text(LostReasonRow.name),
        Field.AMOUNT: _amount,
    },
    groups={
        Group.STAFF: (OpportunityRow.owner_id, StaffRow.name),
        Group.CUSTOMER: (OpportunityRow.customer_id, CustomerRow.name),
        Group.SECTOR: (CustomerRow.sector, CustomerRow.sector),
        Group.STAGE: (OpportunityRow.stage_id, StageRow.name),
        Group.REASON: (LostReasonRow.name, LostReasonRow.name),
    },
    amount=(OpportunityRow.amount, OpportunityRow.currency),
    states=frozenset({OPEN, WON, LOST}),
)
