"""Tokens with which a colleague's own programs ask in their name: 160 bits, of which only hashes are kept."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, or_, select, update

from storage.people.tables import AccessTokenRow, StaffRow
from storage.session.session import Session

TOKEN_BYTES = 20
"""160 bits."""
MOST = 10
"""Of one person."""
NOTED_EVERY = timedelta(hours=1)
"""Each use is not worth a write."""


@dataclass(frozen=True, slots=True)
class AccessToken:
    """What is known of a token: by its `ending` its person tells it from others. `used_at` is right to the hour."""

    id: int
    ending: str
    created_at: datetime
    used_at: datetime | None


class AccessTokens:
    """Whose programs may ask."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def make(self, staff_id: int) -> str | None:
        """A new token of a colleague, which nobody can read again; None where they have `MOST` already."""
        if len(self.of(staff_id)) >= MOST:
            return None
        token = f"cartera_{secrets.token_hex(TOKEN_BYTES)}"
        self._session.connection.execute(
            insert(AccessTokenRow).values(
                staff_id=staff_id, token_hash=_hashed(token), ending=token[-4:], created_at=self._session.now
            )
        )
        return token

    def of(self, staff_id: int) -> list[AccessToken]:
        """A colleague's tokens, the oldest first."""
        rows = self._session.connection.execute(
            select(AccessTokenRow.id, AccessTokenRow.ending, AccessTokenRow.created_at, AccessTokenRow.used_at)
            .where(AccessTokenRow.staff_id == staff_id)
            .order_by(AccessTokenRow.id)
        )
        return [AccessToken(*row) for row in rows]

    def revoke(self, token_id: int, staff_id: int) -> bool:
        """Ends one of a colleague's tokens; False where it is none of theirs."""
        return bool(
            self._session.connection.execute(
                delete(AccessTokenRow)
                .where(AccessTokenRow.id == token_id, AccessTokenRow.staff_id == staff_id)
                .returning(AccessTokenRow.id)
            ).all()
        )

    def whose(self, token: str) -> int | None:
        """The colleague whose token this is; None for one that is none."""
        connection, now = self._session.connection, self._session.now
        found = connection.execute(
            select(AccessTokenRow.id, AccessTokenRow.staff_id)
            .join(StaffRow, StaffRow.id == AccessTokenRow.staff_id)
            .where(AccessTokenRow.token_hash == _hashed(token), StaffRow.left_at.is_(None))
        ).one_or_none()
        if found is None:
            return None
        connection.execute(
            update(AccessTokenRow)
            .where(
                AccessTokenRow.id == found.id,
                or_(AccessTokenRow.used_at.is_(None), AccessTokenRow.used_at < now - NOTED_EVERY),
            )
            .values(used_at=now)
        )
        return int(found.staff_id)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
