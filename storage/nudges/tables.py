"""The tables of nudges: what was told and what came of it, what is muted, and when to look again."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.entity import ByRow, Entity
from storage.entities.keys import Erasure, refers
from storage.entities.stamps import Authored
from storage.session.base import Base, BigId, UtcDateTime

_UNSETTLED = text("outcome IS NULL")
_KEPT = text("archived_at IS NULL")


class ToldNudgeRow(Base):
    """Something that a colleague was told unasked: by which rule (`kind`), about what ("opportunity:7"), and when.

    `actions` are what its buttons do, as [name, arguments]; `outcome` is the name of the one that was taken, with its time. One
    that went `up` was told to a manager because its owner did not answer.
    """

    __tablename__ = "told_nudges"
    __entity__ = Entity(fleeting=("actions",), codes=("kind", "about", "outcome"), refers_by="about", backup=False)
    __table_args__ = (
        Index("ix_told_nudges_at", "told_at"),
        Index("ix_told_nudges_staff", "staff_id", "told_at"),
        Index("ix_told_nudges_about", "about", "kind", "told_at"),
        Index("ix_told_nudges_unsettled", "staff_id", sqlite_where=_UNSETTLED, postgresql_where=_UNSETTLED),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    staff_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.GOES))
    kind: Mapped[str] = mapped_column(String(30))
    about: Mapped[str | None] = mapped_column(String(60))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actions: Mapped[list[Any]] = mapped_column(JSON)
    outcome: Mapped[str | None] = mapped_column(String(60))
    outcome_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    up: Mapped[int] = mapped_column(Integer)


class NudgeMuteRow(Authored):
    """A kind of nudge that a colleague does not want `until` then."""

    __tablename__ = "nudge_mutes"
    __entity__ = Entity(label="kind", about="nudge_mute", undo=ByRow(), codes=("kind",))
    __table_args__ = (Index("ix_nudge_mutes_staff", "staff_id", "kind"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    staff_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.GOES))
    kind: Mapped[str] = mapped_column(String(30))
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class DigestRow(Authored):
    """A digest ("morning", "week", "month") that a colleague wants in a chat, with their account there; a `shared` one is several's.

    `next_at` is when the next one comes, which is in no audit once it came.
    """

    __tablename__ = "digests"
    __entity__ = Entity(label="kind", about="digest", undo=ByRow(), codes=("kind", "platform", "chat", "account"))
    __table_args__ = (
        Index("ix_digests_staff", "staff_id"),
        Index("ix_digests_next", "next_at", sqlite_where=_KEPT, postgresql_where=_KEPT),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    staff_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.GOES))
    kind: Mapped[str] = mapped_column(String(10))
    platform: Mapped[str] = mapped_column(String(20))
    chat: Mapped[str] = mapped_column(String(80))
    account: Mapped[str] = mapped_column(String(64))
    shared: Mapped[bool] = mapped_column(Boolean)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)


class NudgeMarkRow(Base):
    """A thing that one kind of nudge does not look at before a time; `thing` is its number in whatever table it is of."""

    __tablename__ = "nudge_marks"
    __entity__ = Entity(codes=("kind",))

    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    thing: Mapped[int] = mapped_column(BigId, primary_key=True)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
