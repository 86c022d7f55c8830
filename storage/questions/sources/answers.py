"""What customers answered to questions. Answers to anonymous ones are nobody's, and are not among them."""

from sqlalchemy import ColumnElement, and_, false, func, literal_column, null

from storage.crm.scope import seen
from storage.crm.surveys.tables import SurveyAskRow, SurveyQuestionRow
from storage.crm.tables import CustomerRow
from storage.people.tables import StaffRow
from storage.questions.customer_conditions import OF_THE_CUSTOMER
from storage.questions.question import About, Comparison, Dated, Field, Filter, Group
from storage.questions.source import NOTHING, QuestionContext, Source, of_id, of_staff

PROMOTER, PASSIVE, DETRACTOR = "promoter", "passive", "detractor"
_NPS = SurveyQuestionRow.kind == literal_column("'nps'")
_SAYS = {
    PROMOTER: SurveyAskRow.number >= 9,
    PASSIVE: SurveyAskRow.number.between(7, 8),
    DETRACTOR: SurveyAskRow.number <= 6,
}
"""What is said of somebody by how likely they are to recommend us, 0 to 10: the usual bounds of the NPS."""


def _score(one: Filter, _reading: QuestionContext) -> ColumnElement[bool]:
    number = int(str(one.value))
    if one.comparison is Comparison.OVER:
        return SurveyAskRow.number > number
    return SurveyAskRow.number < number if one.comparison is Comparison.UNDER else SurveyAskRow.number == number


def _answer(one: Filter, _reading: QuestionContext) -> ColumnElement[bool]:
    said = _SAYS.get(str(one.value))
    return false() if said is None else and_(_NPS, said)


SOURCE = Source(
    about=About.ANSWERS,
    table=SurveyAskRow,
    joined=lambda s: (
        s.join(
            SurveyQuestionRow,
            and_(SurveyQuestionRow.id == SurveyAskRow.question_id, SurveyQuestionRow.anonymous.is_(False)),
        )
        .join(CustomerRow, CustomerRow.id == SurveyAskRow.customer_id)
        .outerjoin(StaffRow, StaffRow.id == SurveyAskRow.owner_id)
        .where(SurveyAskRow.state == literal_column("'answered'"))
    ),
    seen=lambda everybodys: seen(everybodys=everybodys),
    columns=(
        SurveyAskRow.id,
        SurveyAskRow.customer_id,
        CustomerRow.name,
        StaffRow.name,
        func.coalesce(SurveyAskRow.words, SurveyAskRow.choice),
        SurveyQuestionRow.name,
        SurveyAskRow.answered_at,
        NOTHING,
        NOTHING,
        NOTHING,
        SurveyAskRow.number,
    ),
    order=(SurveyAskRow.asked_at.desc(), SurveyAskRow.id.desc()),
    dates={Dated.AT: SurveyAskRow.answered_at},
    usual=Dated.AT,
    fields={
        **OF_THE_CUSTOMER,
        Field.STAFF: of_staff(SurveyAskRow.owner_id),
        Field.CUSTOMER: of_id(SurveyAskRow.customer_id),
        Field.SURVEY: of_id(SurveyAskRow.question_id),
        Field.SCORE: _score,
        Field.ANSWER: _answer,
    },
    groups={
        Group.STAFF: (SurveyAskRow.owner_id, StaffRow.name),
        Group.CUSTOMER: (SurveyAskRow.customer_id, CustomerRow.name),
        Group.SECTOR: (CustomerRow.sector, CustomerRow.sector),
        Group.SURVEY: (SurveyAskRow.question_id, SurveyQuestionRow.name),
    },
    amount=(SurveyAskRow.number, null()),
)
