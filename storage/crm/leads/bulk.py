"""Many leads at once, with their journey and how long they waited, for samples and measurements. Bulk rows have no audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.crm.leads.records import TAKEN, Enquiry
from storage.crm.leads.tables import LeadRow, LeadTouchRow, LeadWaitRow
from storage.crm.leads.waits import Chase
from storage.session.dialects import insert_for_ids
from storage.session.session import Session

NO_MORE = Chase(None, None)


@dataclass(frozen=True, slots=True)
class PastLead:
    """Somebody who enquired, who had it, when they got in touch and after how many business seconds, and how it ended."""

    said: Enquiry
    arrived_at: datetime
    target_at: datetime
    owner_id: int
    customer_id: int | None = None
    answered_at: datetime | None = None
    seconds: float | None = None
    state: str = TAKEN
    closed_at: datetime | None = None
    reason: str | None = None
    chase: Chase = NO_MORE


def add_leads(session: Session, rows: Sequence[PastLead]) -> list[int]:
    """Adds leads with all that belongs to them; returns their ids in this order."""
    ids = insert_for_ids(session.connection, LeadRow, [_lead(row) for row in rows])
    touches = [touch for id_, row in zip(ids, rows, strict=True) for touch in _touches(id_, row)]
    insert_for_ids(session.connection, LeadTouchRow, touches)
    insert_for_ids(session.connection, LeadWaitRow, [_wait(id_, row) for id_, row in zip(ids, rows, strict=True)])
    return ids


def _lead(row: PastLead) -> dict[str, object]:
    said = row.said
    return {
        "source_id": said.source_id,
        "name": said.name,
        "company": said.company,
        "email": said.email,
        "phone": said.phone,
        "message": said.message,
        "product": said.product,
        "territory": said.territory,
        "language": said.language,
        "campaign": said.campaign,
        "state": row.state,
        "owner_id": row.owner_id,
        "customer_id": row.customer_id,
        "reason": row.reason,
        "arrived_at": row.arrived_at,
        "closed_at": row.closed_at,
        **_stamp(row.arrived_at, row.closed_at or row.answered_at or row.arrived_at),
    }


def _touches(lead_id: int, row: PastLead) -> list[dict[str, object]]:
    said, empty = row.said, dict.fromkeys(("staff_id", "message", "campaign", "medium", "origin", "referrer"))
    told: list[tuple[datetime, str, dict[str, object]]] = []
    if said.first:
        first = said.first
        brought: dict[str, object] = {
            "campaign": first.campaign,
            "medium": first.medium,
            "origin": first.origin,
            "referrer": first.referrer,
        }
        told.append((row.arrived_at, "first", brought))
    told.append((row.arrived_at, said.channel, {"message": said.message}))
    told.append((row.arrived_at, "assigned", {"staff_id": row.owner_id}))
    if row.answered_at:
        told.append((row.answered_at, "call", {"staff_id": row.owner_id}))
    if row.closed_at:
        told.append((row.closed_at, row.state, {"staff_id": row.owner_id, "message": row.reason}))
    return [
        {**empty, **more, "lead_id": lead_id, "source_id": said.source_id, "at": at, "kind": kind, **_stamp(at, at)}
        for at, kind, more in told
    ]


def _wait(lead_id: int, row: PastLead) -> dict[str, object]:
    return {
        "lead_id": lead_id,
        "source_id": row.said.source_id,
        "started_at": row.arrived_at,
        "target_at": row.target_at,
        "assigned_at": row.arrived_at,
        "answered_at": row.answered_at,
        "answered_by_id": row.owner_id if row.answered_at else None,
        "seconds": row.seconds,
        "dropped_at": row.closed_at if row.answered_at is None else None,
        "step": row.chase.step,
        "look_at": row.chase.at,
        **_stamp(row.arrived_at, row.answered_at or row.arrived_at),
    }


def _stamp(created_at: datetime, updated_at: datetime) -> dict[str, object]:
    return {"created_at": created_at, "updated_at": updated_at}
