"""The table of changes."""

from datetime import datetime

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.entity import Entity
from storage.entities.keys import Erasure, refers
from storage.session.base import Base, BigId, Json, UtcDateTime


class AuditRow(Base):
    """One change of one row: what it was, what it became. `turn` groups what one message did; undo works from it."""

    __tablename__ = "audit"
    __entity__ = Entity(words=("before", "after"), codes=("turn", "entity"))
    __table_args__ = (
        Index("ix_audit_row", "entity", "entity_id", "id"),
        Index("ix_audit_staff", "staff_id", "id"),
        Index("ix_audit_turn", "turn", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff_id: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.STAYS))
    turn: Mapped[str] = mapped_column(String(40))
    entity: Mapped[str] = mapped_column(String(40))
    entity_id: Mapped[int] = mapped_column(BigId)
    before: Mapped[Json | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[Json] = mapped_column(JSON)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.STAYS))


class ProposalRow(Base):
    """What a program proposed to a colleague, until they decide: what it means as a digest, the rows as they were by "table:id"."""

    __tablename__ = "proposals"
    __entity__ = Entity(backup=False, codes=("means", "versions"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    staff_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.GOES), index=True)
    means: Mapped[str] = mapped_column(String(64))
    versions: Mapped[Json] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
