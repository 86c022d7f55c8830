"""What came with what people told, as it is read."""

from dataclasses import dataclass
from datetime import datetime

PHOTO, VOICE, VIDEO, DOCUMENT, PLACE = "photo", "voice", "video", "document", "place"


@dataclass(frozen=True, slots=True)
class AttachmentInput:
    """What came: a file that is kept under its `digest`, or a place in degrees."""

    kind: str
    name: str
    at: datetime
    mime: str | None = None
    size: int | None = None
    digest: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    source: str | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class AttachmentRecord:
    """Something that came, and with what."""

    id: int
    interaction_id: int | None
    loose_note_id: int | None
    opportunity_id: int | None
    kind: str
    name: str
    mime: str | None
    size: int | None
    digest: str | None
    latitude: float | None
    longitude: float | None
    at: datetime
    alone: bool
    archived_at: datetime | None
