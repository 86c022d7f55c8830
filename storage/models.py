"""The tables. People's rows carry who and when; a business row is archived, never deleted.

The declarative classes name the tables and their columns; reading and writing goes through typed Core statements
(`select(Customer.id, …)`), which cost a tenth of what loading objects does.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Boolean, Date, DateTime, ForeignKey, Index, Integer, LargeBinary, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.session.base import Base, BigId, MoneyType, UtcDateTime
from storage.session.partial_indexes import known, missing, of_a_contact, of_an_import

Json = dict[str, Any]


class Stamped:
    """Who made the row and when, and who changed it last."""

    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class Authored(Stamped):
    """A stamped row that is put away, never deleted."""

    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


# ------------------------------------------------------------------ people
class StaffRow(Stamped, Base):
    """A colleague. `zone`, `language` and the hours (`working` as `Week` writes them, `quiet` as "21:00-08:00"; empty for the
    company's) are the person's own.

    `left_at` is set when somebody leaves. Colleagues without a team are a team too. `wrote_on` is the platform where the
    person wrote last, `alerts_on` the one where they want to be told unasked, empty for where they wrote last.
    """

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(5))
    zone: Mapped[str] = mapped_column(String(64))
    team: Mapped[str | None] = mapped_column(String(80), index=True)
    working: Mapped[str | None] = mapped_column(String(400))
    quiet: Mapped[str | None] = mapped_column(String(11))
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    wrote_on: Mapped[str | None] = mapped_column(String(20))
    alerts_on: Mapped[str | None] = mapped_column(String(20))


class AccountRow(Stamped, Base):
    """A colleague's account on a platform, by the platform's own numeric id (names change hands).

    `unlinked_at` is set when its owner leaves or lets go of it: it is a stranger's from then on.
    """

    __tablename__ = "accounts"
    __table_args__ = (Index(None, "platform", "account", unique=True),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    platform: Mapped[str] = mapped_column(String(20))
    account: Mapped[str] = mapped_column(String(64))
    chat: Mapped[str] = mapped_column(String(64))
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    unreachable_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unlinked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class InviteRow(Base):
    """A single-use code, stored hashed, that makes an account a colleague's."""

    __tablename__ = "invites"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


# ------------------------------------------------------------------ customers and what happened with them
class CustomerRow(Authored, Base):
    """A customer; `folded` is the name as it is compared.

    `phone` is the main number, further ones are in `customer_phones`; `referral_asked_at` is when they were last asked
    whom they would recommend us to; `import_id` says which import brought it.
    """

    __tablename__ = "customers"
    __table_args__ = (
        Index("ix_customers_owner", "owner_id", "archived_at", "id"),
        known("customers", "phone"),
        known("customers", "email"),
        missing("phone"),
        missing("email"),
        missing("sector"),
        of_an_import("customers"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(400), index=True)
    phone: Mapped[str | None] = mapped_column(String(40))
    email: Mapped[str | None] = mapped_column(String(254))
    address: Mapped[str | None] = mapped_column(String(300))
    sector: Mapped[str | None] = mapped_column(String(80))
    status: Mapped[str] = mapped_column(String(20))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    referral_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"))


class NicknameRow(Authored, Base):
    """Another name by which a customer is known."""

    __tablename__ = "nicknames"
    __table_args__ = (of_an_import("nicknames"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"))


class CustomerPhoneRow(Authored, Base):
    """A further number of a customer."""

    __tablename__ = "customer_phones"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    number: Mapped[str] = mapped_column(String(40), index=True)


class ReferralRow(Authored, Base):
    """One customer recommended us to another."""

    __tablename__ = "referrals"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    referrer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    referred_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)


class ContactRow(Authored, Base):
    """A person at a customer."""

    __tablename__ = "contacts"
    __table_args__ = (known("contacts", "phone"), known("contacts", "email"), of_an_import("contacts"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(400))
    role: Mapped[str | None] = mapped_column(String(80))
    phone: Mapped[str | None] = mapped_column(String(40))
    email: Mapped[str | None] = mapped_column(String(254))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"))


class InteractionRow(Authored, Base):
    """A visit, call, e-mail, message, meeting or event that took place.

    `at` orders the history (noon where only the day is known); `day` and `grain` are what the person said.
    `called` is the name that the person used for the customer, to learn from when it is corrected.
    `source` is the message that told it ("telegram:chat:message"), so that editing that message corrects the record.
    """

    __tablename__ = "interactions"
    __table_args__ = (
        Index("ix_interactions_history", "customer_id", "at", "id"),
        Index("ix_interactions_author", "author_id", "at"),
        of_a_contact("interactions"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    day: Mapped[date] = mapped_column(Date)
    grain: Mapped[str] = mapped_column(String(10))
    summary: Mapped[str] = mapped_column(Text)
    amount: Mapped[Decimal | None] = mapped_column(MoneyType)
    currency: Mapped[str | None] = mapped_column(String(3))
    sentiment: Mapped[str | None] = mapped_column(String(10))
    promotion: Mapped[str | None] = mapped_column(String(200))
    product: Mapped[str | None] = mapped_column(String(200))
    called: Mapped[str | None] = mapped_column(String(200))
    source: Mapped[str | None] = mapped_column(String(160), index=True)


class FollowUpRow(Authored, Base):
    """Something promised, for one colleague at one minute.

    `due_at` is derived from the wall time `due_local` in `zone`; `nudge_at` is when to speak up next, empty once
    that has been done. A `deadline` is nudged before as well, one that is `even_away` also while its owner is away. `repeats` is how it goes on: an RFC 5545 rule with its
    start in wall time, "DTSTART:20261123T100000" and "RRULE:FREQ=WEEKLY" on two lines.
    """

    __tablename__ = "follow_ups"
    __table_args__ = (
        Index(
            "ix_follow_ups_nudge",
            "nudge_at",
            sqlite_where=text("nudge_at IS NOT NULL"),
            postgresql_where=text("nudge_at IS NOT NULL"),
        ),
        Index("ix_follow_ups_customer", "customer_id", "state", "due_at"),
        Index("ix_follow_ups_owner", "owner_id", "state", "due_at"),
        of_a_contact("follow_ups"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    interaction_id: Mapped[int | None] = mapped_column(ForeignKey("interactions.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    what: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_local: Mapped[datetime] = mapped_column(DateTime(timezone=False))
    zone: Mapped[str] = mapped_column(String(64))
    grain: Mapped[str] = mapped_column(String(10))
    deadline: Mapped[bool] = mapped_column(Boolean, default=False)
    repeats: Mapped[str | None] = mapped_column(String(200))
    even_away: Mapped[bool] = mapped_column(Boolean, server_default=false())
    state: Mapped[str] = mapped_column(String(10))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    nudge_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AuditRow(Base):
    """One change of one row: what it was, what it became. `turn` groups what one message did; undo works from it."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_row", "entity", "entity_id", "id"),
        Index("ix_audit_staff", "staff_id", "id"),
        Index("ix_audit_turn", "turn", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    turn: Mapped[str] = mapped_column(String(40))
    entity: Mapped[str] = mapped_column(String(40))
    entity_id: Mapped[int] = mapped_column(BigId)
    before: Mapped[Json | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[Json] = mapped_column(JSON)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


# ------------------------------------------------------------------ messages in and out
class InboxRow(Base):
    """A raw event from a platform, written before it is acknowledged. Unique by platform, bot and event id.

    Until `awaited_until` somebody waits for what its turn says: that is kept in `answer`.
    """

    __tablename__ = "inbox"
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
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
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


class ConversationRow(Base):
    """What is going on in one chat with one account: the waiting form, the latest choices, the last log."""

    __tablename__ = "conversations"

    platform: Mapped[str] = mapped_column(String(20), primary_key=True)
    chat: Mapped[str] = mapped_column(String(80), primary_key=True)
    account: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[Json] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class JobRow(Base):
    """Slow work that a turn asked for; it runs outside any transaction and comes back as an event of its own."""

    __tablename__ = "jobs"
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

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    holder: Mapped[str] = mapped_column(String(200))
    until: Mapped[datetime] = mapped_column(UtcDateTime)


# ------------------------------------------------------------------ files
class ImportRow(Base):
    """A table that somebody brought in. Its rows are archived while it runs, and shown all at once when it is "done".

    `state` is "new" (looked at), "running", "done", "refused", "cancelled" or "reverted"; `counts` says what it did.
    """

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    file_id: Mapped[int | None] = mapped_column(BigId)
    state: Mapped[str] = mapped_column(String(10))
    counts: Mapped[Json] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FileRow(Base):
    """A file on its way in or out, kept for a few days: in the store, so that any process can send or read it."""

    __tablename__ = "files"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    mime: Mapped[str] = mapped_column(String(120))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
