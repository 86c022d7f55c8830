"""Files on their way in or out: in the store, so that any process can read or send them, and forgotten in a week."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, insert, select

from storage.messaging.tables import FileRow
from storage.session.session import Session

KEEP = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file with its content."""

    id: int
    name: str
    mime: str
    content: bytes


class Files:
    """Files that people sent and files made for them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, name: str, mime: str, content: bytes) -> int:
        """Stores a file; returns its id."""
        row = {"name": name[:200], "mime": mime[:120], "content": content, "created_at": self._session.machine_now}
        return self._session.connection.execute(insert(FileRow).returning(FileRow.id), row).scalar_one()

    def get(self, file_id: int) -> FileRecord | None:
        """The file, None where it is forgotten."""
        row = self._session.connection.execute(
            select(FileRow.id, FileRow.name, FileRow.mime, FileRow.content).where(FileRow.id == file_id)
        ).one_or_none()
        return FileRecord(*row) if row else None

    def exists(self, file_id: int) -> bool:
        """Whether it is still there."""
        return self._session.connection.execute(select(FileRow.id).where(FileRow.id == file_id)).first() is not None

    def forget(self, file_id: int) -> None:
        """Deletes one that is kept elsewhere, or not at all."""
        self._session.connection.execute(delete(FileRow).where(FileRow.id == file_id))

    def forget_old(self) -> int:
        """Deletes files of more than a week ago; returns how many."""
        statement = delete(FileRow).where(FileRow.created_at < self._session.machine_now - KEEP)
        return self._session.connection.execute(statement).rowcount
