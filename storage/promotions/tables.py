"""The tables of promotions: what is offered, to whom, who of us knows it, and which customer was told what."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, Boolean, Date, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.entity import ByRow, Entity, OwnName
from storage.entities.keys import Erasure, Merge, refers
from storage.entities.stamps import Authored
from storage.names.names import NameKind
from storage.session.base import Base, BigId, Json, MoneyType, UtcDateTime

_KEPT = text("archived_at IS NULL")
_REPORTS = text("report_at IS NOT NULL AND archived_at IS NULL")
_UNREAD = text("look_at IS NOT NULL AND known_at IS NULL AND archived_at IS NULL")
_TO_SEND = text("state = 'to_send'")
_LEAD = text("lead_id IS NOT NULL")
_NO_LEAD = text("state = 'answered' AND lead_id IS NULL")
_TOLD = text("approach_id IS NOT NULL")


class PromotionRow(Authored):
    """A promotion. What it says is in its versions; `version` is the one that counts now.

    `state` is "draft", "briefing" (the team reads it), "running", "paused" or "stopped"; that it has ended is a matter of its
    dates. `owner_id` is who acts on what came of it. `held_back` is the share of the audience, in per cent, that was not told, to
    compare with. What the reminders remember is in no audit: `report_at` is when the owner hears of it next, and of what `report` is
    ("day", "week" or "end").
    """

    __tablename__ = "promotions"
    __entity__ = Entity(
        label="name", about="promotion", undo=ByRow(), found_by=OwnName(NameKind.PROMOTION), words=("name",)
    )
    __table_args__ = (Index("ix_promotions_report", "report_at", sqlite_where=_REPORTS, postgresql_where=_REPORTS),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(Integer)
    owner_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.STAYS))
    held_back: Mapped[int] = mapped_column(Integer)
    launched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    report: Mapped[str | None] = mapped_column(String(10))
    report_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PromotionVersionRow(Authored):
    """What a promotion says from one change of it to the next; never changed itself, so that it is known who got which.

    `products`, `arguments` and `objections` are lines. `audience` is a question about customers, as `Question.as_json` writes it.
    `cost` is what it costs in all, `margin` what is left of a sale in per cent, each empty where nobody said. `channel` is "telegram", "phone", "visit" or "email".
    """

    __tablename__ = "promotion_versions"
    __entity__ = Entity(
        label="offer",
        about="promotion_version",
        undo=ByRow(),
        words=("products", "offer", "call_to_action", "arguments", "objections", "to_customers", "to_prospects"),
        codes=("audience",),
    )
    __table_args__ = (Index("ix_promotion_versions_promotion", "promotion_id", "version", unique=True),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    promotion_id: Mapped[int] = mapped_column(refers("promotions.id"))
    version: Mapped[int] = mapped_column(Integer)
    products: Mapped[str] = mapped_column(Text)
    offer: Mapped[str] = mapped_column(Text)
    price: Mapped[Decimal | None] = mapped_column(MoneyType)
    currency: Mapped[str | None] = mapped_column(String(3))
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    audience: Mapped[Json] = mapped_column(JSON)
    channel: Mapped[str] = mapped_column(String(10))
    call_to_action: Mapped[str] = mapped_column(Text)
    arguments: Mapped[str] = mapped_column(Text)
    objections: Mapped[str | None] = mapped_column(Text)
    cost: Mapped[Decimal | None] = mapped_column(MoneyType)
    cost_currency: Mapped[str | None] = mapped_column(String(3))
    margin: Mapped[int | None] = mapped_column(Integer)
    to_customers: Mapped[str | None] = mapped_column(Text)
    to_prospects: Mapped[str | None] = mapped_column(Text)


class PromotionBriefingRow(Authored):
    """A colleague who is to know a promotion: since when they were told, and since when they say that they know it.

    `look_at` is when they are told next, in no audit; empty while nobody has to be told.
    """

    __tablename__ = "promotion_briefings"
    __entity__ = Entity(label="promotion_id", about="promotion_briefing", undo=ByRow())
    __table_args__ = (
        Index(
            "ix_promotion_briefings_promotion",
            "promotion_id",
            "staff_id",
            unique=True,
            sqlite_where=_KEPT,
            postgresql_where=_KEPT,
        ),
        Index("ix_promotion_briefings_look", "look_at", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    promotion_id: Mapped[int] = mapped_column(refers("promotions.id"))
    staff_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.GOES), index=True)
    known_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    look_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PromotionQuestionRow(Authored):
    """What a colleague asked about a promotion, and the answer, which stands on its sheet from then on."""

    __tablename__ = "promotion_questions"
    __entity__ = Entity(label="question", about="promotion_question", undo=ByRow(), words=("question", "answer"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    promotion_id: Mapped[int] = mapped_column(refers("promotions.id"), index=True)
    staff_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.STAYS))
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by_id: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.STAYS))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PromotionCustomerRow(Base):
    """A customer of a promotion's audience, as it was at the launch, and what became of telling them. One a promotion.

    `held` are those that are not told, to compare with; `grade` is their class then. `place` is the order of sending. `state` is
    "to_send", "sent", "failed", "answered", "refused" or "not_sent", the last with its `why`; a silent one is one that was sent
    and not answered. `version` is the one they got, `approach_id` the message that told them; until `counts_until` a purchase may be
    because of it. `words` are those in which they answered. Who could not be told from the beginning has no place: -1.
    """

    __tablename__ = "promotion_customers"
    __entity__ = Entity(words=("words",))
    __table_args__ = (
        Index("ix_promotion_customers_once", "promotion_id", "customer_id", unique=True),
        Index("ix_promotion_customers_customer", "customer_id", "promotion_id"),
        Index(
            "ix_promotion_customers_to_send",
            "promotion_id",
            "place",
            sqlite_where=_TO_SEND,
            postgresql_where=_TO_SEND,
        ),
        Index("ix_promotion_customers_lead", "lead_id", sqlite_where=_LEAD, postgresql_where=_LEAD),
        Index("ix_promotion_customers_new", "answered_at", sqlite_where=_NO_LEAD, postgresql_where=_NO_LEAD),
        Index("ix_promotion_customers_approach", "approach_id", sqlite_where=_TOLD, postgresql_where=_TOLD),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    promotion_id: Mapped[int] = mapped_column(refers("promotions.id"))
    customer_id: Mapped[int] = mapped_column(refers("customers.id", merge=Merge.STAYS, erasure=Erasure.GOES))
    held: Mapped[bool] = mapped_column(Boolean)
    grade: Mapped[str | None] = mapped_column(String(1))
    place: Mapped[int] = mapped_column(Integer)
    channel: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    why: Mapped[str | None] = mapped_column(String(20))
    version: Mapped[int | None] = mapped_column(Integer)
    approach_id: Mapped[int | None] = mapped_column(refers("approaches.id", erasure=Erasure.LETS_GO))
    look_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    counts_until: Mapped[date | None] = mapped_column(Date)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    words: Mapped[str | None] = mapped_column(Text)
    lead_id: Mapped[int | None] = mapped_column(refers("leads.id", erasure=Erasure.LETS_GO))


class SegmentRow(Authored):
    """Customers under a name, to be used again: a question about customers, as `Question.as_json` writes it."""

    __tablename__ = "segments"
    __entity__ = Entity(label="name", about="segment", undo=ByRow(), words=("name",), codes=("question",))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    question: Mapped[Json] = mapped_column(JSON)
