"""The tables of leads: where they come from, who enquired, all that happened since, and how long they waited for us.

A lead is somebody who enquired. Each enquiry of theirs, and each thing that a colleague does about it, is a touch; the touches are
its journey. Each enquiry that has to be answered has a wait of its own, whose clock the first outbound contact by a person stops.
"""

from datetime import datetime

from sqlalchemy import Float, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.entity import ByRow, Entity
from storage.entities.keys import Erasure, Merge, refers
from storage.entities.stamps import Authored
from storage.session.base import Base, BigId, UtcDateTime
from storage.session.partial_indexes import known

_OPEN = text("state IN ('new', 'taken') AND archived_at IS NULL")
_WAITING = text("look_at IS NOT NULL AND answered_at IS NULL AND dropped_at IS NULL AND archived_at IS NULL")
_ONCE = text("once IS NOT NULL")
_PROMOTED = text("promotion_id IS NOT NULL")
_BROUGHT = text("import_id IS NOT NULL")
_LISTED = text("import_id IS NOT NULL AND state = 'new' AND archived_at IS NULL")


class LeadSourceRow(Authored):
    """Where leads come from: a form, a website's own code, a fair. `slug` is what its address calls it.

    `key_hash` is the SHA-256 of the key that its API calls carry, empty where there is none. `consent` is what people agree to in
    its form; `consent_version` goes up with each change of it, and the audit keeps the former ones.
    """

    __tablename__ = "lead_sources"
    __entity__ = Entity(
        label="name", about="lead_source", undo=ByRow(), codes=("name", "slug", "key_hash"), words=("consent",)
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    key_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    consent: Mapped[str | None] = mapped_column(Text)
    consent_version: Mapped[int] = mapped_column(Integer)


class LeadRuleRow(Authored):
    """Whose a lead is: one whose `field` ("territory", "product", "language" or "source") is `value`, folded, is this colleague's."""

    __tablename__ = "lead_rules"
    __entity__ = Entity(label="value", about="lead_rule", undo=ByRow(), codes=("value",))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    field: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(200))
    staff_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.GOES), index=True)


