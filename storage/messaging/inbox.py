"""Raw events, from the moment they are taken in until their turn is done.

One statement finds the next event: the oldest that waits, of a chat with nothing older waiting. It stays locked for
its whole turn, and is marked done in the same commit as its effects: a process that dies leaves it as it was.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, literal_column, or_, select, update
from sqlalchemy.orm import aliased

from storage.messaging.dead_letters import KEEP
from storage.messaging.tables import InboxRow
from storage.session.dialects import insert_new
from storage.session.session import Session

_Earlier = aliased(InboxRow, name="earlier")

# Written into the statement, not bound: a partial index serves only where the planner can see the value.
_WAITS = InboxRow.state == literal_column("'new'")
_EARLIER_WAITS = _Earlier.state == literal_column("'new'")

MAX_TRIES = 5
RETRY_AFTER = timedelta(seconds=2)
KEEP_RAW = timedelta(days=7)


_TURN = "event:"


def turn_of(event_id: int) -> str:
    """How the audit calls the turn of an event."""
    return f"{_TURN}{event_id}"


def event_of(turn: str) -> int | None:
    """The event whose turn it was, None for what no event caused (an import, the command line)."""
    number = turn.removeprefix(_TURN)
    return int(number) if number != turn and number.isdecimal() else None


@dataclass(frozen=True, slots=True)
class RawEvent:
    """An event as a platform sent it. `event_id` is the platform's own; `chat` is where order must hold.

    `waits` says that its platform has something to say before its turn, at once: somebody looks at a spinner.
    """

    platform: str
    bot: str
    event_id: str
    chat: str
    raw: str
    waits: bool = False


@dataclass(frozen=True, slots=True)
class WaitingEvent:
    """An event whose turn it is. Until `awaited_until`, if any, somebody waits for what the turn says."""

    id: int
    platform: str
    bot: str
    chat: str
    raw: str
    received_at: datetime
    tries: int
    awaited_until: datetime | None


@dataclass(frozen=True, slots=True)
class DeadEvent:
    """An event that was set aside: when, why, and the reference its sender was given. Never its content."""

    id: int
    platform: str
    received_at: datetime
    reference: str | None
    problem: str | None


# Built once: making a statement takes several times as long as running it.
# A number to look up, not "no older one exists": that PostgreSQL plans as a join, which reads all that waits each time.
_FIRST_OF_CHAT = (
    select(func.min(_Earlier.id))
    .where(_EARLIER_WAITS, _Earlier.chat == InboxRow.chat, _Earlier.platform == InboxRow.platform)
    .scalar_subquery()
)
_READY = select(
    InboxRow.id,
    InboxRow.platform,
    InboxRow.bot,
    InboxRow.chat,
    InboxRow.raw,
    InboxRow.received_at,
    InboxRow.tries,
    InboxRow.awaited_until,
).where(_WAITS, or_(InboxRow.not_before.is_(None), InboxRow.not_before <= bindparam("now")))
_NEXT = (
    _READY.where(InboxRow.id == _FIRST_OF_CHAT)
    .order_by(InboxRow.id)
    .limit(1)
    .with_for_update(skip_locked=True, of=InboxRow)
)
# Chat by chat along the index, however much waits in each: DISTINCT would read all of it.
_CHATS = select(func.min(InboxRow.chat).label("chat")).where(_WAITS).cte("chats", recursive=True)
_CHATS = _CHATS.union_all(
    select(
        select(func.min(_Earlier.chat)).where(_EARLIER_WAITS, _Earlier.chat > _CHATS.c.chat).scalar_subquery()
    ).where(_CHATS.c.chat.is_not(None))
)
_FIRST_OF_EACH = select(
    _CHATS.c.chat,
    select(func.min(_Earlier.id))
    .where(_EARLIER_WAITS, _Earlier.chat == _CHATS.c.chat)
    .scalar_subquery()
    .label("first"),
).where(_CHATS.c.chat.is_not(None))
_THIS = _READY.where(InboxRow.id == bindparam("event")).with_for_update(of=InboxRow)
_DONE = update(InboxRow).where(InboxRow.id == bindparam("event")).values(state="done", finished_at=bindparam("now"))


class Inbox:
    """The events of all platforms."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def take(self, events: Sequence[RawEvent], *, awaited_for: timedelta | None = None) -> int:
        """Writes events down, once each however often they come; returns how many were new.

        For so long somebody waits for what their turns say: see `answered` and `nobody_waits`.
        """
        if not events:
            return 0
        received = self._session.machine_now
        rows = [
            {
                "platform": e.platform,
                "bot": e.bot,
                "event_id": e.event_id,
                "chat": e.chat,
                "raw": e.raw,
                "received_at": received,
                "state": "new",
                "tries": 0,
                "awaited_until": received + awaited_for if awaited_for else None,
            }
            for e in events
        ]
        return insert_new(self._session.connection, InboxRow, rows, unique=("platform", "bot", "event_id"))

    def next(self) -> WaitingEvent | None:
        """The event whose turn it is, locked until this work ends; None where there is none to be had now."""
        return _waiting(self._session.row(_NEXT, {"now": self._session.machine_now}))

    def first_of_each_chat(self) -> list[tuple[str, int]]:
        """The oldest waiting event of every chat that has any, the one that waited longest first."""
        rows = self._session.connection.execute(_FIRST_OF_EACH)
        return sorted(((row.chat, row.first) for row in rows), key=lambda found: found[1])

    def lock(self, event_id: int) -> WaitingEvent | None:
        """An event that was next, locked until this work ends; None where it is no longer to be had.

        It waits for whoever looks at it just now: to pass it by would be a try that was counted and not made.
        """
        return _waiting(self._session.row(_THIS, {"now": self._session.machine_now, "event": event_id}))

    def tried(self, event_id: int) -> None:
        """Counts a try before it is made: an event that takes the process down with it must not do so for ever."""
        self._session.connection.execute(
            update(InboxRow).where(InboxRow.id == event_id).values(tries=InboxRow.tries + 1)
        )

    def done(self, event_id: int) -> None:
        """Its turn was taken; part of the same commit as what it caused."""
        self._session.rows(_DONE, {"event": event_id, "now": self._session.machine_now})

    def answer(self, event_id: int, answer: dict[str, Any]) -> None:
        """What the turn says to whoever waits; part of the same commit as what it caused."""
        self._session.connection.execute(update(InboxRow).where(InboxRow.id == event_id).values(answer=answer))

    def answered(self, event: RawEvent) -> dict[str, Any] | None:
        """What the turn of an event said, however long ago; None where it has said nothing yet, or never will."""
        found: dict[str, Any] | None = self._session.connection.execute(
            select(InboxRow.answer).where(*_same(event))
        ).scalar_one_or_none()
        return found

    def nobody_waits(self, event: RawEvent) -> dict[str, Any] | None:
        """Nobody waits any more for what an event's turn says; returns what it has said by now.

        After this has found nothing, the turn is certain to see that nobody waits: it speaks up in the chat instead.
        """
        self._session.connection.execute(
            update(InboxRow).where(*_same(event), InboxRow.state == literal_column("'new'")).values(awaited_until=None)
        )
        return self.answered(event)

    def raw_of(self, event_ids: Collection[int]) -> dict[int, tuple[str, str]]:
        """The platform of these events, and what it sent, as far as that is not forgotten."""
        rows = self._session.connection.execute(
            select(InboxRow.id, InboxRow.platform, InboxRow.raw).where(
                InboxRow.id.in_(event_ids), InboxRow.raw.is_not(None)
            )
        )
        return {id_: (platform, raw or "") for id_, platform, raw in rows}

    def later(self, event_id: int, tries: int, problem: str) -> None:
        """A passing trouble: again in a moment, each time a little later. Its chat waits, nobody else does."""
        pause = RETRY_AFTER * 2 ** min(tries, 6)
        self._session.connection.execute(
            update(InboxRow)
            .where(InboxRow.id == event_id)
            .values(tries=tries, not_before=self._session.machine_now + pause, problem=problem[:200])
        )

    def set_aside(self, event_id: int, tries: int, reference: str, problem: str) -> None:
        """A dead letter: `cartera doctor` shows it, nobody waits for it."""
        self._session.connection.execute(
            update(InboxRow)
            .where(InboxRow.id == event_id)
            .values(
                state="dead",
                tries=tries,
                reference=reference,
                problem=problem[:200],
                finished_at=self._session.machine_now,
            )
        )

    def dead(self, *, limit: int = 20) -> list[DeadEvent]:
        """The latest dead letters."""
        rows = self._session.connection.execute(
            select(InboxRow.id, InboxRow.platform, InboxRow.received_at, InboxRow.reference, InboxRow.problem)
            .where(InboxRow.state == literal_column("'dead'"))
            .order_by(InboxRow.id.desc())
            .limit(limit)
        )
        return [DeadEvent(*row) for row in rows]

    def waits_since(self) -> datetime | None:
        """When the oldest event came in that has not had its turn."""
        return self._session.connection.execute(
            select(InboxRow.received_at).where(_WAITS).order_by(InboxRow.id).limit(1)
        ).scalar_one_or_none()

    def waiting(self) -> int:
        """How many events have not had their turn."""
        return self._session.connection.execute(select(func.count()).select_from(InboxRow).where(_WAITS)).scalar_one()

    def blank_old(self) -> int:
        """Forgets what people wrote in events finished more than a week ago, in dead letters a month; returns how many."""
        return self._session.connection.execute(
            update(InboxRow)
            .where(
                InboxRow.finished_at < self._session.machine_now - KEEP_RAW,
                InboxRow.raw.is_not(None),
                or_(InboxRow.state != "dead", InboxRow.finished_at < self._session.machine_now - KEEP),
            )
            .values(raw=None, answer=None)
        ).rowcount


def _same(event: RawEvent) -> tuple[ColumnElement[bool], ...]:
    return InboxRow.platform == event.platform, InboxRow.bot == event.bot, InboxRow.event_id == event.event_id


def _waiting(row: Sequence[Any] | None) -> WaitingEvent | None:
    return WaitingEvent(row[0], row[1], row[2], row[3], row[4] or "{}", row[5], row[6], row[7]) if row else None
