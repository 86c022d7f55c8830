"""From the outbox to the platforms: in order within a chat, paced, and for as long as a message makes sense.

Each chat is a lane: one message of it is under way at a time, and is marked before the next one begins. So a process that is
killed repeats at most one message a chat; and while a platform answers quickly only one of all is under way.
"""

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import assert_never

import structlog

from bot.dispatch import send_results
from bot.dispatch.admission import Admission
from bot.dispatch.backoff import Backoff
from bot.dispatch.circuit import Circuit, Permit
from bot.dispatch.concurrency import ConcurrencyLimit
from bot.dispatch.journal import Note, SentJournal
from bot.dispatch.outbox_access import UNASKED, OutboxAccess
from bot.dispatch.routing import in_private
from bot.dispatch.send_results import REPEATED
from bot.dispatch.withdrawals import Withdrawals
from bot.platforms.base import Platform
from bot.platforms.outcomes import (
    Moved,
    NotOurs,
    NotSent,
    Outcome,
    Privately,
    Refused,
    Scope,
    SendError,
    Sent,
    Unknown,
    Unreachable,
)
from handlers.kit.messages.reply import files_in
from handlers.kit.turn import Company
from storage.messaging.leases import LEASE_LIFE
from storage.messaging.outbox import Outgoing
from storage.session.engine import this_process

log = structlog.get_logger()

MOST_CONCURRENT = 30
LOOK_AGAIN = 0.5
RENEW_AFTER = 2.0
MOST_TRIES = 8
"""Of a message that the platform fails on while it answers others."""
REMEMBERED = 2_000
"""Ids of messages lately sent: minutes of sending, where a duplicate offer is late by milliseconds."""
FLOOD = "too many requests, of all chats"
"""What stands with a message whose 429 meant the bot as a whole."""
MAKES_SENSE_FOR = {"reply": timedelta(hours=24), "progress": timedelta(hours=1)}
"""For so long a message is tried. What is said unasked has no such end: whether it still holds is looked at instead."""

Chat = tuple[str, str]


class NotTried(Enum):
    """What an attempt comes to that did not begin."""

    STOPPED = "another process sends now"
    ASIDE = "it does not wait any more, and may do so again"


STOPPED, ASIDE = NotTried.STOPPED, NotTried.ASIDE


@dataclass
class Streak:
    """A chat's failures in a row."""

    backoff: Backoff = field(default_factory=Backoff)
    answers: int = -1
    """How often the platform had answered when the last of them happened."""


