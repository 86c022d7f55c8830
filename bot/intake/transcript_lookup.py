"""What was said in a chat, for a platform that keeps no copy of its own: read from the store, outside any turn."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.intake.executor import StoreExecutor, Urgency
from handlers.kit.messages.reply import files_in
from storage.messaging.files import FileRecord
from storage.messaging.records import Address
from storage.messaging.transcripts import TranscriptLine
from storage.work import Store

LINES = 120
"""So far back a chat is shown: a day of a busy rep."""


@dataclass(frozen=True)
class TranscriptLookup:
    """Looks transcripts up, and what was sent with their messages."""

    store: Store
    executor: StoreExecutor

    async def __call__(self, platform: str, chat: str) -> Sequence[TranscriptLine]:
        """The latest lines of a chat, oldest first."""
        return await self.executor.run(self._lines, Address(platform, chat), urgency=Urgency.TAKE_IN)

    async def file(self, platform: str, chat: str, file_id: int) -> FileRecord | None:
        """A picture or a file of the latest messages to a chat; None where it is none of theirs, or is forgotten."""
        return await self.executor.run(self._file, Address(platform, chat), file_id, urgency=Urgency.TAKE_IN)

    def _lines(self, address: Address) -> Sequence[TranscriptLine]:
        with self.store.look() as work:
            return work.transcripts.of(address, limit=LINES)

    def _file(self, address: Address, file_id: int) -> FileRecord | None:
        with self.store.look() as work:
            said = work.transcripts.payloads(address, limit=LINES)
            return work.files.get(file_id) if any(file_id in files_in(payload) for payload in said) else None
