"""The tables of what comes in and goes out: events, messages, conversations, slow work, files, who does what, and the
bookkeeping of reminders.
"""

from datetime import date, datetime

from sqlalchemy import JSON, Date, Index, Integer, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.entity import Entity
from storage.entities.keys import Erasure, refers
from storage.session.base import Base, BigId, Json, UtcDateTime

_HELD = text("state = 'held'")
_UNSURE = text("state = 'unknown' AND kind = 'nudge'")


class InboxRow(Base):
    """A raw event from a platform, written before it is acknowledged. Unique by platform, bot and event id.

    Until `awaited_until` somebody waits for what its turn says: that is kept in `answer`.
    """

    __tablename__ = "inbox"
    __entity__ = Entity(fleeting=("raw", "answer"), codes=("bot", "event_id", "chat", "problem"), addressed="chat")
    __table_args__ = (
        Index(None, "platform", "bot", "event_id", unique=True),
        Index(
            "ix_inbox_waiting", "chat", "id", sqlite_where=text("state = 'new'"), postgresql_where=text("state = 'new'")
        ),
        Index("ix_inbox_next", "id", sqlite_where=text("state = 'new'"), postgresql_where=text("state = 'new'")),
        Index(
            "ix_inbox_to_blank",
            "finished_at",
            sqlite_where=text("raw IS NOT NULL"),
            postgresql_where=text("raw IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    platform: Mapped[str] = mapped_column(String(20))
    bot: Mapped[str] = mapped_column(String(64))
    event_id: Mapped[str] = mapped_column(String(80))
    chat: Mapped[str] = mapped_column(String(80))
    raw: Mapped[str | None] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10))
    tries: Mapped[int] = mapped_column(Integer)
    not_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reference: Mapped[str | None] = mapped_column(String(12))
    problem: Mapped[str | None] = mapped_column(String(200))
    awaited_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[Json | None] = mapped_column(JSON(none_as_null=True))


class OutboxRow(Base):
    """A message to send. `token` stands in its buttons; the `key` of a nudge or a digest makes it unique."""

    __tablename__ = "outbox"
    __entity__ = Entity(
        fleeting=("payload",),
        codes=("chat", "key", "about", "reply_to", "message_id", "problem", "claimed_by"),
        refers_by="about",
        addressed="chat",
    )
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "platform",
            "id",
            sqlite_where=text("state = 'new'"),
            postgresql_where=text("state = 'new'"),
        ),
        Index("ix_outbox_message", "platform", "chat", "message_id"),
        Index(
            "ix_outbox_unsettled",
            "created_at",
            sqlite_where=text("sent_at IS NULL AND payload IS NOT NULL AND state != 'new'"),
            postgresql_where=text("sent_at IS NULL AND payload IS NOT NULL AND state != 'new'"),
        ),
        Index("ix_outbox_held", "id", sqlite_where=_HELD, postgresql_where=_HELD),
        Index("ix_outbox_unsure", "not_before", sqlite_where=_UNSURE, postgresql_where=_UNSURE),
        Index(
            "ix_outbox_to_blank",
            "sent_at",
            sqlite_where=text("payload IS NOT NULL"),
            postgresql_where=text("payload IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    platform: Mapped[str] = mapped_column(String(20))
    chat: Mapped[str] = mapped_column(String(80))
    key: Mapped[str | None] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    token: Mapped[str] = mapped_column(String(24), unique=True)
    staff_id: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.LETS_GO), index=True)
    payload: Mapped[Json | None] = mapped_column(JSON(none_as_null=True))
    about: Mapped[str | None] = mapped_column(String(60))
    edits: Mapped[int | None] = mapped_column(BigId)
    reply_to: Mapped[str | None] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(10))
    tries: Mapped[int] = mapped_column(Integer)
    not_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    message_id: Mapped[str | None] = mapped_column(String(80))
    problem: Mapped[str | None] = mapped_column(String(200))
    claimed_by: Mapped[str | None] = mapped_column(String(200))
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ConversationRow(Base):
    """What is going on in one chat with one account: the waiting form, the latest choices, the last log.

    `asked_since` is when the form that waits was begun, empty where none does.
    """

    __tablename__ = "conversations"
    __entity__ = Entity(fleeting=("state",), codes=("chat", "account"), addressed="account")
    __table_args__ = (
        Index(
            "ix_conversations_asked",
            "asked_since",
            sqlite_where=text("asked_since IS NOT NULL"),
            postgresql_where=text("asked_since IS NOT NULL"),
        ),
    )

    platform: Mapped[str] = mapped_column(String(20), primary_key=True)
    chat: Mapped[str] = mapped_column(String(80), primary_key=True)
    account: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[Json] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_since: Mapped[datetime | None] = mapped_column(UtcDateTime)


class JobRow(Base):
    """Slow work that a turn asked for; it runs outside any transaction and comes back as an event of its own."""

    __tablename__ = "jobs"
    __entity__ = Entity(fleeting=("payload",), codes=("kind", "chat", "account", "problem"), addressed="account")
    __table_args__ = (
        Index("ix_jobs_waiting", "id", sqlite_where=text("state = 'new'"), postgresql_where=text("state = 'new'")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[Json] = mapped_column(JSON)
    platform: Mapped[str] = mapped_column(String(20))
    chat: Mapped[str] = mapped_column(String(80))
    account: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10))
    tries: Mapped[int] = mapped_column(Integer)
    not_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    problem: Mapped[str | None] = mapped_column(String(200))


class LeaseRow(Base):
    """Who may do what only one process may do at a time: send on a platform, poll a bot."""

    __tablename__ = "leases"
    __entity__ = Entity(backup=False, codes=("name", "holder"))

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    holder: Mapped[str] = mapped_column(String(200))
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class FileRow(Base):
    """A file on its way in or out, kept for a few days: in the store, so that any process can send or read it."""

    __tablename__ = "files"
    __entity__ = Entity(codes=("name", "mime"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    mime: Mapped[str] = mapped_column(String(120))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class NudgeCountRow(Base):
    """How many messages a person got unasked, but for those that they asked for at their hour, on a day of their own clock."""

    __tablename__ = "nudge_counts"
    __entity__ = Entity(backup=False)
    __table_args__ = (Index(None, "staff_id", "day", unique=True),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    staff_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.GOES))
    day: Mapped[date] = mapped_column(Date)
    told: Mapped[int] = mapped_column(Integer)


class RuleFailureRow(Base):
    """A rule of the reminders that raised: how often lately, when last and why, and until when it is left alone."""

    __tablename__ = "rule_failures"
    __entity__ = Entity(backup=False, codes=("rule", "problem"))

    rule: Mapped[str] = mapped_column(String(80), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    failed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reference: Mapped[str] = mapped_column(String(12))
    problem: Mapped[str] = mapped_column(String(200))
    not_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
