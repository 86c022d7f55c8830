"""The tables of customers on the bot: accounts, links, consents, preferences, and what was said to them unasked.

A customer's account is no colleague's: it sees its own questions and preferences, and nothing else there is.
"""

from datetime import datetime

from sqlalchemy import Boolean, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.entity import ByRow, Entity, Join
from storage.entities.keys import Erasure, Merge, refers
from storage.entities.stamps import Authored
from storage.session.base import BigId, UtcDateTime

_HERE = text("archived_at IS NULL")


class CustomerAccountRow(Authored):
    """A person of a customer on a platform, by the platform's own id. At most one row of an account is not put away.

    `wrote_at` is when they last wrote; `stopped_at` when they wanted to hear nothing more, until they come back by themselves;
    `look_at` when it is next looked whether there is something to ask them.
    """

    __tablename__ = "customer_accounts"
    __entity__ = Entity(label="customer_id", about="customer_account", undo=ByRow(), codes=("account", "chat"))
    __table_args__ = (
        Index(
            "ix_customer_accounts_account",
            "platform",
            "account",
            unique=True,
            sqlite_where=_HERE,
            postgresql_where=_HERE,
        ),
        Index("ix_customer_accounts_customer", "customer_id"),
        Index("ix_customer_accounts_chat", "platform", "chat"),
        Index("ix_customer_accounts_look", "look_at", sqlite_where=_HERE, postgresql_where=_HERE),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(refers("customers.id", merge=Merge.MOVES, erasure=Erasure.GOES))
    platform: Mapped[str] = mapped_column(String(20))
    account: Mapped[str] = mapped_column(String(64))
    chat: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(5))
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    wrote_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unreachable_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    look_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CustomerLinkRow(Authored):
    """A link by which one person of a customer joins, once, stored hashed; put away, it is revoked."""

    __tablename__ = "customer_links"
    __entity__ = Entity(label="customer_id", about="customer_link", undo=ByRow(), codes=("code_hash",))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(
        refers("customers.id", merge=Merge.MOVES, erasure=Erasure.GOES), index=True
    )
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ConsentRow(Authored):
    """What a person agreed to, or no longer does: for one purpose, in these words, then. The latest of a purpose holds."""

    __tablename__ = "consents"
    __entity__ = Entity(label="purpose", about="consent", undo=ByRow(), words=("words",))
    __table_args__ = (Index("ix_consents_account", "account_id", "purpose", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(refers("customer_accounts.id", erasure=Erasure.GOES))
    purpose: Mapped[str] = mapped_column(String(20))
    granted: Mapped[bool] = mapped_column(Boolean)
    words: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PreferenceRow(Authored):
    """How a customer wants to be reached, one thing a row: `kind` is one of `records.PreferenceKind`: a `gap` is in days, `hours` are a week.

    `words` are those in which it was said, where a colleague noted it; the customer's own taps have none.
    """

    __tablename__ = "contact_preferences"
    __entity__ = Entity(
        label="kind", about="preference", undo=ByRow(), join=Join(same="kind"), words=("words",), codes=("value",)
    )
    __table_args__ = (Index("ix_contact_preferences_customer", "customer_id", "kind"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(refers("customers.id", merge=Merge.MOVES, erasure=Erasure.GOES))
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(400))
    words: Mapped[str | None] = mapped_column(Text)


class ApproachRow(Authored):
    """A survey's question or a promotion that was sent to a customer unasked: what frequency and cap are counted by.

    `about` is what it was for ("promotion:7"), `key` makes it unique for all time, `outbox_id` is the message.
    """

    __tablename__ = "approaches"
    __entity__ = Entity(label="purpose", about="approach", undo=ByRow(), codes=("about", "key"))
    __table_args__ = (Index("ix_approaches_customer", "customer_id", "at"), Index("ix_approaches_about", "about"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(refers("customers.id", merge=Merge.MOVES, erasure=Erasure.GOES))
    account_id: Mapped[int] = mapped_column(refers("customer_accounts.id", erasure=Erasure.GOES), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    about: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    outbox_id: Mapped[int | None] = mapped_column(BigId)