class Delivery:
    """Sends what the outbox holds for the platforms that run here.

    `alone` says that no other process sends for them.
    """

    def __init__(
        self,
        outbox: OutboxAccess,
        platforms: Mapping[str, Platform],
        company: Company,
        journal: SentJournal,
        *,
        alone: bool,
        withdrawals: Withdrawals | None = None,
    ) -> None:
        self._outbox, self._platforms, self._company = outbox, platforms, company
        self._journal, self._alone = journal, alone
        self._withdrawals = withdrawals or Withdrawals()
        self._queues: dict[Chat, deque[Outgoing]] = {}
        self._streaks: dict[Chat, Streak] = {}
        self._known: set[int] = set()
        self._over: dict[int, None] = {}
        self._serving: set[asyncio.Task[None]] = set()
        self._under_way: set[asyncio.Task[None] | None] = set()
        self._look_now = asyncio.Event()
        self._concurrency = ConcurrencyLimit(MOST_CONCURRENT)
        self._admissions = {name: Admission(platform, self._concurrency) for name, platform in platforms.items()}
        self._sending = False
        self._leased_at = 0.0

    def offer(self, messages: Iterable[Outgoing]) -> None:
        """Takes messages just committed, to send them without looking for them."""
        if not (self._sending or self._alone):
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
            for task in self._serving - self._under_way:
                task.cancel()  # it waits for its turn, and nothing of it is in flight
            if self._serving:
                await asyncio.wait(self._serving, timeout=10)

    async def flush(self) -> None:
        """Sends all that waits now and returns when it is sent; for tests, tools and the end of a process."""
        await self._look()
        while self._serving:
            await asyncio.wait(self._serving)

    def close(self) -> None:
        """Lets go of the journal."""
        self._journal.close()

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
        """Sends a chat's messages in their order, each marked before the next."""
        queue = self._queues[chat]
        try:
            while queue and (again := await self._serve_first(chat, queue[0])) is not STOPPED:
                if again is ASIDE:
                    self._known.discard(queue.popleft().id)
                elif isinstance(again, Outgoing):
                    queue[0] = again
                else:
                    self._is_over(queue.popleft().id)
        except Exception as error:  # noqa: BLE001 - the store is out: what waits is found again
            log.error("store_out", error=type(error).__name__)
        finally:
            self._under_way.discard(asyncio.current_task())
            del self._queues[chat]
            self._known.difference_update(message.id for message in queue)

    async def _serve_first(self, chat: Chat, message: Outgoing) -> Outgoing | NotTried | None:
        """One attempt, and its mark; returns the message where it is to be sent again.

        What the journal has is marked in the store beside the sends of others: nothing is repeated that stands there.
        """
        admission = self._admissions[chat[0]]
        async with admission.attempt(chat[1], unasked=message.kind in UNASKED) as permit:
            if not self._may_send():
                return STOPPED
            self._under_way.add(asyncio.current_task())
            if not await self._is_ours(message):
                return ASIDE
            if (obsolete := await self._is_obsolete(message)) is not False:
                return ASIDE if obsolete is ASIDE else None
            message, outcome = await self._attempt(message)
            self._report(admission.circuit, permit, message, outcome)
            if not (isinstance(outcome, Sent) and self._noted(message, outcome)):
                with self._concurrency.finishing():
                    again = await self._settle(message, outcome)
                self._under_way.discard(asyncio.current_task())
                return again
        again = await self._settle(message, outcome)
        self._under_way.discard(asyncio.current_task())
        return again

    async def _is_ours(self, message: Outgoing) -> bool:
        """Whether no other process may be sending it: one that held the lease may have stalled in the middle, and lives.

        Only what nobody asked for needs such care: answers are repeated rather than lost.
        """
        return self._alone or message.kind not in UNASKED or await self._outbox.claim(message, self._journal)

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

    # ------------------------------------------------------------------ one attempt
    async def _attempt(self, message: Outgoing) -> tuple[Outgoing, Outcome]:
        """Sends a message, with its files; returns it and how that ended."""
        edits = await self._outbox.message_id(message.edits) if message.edits else None
        if needed := files_in(message.payload) if message.payload else []:
            message = replace(message, files=await self._outbox.files(needed))
        self._journal.begun(message.token)
        outcome = await self._outcome(message, edits)
        if not isinstance(outcome, Sent) and not _stays_unknown(message, outcome):
            self._journal.not_sent(message.token)
        return message, outcome

    async def _outcome(self, message: Outgoing, edits: str | None) -> Outcome:
        try:
            return Sent(await self._platforms[message.platform].send(message, edits))
        except SendError as error:
            return error.outcome
        except Exception as error:
            log.exception("message_unsendable", message=message.id, platform=message.platform)
            return Refused(type(error).__name__)

    def _report(self, circuit: Circuit, permit: Permit, message: Outgoing, outcome: Outcome) -> None:
        """Tells the platform's circuit what an outcome says about the platform."""
        match outcome:
            case NotSent(scope=Scope.PLATFORM, wait=wait):
                circuit.failed(permit, message.chat, certainly=True, at_least=wait)
            case NotSent(scope=Scope.MESSAGE) | Unknown():
                circuit.failed(permit, message.chat, certainly=False)
            case _:
                circuit.answered()

    def _noted(self, message: Outgoing, sent: Sent) -> bool:
        """Notes what was sent; whether that is enough for now. Another process that sends next does not read the notes of one that lives."""
        self._journal.note(Note(message.token, sent.message_id))
        return self._alone

    async def _settle(self, message: Outgoing, outcome: Outcome) -> Outgoing | None:
        """Marks how a send ended; returns the message where it is to be sent again."""
        match outcome:
            case Sent(message_id):
                self._streaks.pop((message.platform, message.chat), None)
                await self._outbox.sent(message, message_id)
                self._journal.settled(message.token)
            case NotSent():
                return await self._again(message, outcome)
            case Unknown(problem) if _stays_unknown(message, outcome):
                await self._outbox.mark(send_results.give_up, message, "unknown", problem)
                self._journal.settled(message.token)
            case Unknown():
                return await self._again(message, outcome)
            case Moved(chat):
                await self._outbox.mark(send_results.moved, message, chat)
                return replace(message, chat=chat)
            case Privately(chat):
                there = replace(message, chat=chat, reply_to=None, payload=in_private(message.payload))
                await self._outbox.mark(send_results.goes_on_in_private, message, there)
                return there
            case Unreachable(problem):
                await self._outbox.mark(send_results.unreachable, message, problem, self._company)
            case Refused(problem):
                log.error("message_refused", message=message.id, platform=message.platform)
                await self._outbox.mark(send_results.give_up, message, "dead", problem)
            case NotOurs():  # it waits on, for whoever has that chat
                await self._outbox.mark(send_results.unclaimed, message, this_process())
            case _:
                assert_never(outcome)
        return None

    async def _again(self, message: Outgoing, outcome: NotSent | Unknown) -> Outgoing | None:
        """Has a message wait: for its platform to be back, for as long as that asked, or a little longer each time.

        Only a message that the platform fails on while it answers others is given up for that.
        """
        admission, chat = self._admissions[message.platform], (message.platform, message.chat)
        tries, problem, pause = max(1, message.tries), outcome.problem, 0.0
        match outcome:
            case NotSent(scope=Scope.CHAT, wait=wait):
                pause = wait
                if admission.pacer.refused(message.chat, wait):
                    problem = FLOOD
            case NotSent(scope=Scope.MESSAGE) | Unknown():
                streak = self._streaks.setdefault(chat, Streak())
                tries += streak.backoff.failures > 0 and admission.circuit.answers > streak.answers
                streak.answers = admission.circuit.answers
                admission.pacer.pause(message.chat, streak.backoff.next())
        if tries >= MOST_TRIES:
            state = "unknown" if isinstance(outcome, Unknown) else "dead"
            await self._outbox.mark(send_results.give_up, message, state, outcome.problem)
            return None
        again = replace(message, tries=tries)
        await self._outbox.mark(send_results.troubled, again, problem, pause)
        return again

    async def _is_obsolete(self, message: Outgoing) -> bool | NotTried:
        """Whether it is not to be sent any more: too late, or not true while it waited; ASIDE for what was withdrawn or is held.

        What a colleague is answered at once is not asked about.
        """
        now, sense = datetime.now(UTC), MAKES_SENSE_FOR.get(message.kind)
        if message.expires_at and message.expires_at < now:
            await self._outbox.mark(send_results.give_up, message, "expired", "too late to matter")
            return True
        if sense and message.since and message.since + sense < now:
            await self._outbox.mark(
                send_results.give_up, message, "dead", f"not taken for {sense.total_seconds() / 3600:.0f} hours"
            )
            return True
        to_colleague = message.kind not in UNASKED and message.staff_id is not None
        if to_colleague and not message.tries:
            return False
        waits, holds = await self._look_at(message)
        if not waits:
            return ASIDE
        if not holds:
            await self._outbox.mark(send_results.give_up, message, "expired", "no longer true")
        return not holds

    async def _look_at(self, message: Outgoing) -> tuple[bool, bool]:
        """Whether a message waits and holds, as the store says when nobody takes anything back meanwhile."""
        while True:
            before = self._withdrawals.count
            found = await self._outbox.is_still_to_say(message)
            if self._withdrawals.count == before:
                return found

    # ------------------------------------------------------------------ looking
    async def _look(self) -> None:
        """Finds what another process, or an earlier life of this one, left to send."""
        loop = asyncio.get_running_loop()
        sent_before = self._sending
        if self._alone:
            self._sending = True
        elif loop.time() - self._leased_at >= RENEW_AFTER:
            asked_at = loop.time()
            self._sending = await self._outbox.lease(self._platforms)
            self._leased_at = asked_at
        if not self._sending:
            return
        if not sent_before:
            await self._outbox.take_over(self._journal)
        found = await self._outbox.waiting(tuple(self._platforms), frozenset(self._known))
        self._keep_pauses(found)
        for message in found:
            self._enqueue(message)

    def _keep_pauses(self, found: Iterable[Outgoing]) -> None:
        """What a platform said to another process, or to an earlier life of this one, is kept before anything is sent."""
        now = datetime.now(UTC)
        for message in found:
            if message.not_before and message.not_before > now:
                left = (message.not_before - now).total_seconds()
                pacer = self._admissions[message.platform].pacer
                pacer.remember(message.chat, left, means_all=message.problem == FLOOD)


def _stays_unknown(message: Outgoing, outcome: Outcome) -> bool:
    """Whether nobody knows what became of a message, and nobody shall: a reply is repeated, anything unasked is not."""
    return isinstance(outcome, Unknown) and message.kind not in REPEATED