class LeadRow(Authored):
    """Somebody who enquired, as they said it first; `phone` and `email` are in the one form in which they are compared.

    `state` is "new" (nobody took it), "taken", "qualified" or "refused". `customer_id` is who they are, where that is known;
    `opportunity_id` what became of them, `reason` why they were refused. `consent_version` is that of the source's words that they
    agreed to; `promotion_id` the promotion that they answer, `import_id` the list that they stood in.
    """

    __tablename__ = "leads"
    __entity__ = Entity(
        label="name",
        about="lead",
        undo=ByRow(),
        data_subject=True,
        identifies=("name", "company", "email", "phone"),
        words=("message", "product", "campaign", "reason"),
        codes=("territory",),
    )
    __table_args__ = (
        Index("ix_leads_open", "owner_id", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_leads_arrived", "arrived_at"),
        Index("ix_leads_customer", "customer_id"),
        Index("ix_leads_source", "source_id"),
        Index("ix_leads_opportunity", "opportunity_id"),
        Index("ix_leads_promotion", "promotion_id", sqlite_where=_PROMOTED, postgresql_where=_PROMOTED),
        Index("ix_leads_import", "import_id", sqlite_where=_BROUGHT, postgresql_where=_BROUGHT),
        Index("ix_leads_listed", "owner_id", sqlite_where=_LISTED, postgresql_where=_LISTED),
        known("leads", "phone"),
        known("leads", "email"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    source_id: Mapped[int | None] = mapped_column(refers("lead_sources.id"))
    name: Mapped[str] = mapped_column(String(200))
    company: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    message: Mapped[str | None] = mapped_column(Text)
    product: Mapped[str | None] = mapped_column(String(200))
    territory: Mapped[str | None] = mapped_column(String(80))
    language: Mapped[str | None] = mapped_column(String(5))
    campaign: Mapped[str | None] = mapped_column(String(200))
    promotion_id: Mapped[int | None] = mapped_column(refers("promotions.id"))
    consent_version: Mapped[int | None] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(10))
    owner_id: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.LETS_GO))
    customer_id: Mapped[int | None] = mapped_column(refers("customers.id", merge=Merge.MOVES, erasure=Erasure.GOES))
    opportunity_id: Mapped[int | None] = mapped_column(refers("opportunities.id", erasure=Erasure.LETS_GO))
    reason: Mapped[str | None] = mapped_column(String(200))
    import_id: Mapped[int | None] = mapped_column(refers("imports.id"))
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LeadTouchRow(Authored):
    """One thing of a lead's journey.

    What they did: "first" and "last" are what brought them to us, first of all and right before they enquired, with its campaign;
    "form", "api", "chat" and "list" are the enquiry itself, with its `message`; `import_id` is the list. What we did: "assigned" (to `staff_id`), "taken", "passed",
    "call", "visit", "email", "message", "answered", "qualified", "refused", by `staff_id`.

    `once` is the hash of the key by which the same request is known when it comes again, `digest` that of all it said.
    """

    __tablename__ = "lead_touches"
    __entity__ = Entity(
        label="kind",
        about="lead_touch",
        undo=ByRow(),
        words=("message", "campaign", "medium", "origin", "referrer"),
        codes=("once", "digest"),
    )
    __table_args__ = (
        Index("ix_lead_touches_lead", "lead_id", "at", "id"),
        Index("ix_lead_touches_staff", "staff_id", "kind", "at"),
        Index("ix_lead_touches_import", "import_id", sqlite_where=_BROUGHT, postgresql_where=_BROUGHT),
        Index("ix_lead_touches_once", "once", unique=True, sqlite_where=_ONCE, postgresql_where=_ONCE),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    lead_id: Mapped[int] = mapped_column(refers("leads.id", erasure=Erasure.GOES))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(12))
    source_id: Mapped[int | None] = mapped_column(refers("lead_sources.id"))
    staff_id: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.LETS_GO))
    message: Mapped[str | None] = mapped_column(Text)
    campaign: Mapped[str | None] = mapped_column(String(200))
    medium: Mapped[str | None] = mapped_column(String(200))
    origin: Mapped[str | None] = mapped_column(String(200))
    referrer: Mapped[str | None] = mapped_column(String(500))
    import_id: Mapped[int | None] = mapped_column(refers("imports.id"))
    once: Mapped[str | None] = mapped_column(String(64))
    digest: Mapped[str | None] = mapped_column(String(64))


class LeadWaitRow(Authored):
    """An enquiry that waits, or waited, for its first response.

    `target_at` is until when one was promised, by the calendar of whoever had it first. The first outbound contact by a person stops
    it: `answered_at`, and `seconds` of business time by the calendar of who answered. One that was `dropped_at` (its lead was
    refused without one) is not chased any more, and remains unanswered.

    What the reminders remember is in no audit: `step` is what they do next ("listed", "new", "owner", "manager", "reassign"), at `look_at`;
    empty where there is nothing more to do. `assigned_at` is since when its present owner has it.
    """

    __tablename__ = "lead_waits"
    __entity__ = Entity(label="started_at", about="lead_wait", undo=ByRow())
    __table_args__ = (
        Index("ix_lead_waits_lead", "lead_id", "id"),
        Index("ix_lead_waits_started", "started_at"),
        Index("ix_lead_waits_look", "look_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    lead_id: Mapped[int] = mapped_column(refers("leads.id", erasure=Erasure.GOES))
    source_id: Mapped[int | None] = mapped_column(refers("lead_sources.id"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    target_at: Mapped[datetime] = mapped_column(UtcDateTime)
    assigned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.LETS_GO))
    seconds: Mapped[float | None] = mapped_column(Float)
    dropped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    step: Mapped[str | None] = mapped_column(String(10))
    look_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RequestCountRow(Base):
    """How many requests of one kind there were in one stretch of time, for limits that all processes share; `name` is a hash."""

    __tablename__ = "request_counts"
    __entity__ = Entity(codes=("name",), backup=False)

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    requests: Mapped[int] = mapped_column(Integer)
