"""Many answers at once, for samples and measurements. Bulk rows have no audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.crm.surveys.tables import SurveyAskRow
from storage.session.dialects import insert_all
from storage.session.session import Session


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """What a customer answered then, to whom, and whose customer they were; nothing where they had no wish to."""

    question_id: int
    customer_id: int
    owner_id: int
    at: datetime
    number: int | None = None
    words: str | None = None


def add_answers(session: Session, rows: Sequence[PastAnswer]) -> None:
    """Adds what was answered."""
    insert_all(session.connection, SurveyAskRow, [_row(row) for row in rows])


def _row(row: PastAnswer) -> dict[str, object]:
    answered = row.number is not None
    return {
        "question_id": row.question_id,
        "customer_id": row.customer_id,
        "staff_id": row.owner_id,
        "owner_id": row.owner_id,
        "via": "staff",
        "state": "answered" if answered else "skipped",
        "asked_at": row.at,
        "answered_at": row.at if answered else None,
        "number": row.number,
        "words": row.words,
        "created_at": row.at,
        "created_by": row.owner_id,
        "updated_at": row.at,
        "updated_by": row.owner_id,
    }
