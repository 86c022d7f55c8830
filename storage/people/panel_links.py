"""Links that open the panel once, and the sessions that they become: codes of 128 bits, of which only hashes are kept."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, insert, select, update

from storage.people.tables import PanelLinkRow, StaffRow
from storage.session.session import Session

CODE_BYTES = 16
"""128 bits."""
TO_OPEN = timedelta(minutes=10)
TO_LOOK = timedelta(hours=12)


class PanelLinks:
    """Who may look, and until when."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def make(self, staff_id: int) -> str:
        """A new code for a colleague, that opens the panel once within `TO_OPEN`; theirs that nobody opened in time are gone."""
        session = self._session
        session.connection.execute(
            delete(PanelLinkRow).where(PanelLinkRow.staff_id == staff_id, PanelLinkRow.expires_at <= session.now)
        )
        code = secrets.token_hex(CODE_BYTES)
        session.connection.execute(
            insert(PanelLinkRow).values(
                staff_id=staff_id, code_hash=_hashed(code), created_at=session.now, expires_at=session.now + TO_OPEN
            )
        )
        return code

    def waits(self, code: str) -> bool:
        """Whether a code can still be used."""
        return self._session.connection.execute(select(PanelLinkRow.id).where(*self._usable(code))).first() is not None

    def open(self, code: str) -> str | None:
        """Uses a code up; returns the session that looks for `TO_LOOK`. None where it is wrong, used or late: all look alike."""
        session = secrets.token_hex(CODE_BYTES)
        opened = self._session.connection.execute(
            update(PanelLinkRow)
            .where(*self._usable(code))
            .values(session_hash=_hashed(session), expires_at=self._session.now + TO_LOOK)
            .returning(PanelLinkRow.id)
        ).scalar_one_or_none()
        return None if opened is None else session

    def whose(self, session: str) -> int | None:
        """The colleague whose session this is, None where it is over, or they have left."""
        return self._session.connection.execute(
            select(PanelLinkRow.staff_id)
            .join(StaffRow, StaffRow.id == PanelLinkRow.staff_id)
            .where(
                PanelLinkRow.session_hash == _hashed(session),
                PanelLinkRow.expires_at > self._session.now,
                StaffRow.left_at.is_(None),
            )
        ).scalar_one_or_none()

    def _usable(self, code: str) -> tuple[ColumnElement[bool], ...]:
        return (
            PanelLinkRow.code_hash == _hashed(code),
            PanelLinkRow.session_hash.is_(None),
            PanelLinkRow.expires_at > self._session.now,
            PanelLinkRow.staff_id.in_(select(StaffRow.id).where(StaffRow.left_at.is_(None))),
        )


def _hashed(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
