"""Follow-ups: what is to be done, for whom, and when to speak up about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from storage.crm.follow_up_statements import (
    DUE,
    agenda,
    all_of_interaction,
    first_of_interaction,
    how_many_by_section,
    one_follow_up,
    open_about_opportunity,
    open_for_customer,
    open_of_owner,
    to_be_nudged,
)
from storage.crm.holdings import of_customers_with
from storage.crm.records import Due, FollowUpRecord
from storage.crm.scope import owners_and_me
from storage.crm.tables import FollowUpRow
from storage.session.session import Session
from storage.session.two_steps import in_two_steps

OVERDUE, TODAY, LATER = "overdue", "today", "later"
SECTIONS = (OVERDUE, TODAY, LATER)
"""The parts of an agenda, in order."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What an agenda looks at: from `start` (None for whatever is overdue) until before `end`, as instants.

    Today goes from `today` until before `tomorrow`. What had a minute is overdue once `now` is behind it; what had only
    a day, once the day is.
    """

    now: datetime
    today: datetime
    tomorrow: datetime
    start: datetime | None
    end: datetime


class FollowUps:
    """What is to be done."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.planned: list[int] = []
        """Those that this session gave a time, in order."""

    def add(
        self,
        what: str,
        due: Due,
        *,
        owner_id: int,
        customer_id: int | None = None,
        contact_id: int | None = None,
        interaction_id: int | None = None,
        opportunity_id: int | None = None,
    ) -> int:
        """Keeps a follow-up; its owner hears of it at its minute. Returns its id."""
        id_ = self._session.changes.create(
            FollowUpRow,
            what=what,
            state="open",
            owner_id=owner_id,
            customer_id=customer_id,
            contact_id=contact_id,
            interaction_id=interaction_id,
            opportunity_id=opportunity_id,
            **_columns(due),
        )
        self.planned.append(id_)
        return id_

    def get(self, follow_up_id: int) -> FollowUpRecord | None:
        """One follow-up, archived ones too; None where it is about another's customer and somebody else's to do."""
        statement = one_follow_up(everybodys=self._session.sees_all)
        row = self._session.connection.execute(
            statement, {"follow_up": follow_up_id, **owners_and_me(self._session)}
        ).one_or_none()
        return FollowUpRecord(*row) if row else None

    # ------------------------------------------------------------------ what becomes of it
    def done(self, follow_up_id: int) -> bool:
        """It was kept. False where that was known."""
        return (
            self._session.changes.update(
                FollowUpRow, follow_up_id, state="done", done_at=self._session.now, nudge_at=None
            )
            if self._is_open(follow_up_id)
            else False
        )

    def reopen(self, follow_up_id: int) -> None:
        """It was not done after all; it stays where it was, and is not brought up a second time."""
        self._session.changes.update(FollowUpRow, follow_up_id, state="open", done_at=None)

    def move(self, follow_up_id: int, due: Due) -> None:
        """To another time; it is open again, whatever it was, and goes on repeating if it did."""
        columns = _columns(due)
        columns.pop("repeats")
        self._session.changes.update(FollowUpRow, follow_up_id, state="open", done_at=None, **columns)
        self.planned.append(follow_up_id)

    def call_off(self, follow_up_id: int) -> None:
        """It is not to be done any more: nobody did it, and nobody is reminded of it."""
        self._session.changes.archive(FollowUpRow, follow_up_id)

    def correct(
        self,
        follow_up_id: int,
        what: str,
        due: Due,
        *,
        customer_id: int | None,
        owner_id: int | None = None,
        contact_id: int | None = None,
    ) -> None:
        """Replaces what is to be done, for when and, where they are given, for whom and with whom; what was called off is to be done after all."""
        before = self.get(follow_up_id)
        owner = {} if owner_id is None else {"owner_id": owner_id}
        whom = {} if contact_id is None else {"contact_id": contact_id}
        dues = {} if before and before.due == due else _columns(due)  # what it reminded of already stays so
        again = {"archived_at": None} if before and before.archived_at else {}
        self._session.changes.update(
            FollowUpRow, follow_up_id, what=what, customer_id=customer_id, **owner, **whom, **dues, **again
        )
        self.planned.append(follow_up_id)

    def go_along(self, interaction_id: int, customer_id: int, contact_id: int | None) -> None:
        """What was promised when an interaction was told goes to the customer and the person that it turns out to be of."""
        promised_then = FollowUpRow.interaction_id == interaction_id
        self._session.changes.update_all(FollowUpRow, promised_then, customer_id=customer_id, contact_id=contact_id)

    def give(self, follow_up_id: int, owner_id: int) -> None:
        """It is another colleague's to do now."""
        self._session.changes.update(FollowUpRow, follow_up_id, owner_id=owner_id)

    def hand_over(self, from_id: int, to_id: int) -> int:
        """Gives all that a colleague has open to another one, with its times; returns how many. Undone as one turn."""
        theirs = (FollowUpRow.owner_id == from_id) & (FollowUpRow.state == "open") & FollowUpRow.archived_at.is_(None)
        return len(self._session.changes.update_all(FollowUpRow, theirs, owner_id=to_id))

    # ------------------------------------------------------------------ looking
    @of_customers_with(FollowUpRow, list)
    def open_for(self, customer_id: int, *, limit: int = 5) -> list[FollowUpRecord]:
        """What is still to be done for a customer, soonest first."""
        statement = open_for_customer(everybodys=self._session.sees_all)
        rows = self._session.rows(statement, {"customer": customer_id, "most": limit, **owners_and_me(self._session)})
        return [FollowUpRecord(*row) for row in rows]

    def open_about(self, opportunity_id: int, *, limit: int = 5) -> list[FollowUpRecord]:
        """The next steps of an opportunity, soonest first."""
        statement = open_about_opportunity(everybodys=self._session.sees_all)
        rows = self._session.connection.execute(
            statement, {"opportunity": opportunity_id, "most": limit, **owners_and_me(self._session)}
        )
        return [FollowUpRecord(*row) for row in rows]

    def give_all(self, opportunity_id: int, from_id: int, to_id: int) -> None:
        """The open next steps of an opportunity that were a colleague's are another one's to do."""
        theirs = (FollowUpRow.opportunity_id == opportunity_id) & (FollowUpRow.owner_id == from_id)
        standing = (FollowUpRow.state == "open") & FollowUpRow.archived_at.is_(None)
        self._session.changes.update_all(FollowUpRow, theirs & standing, owner_id=to_id)

    def open_of(self, owner_id: int, *, limit: int = 300) -> list[FollowUpRecord]:
        """What a colleague still has to do, soonest first."""
        statement = open_of_owner(everybodys=self._session.sees_all)
        rows = self._session.connection.execute(
            statement, {"owner": owner_id, "most": limit, **owners_and_me(self._session)}
        )
        return [FollowUpRecord(*row) for row in rows]

    def of_interaction(self, interaction_id: int) -> FollowUpRecord | None:
        """The next step that was said together with an interaction."""
        statement = first_of_interaction(everybodys=self._session.sees_all)
        row = self._session.connection.execute(
            statement, {"interaction": interaction_id, **owners_and_me(self._session)}
        ).one_or_none()
        return FollowUpRecord(*row) if row else None

    def all_of_interaction(self, interaction_id: int) -> list[FollowUpRecord]:
        """All next steps that were said together with an interaction, in that order."""
        statement = all_of_interaction(everybodys=self._session.sees_all)
        rows = self._session.connection.execute(
            statement, {"interaction": interaction_id, **owners_and_me(self._session)}
        )
        return [FollowUpRecord(*row) for row in rows]

    def agenda(
        self, owner_id: int, stretch: Stretch, *, limit: int, offset: int = 0
    ) -> list[tuple[str, FollowUpRecord]]:
        """What a colleague has to do, each with its section: what is overdue first, then today's, then what comes later."""
        statement = agenda(overdue=stretch.start is None, everybodys=self._session.sees_all)
        rows = self._session.connection.execute(
            statement,
            {"owner": owner_id, "most": limit, "skip": offset, **_bounds(stretch), **owners_and_me(self._session)},
        )
        return [(SECTIONS[row[0]], FollowUpRecord(*row[1:])) for row in rows]

    def how_many(self, owner_id: int, stretch: Stretch) -> Mapping[str, int]:
        """How many a colleague has, by section."""
        statement = how_many_by_section(overdue=stretch.start is None, everybodys=self._session.sees_all)
        rows = self._session.connection.execute(
            statement, {"owner": owner_id, **_bounds(stretch), **owners_and_me(self._session)}
        )
        return {SECTIONS[section]: count for section, count in rows}

    # ------------------------------------------------------------------ speaking up
    def to_nudge(self, now: datetime, *, limit: int) -> list[FollowUpRecord]:
        """Open follow-ups whose minute has come and of which nobody was told yet, oldest first."""
        rows = in_two_steps(self._session.connection, DUE, to_be_nudged(), {"now": now, "most": limit})
        return [FollowUpRecord(*row) for row in rows]

    def nudged(self, follow_up: FollowUpRecord, following: Due | None = None) -> None:
        """Its owner was told; no audit, since nobody changed the follow-up.

        Told ahead of a deadline, it is brought up again when it is due. One that repeats is due now, and comes back at its
        `following` time.
        """
        values: dict[str, object] = {"nudge_at": None}
        if following is not None:
            now_due = max(follow_up.due_at, follow_up.nudge_at or follow_up.due_at)
            local = Due.of(now_due, follow_up.zone, follow_up.grain).local
            values = {"due_at": now_due, "due_local": local, "nudge_at": following.at}
        elif follow_up.nudge_at and follow_up.nudge_at < follow_up.due_at:
            values = {"nudge_at": follow_up.due_at}
        self._session.connection.execute(update(FollowUpRow).where(FollowUpRow.id == follow_up.id).values(**values))

    def nudge_later(self, follow_up_id: int, at: datetime) -> None:
        """Its owner cannot be told now: again then."""
        self._session.connection.execute(update(FollowUpRow).where(FollowUpRow.id == follow_up_id).values(nudge_at=at))

    def bring_up(self, owner_id: int) -> None:
        """A colleague is back: what fell due and waited for them is brought up now. What repeats comes back by itself."""
        self._session.connection.execute(
            update(FollowUpRow)
            .where(
                FollowUpRow.owner_id == owner_id,
                FollowUpRow.state == "open",
                FollowUpRow.due_at <= self._session.now,
                FollowUpRow.nudge_at > self._session.now,
                FollowUpRow.repeats.is_(None),
                FollowUpRow.archived_at.is_(None),
            )
            .values(nudge_at=self._session.now)
        )

    def nudge_again(self, abouts: Sequence[str]) -> None:
        """Reminders ("follow_up:7") that did not reach their owner: whose they are now hears of what is still open, now."""
        ids = [
            int(number) for kind, _colon, number in (about.partition(":") for about in abouts) if kind == "follow_up"
        ]
        if ids:
            self._session.connection.execute(
                update(FollowUpRow)
                .where(FollowUpRow.id.in_(ids), FollowUpRow.state == "open")
                .values(nudge_at=self._session.now)
            )

    def next_nudge(self) -> datetime | None:
        """When the next one is due, for whoever waits."""
        return self._session.connection.execute(
            select(FollowUpRow.nudge_at)
            .where(FollowUpRow.nudge_at.is_not(None), FollowUpRow.archived_at.is_(None))
            .order_by(FollowUpRow.nudge_at)
            .limit(1)
        ).scalar()

    def owned_by(self, staff_id: int) -> int:
        """How many open follow-ups a colleague has."""
        return self._session.connection.execute(
            select(func.count())
            .select_from(FollowUpRow)
            .where(FollowUpRow.owner_id == staff_id, FollowUpRow.state == "open", FollowUpRow.archived_at.is_(None))
        ).scalar_one()

    def _is_open(self, follow_up_id: int) -> bool:
        return (
            self._session.connection.execute(
                select(FollowUpRow.state).where(FollowUpRow.id == follow_up_id)
            ).scalar_one()
            == "open"
        )


def _columns(due: Due) -> dict[str, Any]:
    return {
        "due_at": due.at,
        "due_local": due.local,
        "zone": due.zone,
        "grain": due.grain,
        "deadline": due.deadline,
        "repeats": due.repeats,
        "even_away": due.even_away,
        "nudge_at": due.first_nudge,
    }


def _bounds(stretch: Stretch) -> dict[str, datetime]:
    bounds = {"now": stretch.now, "today": stretch.today, "tomorrow": stretch.tomorrow, "until": stretch.end}
    return bounds if stretch.start is None else {"since": stretch.start, **bounds}
