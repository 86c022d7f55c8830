"""Files: sent in three steps, fetched with the token (docs.slack.dev, "Working with files")."""

import mimetypes
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from .errors import Refused
from .markup import Raw
from .messages import StoredFile
from .world import TEAM, World


@dataclass(slots=True)
class Upload:
    """A file that the app announced."""

    file_id: str
    name: str
    length: int
    alternative: str = ""
    content: bytes | None = None


class Uploads:
    """The files that the app is about to send, and all that were sent."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._announced: dict[str, Upload] = {}
        self._by_key: dict[str, Upload] = {}

    def expect(self, name: str, length: int, alternative: str = "") -> Raw:
        """Returns where to send an announced file; `alternative` is what a screen reader says of a picture."""
        upload = Upload(self.world.next_id("F"), name, length, alternative)
        key = f"{self.world.random.getrandbits(96):024x}"
        self._announced[upload.file_id] = self._by_key[key] = upload
        return {"upload_url": f"{self.world.url}/upload/v1/{key}", "file_id": upload.file_id}

    def sent(self, key: str, content: bytes) -> str:
        """Second step: returns what Slack answers, in plain text."""
        upload = self._by_key.get(key)
        if upload is None:
            raise Refused("invalid_upload_url", 404)
        if len(content) != upload.length:
            raise Refused("file_upload_size_mismatch", 400)
        upload.content = content
        return f"OK - {len(content)}"

    def completed(self, file_id: str, title: str) -> StoredFile:
        """Returns the file that was sent, or refuses: it is not there (any more)."""
        upload = self._announced.get(file_id)
        if upload is None:
            raise Refused("file_not_found")
        if upload.content is None:
            raise Refused("file_update_failed")
        del self._announced[file_id]
        mimetype = mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
        more = {"alt_txt": upload.alternative} if upload.alternative else {}
        return self.keep(upload.name, upload.content, mimetype, more, file_id, title)

    def keep(
        self, name: str, content: bytes, mimetype: str, more: Raw, file_id: str = "", title: str = ""
    ) -> StoredFile:
        """Returns a new file on Slack's side."""
        file_id = file_id or self.world.next_id("F")
        url = f"{self.world.url}/files-pri/{TEAM}-{file_id}/{quote(name)}"
        known: dict[str, Any] = dict(more)
        stored = StoredFile(file_id, name, title or name, content, mimetype, url, known)
        self.world.files[file_id] = stored
        return stored

    def fetched(self, path: str) -> StoredFile | None:
        """Returns the file at a path behind /files-pri/, if there is one."""
        return self.world.files.get(path.partition("/")[0].removeprefix(f"{TEAM}-"))
