"""Who made a row and who changed it last: what every table of the business carries."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.keys import Erasure, refers
from storage.session.base import Base, UtcDateTime


class Stamped(Base):
    """Who made the row and when, and who changed it last."""

    __abstract__ = True

    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.STAYS))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_by: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.STAYS))


class Authored(Stamped):
    """A stamped row that is put away, never deleted."""

    __abstract__ = True

    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
