"""The tables of customers and of what happened with them. People's rows carry who and when; none is ever deleted.

The declarative classes name the tables and their columns; reading and writing goes through typed Core statements
(`select(Customer.id, …)`), which cost a tenth of what loading objects does.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, Boolean, Date, DateTime, Index, Integer, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.entity import Alias, AsWhole, ByRow, Entity, Join, OwnName
from storage.entities.keys import Erasure, Merge, refers
from storage.entities.stamps import Authored
from storage.names.names import NameKind
from storage.session.base import Base, BigId, Json, MoneyType, UtcDateTime
from storage.session.partial_indexes import kept, known, missing, of_a_contact, of_an_import, of_an_opportunity


class CustomerRow(Authored):
    """A customer; `folded` is the name as it is compared.

    `phone` is the main number, further ones are in `customer_phones`; `referral_asked_at` is when they were last asked
    whom they would recommend us to; `import_id` says which import brought it.
    """

    __tablename__ = "customers"
    __entity__ = Entity(
        label="name",
        about="customer",
        undo=ByRow(),
        join=Join(fills=("phone", "email", "address", "sector", "owner_id")),
        found_by=OwnName(NameKind.CUSTOMER),
        data_subject=True,
        identifies=("name", "folded", "phone", "email", "address"),
        codes=("sector",),
    )
    __table_args__ = (
        Index("ix_customers_owner", "owner_id", "archived_at", "id"),
        known("customers", "phone"),
        known("customers", "email"),
        missing("phone"),
        missing("email"),
        missing("sector"),
        of_an_import("customers"),
        kept("ix_customers_created", "created_at", "id"),
        kept("ix_customers_sector", "sector", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(400), index=True)
    phone: Mapped[str | None] = mapped_column(String(40))
    email: Mapped[str | None] = mapped_column(String(254))
    address: Mapped[str | None] = mapped_column(String(300))
    sector: Mapped[str | None] = mapped_column(String(80))
    status: Mapped[str] = mapped_column(String(20))
    owner_id: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.STAYS))
    referral_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    import_id: Mapped[int | None] = mapped_column(refers("imports.id"))


class NicknameRow(Authored):
    """Another name by which a customer is known."""

    __tablename__ = "nicknames"
    __entity__ = Entity(
        label="name", undo=ByRow(), join=Join(same="name"), found_by=Alias(of="customer_id"), identifies=("name",)
    )
    __table_args__ = (of_an_import("nicknames"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    customer_id: Mapped[int] = mapped_column(
        refers("customers.id", merge=Merge.MOVES, erasure=Erasure.GOES), index=True
    )
    name: Mapped[str] = mapped_column(String(200))
    import_id: Mapped[int | None] = mapped_column(refers("imports.id"))


class CustomerPhoneRow(Authored):
    """A further number of a customer."""

    __tablename__ = "customer_phones"
    __entity__ = Entity(label="number", undo=ByRow(), join=Join(same="number"), identifies=("number",))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    customer_id: Mapped[int] = mapped_column(
        refers("customers.id", merge=Merge.MOVES, erasure=Erasure.GOES), index=True
    )
    number: Mapped[str] = mapped_column(String(40), index=True)


class ReferralRow(Authored):
    """One customer recommended us to another."""

    __tablename__ = "referrals"
    __entity__ = Entity(label="referred_id", undo=ByRow())

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    referrer_id: Mapped[int] = mapped_column(
        refers("customers.id", merge=Merge.MOVES, erasure=Erasure.GOES, apart_from="referred_id"), index=True
    )
    referred_id: Mapped[int] = mapped_column(
        refers("customers.id", merge=Merge.MOVES, erasure=Erasure.GOES, apart_from="referrer_id"), index=True
    )


class ContactRow(Authored):
    """A person at a customer."""

    __tablename__ = "contacts"
    __entity__ = Entity(
        label="name",
        about="contact",
        undo=ByRow(),
        join=Join(fills=("role", "phone", "email"), same="name", unless=("phone", "email")),
        found_by=OwnName(NameKind.CONTACT, customer="customer_id"),
        data_subject=True,
        identifies=("name", "folded", "phone", "email"),
        words=("role",),
    )
    __table_args__ = (known("contacts", "phone"), known("contacts", "email"), of_an_import("contacts"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    customer_id: Mapped[int] = mapped_column(
        refers("customers.id", merge=Merge.MOVES, erasure=Erasure.GOES), index=True
    )
    name: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(400))
    role: Mapped[str | None] = mapped_column(String(80))
    phone: Mapped[str | None] = mapped_column(String(40))
    email: Mapped[str | None] = mapped_column(String(254))
    import_id: Mapped[int | None] = mapped_column(refers("imports.id"))


class InteractionRow(Authored):
    """A visit, call, e-mail, message, meeting or event that took place.

    `at` orders the history (noon where only the day is known); `day` and `grain` are what the person said.
    `called` is the name that the person used for the customer, to learn from when it is corrected.
    `source` is the message that logged it ("telegram:chat:message"), so that editing that message corrects the record.
    """

    __tablename__ = "interactions"
    __entity__ = Entity(
        label="customer_id",
        about="interaction",
        undo=ByRow(),
        words=("summary", "promotion", "product", "called"),
        codes=("source",),
        keeps_original=True,
    )
    __table_args__ = (
        Index("ix_interactions_history", "customer_id", "at", "id"),
        Index("ix_interactions_author", "author_id", "at"),
        kept("ix_interactions_at", "at", "kind", "author_id", "customer_id"),
        known("interactions", "promotion"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(refers("customers.id", merge=Merge.MOVES, erasure=Erasure.GOES))
    author_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.STAYS))
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


class InteractionContactRow(Authored):
    """Somebody at the customer who was met, or spoken to; the order is that of the ids.

    Those that an interaction was logged with are a part of it, and come and go with it; the audit has who was told of later.
    """

    __tablename__ = "interaction_contacts"
    __entity__ = Entity(label="contact_id", undo=ByRow(), part_of="interaction_id", join=Join(same="interaction_id"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    interaction_id: Mapped[int] = mapped_column(
        refers("interactions.id", erasure=Erasure.GOES, speaks=True), index=True
    )
    contact_id: Mapped[int] = mapped_column(refers("contacts.id", merge=Merge.MOVES, erasure=Erasure.GOES), index=True)


class FollowUpRow(Authored):
    """A follow-up: something to be done, by one colleague at one minute.

    `due_at` is derived from the wall time `due_local` in `zone`; `nudge_at` is when to speak up next, empty once
    that has been done. It is the next step of its opportunity where it has one. A `deadline` is nudged before as well, one that is `even_away` also while its owner is away. `repeats` is how it goes on: an RFC 5545 rule with its
    start in wall time, "DTSTART:20261123T100000" and "RRULE:FREQ=WEEKLY" on two lines.
    """

    __tablename__ = "follow_ups"
    __entity__ = Entity(
        label="what",
        about="follow_up",
        undo=ByRow(),
        words=("what",),
        codes=("zone", "repeats"),
        keeps_original=True,
    )
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
        of_an_opportunity("follow_ups"),
        kept("ix_follow_ups_due", "state", "due_at"),
        kept("ix_follow_ups_done", "done_at", also="done_at IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int | None] = mapped_column(refers("customers.id", merge=Merge.MOVES, erasure=Erasure.GOES))
    contact_id: Mapped[int | None] = mapped_column(refers("contacts.id", merge=Merge.MOVES, erasure=Erasure.LETS_GO))
    interaction_id: Mapped[int | None] = mapped_column(refers("interactions.id", erasure=Erasure.LETS_GO), index=True)
    opportunity_id: Mapped[int | None] = mapped_column(refers("opportunities.id", erasure=Erasure.LETS_GO))
    owner_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.STAYS))
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


class LooseNoteRow(Authored):
    """What somebody told that had no place: nobody knew which customer it was about, or what to do with it.

    `said_at` is when; `state` is "open", or "placed" once it became a record or a reminder. A discarded one is archived.
    """

    __tablename__ = "loose_notes"
    __entity__ = Entity(label="words", about="loose_note", undo=ByRow(), words=("words",), keeps_original=True)
    __table_args__ = (
        Index("ix_loose_notes_owner", "owner_id", "state", "id"),
        kept("ix_loose_notes_open", "said_at", also="state = 'open'"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    owner_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.GOES))
    words: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10))


class OriginalRow(Base):
    """A message as it was sent, letter by letter, of which something became a record or changed one.

    `about` is that record, as buttons call it ("interaction:7"). One that names somebody who is erased is emptied.
    """

    __tablename__ = "originals"
    __entity__ = Entity(fleeting=("words",), codes=("about", "source"), refers_by="about")
    __table_args__ = (Index("ix_originals_about", "about", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    about: Mapped[str] = mapped_column(String(60))
    staff_id: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.STAYS))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(String(160))
    words: Mapped[str | None] = mapped_column(Text)


class ImportRow(Base):
    """A table that somebody brought in. Its rows are archived while it runs, and shown all at once when it is "done".

    `kind` is what it is a table of: "customers", "products" or "purchases". `state` is "new" (looked at), "running", "done", "refused", "cancelled" or "reverted"; `counts` says what it did.
    """

    __tablename__ = "imports"
    __entity__ = Entity(label="name", name="import", about="import", undo=AsWhole(), words=("name",), codes=("counts",))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    staff_id: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.STAYS), index=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10), server_default="customers")
    file_id: Mapped[int | None] = mapped_column(BigId)
    state: Mapped[str] = mapped_column(String(10))
    counts: Mapped[Json] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
