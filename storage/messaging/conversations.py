"""Where each conversation stands, so that a restart goes on where it was."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select

from storage.messaging.tables import ConversationRow
from storage.session.dialects import put
from storage.session.session import Session

KEEP_STATE = timedelta(days=60)
"""How long a conversation that nobody goes on with is kept: as long as the messages whose buttons belong to it."""

# Built once: making a statement takes several times as long as running it.
_STATE = select(ConversationRow.state).where(
    ConversationRow.platform == bindparam("platform"),
    ConversationRow.chat == bindparam("chat"),
    ConversationRow.account == bindparam("account"),
)


class Conversations:
    """One state a person and chat; its shape is the engine's business."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def state(self, platform: str, chat: str, account: str) -> dict[str, Any]:
        """The state, empty where there is none."""
        found: dict[str, Any] | None = self._session.value(
            _STATE, {"platform": platform, "chat": chat, "account": account}
        )
        return found or {}

    def locked(self, platform: str, chat: str, account: str) -> dict[str, Any]:
        """The state, which nobody else changes until this work is done: for who is not that chat's own turn."""
        found: dict[str, Any] | None = self._session.connection.execute(
            _STATE.with_for_update(), {"platform": platform, "chat": chat, "account": account}
        ).scalar_one_or_none()
        return found or {}

    def keep(self, platform: str, chat: str, account: str, state: dict[str, Any]) -> None:
        """Replaces the state. Its "form" is what waits for an answer, "started" then."""
        row = {
            "platform": platform,
            "chat": chat,
            "account": account,
            "state": state,
            "updated_at": self._session.machine_now,
            "asked_since": datetime.fromisoformat(form["started"]) if (form := state.get("form")) else None,
        }
        put(self._session.connection, ConversationRow, row, key=("platform", "chat", "account"))

    def forget(self, platform: str, account: str) -> None:
        """Forgets where somebody's conversations stand, in every chat."""
        self._session.connection.execute(
            delete(ConversationRow).where(ConversationRow.platform == platform, ConversationRow.account == account)
        )

    def forget_old(self) -> int:
        """Forgets conversations of long ago: a form that waits holds what somebody wrote. Returns how many."""
        return self._session.connection.execute(
            delete(ConversationRow).where(ConversationRow.updated_at < self._session.machine_now - KEEP_STATE)
        ).rowcount
