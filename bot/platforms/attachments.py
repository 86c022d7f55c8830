"""What is sent with a message: pictures and files, as far as they are still there."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.kit.messages.picture import Picture
from handlers.kit.messages.reply import enclosed_in
from storage.messaging.files import FileRecord
from storage.messaging.outbox import Outgoing


@dataclass(frozen=True, slots=True)
class AttachedPicture:
    """A picture, and what is to be seen in it."""

    file: FileRecord
    alternative: str


@dataclass(frozen=True, slots=True)
class Attached:
    """The pictures of a message in their order, and its files."""

    pictures: Sequence[AttachedPicture] = ()
    files: Sequence[FileRecord] = ()

    def __bool__(self) -> bool:
        return bool(self.pictures or self.files)


def attached_to(message: Outgoing) -> Attached:
    """What goes out with a message. Of a picture that is forgotten its alternative text is left, which is shown anyway."""
    blocks = message.payload.get("blocks", ())
    return Attached(
        [
            AttachedPicture(message.files[content["file"]], content["alternative"])
            for kind, content in blocks
            if kind == Picture.kind and content["file"] in message.files
        ],
        [message.files[one.file] for one in enclosed_in(message.payload) if one.file in message.files],
    )
