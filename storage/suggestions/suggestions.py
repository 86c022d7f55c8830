"""What was suggested, by whom, and what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from storage.crm.scope import owners, seen
from storage.crm.tables import CustomerRow
from storage.people.tables import StaffRow
from storage.session.session import Session
from storage.suggestions.tables import SuggestionRow

OPEN: Final = ("new", "looking")


@dataclass(frozen=True, slots=True)
class SuggestionRecord:
    """A suggestion, with the names that a reader wants beside it; see `SuggestionRow`."""

    id: int
    words: str
    state: str
    reason: str | None
    staff_id: int | None
    staff: str | None
    customer_id: int | None
    customer: str | None
    account_id: int | None
    created_at: datetime
    updated_at: datetime


class Suggestions:
    """The suggestions that the person may see: their own, those of customers they see, and for managers those of colleagues too."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self,
        words: str,
        *,
        staff_id: int | None = None,
        customer_id: int | None = None,
        account_id: int | None = None,
    ) -> int:
        """Keeps one; returns its number."""
        return self._session.changes.create(
            SuggestionRow,
            words=words,
            state="new",
            staff_id=staff_id,
            customer_id=customer_id,
            account_id=account_id,
        )

    def becomes(self, suggestion_id: int, state: str, reason: str | None) -> None:
        """What became of it."""
        self._session.changes.update(SuggestionRow, suggestion_id, state=state, reason=reason)

    def get(self, suggestion_id: int, *, all_: bool) -> SuggestionRecord | None:
        """One, by its number; `all_` as in `listed`."""
        found = self._records(self._may(all_=all_), SuggestionRow.id == suggestion_id, limit=1)
        return found[0] if found else None

    def listed(self, states: Collection[str] = OPEN, *, all_: bool, limit: int) -> Sequence[SuggestionRecord]:
        """Those in these states, the oldest first; where `all_`, those of every colleague."""
        return self._records(self._may(all_=all_), SuggestionRow.state.in_(states), limit=limit)

    def since(self, since: datetime, *, all_: bool) -> dict[str, int]:
        """How many came since then, under "told", and how many were done or declined since."""
        # Made once: a value that is bound twice is two expressions to PostgreSQL's GROUP BY.
        new_ = (SuggestionRow.created_at >= since).label("new")
        rows = self._session.connection.execute(
            select(SuggestionRow.state, new_, func.count())
            .outerjoin(CustomerRow, CustomerRow.id == SuggestionRow.customer_id)
            .where(
                SuggestionRow.archived_at.is_(None),
                or_(SuggestionRow.created_at >= since, SuggestionRow.updated_at >= since),
                self._may(all_=all_),
            )
            .group_by(SuggestionRow.state, new_),
            owners(self._session),
        )
        counts = {"told": 0, "done": 0, "declined": 0}
        for state, new, count in rows:
            counts["told"] += count if new else 0
            if state in counts:
                counts[state] += count
        return counts

    def _may(self, *, all_: bool) -> ColumnElement[bool]:
        seen_ = seen(everybodys=self._session.sees_all)
        customers = and_(SuggestionRow.customer_id.is_not(None), seen_)
        if all_:
            return true() if self._session.sees_all else or_(SuggestionRow.customer_id.is_(None), customers)
        return or_(SuggestionRow.staff_id == self._session.person_id, customers)

    def _records(self, *which: ColumnElement[bool], limit: int) -> list[SuggestionRecord]:
        columns: tuple[Any, ...] = (
            SuggestionRow.id,
            SuggestionRow.words,
            SuggestionRow.state,
            SuggestionRow.reason,
            SuggestionRow.staff_id,
            StaffRow.name,
            SuggestionRow.customer_id,
            CustomerRow.name,
            SuggestionRow.account_id,
            SuggestionRow.created_at,
            SuggestionRow.updated_at,
        )
        rows = self._session.connection.execute(
            select(*columns)
            .outerjoin(StaffRow, StaffRow.id == SuggestionRow.staff_id)
            .outerjoin(CustomerRow, CustomerRow.id == SuggestionRow.customer_id)
            .where(SuggestionRow.archived_at.is_(None), *which)
            .order_by(SuggestionRow.id)
            .limit(limit),
            owners(self._session),
        )
        return [SuggestionRecord(*row) for row in rows]
