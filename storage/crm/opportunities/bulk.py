"""Many opportunities at once, with all that became of them, for samples and measurements. Bulk rows have no audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from storage.crm.opportunities.opportunities import FIRST_LOOK, passes_at
from storage.crm.opportunities.records import OPEN, OpportunityInput
from storage.crm.opportunities.tables import OpportunityEventRow, OpportunityRow
from storage.session.dialects import insert_for_ids
from storage.session.session import Session


@dataclass(frozen=True, slots=True)
class PastMove:
    """It went into another stage, by its owner's hand."""

    at: datetime
    stage_id: int


@dataclass(frozen=True, slots=True)
class PastOpportunity:
    """What was told of an opportunity first, when, its moves since, and how it ended (`state` "open": it has not).

    `stage_id` of `told` is the stage that it began in. `slipped` are former close dates, each with when it was given up.
    """

    told: OpportunityInput
    written_at: datetime
    moves: Sequence[PastMove] = ()
    slipped: Sequence[tuple[datetime, date]] = ()
    state: str = OPEN
    closed_at: datetime | None = None
    won_for: Decimal | None = None
    lost_reason_id: int | None = None


def add_opportunities(session: Session, rows: Sequence[PastOpportunity]) -> list[int]:
    """Adds opportunities with their events; returns their ids in this order."""
    ids = insert_for_ids(session.connection, OpportunityRow, [_row(row) for row in rows])
    events = [event for id_, row in zip(ids, rows, strict=True) for event in _events(id_, row)]
    insert_for_ids(session.connection, OpportunityEventRow, events)
    return ids


def _row(row: PastOpportunity) -> dict[str, object]:
    told = row.told
    stage = row.moves[-1].stage_id if row.moves else told.stage_id
    entered = row.moves[-1].at if row.moves else row.written_at
    amount = told.amount if row.won_for is None else row.won_for
    return {
        "customer_id": told.customer_id,
        "contact_id": told.contact_id,
        "title": told.title,
        "amount": amount,
        "currency": told.currency,
        "pipeline_id": told.pipeline_id,
        "stage_id": stage,
        "owner_id": told.owner_id,
        "state": row.state,
        "expected_close": told.expected_close,
        "source": told.source,
        "closed_at": row.closed_at,
        "lost_reason_id": row.lost_reason_id,
        "entered_stage_at": entered,
        "version": len(_changes(row)) + 1,
        "look_at": row.written_at + FIRST_LOOK,
        "asked": 0,
        "close_look_at": passes_at(told.expected_close),
        **_stamp(row.closed_at or entered, row),
    }


def _events(id_: int, row: PastOpportunity) -> list[dict[str, object]]:
    told = row.told
    first = row.slipped[0][1] if row.slipped else told.expected_close
    created: dict[str, object] = {
        "kind": "created",
        "new_stage_id": told.stage_id,
        "new_amount": told.amount,
        "new_currency": told.currency,
        "new_close": first,
        "new_owner_id": told.owner_id,
    }
    events = [(row.written_at, created), *_changes(row)]
    return [
        {
            **_EMPTY,
            **event,
            "opportunity_id": id_,
            "at": at,
            "by_id": told.owner_id,
            "version": version,
            **_stamp(at, row),
            "created_at": at,
        }
        for version, (at, event) in enumerate(events, 1)
    ]


def _changes(row: PastOpportunity) -> list[tuple[datetime, dict[str, object]]]:
    """All that became of it after it was written down, in order."""
    told, found = row.told, list[tuple[datetime, dict[str, object]]]()
    stage = told.stage_id
    for move in row.moves:
        found.append((move.at, {"kind": "stage", "old_stage_id": stage, "new_stage_id": move.stage_id}))
        stage = move.stage_id
    closes = [*(day for _at, day in row.slipped), told.expected_close]
    for (at, old), new in zip(row.slipped, closes[1:], strict=True):
        found.append((at, {"kind": "close_date", "old_close": old, "new_close": new}))
    if row.closed_at is not None:
        ended: dict[str, object] = {
            "kind": row.state,
            "old_amount": told.amount,
            "old_currency": told.currency,
            "new_stage_id": stage,
            "new_amount": told.amount if row.won_for is None else row.won_for,
            "new_currency": told.currency,
            "new_close": told.expected_close,
            "new_owner_id": told.owner_id,
            "lost_reason_id": row.lost_reason_id,
        }
        found.append((row.closed_at, ended))
    return sorted(found, key=lambda change: change[0])


_EMPTY: dict[str, object] = dict.fromkeys(
    (
        "old_stage_id",
        "new_stage_id",
        "old_amount",
        "new_amount",
        "old_currency",
        "new_currency",
        "old_close",
        "new_close",
        "old_owner_id",
        "new_owner_id",
        "lost_reason_id",
        "note",
    )
)


def _stamp(changed_at: datetime, row: PastOpportunity) -> dict[str, object]:
    by = row.told.owner_id
    return {"created_at": row.written_at, "created_by": by, "updated_at": changed_at, "updated_by": by}
