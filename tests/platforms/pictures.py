"""Pictures and files to be sent, as the outbox has them."""

import struct
import zlib
from collections.abc import Sequence
from typing import Any

from storage.messaging.files import FileRecord
from storage.messaging.outbox import Outgoing


def png(width: int = 2, height: int = 2, *, padding: int = 0) -> bytes:
    """A picture of so many pixels; with `padding`, of so many bytes more."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + bytes(width) for _row in range(min(height, 4))))
    more = chunk(b"tEXt", bytes(padding)) if padding else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + more + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def picture(number: int = 1, **more: Any) -> FileRecord:
    """A chart among the store's files."""
    return FileRecord(number, f"ventas{number}.png", "image/png", png(**more))


def table(number: int = 101) -> FileRecord:
    """A list among the store's files."""
    return FileRecord(number, f"clientes{number}.csv", "text/csv", f"a;{number}\n".encode())


def carrying(
    platform: str,
    chat: str,
    *,
    pictures: Sequence[FileRecord] = (),
    files: Sequence[FileRecord] = (),
    text: str = "",
    labels: Sequence[str] = (),
    message: int = 1,
) -> Outgoing:
    """A message with pictures, files, a text and buttons."""
    blocks: list[Any] = [["text", text]] if text else []
    blocks += [
        ["picture", {"file": file.id, "name": file.name, "alternative": f"Se ve el número {file.id}."}]
        for file in pictures
    ]
    payload = {
        "blocks": blocks,
        "choices": [{"label": label, "action": "card", "args": {}} for label in labels],
        "enclosed": [{"file": file.id, "name": file.name} for file in files],
    }
    return Outgoing(
        message, platform, chat, "reply", f"{message:016}", payload, None, None, None, None, 0,
        files={file.id: file for file in (*pictures, *files)},
    )  # fmt: skip
