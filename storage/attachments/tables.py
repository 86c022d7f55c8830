"""The table of what came with what people told."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Float, String, false
from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.entity import ByRow, Entity
from storage.entities.keys import Erasure, refers
from storage.entities.stamps import Authored
from storage.session.base import BigId, UtcDateTime
from storage.session.partial_indexes import known, of_an_opportunity


class AttachmentRow(Authored):
    """Something that came with an interaction, a loose note or an opportunity: exactly one of the three keys is filled.

    `kind` is "photo", "voice", "video", "document" or "place". A file has its `digest` among the kept files (`storage.vault`), its
    `size` in bytes and the `mime` that its content is of; a place has where it is, in degrees, and its `name` where it has one.
    `at` is when it was sent, `source` the message ("telegram:chat:message"). `alone`: nothing was written with it, so that its loose
    note has no other words.
    """

    __tablename__ = "attachments"
    __entity__ = Entity(
        label="name", about="attachment", undo=ByRow(), words=("name",), codes=("kind", "mime", "digest", "source")
    )
    __table_args__ = (
        known("attachments", "interaction_id"),
        known("attachments", "loose_note_id"),
        of_an_opportunity("attachments"),
        known("attachments", "digest"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    interaction_id: Mapped[int | None] = mapped_column(refers("interactions.id", erasure=Erasure.GOES))
    loose_note_id: Mapped[int | None] = mapped_column(refers("loose_notes.id", erasure=Erasure.GOES))
    opportunity_id: Mapped[int | None] = mapped_column(refers("opportunities.id", erasure=Erasure.GOES))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200))
    mime: Mapped[str | None] = mapped_column(String(120))
    size: Mapped[int | None] = mapped_column(BigInteger)
    digest: Mapped[str | None] = mapped_column(String(64))
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str | None] = mapped_column(String(160))
    alone: Mapped[bool] = mapped_column(Boolean, server_default=false())
