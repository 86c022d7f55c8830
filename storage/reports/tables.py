"""Reports: questions that colleagues want answered again and again."""

from datetime import datetime

from sqlalchemy import Boolean, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.entity import ByRow, Entity
from storage.entities.keys import Erasure, refers
from storage.entities.stamps import Authored
from storage.session.base import UtcDateTime

_KEPT = text("archived_at IS NULL")


class ReportRow(Authored):
    """A question in its own `words`, so that "this week" is each time another one, and where its answer goes.

    `repeats` is when, as follow-ups keep it, in the wall time of `zone`; `grain` is "minute" where an hour was said. `next_at` is when
    the next one comes, which is in no audit once it came.
    """

    __tablename__ = "reports"
    __entity__ = Entity(
        label="words",
        about="report",
        undo=ByRow(),
        words=("words",),
        codes=("repeats", "zone", "platform", "chat", "account"),
    )
    __table_args__ = (
        Index("ix_reports_staff", "staff_id"),
        Index("ix_reports_next", "next_at", sqlite_where=_KEPT, postgresql_where=_KEPT),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    staff_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.GOES))
    words: Mapped[str] = mapped_column(Text)
    repeats: Mapped[str] = mapped_column(String(200))
    zone: Mapped[str] = mapped_column(String(64))
    grain: Mapped[str] = mapped_column(String(10))
    platform: Mapped[str] = mapped_column(String(20))
    chat: Mapped[str] = mapped_column(String(80))
    account: Mapped[str] = mapped_column(String(64))
    shared: Mapped[bool] = mapped_column(Boolean)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
