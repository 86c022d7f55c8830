"""Who made a row and who changed it last: what every table of the business carries."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.session.base import UtcDateTime


class Stamped:
    """Who made the row and when, and who changed it last."""

    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class Authored(Stamped):
    """A stamped row that is put away, never deleted."""

    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
