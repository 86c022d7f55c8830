"""From the outbox to the platforms: in order within a chat, paced, retried, and honest about what got lost.

One send is in flight at a time while the platform answers quickly, so that a process that is killed can have sent at
most one message that it did not mark. Where answers take long, more sends begin beside it: nobody waits for somebody else's.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import structlog

from bot.dispatch.concurrency import ConcurrencyLimit
from bot.dispatch.pacing import Pacer
from bot.dispatch.routing import in_private
from bot.intake.deferred_writes import DeferredWrites, RolledBackError
from bot.intake.executor import StoreExecutor, Urgency
from bot.platforms.base import (
    MovedError,
    NotNowError,
    NotOursError,
    Platform,
    PrivatelyError,
    RefusedError,
    UnreachableError,
    UnsureError,
)
from handlers.kit.conversation import Conversation
from handlers.kit.format.texts import _, voice
from handlers.kit.messages.reply import Reply, files_in
from handlers.kit.turn import Company
from storage.messaging.files import FileRecord
from storage.messaging.leases import LEASE_LIFE
from storage.messaging.outbox import Outgoing
from storage.session.engine import this_process
from storage.session.troubles import is_passing
from storage.work import Store, Work

log = structlog.get_logger()

MOST_CONCURRENT = 30
LOOK_AGAIN = 0.5
RENEW_AFTER = 2.0
STORE_IS_OUT = 1.0
MOST_TRIES = 8
REPEAT_AFTER = 1.0
REMEMBERED = 2_000
"""Ids of messages lately sent: minutes of sending, where a duplicate offer is late by milliseconds."""

Chat = tuple[str, str]
Mark = Callable[..., None]


class Delivery:
    """Sends what the outbox holds for the platforms that run here."""

    def __init__(
        self,
        store: Store,
        executor: StoreExecutor,
        platforms: Mapping[str, Platform],
        company: Company,
        deferred_writes: DeferredWrites,
        *,
        alone: bool,
    ) -> None:
        self._store, self._executor, self._platforms, self._company = store, executor, platforms, company
        self._alone = alone
        self._deferred_writes = deferred_writes
        self._queues: dict[Chat, deque[Outgoing]] = {}
        self._known: set[int] = set()
        self._over: dict[int, None] = {}
        self._serving: set[asyncio.Task[None]] = set()
        self._look_now = asyncio.Event()
        self._concurrency = ConcurrencyLimit(MOST_CONCURRENT)
        self._pacers = {name: Pacer(platform.rates, platform.is_group) for name, platform in platforms.items()}
        self._sending = alone
        self._leased_at = 0.0

    def offer(self, messages: Iterable[Outgoing]) -> None:
        """Takes messages just committed, to send them without looking for them."""
        if not self._sending:
            return
        for message in messages:
            if message.platform not in self._platforms:
                continue
            if message.behind is None or message.behind in self._known or message.behind in self._over:
                self._enqueue(message)
            else:
                # Another thread, or another process, committed what goes before it and did not say so yet: both are looked for.
                self._look_now.set()

    async def run(self) -> None:
        """Sends until cancelled; what is in flight then is still marked, or it would go out twice."""
        try:
            while True:
                self._look_now.clear()
                try:
                    await self._look()
                except Exception as error:  # noqa: BLE001 - the store is out: nothing is lost, we look again
                    log.error("store_out", error=type(error).__name__)
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_AGAIN):
                        await self._look_now.wait()
        finally:
            if self._serving:
                await asyncio.wait(self._serving, timeout=10)

    async def flush(self) -> None:
        """Sends all that waits now and returns when it is sent; for tests, tools and the end of a process."""
        await self._look()
        while self._serving:
            await asyncio.wait(self._serving)

    # ------------------------------------------------------------------ one chat after another
    def _enqueue(self, message: Outgoing) -> None:
        """Has a message sent, unless it is about to be, or was: whoever offers it may have seen it before that."""
        if message.id in self._known or message.id in self._over:
            return
        chat = (message.platform, message.chat)
        self._known.add(message.id)
        if chat in self._queues:
            self._queues[chat].append(message)
            return
        self._queues[chat] = deque([message])
        task = asyncio.create_task(self._serve(chat))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _serve(self, chat: Chat) -> None:
        """Sends a chat's messages in their order. It waits for its own pace before it takes a place among the sends."""
        queue = self._queues[chat]
        pacer = self._pacers[chat[0]]
        try:
            while queue:
                await pacer.wait(chat[1])
                if not self._may_send():
                    return
                async with self._concurrency:
                    again = await self._deliver(queue[0])
                if again:
                    queue[0] = again
                else:
                    self._is_over(queue.popleft().id)
        except Exception as error:  # noqa: BLE001 - the store is out: what waits is found again
            log.error("store_out", error=type(error).__name__)
        finally:
            del self._queues[chat]
            self._known.difference_update(message.id for message in queue)

    def _may_send(self) -> bool:
        """Whether the lease is still ours. While the store is out it cannot be renewed, and others may take it next."""
        return self._alone or (
            self._sending and asyncio.get_running_loop().time() - self._leased_at < LEASE_LIFE.total_seconds()
        )

    def _is_over(self, message_id: int) -> None:
        self._known.discard(message_id)
        self._over[message_id] = None
        if len(self._over) > REMEMBERED:
            del self._over[next(iter(self._over))]

    # ------------------------------------------------------------------ one message
    async def _deliver(self, message: Outgoing) -> Outgoing | None:  # noqa: C901 - a branch for each way in which a send can end
        """Sends a message and marks how that ended; returns it where it is to be sent again."""
        if await self._is_obsolete(message):
            return None
        platform, pacer = self._platforms[message.platform], self._pacers[message.platform]
        edits = (
            await self._executor.run(self._message_id, message.edits, urgency=Urgency.MARK) if message.edits else None
        )
        message = await self._with_its_files(message)
        try:
            sent_as = await platform.send(message, edits)
        except NotNowError as wait:
            pacer.pause(message.chat, wait.seconds, everywhere=wait.everywhere)
            return await self._again(message, counts=wait.counts, problem="the platform has troubles")
        except UnsureError as error:
            # The answer was lost. A reply is repeated, since silence is worse than twice; anything unasked is not.
            if message.kind != "reply":
                await self._mark(self._give_up, message, "unknown", str(error))
                return None
            pacer.pause(message.chat, REPEAT_AFTER, everywhere=False)
            return await self._again(message, counts=True, problem=str(error))
        except NotOursError:
            return None  # it waits on, for whoever has that chat
        except (MovedError, PrivatelyError) as redirect:
            return await self._to_another_chat(message, redirect)
        except UnreachableError as error:
            await self._mark(self._unreachable, message, str(error))
        except RefusedError as error:
            log.error("message_refused", message=message.id, platform=message.platform)
            await self._mark(self._give_up, message, "dead", str(error))
        except Exception as error:
            log.exception("message_unsendable", message=message.id, platform=message.platform)
            await self._mark(self._give_up, message, "dead", type(error).__name__)
        else:
            await self._was_sent(message, sent_as)
        return None

    async def _to_another_chat(self, message: Outgoing, redirect: MovedError | PrivatelyError) -> Outgoing:
        if isinstance(redirect, MovedError):
            await self._mark(self._moved, message, redirect.chat)
            return replace(message, chat=redirect.chat)
        privately = replace(message, chat=redirect.chat, reply_to=None, payload=in_private(message.payload))
        await self._mark(self._goes_on_in_private, message, privately)
        return privately

    async def _is_obsolete(self, message: Outgoing) -> bool:
        """Whether it came too late, or was withdrawn while it waited: what is answered at once is not asked about."""
        if message.expires_at and message.expires_at < datetime.now(UTC):
            await self._mark(self._give_up, message, "expired", "too late to matter")
            return True
        unasked = message.kind == "nudge" or message.tries > 0
        return unasked and not await self._executor.run(self._waits, message.id, urgency=Urgency.MARK)

    async def _with_its_files(self, message: Outgoing) -> Outgoing:
        """The message with the contents of the pictures and files that go with it, as far as they are not forgotten."""
        needed = files_in(message.payload) if message.payload else []
        if not needed:
            return message
        return replace(message, files=await self._executor.run(self._files, needed, urgency=Urgency.MARK))

    async def _again(self, message: Outgoing, *, counts: bool, problem: str) -> Outgoing | None:
        tries = message.tries + counts
        if tries < MOST_TRIES:
            return replace(message, tries=tries)
        await self._mark(self._give_up, message, "dead", problem)
        return None

    async def _was_sent(self, message: Outgoing, sent_as: str | None) -> None:
        """Marks what the platform took, piggybacked on the transaction of the turn that is being taken, if there is one."""

        def sent(work: Work) -> None:
            work.outbox.sent(message.id, sent_as)

        async def deferred() -> None:
            write = self._deferred_writes.add(sent)
            await self._executor.run(self._deferred_writes.flush, self._store, urgency=Urgency.MARK)
            await write.settled

        with self._concurrency.finishing():
            await self._until_written(deferred)

    async def _mark(self, function: Mark, *args: object) -> None:
        """Writes down how a send ended, however long the store is out: forgetting it would send it twice.

        Nothing else is sent meanwhile: a process killed while the store is slow has one unmarked message, not thirty.
        """
        with self._concurrency.finishing():
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

    def _waits(self, outbox_id: int) -> bool:
        """Whether it is still to be sent."""
        with self._store.look() as work:
            return work.outbox.waits(outbox_id)

    def _message_id(self, outbox_id: int) -> str | None:
        with self._store.work() as work:
            found = work.outbox.by_id(outbox_id)
            return found.message_id if found else None

    def _files(self, file_ids: Sequence[int]) -> dict[int, FileRecord]:
        with self._store.look() as work:
            return {file_id: file for file_id in file_ids if (file := work.files.get(file_id))}

    @staticmethod
    def _give_up(work: Work, message: Outgoing, state: str, problem: str) -> None:
        work.outbox.give_up(message.id, state, problem)

    @staticmethod
    def _moved(work: Work, message: Outgoing, new_chat: str) -> None:
        work.outbox.moved(message.address, new_chat)
        work.people.moved(message.address, new_chat)

    @staticmethod
    def _goes_on_in_private(work: Work, message: Outgoing, privately: Outgoing) -> None:
        """Its buttons and the answers to it belong to the chat where it is shown."""
        work.outbox.redirect(message.id, privately.chat, privately.payload)
        Conversation.goes_on(work, message.address, message.payload["only_for"], chat=privately.chat)

    def _unreachable(self, work: Work, message: Outgoing, problem: str) -> None:
        """Nothing goes there any more; what was to be said goes where else they are, or to somebody who can act on it."""
        work.outbox.give_up(message.id, "dead", problem)
        work.people.unreachable(message.address)
        if message.kind != "nudge" or message.staff_id is None:
            return
        if other := work.people.address(message.staff_id):
            if work.outbox.add(
                other,
                message.payload,
                kind="nudge",
                key=f"elsewhere:{message.id}",
                staff_id=message.staff_id,
                about=message.about,
            ):
                Conversation.offer(work, message.staff_id, other, message.payload)
            return
        lost = work.people.get(message.staff_id)
        for boss in work.people.to_tell_about(message.staff_id):
            if address := work.people.address(boss.id):
                said = " ".join(
                    str(content) for kind, content in message.payload["blocks"] if kind in {"heading", "text"}
                )
                reply = Reply.of(_("I can't reach {name}. This was for them: {text}", name=lost.name, text=said))
                speaks = voice(boss.language, self._company.country, datetime.now(UTC).date())
                work.outbox.add(
                    address, reply.payload(speaks), kind="nudge", key=f"lost:{message.id}:{boss.id}", staff_id=boss.id
                )

    # ------------------------------------------------------------------ looking
    async def _look(self) -> None:
        """Finds what another process, or an earlier life of this one, left to send."""
        loop = asyncio.get_running_loop()
        if not self._alone and loop.time() - self._leased_at >= RENEW_AFTER:
            asked_at = loop.time()
            self._sending = await self._executor.run(self._lease, urgency=Urgency.MARK)
            self._leased_at = asked_at
        if not self._sending:
            return
        for message in await self._executor.run(self._waiting, urgency=Urgency.MARK):
            self._enqueue(message)

    def _waiting(self) -> list[Outgoing]:
        with self._store.work() as work:
            return work.outbox.waiting(tuple(self._platforms))

    def _lease(self) -> bool:
        with self._store.work() as work:
            return all(work.leases.take(f"send:{name}", this_process()) for name in self._platforms)
