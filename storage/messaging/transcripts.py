"""What was said in a chat, by both sides: put together from what came in and what went out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from storage.messaging.records import Address
from storage.messaging.tables import InboxRow, OutboxRow
from storage.session.session import Session


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message of ours as a platform shows it now, under the platform's own `message_id`: changed ones as they are."""

    message_id: str
    token: str
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """Something that was said `at` this time of the machine: an event as its platform sent it (`raw`), or a message of ours."""

    at: datetime
    raw: str | None = None
    message: ShownMessage | None = None


class Transcripts:
    """Chats, read again. What is forgotten (`blank_old`) is not in them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, address: Address, *, limit: int) -> list[TranscriptLine]:
        """The latest `limit` lines of a chat, oldest first."""
        lines = [*self._came_in(address, limit), *self._went_out(address, limit)]
        return sorted(lines, key=lambda line: line.at)[-limit:]

    def payloads(self, address: Address, *, limit: int) -> list[dict[str, Any]]:
        """The latest messages to a chat, those that are on their way among them."""
        rows = self._session.connection.execute(
            select(OutboxRow.payload)
            .where(
                OutboxRow.platform == address.platform, OutboxRow.chat == address.chat, OutboxRow.payload.is_not(None)
            )
            .order_by(OutboxRow.id.desc())
            .limit(limit)
        )
        return [payload for (payload,) in rows if payload]

    def _came_in(self, address: Address, limit: int) -> Iterable[TranscriptLine]:
        rows = self._session.connection.execute(
            select(InboxRow.received_at, InboxRow.raw)
            .where(InboxRow.platform == address.platform, InboxRow.chat == address.chat, InboxRow.raw.is_not(None))
            .order_by(InboxRow.id.desc())
            .limit(limit)
        )
        return [TranscriptLine(at, raw=raw) for at, raw in rows]

    def _went_out(self, address: Address, limit: int) -> Iterable[TranscriptLine]:
        rows = self._session.connection.execute(
            select(OutboxRow.created_at, OutboxRow.message_id, OutboxRow.token, OutboxRow.payload)
            .where(
                OutboxRow.platform == address.platform,
                OutboxRow.chat == address.chat,
                OutboxRow.message_id.is_not(None),
                OutboxRow.payload.is_not(None),
                OutboxRow.kind != "home",
            )
            .order_by(OutboxRow.id.desc())
            .limit(limit)
        )
        began: dict[str, datetime] = {}
        shown: dict[str, ShownMessage] = {}
        for at, id_, token, payload in rows:  # the latest first: it says what is shown, the earliest where
            message_id = str(id_)
            began[message_id] = at
            shown.setdefault(message_id, ShownMessage(message_id, token, payload or {}))
        return [TranscriptLine(began[id_], message=message) for id_, message in shown.items()]
