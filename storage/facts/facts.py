"""What is known of customers: kept, replaced by what is told later, and looked up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from storage.crm.holdings import of_customers_with
from storage.crm.scope import owners, seen
from storage.crm.tables import CustomerRow
from storage.facts.tables import FactRow
from storage.names.folding import fold
from storage.people.tables import StaffRow
from storage.session.session import Session

ONE_OF_A_KIND = frozenset({"sensitive", "payment", "buying", "relation", "showroom"})
"""What is told of these takes the place of what was told before; of the others there may be several."""


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact as it is told; `value` is a word of the kind's list, or free words."""

    value: str
    rank: int | None = None
    share: int | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class FactRecord:
    """A fact that holds, of whom, and who told it when."""

    id: int
    customer_id: int
    customer: str
    sector: str | None
    kind: str
    value: str
    rank: int | None
    share: int | None
    detail: str | None
    by: str | None
    at: datetime


class CustomerFacts:
    """The facts of the customers that the person may see."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, customer_id: int, kind: str, facts: Sequence[NewFact], *, words: str | None = None) -> list[int]:
        """Keeps what was told; returns the ids of what is there now. What it replaces is put away in the same turn."""
        here = self.of(customer_id, kind)
        kept: list[int] = []
        for new in facts:
            same = next((one for one in here if fold(one.value) == fold(new.value)), None)
            if same is not None:
                told = {"rank": new.rank, "share": new.share, "detail": new.detail or same.detail}
                self._session.changes.update(FactRow, same.id, **told)
                kept.append(same.id)
                continue
            kept.append(
                self._session.changes.create(
                    FactRow,
                    customer_id=customer_id,
                    kind=kind,
                    value=new.value[:200],
                    folded=fold(new.value)[:400],
                    rank=new.rank,
                    share=new.share,
                    detail=new.detail,
                    words=words[:400] if words else None,
                )
            )
        if kind in ONE_OF_A_KIND:
            for old in here:
                if old.id not in kept:
                    self._session.changes.archive(FactRow, old.id)
        return kept

    def drop(self, customer_id: int, kind: str, value: str | None = None) -> int:
        """It holds no more: all of a kind, or one value of it. Returns how many that were."""
        gone = [one for one in self.of(customer_id, kind) if value is None or fold(one.value) == fold(value)]
        for one in gone:
            self._session.changes.archive(FactRow, one.id)
        return len(gone)

    def get(self, fact_id: int) -> FactRecord | None:
        """One fact, held or not any more."""
        return next(iter(self._records(FactRow.id == fact_id)), None)

    @of_customers_with(FactRow, list)
    def of(self, customer_id: int, kind: str | None = None) -> list[FactRecord]:
        """What is known of a customer, what matters most first."""
        which = [FactRow.customer_id == customer_id, FactRow.archived_at.is_(None)]
        return self._records(*which, *([FactRow.kind == kind] if kind else []))

    def having(self, kind: str, value: str | None, *, limit: int, offset: int = 0) -> list[FactRecord]:
        """The customers of whom a kind of fact is known, or one with this value, by their names."""
        which = [FactRow.kind == kind, FactRow.archived_at.is_(None)] + (
            [FactRow.folded == fold(value)] if value else []
        )
        return self._records(*which, by_customer=True, limit=limit, offset=offset)

    def tags(self, *, limit: int) -> list[str]:
        """The tags that are in use."""
        statement = (
            select(FactRow.value)
            .where(FactRow.kind == "tag", FactRow.archived_at.is_(None))
            .group_by(FactRow.value)
            .order_by(FactRow.value)
            .limit(limit)
        )
        return list(self._session.connection.scalars(statement))

    def _records(
        self, *which: ColumnElement[bool], by_customer: bool = False, limit: int | None = None, offset: int = 0
    ) -> list[FactRecord]:
        order: tuple[Any, ...] = (FactRow.kind, FactRow.rank, FactRow.id)
        statement = (
            select(
                FactRow.id,
                FactRow.customer_id,
                CustomerRow.name,
                CustomerRow.sector,
                FactRow.kind,
                FactRow.value,
                FactRow.rank,
                FactRow.share,
                FactRow.detail,
                StaffRow.name,
                FactRow.updated_at,
            )
            .join(CustomerRow, CustomerRow.id == FactRow.customer_id)
            .outerjoin(StaffRow, StaffRow.id == FactRow.updated_by)
            .where(*which, CustomerRow.archived_at.is_(None), seen(everybodys=self._session.sees_all))
            .order_by(*((CustomerRow.folded, *order) if by_customer else order))
            .limit(limit)
            .offset(offset)
        )
        return [FactRecord(*row) for row in self._session.connection.execute(statement, owners(self._session))]
