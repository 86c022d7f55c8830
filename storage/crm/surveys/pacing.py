"""How often colleagues get questions to take along, and which they got."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select

from storage.crm.holdings import of_customers_with
from storage.crm.surveys.records import Suggested, SurveyPacing
from storage.crm.surveys.tables import SurveyPacingRow, SurveySuggestionRow
from storage.revisions.settled import settled
from storage.session.session import Session

# Built once: making a statement takes several times as long as running it.
_PACING = (
    select(SurveyPacingRow.id, SurveyPacingRow.question_days, SurveyPacingRow.customer_days, SurveyPacingRow.a_day)
    .where(SurveyPacingRow.archived_at.is_(None))
    .order_by(SurveyPacingRow.id)
    .limit(1)
)
_AT_CUSTOMER = (
    select(SurveySuggestionRow.question_id, SurveySuggestionRow.staff_id, SurveySuggestionRow.at)
    .where(SurveySuggestionRow.customer_id == bindparam("customer"), SurveySuggestionRow.at >= bindparam("since"))
    .order_by(SurveySuggestionRow.id)
)
_OF_STAFF = (
    select(func.count())
    .select_from(SurveySuggestionRow)
    .where(SurveySuggestionRow.staff_id == bindparam("staff"), SurveySuggestionRow.at >= bindparam("since"))
)


class Pacing:
    """The waits between the questions that colleagues take along."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @settled(SurveyPacingRow)
    def now(self) -> SurveyPacing:
        """As it stands."""
        row = self._session.row(_PACING)
        return SurveyPacing(*row[1:]) if row else SurveyPacing()

    def change(self, pacing: SurveyPacing) -> None:
        """From now on so."""
        values = {name: getattr(pacing, name) for name in SurveyPacing.__dataclass_fields__}
        row = self._session.connection.execute(_PACING).one_or_none()
        if row:
            self._session.changes.update(SurveyPacingRow, row.id, **values)
        else:
            self._session.changes.create(SurveyPacingRow, **values)

    @of_customers_with(SurveySuggestionRow, tuple)
    def suggested(self, customer_id: int, since: datetime) -> Sequence[Suggested]:
        """What colleagues were given to take to a customer since then, the oldest first."""
        rows = self._session.rows(_AT_CUSTOMER, {"customer": customer_id, "since": since})
        return [Suggested(*row) for row in rows]

    def how_many(self, staff_id: int, since: datetime) -> int:
        """How many questions a colleague was given since then."""
        return int(self._session.value(_OF_STAFF, {"staff": staff_id, "since": since}))

    def suggest(self, question_ids: Sequence[int], customer_id: int, staff_id: int) -> None:
        """A colleague is given these questions now."""
        at = self._session.now
        stamp = {"created_at": at, "created_by": staff_id, "updated_at": at, "updated_by": staff_id}
        rows = [
            {"question_id": question, "customer_id": customer_id, "staff_id": staff_id, "at": at, **stamp}
            for question in question_ids
        ]
        self._session.connection.execute(insert(SurveySuggestionRow), rows)
