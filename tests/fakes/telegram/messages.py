"""What stands in a chat: messages with their buttons, presses of these, and files."""

import itertools
import struct
from dataclasses import dataclass, field
from typing import Any

from .checks import Upload

MAX_DOWNLOAD = 20 * 1024 * 1024  # getFile: "bots can download files of up to 20MB in size"
_SIZE_OF_OTHERS = (800, 600)


@dataclass(frozen=True, slots=True)
class Button:
    """A button of an inline keyboard, as a person sees it; `data` is empty for one that opens a link."""

    text: str
    data: str = ""
    url: str = ""


@dataclass(slots=True, eq=False)
class Message:
    """A message in a chat. `raw` is the API's Message as it stands now, `history` what it was before each edit.

    `content` is the file that the bot sent, `markup` its reply markup, if that is no inline keyboard.
    """

    raw: dict[str, Any]
    from_bot: bool
    history: list[dict[str, Any]] = field(default_factory=list)
    deleted: bool = False
    content: bytes = b""
    markup: dict[str, Any] | None = None

    @property
    def message_id(self) -> int:
        """The number that the API calls message_id."""
        return int(self.raw["message_id"])

    @property
    def chat_id(self) -> int:
        """The chat that it stands in."""
        return int(self.raw["chat"]["id"])

    @property
    def text(self) -> str:
        """The plain text, of a photo or document the caption."""
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def entities(self) -> list[dict[str, Any]]:
        """How parts of the text look (MessageEntity; offsets in UTF-16 units)."""
        found: list[dict[str, Any]] = self.raw.get("entities") or self.raw.get("caption_entities") or []
        return found

    def marked(self, kind: str) -> list[str]:
        """Returns the parts of the text that have this look: `marked("bold")`."""
        units = self.text.encode("utf-16-le")
        spans = [(e["offset"] * 2, (e["offset"] + e["length"]) * 2) for e in self.entities if e["type"] == kind]
        return [units[start:stop].decode("utf-16-le") for start, stop in spans]

    @property
    def keyboard(self) -> list[list[Button]]:
        """The inline keyboard, row by row; empty without one."""
        rows = self.raw.get("reply_markup", {}).get("inline_keyboard", [])
        return [
            [Button(button["text"], button.get("callback_data", ""), button.get("url", "")) for button in row]
            for row in rows
        ]

    @property
    def buttons(self) -> list[Button]:
        """All buttons, in reading order."""
        return [button for row in self.keyboard for button in row]

    @property
    def labels(self) -> list[str]:
        """What is written on the buttons, in reading order."""
        return [button.text for button in self.buttons]

    def replace(self, changes: dict[str, Any]) -> None:
        """Edit: keep what it was in the history and take over the changes; None removes a field."""
        self.history.append(self.raw)
        raw = {**self.raw, **changes}
        self.raw = {name: value for name, value in raw.items() if value is not None}


@dataclass(slots=True, eq=False)
class Press:
    """A button that somebody pressed. `answers` are the answerCallbackQuery calls that came in time."""

    query_id: str
    data: str
    expires: float
    answers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def answer(self) -> str | None:
        """What the person was shown: None while the button still spins, "" for an answer without text."""
        return str(self.answers[0].get("text", "")) if self.answers else None

    def expire(self) -> None:
        """Let it be too old to be answered."""
        self.expires = float("-inf")


@dataclass(slots=True, eq=False)
class StoredFile:
    """A file on Telegram's side."""

    file_id: str
    name: str
    content: bytes
    content_type: str
    path: str

    @property
    def unique_id(self) -> str:
        """The id that is the same for every bot."""
        return "u" + self.file_id

    def described(self) -> dict[str, Any]:
        """Returns what every kind of file says of itself in the API."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.content)}

    def as_document(self) -> dict[str, Any]:
        """Returns the API's Document."""
        return {**self.described(), "file_name": self.name, "mime_type": self.content_type}

    def as_photo(self) -> list[dict[str, Any]]:
        """Returns the API's sizes of a photo (here there is one)."""
        width, height = image_size(self.content) or _SIZE_OF_OTHERS
        return [{**self.described(), "width": width, "height": height}]


class Files:
    """The files that bots and people have sent."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self.by_id: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}

    def keep(self, upload: Upload, folder: str) -> StoredFile:
        """Store a file and give it an id and a path."""
        number = next(self._numbers)
        suffix = "." + upload.name.rpartition(".")[2] if "." in upload.name else ""
        path = f"{folder}/file_{number}{suffix}"
        stored = StoredFile(f"{folder}-{number:08d}-fake", upload.name, upload.content, upload.content_type, path)
        self.by_id[stored.file_id] = stored
        self.by_path[path] = stored
        return stored


def image_size(content: bytes) -> tuple[int, int] | None:
    """Returns a PNG's width and height; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    return None


def is_image(content: bytes) -> bool:
    """Returns whether the bytes start as those of a PNG, JPEG, GIF, BMP or WebP do."""
    return content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM")) or content[8:12] == b"WEBP"
