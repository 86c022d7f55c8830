"""Messages to send: written in the turn that wants them, sent after its commit, marked when the platform took them."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    and_,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    true,
    update,
)

from storage.messaging.dead_letters import KEEP
from storage.messaging.files import FileRecord
from storage.messaging.records import Address
from storage.messaging.secrets import forget
from storage.messaging.tables import OutboxRow
from storage.session.dialects import insert_new
from storage.session.session import Session

# Written out, for the partial indexes.
_WAITS = OutboxRow.state == literal_column("'new'")
_UNSETTLED = (OutboxRow.sent_at.is_(None), OutboxRow.payload.is_not(None), OutboxRow.state != literal_column("'new'"))

TOKEN_BYTES = 12
"""96 bits: a button cannot be guessed, and 16 characters leave room in the 64 bytes that Telegram gives it."""

KEEP_PAYLOAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way. `kind` is "reply" (repeated when its fate is unknown), "nudge" (never twice), "progress", or
    "home" (somebody's home page: the next opening makes it anew).
    """

    id: int
    platform: str
    chat: str
    kind: str
    token: str
    payload: dict[str, Any]
    about: str | None
    edits: int | None
    reply_to: str | None
    staff_id: int | None
    tries: int
    expires_at: datetime | None = None
    files: Mapping[int, FileRecord] = field(default_factory=dict)
    """The pictures and files that go with it, by id, once it is about to be sent; what is forgotten is not among them."""
    since: datetime | None = None
    """Since when it is to be sent: how long it makes sense counts from here."""
    not_before: datetime | None = None
    """Its platform asked to be left in peace until then, when it was tried last; by the machine's clock."""
    problem: str | None = None
    behind: int | None = None
    """The latest message to the same chat that was not marked as sent when this one was added: it goes first."""

    @property
    def address(self) -> Address:
        """Where it goes."""
        return Address(self.platform, self.chat)


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message that went out, as a button or a reply to it finds it."""

    id: int
    chat: str
    staff_id: int | None
    payload: dict[str, Any] | None
    about: str | None
    message_id: str | None
    kind: str


_OUTGOING = (
    OutboxRow.id,
    OutboxRow.platform,
    OutboxRow.chat,
    OutboxRow.kind,
    OutboxRow.token,
    OutboxRow.payload,
    OutboxRow.about,
    OutboxRow.edits,
    OutboxRow.reply_to,
    OutboxRow.staff_id,
    OutboxRow.tries,
    OutboxRow.expires_at,
    func.coalesce(OutboxRow.not_before, OutboxRow.created_at).label("since"),
    OutboxRow.not_before,
    OutboxRow.problem,
)
_SENT = (
    OutboxRow.id,
    OutboxRow.chat,
    OutboxRow.staff_id,
    OutboxRow.payload,
    OutboxRow.about,
    OutboxRow.message_id,
    OutboxRow.kind,
)
# Built once: making a statement takes several times as long as running it.
# Written out: SQLAlchemy names no table in what an insert returns, inside a query neither. What was not sent has no number of the
# platform's yet, and the index of those numbers finds it: with a plus, for by their ids SQLite would go through all that ever went out.
_BEHIND: ColumnElement[int | None] = literal_column(
    "(SELECT max(+earlier.id) FROM outbox AS earlier WHERE earlier.platform = outbox.platform AND earlier.chat = outbox.chat"
    " AND earlier.message_id IS NULL AND earlier.state = 'new' AND +earlier.id < outbox.id)",
    BigInteger,
)
_ADD = insert(OutboxRow).returning(OutboxRow.id, _BEHIND)
_HELD: ColumnElement[bool] = literal_column("outbox.state = 'held'")
_RELEASED = {"state": "new", "claimed_by": None}
_ANY_HELD = select(OutboxRow.id).where(_HELD).limit(1)
_COUNT_WAITING = select(func.count()).select_from(OutboxRow).where(_WAITS, OutboxRow.kind == bindparam("kind"))
_SENT_AS = (
    update(OutboxRow)
    .where(OutboxRow.id == bindparam("message"))
    .values(state="sent", message_id=bindparam("sent_as"), sent_at=bindparam("now"))
)


def new_token() -> str:
    """What stands in a message's buttons."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class Outbox:
    """What the bot has to say."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.added: list[Outgoing] = []
        self.withdrew = False

    def add(
        self,
        address: Address,
        payload: dict[str, Any],
        *,
        kind: str = "reply",
        key: str | None = None,
        staff_id: int | None = None,
        about: str | None = None,
        edits: int | None = None,
        reply_to: str | None = None,
        expires_at: datetime | None = None,
        token: str | None = None,
    ) -> Outgoing | None:
        """Puts a message in the outbox. With a `key` it is put there once for all time: None where it was before.

        `token` is one of `new_token`'s, where what the message says refers to it.
        """
        token = token or new_token()
        row = {
            "platform": address.platform,
            "chat": address.chat,
            "key": key,
            "kind": kind,
            "token": token,
            "staff_id": staff_id,
            "payload": payload,
            "about": about,
            "edits": edits,
            "reply_to": reply_to,
            "state": "new",
            "tries": 0,
            "created_at": self._session.machine_now,
            "expires_at": expires_at,
        }
        behind: int | None = None
        if key is None:
            ((id_, behind),) = self._session.rows(_ADD, row)
        else:
            if not insert_new(self._session.connection, OutboxRow, [row], unique=("key",)):
                return None
            id_ = self._session.connection.execute(select(OutboxRow.id).where(OutboxRow.token == token)).scalar_one()
        message = Outgoing(
            id_,
            address.platform,
            address.chat,
            kind,
            token,
            payload,
            about,
            edits,
            reply_to,
            staff_id,
            0,
            expires_at,
            since=self._session.machine_now,
            behind=behind,
        )
        self.added.append(message)
        return message

    def make_way(self, address: Address, kind: str) -> None:
        """What waits to be sent there of this kind is not sent any more: something newer is."""
        self._session.connection.execute(
            update(OutboxRow)
            .where(
                _WAITS,
                OutboxRow.platform == address.platform,
                OutboxRow.chat == address.chat,
                OutboxRow.kind == kind,
            )
            .values(state="expired", problem="something newer was said")
        )

    def waiting(
        self, platforms: Collection[str], *, besides: Collection[int] = frozenset(), limit: int = 500
    ) -> list[Outgoing]:
        """What is still to be sent on these platforms, oldest first, besides those that are known."""
        waiting = self._session.connection.scalars(
            select(OutboxRow.id).where(_WAITS, OutboxRow.platform.in_(platforms)).order_by(OutboxRow.id)
        )
        wanted = [id_ for id_ in waiting if id_ not in besides][:limit]
        if not wanted:
            return []
        rows = self._session.connection.execute(
            select(*_OUTGOING).where(OutboxRow.id.in_(wanted)).order_by(OutboxRow.id)
        )
        return [Outgoing(**(row._asdict() | {"payload": row.payload or {}})) for row in rows]

    def sent(self, id_: int, message_id: str | None, *, secret: bool = False) -> None:
        """The platform took it, under this id of its own; what a secret one said is forgotten."""
        self._session.rows(_SENT_AS, {"message": id_, "sent_as": message_id, "now": self._session.machine_now})
        if secret:
            forget(self._session.connection, OutboxRow.id == id_)

    def was_sent(self, token: str, message_id: str | None) -> None:
        """The platform took the message with this token before its sender could say so; nothing where that is known."""
        self._session.connection.execute(
            update(OutboxRow)
            .where(_WAITS, OutboxRow.token == token)
            .values(state="sent", message_id=message_id, sent_at=self._session.machine_now)
        )
        forget(self._session.connection, OutboxRow.token == token)

    def may_have_arrived(self, token: str, problem: str, *, besides: Collection[str]) -> None:
        """Whether the message with this token arrived nobody knows, and it is not sent again; one of a kind `besides` these waits on."""
        self._session.connection.execute(
            update(OutboxRow)
            .where(_WAITS, OutboxRow.token == token, OutboxRow.kind.not_in(besides))
            .values(state="unknown", problem=problem)
        )

    def troubled(self, id_: int, tries: int, problem: str, *, wait: float = 0.0) -> None:
        """It did not go out and waits on, where its platform said so for as many seconds; this is why, for whoever asks."""
        values: dict[str, object] = {"tries": tries, "problem": problem[:200], "claimed_by": None}
        if wait:
            values["not_before"] = self._session.machine_now + timedelta(seconds=wait)
        self._session.connection.execute(update(OutboxRow).where(_WAITS, OutboxRow.id == id_).values(**values))

    def give_up(self, id_: int, state: str, problem: str) -> None:
        """It will not go out: "dead" (refused), "unknown" (perhaps it did), "expired" (too late to matter)."""
        self._finish(id_, state, problem=problem[:200], not_before=None)

    def withdraw(self, staff_id: int) -> list[str]:
        """Nothing that still waits for this colleague is sent any more; returns what the nudges among it were about."""
        rows = self._session.connection.execute(
            update(OutboxRow)
            .where(_WAITS, OutboxRow.staff_id == staff_id)
            .values(state="withdrawn", payload=None)
            .returning(OutboxRow.kind, OutboxRow.about)
        )
        return [about for kind, about in rows if kind == "nudge" and about]

    def withdraw_all(self, address: Address) -> int:
        """Nothing that still waits for this chat is sent any more, whatever it is; returns how much that was."""
        self.withdrew = True
        return self._session.connection.execute(
            update(OutboxRow)
            .where(_WAITS, OutboxRow.platform == address.platform, OutboxRow.chat == address.chat)
            .values(state="withdrawn", payload=None)
        ).rowcount

    def withdraw_these(self, ids: Collection[int]) -> int:
        """Of these messages those that wait, or are held, are not sent any more; returns how many that were."""
        self.withdrew = True
        return self._session.connection.execute(
            update(OutboxRow)
            .where(literal_column("outbox.state IN ('new', 'held')"), OutboxRow.id.in_(ids))
            .values(state="withdrawn", payload=None)
        ).rowcount

    def hold_these(self, ids: Collection[int]) -> int:
        """Of these messages those that wait are not sent for the time being; returns how many that were."""
        self.withdrew = True
        return self._session.connection.execute(
            update(OutboxRow).where(_WAITS, OutboxRow.id.in_(ids)).values(state="held")
        ).rowcount

    def release_these(self, ids: Collection[int]) -> int:
        """Of these messages those that are held wait to be sent again; returns how many that were."""
        return self._session.connection.execute(
            update(OutboxRow).where(_HELD, OutboxRow.id.in_(ids), OutboxRow.payload.is_not(None)).values(_RELEASED)
        ).rowcount

    def any_held(self) -> bool:
        """Whether anything is held."""
        return self._session.connection.execute(_ANY_HELD).first() is not None

    def count_waiting(self, kind: str) -> int:
        """How many messages of a kind are still to be sent."""
        return int(self._session.value(_COUNT_WAITING, {"kind": kind}))

    def waits(self, id_: int) -> bool:
        """Whether it is still to be sent."""
        found = self._session.connection.execute(select(OutboxRow.id).where(_WAITS, OutboxRow.id == id_)).first()
        return found is not None

    def moved(self, old: Address, new_chat: str) -> None:
        """A chat has a new id; what waits for the old one goes to the new one."""
        self._session.connection.execute(
            update(OutboxRow)
            .where(_WAITS, OutboxRow.platform == old.platform, OutboxRow.chat == old.chat)
            .values(chat=new_chat)
        )

    def redirect(self, id_: int, chat: str, payload: dict[str, Any]) -> None:
        """This one goes to another chat of its platform, as that chat shows it, and answers nothing there."""
        self._session.connection.execute(
            update(OutboxRow).where(OutboxRow.id == id_).values(chat=chat, payload=payload, reply_to=None)
        )

    def by_token(self, token: str) -> SentMessage | None:
        """The message whose buttons carry this token."""
        row = self._session.connection.execute(select(*_SENT).where(OutboxRow.token == token)).one_or_none()
        return SentMessage(*row) if row else None

    def by_id(self, id_: int) -> SentMessage | None:
        """The message with this number."""
        row = self._session.connection.execute(select(*_SENT).where(OutboxRow.id == id_)).one_or_none()
        return SentMessage(*row) if row else None

    def by_message(self, address: Address, message_id: str) -> SentMessage | None:
        """The message that a platform shows under this id; the latest, where it was edited."""
        row = self._session.connection.execute(
            select(*_SENT)
            .where(
                OutboxRow.platform == address.platform,
                OutboxRow.chat == address.chat,
                OutboxRow.message_id == message_id,
            )
            .order_by(OutboxRow.id.desc())
            .limit(1)
        ).one_or_none()
        return SentMessage(*row) if row else None

    def latest(self, address: Address) -> dict[str, Any] | None:
        """The payload of the last message sent to an address, where it is still kept."""
        return self._session.connection.execute(
            select(OutboxRow.payload)
            .where(
                OutboxRow.platform == address.platform,
                OutboxRow.chat == address.chat,
                OutboxRow.message_id.is_not(None),
            )
            .order_by(OutboxRow.id.desc())
            .limit(1)
        ).scalar()

    def lost(self, *, since: datetime | None = None) -> dict[str, int]:
        """How many messages, of those since then, never arrived, by their end: "dead", "unknown", "expired"."""
        rows = self._session.connection.execute(
            select(OutboxRow.state, func.count())
            .where(
                OutboxRow.state.in_(("dead", "unknown", "expired")),
                OutboxRow.kind != "home",
                true() if since is None else OutboxRow.created_at >= since,
            )
            .group_by(OutboxRow.state)
        )
        return {state: count for state, count in rows}  # noqa: C416 - rows are not pairs to dict()'s type

    def blank_old(self) -> int:
        """Forgets the words of messages of long ago, whose buttons say that they are old; of what was never sent, sooner."""
        now = self._session.machine_now
        never_sent = and_(OutboxRow.created_at < now - KEEP, *_UNSETTLED)
        return sum(  # one by one: no planner finds both by the index at once
            self._session.connection.execute(
                update(OutboxRow).where(old, OutboxRow.payload.is_not(None)).values(payload=None)
            ).rowcount
            for old in (OutboxRow.sent_at < now - KEEP_PAYLOAD, never_sent)
        )

    def _finish(self, id_: int, state: str, **values: object) -> None:
        self._session.connection.execute(update(OutboxRow).where(OutboxRow.id == id_).values(state=state, **values))
        forget(self._session.connection, OutboxRow.id == id_)
