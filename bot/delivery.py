"""From the outbox to the platforms: in order within a chat, paced, retried, and honest about what got lost.

One send is in flight at a time while the platform answers quickly, so that a process that is killed can have sent at
most one message that it did not mark. Where answers take long, more lanes open: nobody waits for somebody else's.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta

import structlog

from bot.bridge import Bridge, Urgency
from bot.pacing import Pacer
from bot.platforms.base import MovedError, NotNowError, Platform, RefusedError, UnreachableError, UnsureError
from handlers.kit.messages import Reply
from handlers.kit.texts import _, voice
from handlers.kit.turn import Company
from storage.engine import this_process
from storage.outbox import Outgoing
from storage.work import Store, Work

log = structlog.get_logger()

LANE_OPENS_AFTER = 0.05
"""Seconds that the sends in flight may take before another begins beside them."""
MOST_LANES = 30
LOOK_AGAIN = 0.5
RENEW_AFTER = 2.0
MOST_TRIES = 8

Chat = tuple[str, str]
Mark = Callable[..., None]


class Delivery:
    """Sends what the outbox holds for the platforms that run here."""

    def __init__(self, store: Store, bridge: Bridge, platforms: Mapping[str, Platform], company: Company, *, alone: bool) -> None:
        self._store, self._bridge, self._platforms, self._company = store, bridge, platforms, company
        self._alone = alone
        self._queues: dict[Chat, deque[Outgoing]] = {}
        self._ready: deque[Chat] = deque()
        self._known: set[int] = set()
        self._flying: set[asyncio.Task[None]] = set()
        self._news = asyncio.Event()
        self._pacers = {name: Pacer(platform.rates, platform.is_group) for name, platform in platforms.items()}
        self._sending = alone
        self._leased_at = 0.0

    def offer(self, messages: Iterable[Outgoing]) -> None:
        """Takes messages just committed, to send them without looking for them."""
        if not self._sending:
            return
        for message in messages:
            if message.platform in self._platforms and message.id not in self._known:
                self._line_up(message)
        self._news.set()

    async def run(self) -> None:
        """Sends until cancelled."""
        looked = 0.0
        loop = asyncio.get_running_loop()
        try:
            while True:
                self._news.clear()
                if loop.time() - looked >= LOOK_AGAIN:
                    await self._look()
                    looked = loop.time()
                if self._ready and len(self._flying) < MOST_LANES:
                    await self._open_lane()
                    continue
                try:
                    await asyncio.wait_for(self._news.wait(), LOOK_AGAIN)
                except TimeoutError:
                    continue
        finally:
            await self._land()

    async def flush(self) -> None:
        """Sends all that waits now and returns when it is sent; for tests, tools and the end of a process."""
        await self._look()
        while self._ready or self._flying:
            if self._ready:
                await self._open_lane()
            else:
                await asyncio.wait(self._flying)

    # ------------------------------------------------------------------ lanes
    def _line_up(self, message: Outgoing) -> None:
        chat = (message.platform, message.chat)
        self._known.add(message.id)
        waiting = self._queues.get(chat)
        if waiting is None:
            self._queues[chat] = deque([message])
            self._ready.append(chat)
        else:
            waiting.append(message)

    async def _open_lane(self) -> None:
        """Starts the next send, once those in flight are done or take long."""
        if self._flying:
            await asyncio.wait(self._flying, timeout=LANE_OPENS_AFTER, return_when=asyncio.FIRST_COMPLETED)
        if not self._ready:
            return
        chat = self._ready.popleft()
        task = asyncio.create_task(self._fly(chat))
        self._flying.add(task)
        task.add_done_callback(self._landed)

    def _landed(self, task: "asyncio.Task[None]") -> None:
        self._flying.discard(task)
        self._news.set()
        if not task.cancelled() and (error := task.exception()):
            log.error("delivery_failed", error=type(error).__name__)

    async def _fly(self, chat: Chat) -> None:
        """Sends the first message of a chat's queue; the next one gets ready when it is dealt with."""
        queue = self._queues[chat]
        message = queue[0]
        try:
            await self._deliver(message)
        finally:
            self._known.discard(message.id)
            queue.popleft()
            if queue:
                self._ready.append(chat)
            else:
                del self._queues[chat]

    async def _land(self) -> None:
        """Lets the sends in flight be marked: what is cancelled half way would go out twice."""
        if self._flying:
            await asyncio.wait(self._flying, timeout=10)

    # ------------------------------------------------------------------ one message
    async def _deliver(self, message: Outgoing) -> None:
        if message.expires_at and message.expires_at < datetime.now(UTC):
            await self._mark(self._give_up, message, "expired", "too late to matter")
            return
        platform = self._platforms[message.platform]
        await self._pacers[message.platform].wait(message.chat)
        edits = await self._bridge.run(self._message_id, message.edits, urgency=Urgency.MARK) if message.edits else None
        try:
            sent_as = await platform.send(message, edits)
        except NotNowError as wait:
            self._pacers[message.platform].pause(message.chat, wait.seconds, everywhere=wait.everywhere)
            await self._mark(self._later, message, wait.seconds, "not now")
        except MovedError as moved:
            await self._mark(self._moved, message, moved.chat)
        except UnreachableError as error:
            await self._mark(self._unreachable, message, str(error))
        except RefusedError as error:
            log.error("message_refused", message=message.id, platform=message.platform)
            await self._mark(self._give_up, message, "dead", str(error))
        except UnsureError as error:
            await self._unsure(message, str(error))
        else:
            await self._mark(self._sent, message, sent_as)

    async def _unsure(self, message: Outgoing, problem: str) -> None:
        """The answer was lost. A reply is repeated, since silence is worse than twice; anything unasked is not."""
        if message.kind == "reply":
            await self._mark(self._later, message, 1.0, problem)
        else:
            await self._mark(self._give_up, message, "unknown", problem)

    async def _mark(self, function: Mark, *args: object) -> None:
        await self._bridge.run(lambda: self._in_work(function, *args), urgency=Urgency.MARK)

    def _in_work(self, function: Mark, *args: object) -> None:
        with self._store.work() as work:
            function(work, *args)

    def _message_id(self, outbox_id: int) -> str | None:
        with self._store.work() as work:
            found = work.outbox.by_id(outbox_id)
            return found.message_id if found else None

    @staticmethod
    def _sent(work: Work, message: Outgoing, message_id: str | None) -> None:
        work.outbox.sent(message.id, message_id)

    @staticmethod
    def _give_up(work: Work, message: Outgoing, state: str, problem: str) -> None:
        work.outbox.give_up(message.id, state, problem)

    def _later(self, work: Work, message: Outgoing, seconds: float, problem: str) -> None:
        tries = message.tries + 1
        if tries >= MOST_TRIES and problem != "not now":
            work.outbox.give_up(message.id, "dead", problem)
        else:
            work.outbox.later(message.id, tries, timedelta(seconds=seconds), problem)

    @staticmethod
    def _moved(work: Work, message: Outgoing, new_chat: str) -> None:
        work.outbox.moved(message.address, new_chat)
        work.people.moved(message.address, new_chat)

    def _unreachable(self, work: Work, message: Outgoing, problem: str) -> None:
        """Nothing goes there any more; what was to be said is told to somebody who can act on it."""
        work.outbox.give_up(message.id, "dead", problem)
        work.people.unreachable(message.address)
        if message.kind != "nudge" or message.staff_id is None:
            return
        lost = work.people.get(message.staff_id)
        for boss in work.people.to_tell_about(message.staff_id):
            if address := work.people.address(boss.id):
                said = " ".join(str(content) for kind, content in message.payload["blocks"] if kind in {"heading", "text"})
                reply = Reply.of(_("I can't reach {name}. This was for them: {text}", name=lost.name, text=said))
                speaks = voice(boss.language, self._company.country, datetime.now(UTC).date())
                work.outbox.add(address, reply.payload(speaks), kind="nudge", key=f"lost:{message.id}:{boss.id}", staff_id=boss.id)

    # ------------------------------------------------------------------ looking
    async def _look(self) -> None:
        """Finds what another process, or an earlier life of this one, left to send."""
        loop = asyncio.get_running_loop()
        if not self._alone and loop.time() - self._leased_at >= RENEW_AFTER:
            self._sending = await self._bridge.run(self._lease, urgency=Urgency.MARK)
            self._leased_at = loop.time()
        if not self._sending:
            return
        for message in await self._bridge.run(self._waiting, urgency=Urgency.MARK):
            if message.id not in self._known:
                self._line_up(message)

    def _waiting(self) -> list[Outgoing]:
        with self._store.work() as work:
            return work.outbox.waiting(tuple(self._platforms))

    def _lease(self) -> bool:
        with self._store.work() as work:
            return all(work.leases.take(f"send:{name}", this_process()) for name in self._platforms)

