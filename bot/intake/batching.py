"""Events on their way into the inbox: those that arrive while others are being written go together, in one commit."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from storage.messaging.inbox import RawEvent

Write = Callable[[Sequence[RawEvent]], Awaitable[None]]
"""Writes events down; returns when that is committed."""


@dataclass(frozen=True, eq=False, slots=True)
class _Batch:
    events: Sequence[RawEvent]
    written: "asyncio.Future[None]"

    def ends(self, error: Exception | None) -> None:
        if self.written.done():  # whoever waited was cancelled
            return
        if error is None:
            self.written.set_result(None)
        else:
            self.written.set_exception(error)


class EventBatcher:
    """Writes events in the order in which they arrive, one commit at a time however many come at once."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._waiting: list[_Batch] = []
        self._writing: asyncio.Task[None] | None = None

    async def take(self, events: Sequence[RawEvent]) -> None:
        """Returns when these events are committed; raises what kept them, and not their neighbours, from being so."""
        batch = _Batch(events, asyncio.get_running_loop().create_future())
        self._waiting.append(batch)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        await batch.written

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                together, self._waiting = self._waiting, []
                error = await self._try(together)
                for batch in together:
                    batch.ends(await self._try([batch]) if error and len(together) > 1 else error)
        finally:
            self._writing = None

    async def _try(self, batches: Sequence[_Batch]) -> Exception | None:
        try:
            await self._write([event for batch in batches for event in batch.events])
        except Exception as error:  # noqa: BLE001 - it is raised again where whoever brought them waits
            return error
        return None
