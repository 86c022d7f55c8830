"""How long enquiries wait for a first response: the clocks, and what the reminders do about them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, func, select, update
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import Select

from storage.crm.leads.leads import lead_seen
from storage.crm.leads.records import LeadWait
from storage.crm.leads.tables import LeadRow, LeadSourceRow, LeadWaitRow
from storage.crm.scope import owners
from storage.people.tables import StaffRow
from storage.session.dialects import among_many
from storage.session.session import Session
from storage.session.two_steps import in_two_steps


@dataclass(frozen=True, slots=True)
class Chase:
    """What the reminders do next about a wait, and when; nothing more where there is no time."""

    step: str | None
    at: datetime | None


class LeadWaits:
    """The waits. What the reminders remember of them is in no audit: nobody changed the lead."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # ------------------------------------------------------------------ the clock
    def start(self, lead_id: int, source_id: int | None, target_at: datetime, chase: Chase) -> int:
        """An enquiry that has to be answered came in now."""
        now = self._session.now
        return self._session.changes.create(
            LeadWaitRow,
            lead_id=lead_id,
            source_id=source_id,
            started_at=now,
            target_at=target_at,
            assigned_at=now,
            step=chase.step,
            look_at=chase.at,
        )

    def answer(self, wait: LeadWait, staff_id: int, at: datetime, seconds: float) -> None:
        """A person got in touch then, after so much business time."""
        self._session.changes.update(LeadWaitRow, wait.id, answered_at=at, seconds=seconds, answered_by_id=staff_id)

    def drop(self, wait: LeadWait) -> None:
        """Nobody is to answer it any more; it remains unanswered."""
        self._session.changes.update(LeadWaitRow, wait.id, dropped_at=self._session.now)

    def give(self, wait_id: int, chase: Chase) -> None:
        """Another one is to answer it, and is reminded from now on; what was promised stays promised."""
        self._session.connection.execute(
            update(LeadWaitRow)
            .where(LeadWaitRow.id == wait_id)
            .values(assigned_at=self._session.now, step=chase.step, look_at=chase.at)
        )

    def promise(self, wait_id: int, target_at: datetime) -> None:
        """It is to be answered until then, and nobody is chased about it alone."""
        self._session.connection.execute(
            update(LeadWaitRow).where(LeadWaitRow.id == wait_id).values(target_at=target_at, step=None, look_at=None)
        )

    # ------------------------------------------------------------------ the reminders
    def due(self, now: datetime, *, limit: int) -> list[LeadWait]:
        """Those about which something is to be done."""
        rows = in_two_steps(self._session.connection, _DUE, _TO_CHASE, {"now": now, "most": limit})
        return [LeadWait(*row) for row in rows]

    def chase(self, wait_id: int, chase: Chase) -> None:
        """What is done next, and when."""
        self._session.connection.execute(
            update(LeadWaitRow).where(LeadWaitRow.id == wait_id).values(step=chase.step, look_at=chase.at)
        )

    # ------------------------------------------------------------------ looking
    def of(self, lead_id: int) -> LeadWait | None:
        """The latest wait of a lead."""
        return next(iter(self._waits(_OF, {"lead": lead_id})), None)

    def since(self, start: datetime) -> list[LeadWait]:
        """Those that began since then, as far as their leads may be seen."""
        statement = _SINCE.where(lead_seen(everybodys=self._session.sees_all))
        return self._waits(statement, {"start": start, **owners(self._session)})

    def _waits(self, statement: Select[*tuple[Any, ...]], values: dict[str, object]) -> list[LeadWait]:
        return [LeadWait(*row) for row in self._session.connection.execute(statement, values)]


# Built once: making a statement takes several times as long as running it.
_Owner = aliased(StaffRow, name="wait_owner")
_WHOSE = func.coalesce(LeadWaitRow.answered_by_id, LeadRow.owner_id)
_WAITS: Select[*tuple[Any, ...]] = (
    select(
        LeadWaitRow.id,
        LeadWaitRow.lead_id,
        LeadWaitRow.source_id,
        LeadSourceRow.name,
        _WHOSE,
        _Owner.name,
        LeadWaitRow.started_at,
        LeadWaitRow.target_at,
        LeadWaitRow.assigned_at,
        LeadWaitRow.answered_at,
        LeadWaitRow.seconds,
        LeadWaitRow.dropped_at,
        LeadWaitRow.step,
    )
    .join(LeadRow, LeadRow.id == LeadWaitRow.lead_id)
    .outerjoin(LeadSourceRow, LeadSourceRow.id == LeadWaitRow.source_id)
    .outerjoin(_Owner, _Owner.id == _WHOSE)
    .where(LeadWaitRow.archived_at.is_(None))
)
_OF = _WAITS.where(LeadWaitRow.lead_id == bindparam("lead")).order_by(LeadWaitRow.id.desc()).limit(1)
_DUE = (
    select(LeadWaitRow.id)
    .where(
        LeadWaitRow.archived_at.is_(None),
        LeadWaitRow.look_at <= bindparam("now", type_=LeadWaitRow.look_at.type),
        LeadWaitRow.look_at.is_not(None),
        LeadWaitRow.answered_at.is_(None),
        LeadWaitRow.dropped_at.is_(None),
    )
    .order_by(LeadWaitRow.look_at)
    .limit(bindparam("most", type_=Integer))
)
_TO_CHASE = _WAITS.where(among_many(LeadWaitRow.id, "ids")).order_by(LeadWaitRow.look_at)
_SINCE = _WAITS.where(LeadWaitRow.started_at >= bindparam("start"), LeadRow.archived_at.is_(None)).order_by(
    LeadWaitRow.started_at
)
