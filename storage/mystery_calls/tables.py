"""The tables of calls to oneself."""

from datetime import datetime

from sqlalchemy import Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.entity import ByRow, Entity
from storage.entities.keys import Erasure, refers
from storage.entities.stamps import Authored
from storage.session.base import UtcDateTime


class MysteryCallRow(Authored):
    """A call that a colleague made to us as a customer would: `seconds` until somebody answered, None where nobody did."""

    __tablename__ = "mystery_calls"
    __entity__ = Entity(label="note", about="mystery_call", undo=ByRow(), words=("note",))
    __table_args__ = (Index("ix_mystery_calls_at", "at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff_id: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.LETS_GO))
    seconds: Mapped[int | None] = mapped_column(Integer)
    note: Mapped[str] = mapped_column(Text)


class MysteryTargetRow(Authored):
    """Within how many seconds a call is to be answered: one row at most, none where nobody changed the usual."""

    __tablename__ = "mystery_targets"
    __entity__ = Entity(label="seconds", about="mystery_target", undo=ByRow())

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seconds: Mapped[int] = mapped_column(Integer)
