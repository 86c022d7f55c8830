"""A terminal as a platform: the whole bot, without an account anywhere."""

import asyncio
import itertools
import json
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.platforms.attachments import attached_to
from bot.platforms.base import EventSink, PlatformRoute, Rates, UnreadableError
from bot.platforms.console.text import UNWRAPPED, plain
from bot.platforms.outcomes import NotOurs, Refused, SendError
from handlers.kit.messages.incoming import Attachment, Incoming
from handlers.kit.messages.reply import Spoken
from storage.messaging.files import FileRecord
from storage.messaging.inbox import RawEvent
from storage.messaging.outbox import Outgoing

NAME = "console"
SENDS = ("/importar", "/import")
"""What is typed before the path of a file, as dropping it on a chat does elsewhere."""
MEDIA = {"image": "photo", "audio": "voice", "video": "video"}
"""What a file is taken for, by the first half of its type."""
TABLES = (".csv", ".tsv", ".xlsx")
"""A line that ends like one of these may be a file's name."""


class ConsolePlatform:
    """One person's chat in a terminal of so many `columns`. `show` prints a message; files that the bot sends are put into `folder`.

    `/importar PATH` sends a file of this machine.
    """

    name = NAME
    ephemeral = False
    home_pages = False
    rates = Rates()

    def __init__(
        self,
        account: str,
        clock: Clock,
        show: Callable[[str], None],
        folder: Path,
        columns: Callable[[], int] | None = None,
    ) -> None:
        self._account, self._clock, self._show, self._folder = account, clock, show, folder
        self._columns = columns or terminal_columns
        # Message numbers go on across restarts, so that no event of an earlier life is taken for a new one.
        self._numbers = itertools.count(time.time_ns())

    async def start(self) -> None:
        """Nothing to connect to."""

    async def receive(self, inbox: EventSink) -> None:
        """Lines are typed in by `say`."""
        del inbox
        await asyncio.Event().wait()

    def routes(self, inbox: EventSink) -> Sequence[PlatformRoute]:
        """Nothing comes over HTTP."""
        del inbox
        return ()

    def said(self, text: str) -> RawEvent:
        """A typed line as an event."""
        number = str(next(self._numbers))
        raw = {"message": number, "account": self._account, "text": text, "sent_at": self._clock.now().isoformat()}
        return RawEvent(NAME, NAME, number, self._account, json.dumps(raw))

    def parse(self, raw: dict[str, Any]) -> Incoming | None:
        """What was typed."""
        try:
            typed, file = raw["text"], _named_file(raw["text"])
            return Incoming(
                NAME,
                NAME,
                raw["account"],
                raw["account"],
                raw["message"],
                datetime.fromisoformat(raw["sent_at"]),
                kind="other" if file else "text",
                text="" if file else typed,
                media=file.media if file else None,
                attachments=(file,) if file else (),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise UnreadableError(type(error).__name__) from None

    async def acknowledge(self, raw: dict[str, Any]) -> None:
        """Nothing waits."""

    async def send(self, message: Outgoing, edits: str | None) -> str | None:
        """Prints it; what is said to somebody else waits for their terminal."""
        del edits
        if message.chat != self._account:
            raise SendError(NotOurs())
        attached = attached_to(message)
        files = [*(picture.file for picture in attached.pictures), *attached.files]
        self.show(message.payload, *(str(self._put_down(file)) for file in files))
        return str(message.id)

    def show(self, payload: dict[str, Any], *more: str) -> None:
        """Prints a message as the outbox keeps it, and what comes with it."""
        self._show("\n\n".join(filter(None, (plain(Spoken.of(payload), self._columns()), *more))))

    async def fetch(self, reference: str, most: int) -> bytes:
        """A file of this machine."""
        try:
            content = await asyncio.to_thread(Path(reference).read_bytes)
        except OSError as error:
            raise SendError(Refused(type(error).__name__)) from None
        if len(content) > most:
            raise SendError(Refused("the file is too big"))
        return content

    async def close(self) -> None:
        """Nothing to close."""

    def join_link(self, code: str) -> str | None:
        """A terminal has no links."""
        del code
        return None

    def is_group(self, chat: str) -> bool:
        """A terminal has one reader."""
        del chat
        return False

    def _put_down(self, file: FileRecord) -> Path:
        """Writes a file where only this account can read it; returns where."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = (self._folder / Path(file.name).name).resolve()
        path.write_bytes(file.content)
        path.chmod(0o600)
        return path


def terminal_columns() -> int:
    """How wide the terminal is now; what is read by a program is not wrapped."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else UNWRAPPED


def _named_file(typed: str) -> Attachment | None:
    """The file that `/importar PATH` names, or its path alone as a terminal writes it where a file is dropped on it."""
    word, _space, rest = typed.partition(" ")
    alone = typed.lstrip("'\"").startswith(("/", "~", "./")) or typed.strip("'\" ").casefold().endswith(TABLES)
    named = rest if word.casefold() in SENDS else typed if alone else ""
    path = Path(named.strip().strip("'\"")).expanduser()
    if not named.strip() or not path.is_file():
        return None
    mime = guess_type(path.name)[0] or ""
    media = MEDIA.get(mime.partition("/")[0], "document")
    return Attachment(path.name, path.stat().st_size, str(path.resolve()), mime, media)
