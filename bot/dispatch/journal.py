"""What the platforms took, noted in a file the moment they answer: a process that is killed right then is not made to say it twice.

The store is told too, with the next transaction that commits anyway, but that is some milliseconds later. A note costs
microseconds. The file is not synchronised: it outlives the process, not a power cut.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog

log = structlog.get_logger()

PATTERN = "sent-*.journal"
MOST_BYTES = 64_000
"""A journal that is longer is begun anew as soon as the store knows all that it says."""


@dataclass(frozen=True, slots=True)
class Note:
    """A message that was sent: the token in its buttons, which no other message of any store has, and the platform's id of it."""

    token: str
    message_id: str | None


class SentJournal:
    """One process's notes, in a file that it alone writes while it lives. Where no file can be written, there are none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: int | None = None
        self._path: Path | None = None
        self._unsettled = 0
        self._bytes = 0

    def note(self, note: Note) -> None:
        """Writes down that a message was sent; in the hands of the operating system when this returns."""
        file = self._opened()
        self._unsettled += 1
        if file is not None:
            try:
                self._bytes += os.write(file, f"{json.dumps([note.token, note.message_id])}\n".encode())
            except OSError as error:
                log.warning("not_noted", error=type(error).__name__)

    def settled(self) -> None:
        """The store knows of one more of what was noted."""
        self._unsettled -= 1
        if not self._unsettled and self._bytes > MOST_BYTES and self._file is not None:
            os.ftruncate(self._file, 0)
            self._bytes = 0

    def left_behind(self, take_over: Callable[[Iterable[Note]], None]) -> None:
        """Hands over the notes of processes that live no more, and then forgets them."""
        for path in sorted(self._folder.glob(PATTERN)):
            if path == self._path:
                continue
            file = os.open(path, os.O_RDWR)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                take_over(_notes(path.read_bytes()))
                path.unlink(missing_ok=True)
            except BlockingIOError:
                continue  # its process lives
            finally:
                os.close(file)

    def close(self) -> None:
        """Lets go of the file; what the store knows need not be kept."""
        if self._file is not None and self._path is not None:
            if not self._unsettled:
                self._path.unlink(missing_ok=True)
            os.close(self._file)
        self._file = self._path = None

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


def _notes(content: bytes) -> list[Note]:
    """The notes of a file; one may be half written, where the disk was full or the process was killed."""
    notes = []
    for line in content.splitlines():
        with suppress(ValueError):
            token, message_id = json.loads(line)
            notes.append(Note(token, message_id))
    return notes
