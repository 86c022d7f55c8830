"""What was promised, to whom, and when to speak up about it."""

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, bindparam, func, select, update
from sqlalchemy.sql.selectable import Select

from storage.models import Customer, FollowUp, Staff
from storage.records import Due, FollowUpRecord
from storage.scope import owners_and_me, promise_seen

if TYPE_CHECKING:
    from storage.work import Work


class FollowUps:
    """What is to be done."""

    def __init__(self, work: "Work") -> None:
        self._work = work

    def add(self, what: str, due: Due, *, owner_id: int, customer_id: int | None = None, contact_id: int | None = None,
            interaction_id: int | None = None) -> int:
        """Keeps a promise; its owner hears of it at its minute. Returns its id."""
        return self._work.changes.create(
            FollowUp, what=what, due_at=due.at, due_local=due.local, zone=due.zone, grain=due.grain, state="open",
            owner_id=owner_id, customer_id=customer_id, contact_id=contact_id, interaction_id=interaction_id, nudge_at=due.at,
        )

    def get(self, follow_up_id: int) -> FollowUpRecord | None:
        """One follow-up, archived ones too; None where it is about another's customer and somebody else's to do."""
        statement = _one(everybodys=self._everybodys)
        row = self._work.connection.execute(statement, {"follow_up": follow_up_id, **owners_and_me(self._work)}).one_or_none()
        return FollowUpRecord(*row) if row else None

    def done(self, follow_up_id: int) -> bool:
        """It was kept. False where that was known."""
        return self._work.changes.update(
            FollowUp, follow_up_id, state="done", done_at=self._work.now, nudge_at=None
        ) if self._is_open(follow_up_id) else False

    def reopen(self, follow_up_id: int) -> None:
        """It was not done after all; it stays where it was, and is not brought up a second time."""
        self._work.changes.update(FollowUp, follow_up_id, state="open", done_at=None)

    def move(self, follow_up_id: int, due: Due) -> None:
        """To another time; it is open again, whatever it was."""
        self._work.changes.update(
            FollowUp, follow_up_id, state="open", done_at=None, due_at=due.at, due_local=due.local, zone=due.zone,
            grain=due.grain, nudge_at=due.at,
        )

    def correct(self, follow_up_id: int, what: str, due: Due, *, customer_id: int | None) -> None:
        """Replaces what was promised, and for when."""
        self._work.changes.update(
            FollowUp, follow_up_id, what=what, customer_id=customer_id, due_at=due.at, due_local=due.local, zone=due.zone,
            grain=due.grain, nudge_at=due.at,
        )

    def open_for(self, customer_id: int, *, limit: int = 5) -> list[FollowUpRecord]:
        """What is still promised to a customer, soonest first."""
        statement = _open_for(everybodys=self._everybodys)
        rows = self._work.connection.execute(statement, {"customer": customer_id, "most": limit, **owners_and_me(self._work)})
        return [FollowUpRecord(*row) for row in rows]

    def of_interaction(self, interaction_id: int) -> FollowUpRecord | None:
        """The next step that was told together with an interaction."""
        row = self._work.connection.execute(_of_interaction(), {"interaction": interaction_id}).one_or_none()
        return FollowUpRecord(*row) if row else None

    def to_nudge(self, now: datetime, *, limit: int) -> list[FollowUpRecord]:
        """Open follow-ups whose minute has come and of which nobody was told yet, oldest first."""
        statement = _records().where(
            FollowUp.nudge_at <= now, FollowUp.nudge_at.is_not(None), FollowUp.archived_at.is_(None)
        ).order_by(FollowUp.nudge_at).limit(limit)
        return [FollowUpRecord(*row) for row in self._work.connection.execute(statement)]

    def nudged(self, follow_up_id: int) -> None:
        """Its owner was told; no audit, since nothing of the promise changed."""
        self._work.connection.execute(update(FollowUp).where(FollowUp.id == follow_up_id).values(nudge_at=None))

    def nudge_later(self, follow_up_id: int, at: datetime) -> None:
        """Its owner cannot be reached now: again then."""
        self._work.connection.execute(update(FollowUp).where(FollowUp.id == follow_up_id).values(nudge_at=at))

    def next_nudge(self) -> datetime | None:
        """When the next one is due, for whoever waits."""
        return self._work.connection.execute(
            select(FollowUp.nudge_at).where(FollowUp.nudge_at.is_not(None), FollowUp.archived_at.is_(None))
            .order_by(FollowUp.nudge_at).limit(1)
        ).scalar()

    def owned_by(self, staff_id: int) -> int:
        """How many open follow-ups a colleague has."""
        return self._work.connection.execute(
            select(func.count()).select_from(FollowUp)
            .where(FollowUp.owner_id == staff_id, FollowUp.state == "open", FollowUp.archived_at.is_(None))
        ).scalar_one()

    def hand_over(self, from_id: int, to_id: int) -> int:
        """Makes all that a colleague still has to do another's, each at the time it was promised for; returns how many."""
        theirs = (FollowUp.owner_id == from_id) & (FollowUp.state == "open") & FollowUp.archived_at.is_(None)
        return len(self._work.changes.update_all(FollowUp, theirs, owner_id=to_id))

    @property
    def _everybodys(self) -> bool:
        return self._work.sees_owners is None

    def _is_open(self, follow_up_id: int) -> bool:
        return self._work.connection.execute(
            select(FollowUp.state).where(FollowUp.id == follow_up_id)
        ).scalar_one() == "open"


# Built once: making a statement takes several times as long as running it.
@cache
def _records() -> Select[*tuple[Any, ...]]:
    return (
        select(
            FollowUp.id, FollowUp.customer_id, Customer.name, FollowUp.contact_id, FollowUp.interaction_id,
            FollowUp.owner_id, Staff.name, FollowUp.what, FollowUp.due_at, FollowUp.due_local, FollowUp.zone,
            FollowUp.grain, FollowUp.state, FollowUp.archived_at,
        )
        .join(Staff, Staff.id == FollowUp.owner_id)
        .outerjoin(Customer, Customer.id == FollowUp.customer_id)
    )


@cache
def _one(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    return _records().where(FollowUp.id == bindparam("follow_up"), promise_seen(everybodys=everybodys))


@cache
def _open_for(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    return _records().where(
        FollowUp.customer_id == bindparam("customer"), FollowUp.state == "open", FollowUp.archived_at.is_(None),
        promise_seen(everybodys=everybodys),
    ).order_by(FollowUp.due_at).limit(bindparam("most", type_=Integer))


@cache
def _of_interaction() -> Select[*tuple[Any, ...]]:
    return _records().where(
        FollowUp.interaction_id == bindparam("interaction"), FollowUp.archived_at.is_(None)
    ).order_by(FollowUp.id).limit(1)
