"""Opportunities: what may be sold, to whom, for how much, and everything that became of it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.sql.selectable import Select

from storage.crm.holdings import of_customers_with
from storage.crm.opportunities import statements
from storage.crm.opportunities.records import (
    LOST,
    OPEN,
    WON,
    OpportunityEvent,
    OpportunityInput,
    OpportunityRecord,
    StageRecord,
)
from storage.crm.opportunities.scope import IS_OPEN
from storage.crm.opportunities.tables import OpportunityEventRow, OpportunityRow
from storage.crm.scope import owners
from storage.session.session import Session

FIRST_LOOK = timedelta(days=1)
"""After this whoever looks for what is still too long looks at it for the first time, and reckons when to look again."""


class Opportunities:
    """What may be sold. Every change goes into the audit, and is an event of the opportunity's own beside that."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, said: OpportunityInput) -> int:
        """Keeps a new one, open; returns its id."""
        now = self._session.now
        id_ = self._session.changes.create(
            OpportunityRow,
            customer_id=said.customer_id,
            contact_id=said.contact_id,
            title=said.title,
            amount=said.amount,
            currency=said.currency,
            pipeline_id=said.pipeline_id,
            stage_id=said.stage_id,
            owner_id=said.owner_id,
            state=OPEN,
            expected_close=said.expected_close,
            source=said.source,
            entered_stage_at=now,
            version=1,
            look_at=now + FIRST_LOOK,
            close_look_at=passes_at(said.expected_close),
        )
        self._event(
            id_,
            "created",
            1,
            new_stage_id=said.stage_id,
            new_amount=said.amount,
            new_currency=said.currency,
            new_close=said.expected_close,
            new_owner_id=said.owner_id,
        )
        return id_

    def get(self, opportunity_id: int) -> OpportunityRecord | None:
        """One opportunity, archived ones too; None where the person may not see it."""
        statement = statements.one(everybodys=self._session.sees_all)
        row = self._session.connection.execute(
            statement, {"opportunity": opportunity_id, **owners(self._session)}
        ).one_or_none()
        return OpportunityRecord(*row) if row else None

    def lock(self, opportunity_id: int) -> int | None:
        """Nobody else changes it until this session is done; returns its version, None where there is no such one."""
        return self._session.connection.execute(statements.VERSION, {"opportunity": opportunity_id}).scalar()

    # ------------------------------------------------------------------ what becomes of it
    def move(self, of: OpportunityRecord, stage_id: int) -> None:
        """To another stage of its pipeline; how long it may be still there is reckoned anew."""
        now = self._session.now
        self._change(
            of,
            "stage",
            {"stage_id": stage_id, "entered_stage_at": now},
            old_stage_id=of.stage_id,
            new_stage_id=stage_id,
        )
        self._look(of.id, look_at=now)

    def change_amount(self, of: OpportunityRecord, amount: Decimal | None, currency: str) -> None:
        """It is about this much."""
        self._change(
            of,
            "amount",
            {"amount": amount, "currency": currency},
            old_amount=of.amount,
            new_amount=amount,
            old_currency=of.currency,
            new_currency=currency,
        )

    def change_close(self, of: OpportunityRecord, day: date | None) -> None:
        """It is expected to close then."""
        self._change(of, "close_date", {"expected_close": day}, old_close=of.expected_close, new_close=day)
        self._look(of.id, close_look_at=passes_at(day))

    def give(self, of: OpportunityRecord, owner_id: int) -> None:
        """It is another colleague's now."""
        self._change(of, "owner", {"owner_id": owner_id}, old_owner_id=of.owner_id, new_owner_id=owner_id)
        self._look(of.id, look_at=self._session.now + FIRST_LOOK, asked=0)

    def hand_over(self, from_id: int, to_id: int, *, customer_id: int | None = None) -> int:
        """Gives all that a colleague has open, at one customer or at all, to another one; returns how many. Closed ones stay theirs."""
        theirs = statements.with_names(select(*statements.RECORD)).where(OpportunityRow.owner_id == from_id, IS_OPEN)
        if customer_id is not None:
            theirs = theirs.where(OpportunityRow.customer_id == customer_id)
        found = [OpportunityRecord(*row) for row in self._session.connection.execute(theirs)]
        for one in found:
            self.give(one, to_id)
        return len(found)

    def rename(self, opportunity_id: int, title: str) -> None:
        """What is sold, in other words."""
        self._session.changes.update(OpportunityRow, opportunity_id, title=title)

    def win(self, of: OpportunityRecord, amount: Decimal, currency: str) -> None:
        """It was bought, for this much."""
        self._close(of, WON, amount, currency, None)

    def lose(self, of: OpportunityRecord, reason_id: int, note: str | None = None) -> None:
        """It was not bought, for this reason; `note` is what was said of that, letter by letter."""
        self._close(of, LOST, of.amount, of.currency, reason_id, note)

    def reopen(self, of: OpportunityRecord) -> None:
        """It is open again, in the stage that it was closed in. That it was closed once stays an event of its own."""
        now = self._session.now
        values = {"state": OPEN, "closed_at": None, "lost_reason_id": None, "entered_stage_at": now}
        self._change(of, "reopened", values, **_as_it_is(of))
        self._look(of.id, look_at=now + FIRST_LOOK, close_look_at=passes_at(of.expected_close), asked=0, asked_at=None)

    # ------------------------------------------------------------------ looking
    @of_customers_with(OpportunityRow, list)
    def of_customer(self, customer_id: int, *, state: str | None = OPEN, limit: int = 20) -> list[OpportunityRecord]:
        """What a customer may buy, the most valuable first; `state` None for closed ones too, the open ones first."""
        statement = statements.of_customer(state=state is not None, everybodys=self._session.sees_all)
        values = {"customer": customer_id, "most": limit} | ({} if state is None else {"state": state})
        return self._records(statement, values)

    def of_owner(self, owner_id: int, *, limit: int, offset: int = 0) -> list[OpportunityRecord]:
        """What a colleague has open, what closes first before the rest."""
        statement = statements.of_owner(everybodys=self._session.sees_all)
        return self._records(statement, {"owner": owner_id, "most": limit, "skip": offset})

    def totals(self, owner_id: int) -> Mapping[str, tuple[int, Decimal]]:
        """How many a colleague has open and what they come to, by currency; those without an amount count."""
        statement = statements.totals(everybodys=self._session.sees_all)
        rows = self._session.connection.execute(statement, {"owner": owner_id, **owners(self._session)})
        return {currency: (count, total or Decimal(0)) for currency, count, total in rows}

    def in_stage(self, stage: StageRecord, *, limit: int) -> list[OpportunityRecord]:
        """What stands in a stage, what is worth most before the rest."""
        values = {"pipeline": stage.pipeline_id, "stage": stage.id, "most": limit}
        return self._records(statements.in_stage(everybodys=self._session.sees_all), values)

    def owned_by(self, staff_id: int) -> int:
        """How many open opportunities a colleague has, whoever sees them."""
        return self._session.connection.execute(
            select(func.count()).select_from(OpportunityRow).where(OpportunityRow.owner_id == staff_id, IS_OPEN)
        ).scalar_one()

    def events(self, opportunity_id: int, *, after: int = 0, limit: int = 50) -> list[OpportunityEvent]:
        """What became of one after a version, oldest first, without what was undone."""
        rows = self._session.connection.execute(
            statements.events(), {"opportunity": opportunity_id, "after": after, "most": limit}
        )
        return [OpportunityEvent(*row) for row in rows]

    def _records(self, statement: Select[*tuple[Any, ...]], values: Mapping[str, object]) -> list[OpportunityRecord]:
        rows = self._session.rows(statement, {**values, **owners(self._session)})
        return [OpportunityRecord(*row) for row in rows]

    # ------------------------------------------------------------------ writing
    def _close(
        self,
        of: OpportunityRecord,
        state: str,
        amount: Decimal | None,
        currency: str,
        reason_id: int | None,
        note: str | None = None,
    ) -> None:
        values = {
            "state": state,
            "closed_at": self._session.now,
            "amount": amount,
            "currency": currency,
            "lost_reason_id": reason_id,
        }
        then = _as_it_is(of) | {
            "new_amount": amount,
            "new_currency": currency,
            "old_amount": of.amount,
            "old_currency": of.currency,
        }
        self._change(of, state, values, **then, lost_reason_id=reason_id, note=note)

    def _change(self, of: OpportunityRecord, kind: str, values: Mapping[str, object], **event: object) -> None:
        if not self._session.changes.update(OpportunityRow, of.id, **values):
            return
        version: int = self._session.connection.execute(statements.NEXT_VERSION, {"opportunity": of.id}).scalar_one()
        self._event(of.id, kind, version, **event)

    def _event(self, opportunity_id: int, kind: str, version: int, **values: object) -> None:
        session = self._session
        self._session.changes.create(
            OpportunityEventRow,
            opportunity_id=opportunity_id,
            at=session.now,
            by_id=session.person_id,
            kind=kind,
            version=version,
            **values,
        )

    def _look(self, opportunity_id: int, **values: object) -> None:
        """What the reminders remember is in no audit: nobody changed the opportunity."""
        self._session.connection.execute(
            update(OpportunityRow).where(OpportunityRow.id == opportunity_id).values(**values)
        )


def passes_at(day: date | None) -> datetime | None:
    """When a close date can have passed for somebody at the earliest, None without one."""
    return datetime.combine(day + timedelta(days=1), time.min, UTC) if day else None


def _as_it_is(of: OpportunityRecord) -> dict[str, object]:
    return {
        "new_stage_id": of.stage_id,
        "new_amount": of.amount,
        "new_currency": of.currency,
        "new_close": of.expected_close,
        "new_owner_id": of.owner_id,
    }
