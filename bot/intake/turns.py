"""One event, one transaction: what it causes and what is answered are committed together with "done"."""

import json
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import structlog

from bot.clock import Clock
from bot.dispatch.routing import ReplyRouter
from bot.dispatch.withdrawals import Withdrawals
from bot.intake.customer_turns import CustomerTurns
from bot.intake.deferred_writes import DeferredWrite, DeferredWrites, RolledBackError
from bot.intake.fairness import Rounds, UnregisteredBudget
from bot.platforms.base import Platform, UnreadableError
from handlers.kit.conversation import Conversation
from handlers.kit.dialog.engine import answer
from handlers.kit.error_reports import described, new_reference, where
from handlers.kit.format.locales import LANGUAGES
from handlers.kit.format.texts import _, voice
from handlers.kit.messages.incoming import Incoming
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Registry
from handlers.kit.turn import Company, Sorry, Turn
from storage.messaging.inbox import MAX_TRIES, WaitingEvent, event_of, turn_of
from storage.messaging.outbox import Outgoing
from storage.messaging.records import Address
from storage.people.records import Person
from storage.session.troubles import is_passing
from storage.work import Store, Work

log = structlog.get_logger()

JOB = "job"
"""The "bot" of events that are jobs come back."""


@dataclass(frozen=True, slots=True)
class TurnResult:
    """A turn that was taken: what it wants sent, and whether it asked for slow work."""

    outgoing: tuple[Outgoing, ...] = ()
    jobs: int = 0

    @classmethod
    def of(cls, work: Work) -> "TurnResult":
        """What a unit of work that is about to commit wants."""
        return cls(tuple(work.outbox.added), work.jobs.added if "jobs" in work.__dict__ else 0)


