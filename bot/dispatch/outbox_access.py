"""What the delivery asks of the store, and what it tells it: in the store's threads, however long the store is out."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence

import structlog

from bot.dispatch import send_results
from bot.dispatch.journal import SentJournal
from bot.intake.deferred_writes import DeferredWrites, RolledBackError
from bot.intake.executor import StoreExecutor, Urgency
from storage.messaging.claims import Claims
from storage.messaging.files import FileRecord
from storage.messaging.outbox import Outgoing
from storage.messaging.secrets import SECRET
from storage.session.engine import is_gone, this_process
from storage.session.troubles import is_passing
from storage.work import Store, Work

log = structlog.get_logger()

STORE_IS_OUT = 1.0
UNASKED = frozenset({"nudge", "approach"})
"""Kinds of messages that nobody asked for: to colleagues, and to customers."""

Mark = Callable[..., None]
Holds = Callable[[Work, Outgoing], bool]


class OutboxAccess:
    """The outbox as the event loop sees it. `holds` says whether something unasked that waited is still true."""

    def __init__(self, store: Store, executor: StoreExecutor, deferred_writes: DeferredWrites, holds: Holds) -> None:
        self._store, self._executor, self._deferred_writes, self._holds = store, executor, deferred_writes, holds

    # ------------------------------------------------------------------ asking
    async def waiting(self, platforms: Collection[str], known: frozenset[int]) -> list[Outgoing]:
        """What is to be sent on these platforms, besides what is known."""

        def find() -> list[Outgoing]:
            with self._store.work() as work:
                return work.outbox.waiting(platforms, besides=known)

        return await self._executor.run(find, urgency=Urgency.MARK)

    async def lease(self, platforms: Collection[str]) -> bool:
        """Whether this process may send on these platforms, for a few seconds from now."""

        def take() -> bool:
            with self._store.work() as work:
                return all(work.leases.take(f"send:{name}", this_process()) for name in platforms)

        return await self._executor.run(take, urgency=Urgency.MARK)

    async def claim(self, message: Outgoing, journal: SentJournal) -> bool:
        """Whether this process is the one that sends a message, from now on: whoever had the lease before may be at it still."""
        me = this_process()

        def take() -> str | None:
            with self._store.work() as work:
                return work.topic(Claims).claim(message.id, me)

        holder = await self._executor.run(take, urgency=Urgency.MARK)
        if holder is not None and holder != me and is_gone(holder):
            await self.take_over(journal)  # its notes say what it had begun
            await self._executor.run(self._in_work, send_results.unclaimed, message, holder, urgency=Urgency.MARK)
            holder = await self._executor.run(take, urgency=Urgency.MARK)
        return holder == me

    async def is_still_to_say(self, message: Outgoing) -> tuple[bool, bool]:
        """Whether a message waits, and whether what it says unasked still holds."""

        def look() -> tuple[bool, bool]:
            with self._store.look() as work:
                return work.outbox.waits(message.id), message.kind not in UNASKED or self._holds(work, message)

        return await self._executor.run(look, urgency=Urgency.MARK)

    async def message_id(self, outbox_id: int) -> str | None:
        """The platform's id of a message that was sent."""

        def look() -> str | None:
            with self._store.look() as work:
                found = work.outbox.by_id(outbox_id)
                return found.message_id if found else None

        return await self._executor.run(look, urgency=Urgency.MARK)

    async def files(self, file_ids: Sequence[int]) -> dict[int, FileRecord]:
        """The contents of files, as far as they are not forgotten."""

        def look() -> dict[int, FileRecord]:
            with self._store.look() as work:
                return {file_id: file for file_id in file_ids if (file := work.files.get(file_id))}

        return await self._executor.run(look, urgency=Urgency.MARK)

    # ------------------------------------------------------------------ telling
    async def take_over(self, journal: SentJournal) -> None:
        """Marks what processes that live no more had sent, or were sending, and could not mark."""
        await self._executor.run(
            journal.left_behind, lambda left: self._in_work(send_results.left_behind, left), urgency=Urgency.MARK
        )

    async def sent(self, message: Outgoing, sent_as: str | None) -> None:
        """Marks what the platform took, piggybacked on the transaction of the turn that is being taken, if there is one."""

        def mark(work: Work) -> None:
            work.outbox.sent(message.id, sent_as, secret=message.kind == SECRET)

        async def deferred() -> None:
            write = self._deferred_writes.add(mark)
            await self._executor.run(self._deferred_writes.flush, self._store, urgency=Urgency.MARK)
            await write.settled

        await self._until_written(deferred)

    async def mark(self, function: Mark, *args: object) -> None:
        """Writes down how a send ended, however long the store is out: forgetting it would send it twice."""
        await self._until_written(lambda: self._executor.run(self._in_work, function, *args, urgency=Urgency.MARK))

    async def _until_written(self, write: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await write()
            except RolledBackError:
                continue
            except Exception as error:
                if not is_passing(error):
                    raise
                log.error("store_out", error=type(error).__name__)
                await asyncio.sleep(STORE_IS_OUT)
            else:
                return

    def _in_work(self, function: Mark, *args: object) -> None:
        with self._store.work() as work:
            function(work, *args)
