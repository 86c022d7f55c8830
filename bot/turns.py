"""One event, one transaction: what it causes and what is answered are committed together with "done"."""

import json
import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import structlog

from bot.clock import Clock
from bot.platforms.base import Platform, UnreadableError
from bot.riders import MissedError, Rider, Riders
from handlers.kit.conversation import Conversation
from handlers.kit.engine import answer
from handlers.kit.messages import Incoming, Reply
from handlers.kit.registry import Registry
from handlers.kit.texts import LANGUAGES, Voice, _, voice
from handlers.kit.turn import Company, Sorry, Turn
from storage.inbox import MAX_TRIES, WaitingEvent
from storage.outbox import Outgoing
from storage.records import Address, Person
from storage.troubles import is_passing
from storage.work import Store, Work

log = structlog.get_logger()

JOB = "job"
"""The "bot" of events that are jobs come back."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A turn that was taken: what it wants sent, and whether it asked for slow work."""

    outgoing: tuple[Outgoing, ...] = ()
    jobs: int = 0


@dataclass
class Turns:
    """Takes the turns of waiting events, one at a time a thread."""

    store: Store
    registry: Registry
    platforms: Mapping[str, Platform]
    company: Company
    clock: Clock
    riders: Riders = field(default_factory=Riders)
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    _trial: threading.Lock = field(default_factory=threading.Lock)

    def next(self) -> Taken | None:
        """Takes the next turn; None where no event waits that could be had."""
        event: WaitingEvent | None = None
        taken: Taken | None = None
        riding: Sequence[Rider] = ()
        try:
            with self.store.work(self.clock.now()) as work:
                event = work.inbox.next()
                if event is None:
                    return None
                if event.received_at >= self.began:
                    taken = self._take(work, event)
                    riding = self.riders.board(work)
            self.riders.told(riding)
            if taken is not None:
                return taken
            with self._trial:
                return self._try(event.id)
        except Exception as error:
            self.riders.told(riding, MissedError())
            if event is None:
                raise
            return self._failed(event, error)

    def _try(self, event_id: int) -> Taken:
        """Takes the turn of an event that was there when the last process ended, and perhaps ended it.

        A try is counted before it is made, and one such event is tried at a time: what only stood beside the one that
        ended the process is not blamed for it.
        """
        with self.store.work(self.clock.now()) as work:
            event = work.inbox.lock(event_id)
            if event is None:
                return Taken()  # another process has it
            if event.tries + 1 >= MAX_TRIES:  # and the first one, which nobody could count
                work.inbox.set_aside(event.id, event.tries, _reference(), "it took the process down")
                return Taken()
            work.inbox.tried(event.id)
        with self.store.work(self.clock.now()) as work:
            event = work.inbox.lock(event_id)
            return self._take(work, event) if event else Taken()

    def _take(self, work: Work, event: WaitingEvent) -> Taken:
        platform = self.platforms.get(event.platform)
        raw = json.loads(event.raw)
        try:
            incoming = self._job_done(event, raw) if event.bot == JOB else platform.parse(raw) if platform else None
        except UnreadableError as error:
            work.inbox.set_aside(event.id, event.tries + 1, _reference(), f"unreadable: {error}")
            log.warning("event_unreadable", inbox_id=event.id, platform=event.platform)
            return Taken()
        if incoming is not None:
            self._respond(work, event, incoming)
        work.inbox.done(event.id)
        return Taken(tuple(work.outbox.added), work.jobs.added if "jobs" in work.__dict__ else 0)

    def _job_done(self, event: WaitingEvent, raw: dict[str, Any]) -> Incoming:
        """Slow work that came back, as if its person had said so."""
        return Incoming(event.platform, JOB, event.chat, raw["account"], "", self.clock.now(), kind="job", text=raw["job"], result=raw["result"])

    def _respond(self, work: Work, event: WaitingEvent, incoming: Incoming) -> None:
        find = work.people.who_writes if incoming.private else work.people.by_account
        person = find(incoming.platform, incoming.account)
        if person is None:
            self._greet_stranger(work, incoming)
            return
        work.person, work.turn = person, f"event:{event.id}"
        work.sees_owners = work.people.owners_seen(person, self.company.visibility)
        state = work.conversations.state(incoming.platform, incoming.chat, incoming.account)
        conversation = Conversation.from_json(state, incoming.sent_at)
        turn = Turn(work, person, incoming, self.clock.now(), self.company, self.registry, conversation, self._join_links)
        try:
            with work.savepoint():
                reply = answer(turn)
        except Sorry as sorry:
            turn.conversation = Conversation.from_json(state, incoming.sent_at)
            reply = Reply.of(sorry.words)
        new_state = turn.conversation.as_json()
        if new_state != state:
            work.conversations.keep(incoming.platform, incoming.chat, incoming.account, new_state)
        if reply:
            self._post(work, person, incoming, reply, turn.voice)

    def _join_links(self, code: str) -> list[str]:
        """The links that carry an invitation's code, one a platform that has such links."""
        return [link for platform in self.platforms.values() if (link := platform.join_link(code))]

    def _post(self, work: Work, person: Person, incoming: Incoming, reply: Reply, speaks: Voice) -> None:
        """Puts the answer in the outbox: where it was asked or, from a group, in the person's own chat."""
        payload = reply.payload(speaks)
        about = str(reply.about) if reply.about else None
        address = Address(incoming.platform, incoming.chat)
        if not incoming.private:
            private = work.people.address(person.id)
            if private:
                aside = Reply.of(_("I answer you in private, {name}.", name=person.first_name)).payload(speaks)
                work.outbox.add(address, aside, staff_id=person.id, reply_to=incoming.message)
                address = private
        edits = None
        if reply.replaces and incoming.kind == "press" and incoming.token and (pressed := work.outbox.by_token(incoming.token)):
            edits = pressed.id
        work.outbox.add(address, payload, staff_id=person.id, about=about, edits=edits)

    def _greet_stranger(self, work: Work, incoming: Incoming) -> None:
        if incoming.kind == "press" or not incoming.private:
            return
        knock = self.registry.one("stranger")
        person, reply = knock(work, incoming, self.company)
        hinted = (incoming.language or "")[:2]
        language = person.language if person else hinted if hinted in LANGUAGES else self.company.language
        speaks = voice(language, self.company.country, self.clock.now().date())
        address = Address(incoming.platform, incoming.chat)
        work.outbox.add(address, reply.payload(speaks), staff_id=person.id if person else None)

    def _failed(self, event: WaitingEvent, error: Exception) -> Taken:
        """A turn that raised: again in a moment where the trouble may pass, else set aside with a reference."""
        tries, problem = event.tries + 1, type(error).__name__
        if is_passing(error) and tries < MAX_TRIES:
            log.warning("turn_retried", inbox_id=event.id, tries=tries, error=problem)
            with self.store.work(self.clock.now()) as work:
                work.inbox.later(event.id, tries, problem)
            return Taken()
        reference = _reference()
        # The traceback without the values: messages hold what people wrote.
        log.error("turn_failed", inbox_id=event.id, reference=reference, error=problem, at=_where(error))
        with self.store.work(self.clock.now()) as work:
            work.inbox.set_aside(event.id, tries, reference, f"{problem} at {_where(error)}")
            self._apologise(work, event, reference)
            return Taken(tuple(work.outbox.added))

    def _apologise(self, work: Work, event: WaitingEvent, reference: str) -> None:
        platform = self.platforms.get(event.platform)
        try:
            incoming = platform.parse(json.loads(event.raw)) if platform else None
        except UnreadableError:
            return
        person = work.people.by_account(incoming.platform, incoming.account) if incoming else None
        if incoming is None or person is None:
            return
        speaks = voice(person.language, self.company.country, self.clock.now().date())
        reply = Reply.of(_("Something went wrong (ref {reference}). It is written down, and nothing was half saved.", reference=reference))
        work.outbox.add(Address(incoming.platform, incoming.chat), reply.payload(speaks), staff_id=person.id)



def _reference() -> str:
    """What a person can tell support: short, and found in the dead letters."""
    return secrets.token_hex(2).upper()


def _where(error: Exception) -> str:
    """The innermost place of our own, as file:line."""
    place = error.__traceback__
    found = "?"
    while place is not None:
        found = f"{place.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{place.tb_lineno}"
        place = place.tb_next
    return found
