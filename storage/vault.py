"""Files that are kept for good: in a folder beside the database, each named by what it holds.

The same content is one file, however often it is sent (its name is its SHA-256). The rows that speak of a file are in the database;
what no row speaks of is swept away. Where several machines share a database, they share this folder.
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

YOUNG = 24 * 3600.0
"""Seconds that a file is left alone whatever the rows say: its row may not be committed yet."""

_HEX = frozenset("0123456789abcdef")


def digest_of(content: bytes) -> str:
    """The name of a content: its SHA-256 in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class Vault:
    """A folder of kept files, which only this account can read."""

    folder: Path

    @classmethod
    def beside(cls, data_dir: Path) -> "Vault":
        """The one of an installation."""
        return cls(data_dir / "attachments")

    def keep(self, content: bytes) -> str:
        """Keeps a content, whole or not at all, and returns its digest. Raises OSError where it cannot be written."""
        digest = digest_of(content)
        path = self._path(digest)
        if path.exists():
            path.touch()  # younger than any sweep
            return digest
        for folder in (self.folder, path.parent):  # parents get no mode of their own
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".unfinished-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(unfinished).replace(path)
        except OSError:
            Path(unfinished).unlink(missing_ok=True)
            raise
        return digest

    def read(self, digest: str) -> bytes | None:
        """What was kept under a digest; None where it is not there, or is not what it was any more."""
        try:
            content = self._path(digest).read_bytes()
        except FileNotFoundError:
            return None
        return content if digest_of(content) == digest else None

    def holds(self, digest: str) -> bool:
        """Whether there is such a file; what it holds is not looked at."""
        return self._path(digest).is_file()

    def sweep(self, wanted: Collection[str], *, young: float = YOUNG) -> int:
        """Deletes the files that nobody wants, but for those of the last `young` seconds; returns how many."""
        before, swept = time.time() - young, 0
        for path in self._files():
            if path.name not in wanted and path.stat().st_mtime <= before:
                path.unlink(missing_ok=True)
                swept += 1
        return swept

    def size(self) -> tuple[int, int]:
        """How many files there are, and their bytes."""
        sizes = [path.stat().st_size for path in self._files()]
        return len(sizes), sum(sizes)

    def writable(self) -> bool:
        """Whether something can be written there; tried by writing."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.TemporaryFile(dir=self.folder) as file:
                file.write(b"\0" * 4096)
                file.flush()
        except OSError:
            return False
        return True

    def _path(self, digest: str) -> Path:
        if len(digest) != 64 or not _HEX.issuperset(digest):
            raise ValueError("that is no digest")
        return self.folder / digest[:2] / digest

    def _files(self) -> Iterator[Path]:
        """All of them, and what was being written when a process died."""
        if self.folder.is_dir():
            yield from (path for path in self.folder.glob("[0-9a-f][0-9a-f]/*") if path.is_file())