@dataclass
class Turns:
    """Takes the turns of waiting events, one at a time a thread."""

    store: Store
    registry: Registry
    platforms: Mapping[str, Platform]
    company: Company
    clock: Clock
    deferred_writes: DeferredWrites = field(default_factory=DeferredWrites)
    unregistered: UnregisteredBudget = field(default_factory=UnregisteredBudget)
    withdrawals: Withdrawals = field(default_factory=Withdrawals)
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    _trial: threading.Lock = field(default_factory=threading.Lock)
    _rounds: Rounds = field(default_factory=Rounds)

    @cached_property
    def router(self) -> ReplyRouter:
        """Where answers go."""
        return ReplyRouter(self.platforms)

    @cached_property
    def customers(self) -> CustomerTurns:
        """Who answers customers."""
        return CustomerTurns(self.registry, self.company)

    def next(self) -> TurnResult | None:
        """Takes the next turn; None where no event waits that could be had."""
        event: WaitingEvent | None = None
        taken: TurnResult | None = None
        applied: Sequence[DeferredWrite] = ()
        try:
            with self.store.work(self.clock.now()) as work:
                # On PostgreSQL a chat holds up one thread of several at the most.
                event = self._rounds.next(work.inbox) if self.store.single_writer else work.inbox.next()
                if event is None:
                    return None
                if event.received_at >= self.began:
                    taken = self._take(work, event)
                    applied = self.deferred_writes.apply(work)
            self.deferred_writes.settle(applied)
            if taken is not None:
                return taken
            with self._trial:
                return self._try(event.id)
        except Exception as error:
            self.deferred_writes.settle(applied, RolledBackError())
            if event is None:
                raise
            return self._ended(event, error)

    def _try(self, event_id: int) -> TurnResult:
        """Takes the turn of an event that was there when the last process ended, and perhaps ended it.

        A try is counted before it is made, and one such event is tried at a time: what only stood beside the one that
        ended the process is not blamed for it.
        """
        with self.store.work(self.clock.now()) as work:
            event = work.inbox.lock(event_id)
            if event is None:
                return TurnResult()  # another process has it
            if event.tries + 1 >= MAX_TRIES:  # and the first one, which nobody could count
                work.inbox.set_aside(event.id, event.tries, new_reference(), "it took the process down")
                return TurnResult()
            work.inbox.tried(event.id)
        with self.store.work(self.clock.now()) as work:
            event = work.inbox.lock(event_id)
            return self._take(work, event) if event else TurnResult()

    def _ended(self, event: WaitingEvent, error: Exception) -> TurnResult:
        """A turn that raised, and was rolled back: declined, or failed."""
        if isinstance(error, Sorry):
            try:
                return self._declined(event, error)
            except Exception as failure:  # noqa: BLE001 - as any other turn's
                error = failure
        return self._failed(event, error)

    def _declined(self, event: WaitingEvent, sorry: Sorry) -> TurnResult:
        """Nothing can be done about the message: that is said, and nothing else.

        A transaction of its own, since nearly no turn is declined: a savepoint would cost every turn two statements more.
        """
        with self.store.work(self.clock.now()) as work:
            locked = work.inbox.lock(event.id)
            return self._take(work, locked, sorry) if locked else TurnResult()

    def _take(self, work: Work, event: WaitingEvent, sorry: Sorry | None = None) -> TurnResult:
        platform = self.platforms.get(event.platform)
        raw = json.loads(event.raw)
        try:
            incoming = self._job_done(event, raw) if event.bot == JOB else platform.parse(raw) if platform else None
        except UnreadableError as error:
            work.inbox.set_aside(event.id, event.tries + 1, new_reference(), f"unreadable: {error}")
            log.warning("event_unreadable", inbox_id=event.id, platform=event.platform)
            return TurnResult()
        if incoming is not None and incoming.kind in {"shut", "opened"}:
            self._reach(work, incoming)
        elif incoming is not None:
            self._respond(work, event, incoming, sorry)
        work.inbox.done(event.id)
        if work.outbox.withdrew:
            self.withdrawals.note()
        return TurnResult.of(work)

    def _reach(self, work: Work, incoming: Incoming) -> None:
        """Nothing is sent to a chat that was shut, until it is opened again; nobody is answered."""
        if incoming.kind == "shut":
            work.people.unreachable(Address(incoming.platform, incoming.chat))
            work.customer_accounts.unreachable(Address(incoming.platform, incoming.chat))
        elif self._who(work, incoming) is None:
            work.customer_accounts.opened(Address(incoming.platform, incoming.chat))

    def _job_done(self, event: WaitingEvent, raw: dict[str, Any]) -> Incoming:
        """Slow work that came back, as if its person had said so."""
        platform = self.platforms.get(event.platform)
        private = platform is None or not platform.is_group(event.chat)
        return Incoming(
            event.platform,
            JOB,
            event.chat,
            raw["account"],
            "",
            self.clock.now(),
            kind="job",
            text=raw["job"],
            result=raw["result"],
            private=private,
        )

    def _respond(self, work: Work, event: WaitingEvent, incoming: Incoming, sorry: Sorry | None) -> None:
        person = self._who(work, incoming)
        if person is None:
            if not self.customers.take(work, event.id, incoming, sorry):
                self._answer_unregistered(work, incoming)
            return
        work.person, work.turn = person, turn_of(event.id)
        work.sees_owners = work.people.owners_seen(person, self.company.visibility)
        talk = self.router.talks_in(work, person.id, incoming)
        if talk is None:
            self._cannot_write_to(work, incoming, person)
            return
        state = work.conversations.state(talk.platform, talk.chat, incoming.account)
        turn = Turn(
            work,
            person,
            self._with_names(work, incoming),
            self.clock.now(),
            self.company,
            self.registry,
            Conversation.from_json(state, incoming.sent_at),
            self._join_links,
            self._said_with(work, incoming),
            awaited=event.awaited_until is not None and work.machine_now < event.awaited_until,
        )
        reply = self._decline(turn, sorry) if sorry else answer(turn)
        if incoming.kind == "submit":
            work.inbox.answer(event.id, {"errors": turn.refused})
        if reply:
            self.router.answer(turn, reply, talk)
        new_state = turn.conversation.as_json()
        if new_state != state:
            work.conversations.keep(talk.platform, talk.chat, incoming.account, new_state)
        if turn.refreshes_home:
            self.router.home(turn)

    def _decline(self, turn: Turn, sorry: Sorry) -> Reply:
        """What is said; of a dialog that somebody still looks at, it is wrong there."""
        if turn.awaited and turn.incoming.kind == "submit":
            turn.refused = {next(iter(turn.incoming.fields), ""): turn.voice.say(sorry.words)}
            return Reply()
        return Reply.of(sorry.words)

    def _who(self, work: Work, incoming: Incoming) -> Person | None:
        """The colleague who did this. The platform where they wrote last is remembered: they are told unasked there."""
        if not incoming.private or incoming.kind == "job":
            return work.people.by_account(incoming.platform, incoming.account)
        person = work.people.who_writes(incoming.platform, incoming.account)
        if person and person.wrote_on != incoming.platform:
            work.people.writes_on(person.id, incoming.platform)
        return person

    def _with_names(self, work: Work, incoming: Incoming) -> Incoming:
        """What was written, with the names of the colleagues who were mentioned; who is none of us is left out."""
        if not incoming.mentions:
            return incoming
        text = incoming.text
        for marker, account in incoming.mentions.items():
            colleague = work.people.by_account(incoming.platform, account)
            text = text.replace(marker, colleague.name if colleague else " ")
        return replace(incoming, text=re.sub(r"[ \t]+", " ", text).strip())

    def _join_links(self, code: str) -> dict[str, str]:
        """The links that carry an invitation's code, by platform, of those that have such links."""
        return {name: link for name, platform in self.platforms.items() if (link := platform.join_link(code))}

    def _said_with(self, work: Work, incoming: Incoming) -> Callable[[Sequence[str]], list[str]]:
        """Finds the turns, of some, that began with this same message."""

        def find(turns: Sequence[str]) -> list[str]:
            numbers = [number for turn in turns if (number := event_of(turn)) is not None]
            return [
                turn_of(number)
                for number, (platform, raw) in work.inbox.raw_of(numbers).items()
                if platform == incoming.platform and self._said_by(platform, raw, incoming)
            ]

        return find

    def _said_by(self, platform: str, raw: str, incoming: Incoming) -> bool:
        try:
            said = self.platforms[platform].parse(json.loads(raw))
        except UnreadableError:
            return False
        return said is not None and said.source == incoming.source and said.kind in {"text", "edit", "other"}

    def _cannot_write_to(self, work: Work, incoming: Incoming, person: Person) -> None:
        """Nothing is answered where all can read it; somebody who shut their own chat to us is told how to open it."""
        speaks = voice(person.language, self.company.country, self.clock.now().date())
        reply = Reply.of(
            _(
                "I can't write to you in private, {name}. Open a chat with me, and write to me there.",
                name=person.first_name,
            )
        )
        work.outbox.add(
            Address(incoming.platform, incoming.chat),
            reply.payload(speaks),
            staff_id=person.id,
            reply_to=incoming.message or None,
        )

    def _answer_unregistered(self, work: Work, incoming: Incoming) -> None:
        if incoming.kind in {"press", "submit", "deleted"}:
            return
        greet = self.registry.one("unregistered")
        person, reply = greet(work, incoming, self.company)
        if person is None and not self.unregistered.allows(incoming.platform, incoming.account):
            return
        hinted = (incoming.language or "")[:2]
        language = person.language if person else hinted if hinted in LANGUAGES else self.company.language
        speaks = voice(language, self.company.country, self.clock.now().date())
        self.router.to_unregistered(work, incoming, reply, speaks, person.id if person else None)

    def _failed(self, event: WaitingEvent, error: Exception) -> TurnResult:
        """A turn that raised: again in a moment where the trouble may pass, else set aside with a reference.

        Between the rollback and here another thread may have taken the event, and failed too: the first one to be here speaks.
        """
        tries, problem = event.tries + 1, type(error).__name__
        if is_passing(error) and tries < MAX_TRIES:
            log.warning("turn_retried", inbox_id=event.id, tries=tries, error=problem)
            with self.store.work(self.clock.now()) as work:
                if work.inbox.lock(event.id):
                    work.inbox.later(event.id, tries, problem)
            return TurnResult()
        reference = new_reference()
        with self.store.work(self.clock.now()) as work:
            if work.inbox.lock(event.id) is None:
                return TurnResult()
            work.inbox.set_aside(event.id, tries, reference, described(error))
            self._apologise(work, event, reference)
        # The traceback without the values: messages hold what people wrote.
        log.error("turn_failed", inbox_id=event.id, reference=reference, error=problem, at=where(error))
        return TurnResult(tuple(work.outbox.added))

    def _apologise(self, work: Work, event: WaitingEvent, reference: str) -> None:
        platform = self.platforms.get(event.platform)
        try:
            incoming = platform.parse(json.loads(event.raw)) if platform else None
        except UnreadableError:
            return
        person = work.people.by_account(incoming.platform, incoming.account) if incoming else None
        if incoming is not None and person is None:
            self.customers.apologise(work, incoming)
        if incoming is None or person is None:
            return
        speaks = voice(person.language, self.company.country, self.clock.now().date())
        reply = Reply.of(
            _(
                "Something went wrong (ref {reference}). Nothing was saved. The problem has been logged.",
                reference=reference,
            )
        )
        payload = reply.payload(speaks) | self.router.only_for(incoming)
        work.outbox.add(
            Address(incoming.platform, incoming.chat), payload, staff_id=person.id, reply_to=incoming.thread
        )
