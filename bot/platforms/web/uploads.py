"""Files on their way through the page: those that people send, until they are fetched."""

import secrets
from pathlib import Path

REFERENCE_BYTES = 16


class Uploads:
    """A folder that only this account can read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Keeps a file; returns the reference under which it is fetched."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        reference = secrets.token_hex(REFERENCE_BYTES)
        path = self._folder / reference
        path.touch(mode=0o600)
        path.write_bytes(content)
        return reference

    def read(self, reference: str) -> bytes | None:
        """A file that was kept; None where there is none of this name."""
        path = self._folder / reference
        if not all(letter in "0123456789abcdef" for letter in reference) or not path.is_file():
            return None
        return path.read_bytes()
