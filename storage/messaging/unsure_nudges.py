"""What was said unasked while the line broke: nobody knows whether it arrived."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, literal_column, or_, select, update

from storage.messaging.tables import OutboxRow
from storage.session.session import Session


@dataclass(frozen=True, slots=True)
class UnsureNudge:
    """Something that was said unasked, whose arrival nobody knows of. It is brought up again from `again_at` on, None where that is not decided yet."""

    id: int
    staff_id: int
    payload: dict[str, Any]
    about: str | None
    again_at: datetime | None


# Built once: making a statement takes several times as long as running it.
_UNSURE = (
    select(OutboxRow.id, OutboxRow.staff_id, OutboxRow.payload, OutboxRow.about, OutboxRow.not_before)
    .where(
        literal_column("outbox.state = 'unknown' AND outbox.kind = 'nudge'"),
        OutboxRow.sent_at.is_(None),
        OutboxRow.payload.is_not(None),
        OutboxRow.staff_id.is_not(None),
        or_(OutboxRow.not_before.is_(None), OutboxRow.not_before <= bindparam("now", type_=OutboxRow.not_before.type)),
    )
    .order_by(OutboxRow.not_before)
    .limit(bindparam("most", type_=Integer))
)


class UnsureNudges:
    """Nudges that perhaps arrived."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def due(self, now: datetime, *, limit: int) -> list[UnsureNudge]:
        """What perhaps did not arrive, as far as it is not put off to later than `now`."""
        rows = self._session.connection.execute(_UNSURE, {"now": now, "most": limit})
        return [
            UnsureNudge(id_, staff_id, payload, about, again_at)
            for id_, staff_id, payload, about, again_at in rows
            if staff_id is not None and payload is not None
        ]

    def later(self, id_: int, at: datetime) -> None:
        """It is brought up again then, not before."""
        self._session.connection.execute(update(OutboxRow).where(OutboxRow.id == id_).values(not_before=at))

    def told_again(self, id_: int) -> None:
        """It was brought up again, or is no matter any more."""
        self._session.connection.execute(update(OutboxRow).where(OutboxRow.id == id_).values(state="told again"))
