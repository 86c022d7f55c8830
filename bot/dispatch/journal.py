"""What is being sent, and what the platforms took, noted in a file at that moment: a process that is killed right then is not made to
say it twice, and of what was under way the next one knows that it may have arrived.

The store is told too, with the next transaction that commits anyway, but that is some milliseconds later. A note costs
microseconds. The file is not synchronised: it outlives the process, not a power cut.
"""

import fcntl
import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import structlog

log = structlog.get_logger()

PATTERN = "sent-*.journal"
MOST_BYTES = 64_000
"""A journal that is longer is begun anew, with what the store does not know yet."""


@dataclass(frozen=True, slots=True)
class Note:
    """A message that was sent: the token in its buttons, which no other message of any store has, and the platform's id of it."""

    token: str
    message_id: str | None


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What a process that lives no more could not tell the store: what was sent, and the tokens of what was under way."""

    sent: list[Note] = field(default_factory=list)
    under_way: list[str] = field(default_factory=list)


class SentJournal:
    """One process's notes, in a file that it alone writes while it lives. Where no file can be written, there are none.

    A line is `[token]` where a send begins, `[token, id]` where the platform took it, and `[token, null, "not sent"]`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: int | None = None
        self._path: Path | None = None
        self._open: dict[str, bytes] = {}
        self._bytes = 0

    def begun(self, token: str) -> None:
        """Writes down that a message is about to be sent; in the hands of the operating system when this returns."""
        self._write(token, [token])

    def note(self, note: Note) -> None:
        """Writes down that a message was sent, likewise."""
        self._write(note.token, [note.token, note.message_id])

    def not_sent(self, token: str) -> None:
        """Writes down that a message that was begun certainly did not go out, or is sent again whatever became of it."""
        self._write(token, [token, None, "not sent"])
        self.settled(token)

    def settled(self, token: str) -> None:
        """The store knows what became of a message."""
        self._open.pop(token, None)
        if self._bytes > MOST_BYTES and self._file is not None:
            os.ftruncate(self._file, 0)  # a kill right here costs what a kill without notes does
            self._bytes = os.write(self._file, b"".join(self._open.values()))

    def left_behind(self, take_over: Callable[[LeftBehind], None]) -> None:
        """Hands over the notes of processes that live no more, and then forgets them."""
        for path in sorted(self._folder.glob(PATTERN)):
            if path == self._path:
                continue
            file = os.open(path, os.O_RDWR)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                take_over(_read(path.read_bytes()))
                path.unlink(missing_ok=True)
            except BlockingIOError:
                continue  # its process lives
            finally:
                os.close(file)

    def close(self) -> None:
        """Lets go of the file; what the store knows need not be kept."""
        if self._file is not None and self._path is not None:
            if not self._open:
                self._path.unlink(missing_ok=True)
            os.close(self._file)
        self._file = self._path = None

    def _write(self, token: str, line: list[str | None]) -> None:
        said = f"{json.dumps(line)}\n".encode()
        self._open[token] = said
        file = self._opened()
        if file is not None:
            try:
                self._bytes += os.write(file, said)
            except OSError as error:
                log.warning("not_noted", error=type(error).__name__)

    def _opened(self) -> int | None:
        if self._file is None and self._path is None:
            self._path = self._folder / f"sent-{os.getpid()}-{os.urandom(4).hex()}.journal"
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
                fcntl.flock(self._file, fcntl.LOCK_EX)
            except OSError as error:
                log.warning("no_journal", error=type(error).__name__)
        return self._file


def _read(content: bytes) -> LeftBehind:
    """What a file says; one line may be half written, where the disk was full or the process was killed."""
    sent: dict[str, Note] = {}
    under_way: dict[str, None] = {}
    for line in content.splitlines():
        with suppress(ValueError):
            match json.loads(line):
                case [str(token)]:
                    under_way[token] = None
                case [str(token), str() | None as message_id]:
                    under_way.pop(token, None)
                    sent[token] = Note(token, message_id)
                case [str(token), *_]:
                    under_way.pop(token, None)
    return LeftBehind(list(sent.values()), list(under_way))
