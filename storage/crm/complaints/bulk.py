"""Many complaints at once, with their journey, for samples and measurements. Bulk rows have no audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.crm.complaints.records import CLOSED, OPEN, ComplaintInput
from storage.crm.complaints.tables import ComplaintEventRow, ComplaintRow
from storage.session.dialects import insert_for_ids
from storage.session.session import Session


@dataclass(frozen=True, slots=True)
class PastComplaint:
    """What somebody complained of, who cared for it, when they answered after how many business seconds, and how it was closed."""

    said: ComplaintInput
    opened_at: datetime
    answer_by: datetime
    rescue_by: datetime
    carer_id: int
    author_id: int
    answered_at: datetime
    seconds: float
    look_at: datetime
    closed_at: datetime | None = None
    closed_on: str | None = None
    closing: str | None = None


def add_complaints(session: Session, rows: Sequence[PastComplaint]) -> list[int]:
    """Adds complaints with all that belongs to them; returns their numbers in this order."""
    ids = insert_for_ids(session.connection, ComplaintRow, [_complaint(row) for row in rows])
    events = [event for id_, row in zip(ids, rows, strict=True) for event in _events(id_, row)]
    insert_for_ids(session.connection, ComplaintEventRow, events)
    return ids


def _complaint(row: PastComplaint) -> dict[str, object]:
    names = ("opened_at", "answer_by", "rescue_by", "carer_id", "answered_at", "seconds", "look_at")
    closing = ("closed_at", "closed_on", "closing")
    return {
        **{name: getattr(row.said, name) for name in row.said.__dataclass_fields__},
        **{name: getattr(row, name) for name in (*names, *closing)},
        "state": CLOSED if row.closed_at else OPEN,
        "improved_at": row.closed_at,
        "told": "new",
        "checked_at": None,
        **_stamp(row, row.opened_at),
    }


def _events(complaint_id: int, row: PastComplaint) -> list[dict[str, object]]:
    happened: list[tuple[str, datetime, int, str | None]] = [
        ("opened", row.opened_at, row.author_id, None),
        ("given", row.opened_at, row.carer_id, None),
        ("answered", row.answered_at, row.carer_id, None),
    ]
    if row.closed_at:
        happened.append(("closed", row.closed_at, row.carer_id, row.closing))
    return [
        {"complaint_id": complaint_id, "kind": kind, "at": at, "staff_id": staff, "words": words, **_stamp(row, at)}
        for kind, at, staff, words in happened
    ]


def _stamp(row: PastComplaint, at: datetime) -> dict[str, object]:
    return {"created_at": at, "created_by": row.author_id, "updated_at": at, "updated_by": row.author_id}
