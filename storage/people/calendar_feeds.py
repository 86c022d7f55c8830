"""The secret addresses under which colleagues' calendars can be read: 128 bits each, stored hashed."""

import secrets
from hashlib import sha256

from sqlalchemy import delete, insert, select

from storage.people.tables import CalendarFeedRow, StaffRow
from storage.session.session import Session

CODE_BYTES = 16


class CalendarFeeds:
    """Who may read whose calendar: whoever has its address."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def make(self, staff_id: int) -> str:
        """A new address for a colleague's calendar; the one before reads nothing any more."""
        self.close(staff_id)
        code = secrets.token_hex(CODE_BYTES)
        row = {"staff_id": staff_id, "code_hash": _hashed(code), "created_at": self._session.now}
        self._session.connection.execute(insert(CalendarFeedRow), row)
        return code

    def close(self, staff_id: int) -> None:
        """Nobody reads it any more."""
        self._session.connection.execute(delete(CalendarFeedRow).where(CalendarFeedRow.staff_id == staff_id))

    def whose(self, code: str) -> int | None:
        """The colleague whose calendar this is, where they work here; None for an address that is none."""
        statement = (
            select(CalendarFeedRow.staff_id)
            .join(StaffRow, StaffRow.id == CalendarFeedRow.staff_id)
            .where(CalendarFeedRow.code_hash == _hashed(code), StaffRow.left_at.is_(None))
        )
        found: int | None = self._session.connection.execute(statement).scalar()
        return found


def _hashed(code: str) -> str:
    return sha256(code.encode()).hexdigest()
