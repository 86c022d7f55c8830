"""What Slack tells the app, and how it insists: events three times more, everything else once (docs.slack.dev, "Events API")."""

import asyncio
import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from .faults import Faults
from .markup import Raw

Kind = Literal["events_api", "slash_commands", "interactive"]
RETRIES = (0.0, 60.0, 300.0)
"""Seconds before each retry: "nearly immediately", after 1 minute, after 5 minutes."""
ACK_SECONDS = 3.0
DELIVERY = "delivery"  # as a fault's method: what goes wrong on the way to the app ("cut", "lost_answer", "twice")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt ended: `reason` as in X-Slack-Retry-Reason, `answer` what the acknowledgement said."""

    ok: bool
    reason: str = ""
    answer: Any = None
    again: bool = True


@dataclass(slots=True, eq=False)
class Delivery:
    """One thing to tell the app. `result` is there when it was acknowledged or given up."""

    number: int
    kind: Kind
    payload: Raw
    conversation: str = ""
    expects_answer: bool = False
    repeat: bool = False
    attempts: int = 0
    reason: str = ""
    result: Outcome | None = None
    on_result: Callable[[Outcome], None] | None = None
    wake: asyncio.Event = field(default_factory=asyncio.Event)


class Transport(Protocol):
    """A way to the app."""

    async def attempt(self, delivery: Delivery) -> Outcome:
        """Returns how one attempt ended."""
        ...

    async def close(self) -> None:
        """End it."""
        ...


class Courier:
    """Delivers, each thing by itself: Slack keeps no order. `given_up` are the events that were tried four times.

    `retry_scale` scales the minutes between retries; `retry_now()` ends them.
    """

    def __init__(self, faults: Faults, chance: random.Random, changed: Callable[[], None]) -> None:
        self.faults = faults
        self.chance = chance
        self.changed = changed
        self.transport: Transport | None = None
        self.ack_seconds = ACK_SECONDS
        self.retry_scale = 1.0
        self.retries: Sequence[float] = RETRIES
        self.twice = False
        self.log: list[Delivery] = []
        self.given_up: list[Delivery] = []
        self.held: list[Delivery] | None = None
        self._pending: dict[int, Delivery] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._numbers = itertools.count(1)

    def pending(self) -> list[Delivery]:
        """Returns what the app has not acknowledged and Slack not given up, oldest first."""
        return list(self._pending.values())

    def __len__(self) -> int:
        return len(self._pending)

    def push(
        self,
        kind: Kind,
        payload: Raw,
        conversation: str = "",
        *,
        expects_answer: bool = False,
        on_result: Callable[[Outcome], None] | None = None,
    ) -> Delivery:
        """Returns the delivery of one thing, which is under way or held."""
        delivery = Delivery(next(self._numbers), kind, payload, conversation, expects_answer, on_result=on_result)
        self._send(delivery)
        fault = self.faults.hit(DELIVERY, conversation, only=("twice",))
        if self.twice or fault is not None:
            self.repeat(delivery)
        return delivery

    def repeat(self, known: Delivery) -> Delivery:
        """Returns a delivery of something once more, as Slack does when an acknowledgement got lost.

        Slack itself repeats events only. Where this fake repeats an interaction, its second answer counts for nothing.
        """
        delivery = Delivery(
            next(self._numbers), known.kind, known.payload, known.conversation, known.expects_answer,
            repeat=True, attempts=1, reason="http_timeout",
        )  # fmt: skip
        self._send(delivery)
        return delivery

    def hold(self) -> None:
        """Keep what is to be delivered, until `release`."""
        self.held = self.held or []

    def release(self, *, shuffled: bool = False) -> None:
        """Deliver what was held, in any order when `shuffled`."""
        held, self.held = self.held or [], None
        if shuffled:
            self.chance.shuffle(held)
        for delivery in held:
            self._start(delivery)

    def retry_now(self) -> None:
        """Let the minutes pass: what waits for its next retry is tried now."""
        for delivery in self._pending.values():
            delivery.wake.set()

    async def close(self) -> None:
        """Stop; what is under way is dropped."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.transport is not None:
            await self.transport.close()

    def _send(self, delivery: Delivery) -> None:
        self.log.append(delivery)
        self._pending[delivery.number] = delivery
        if self.held is not None:
            self.held.append(delivery)
        else:
            self._start(delivery)

    def _start(self, delivery: Delivery) -> None:
        task = asyncio.get_running_loop().create_task(self._deliver(delivery))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, delivery: Delivery) -> None:
        retries = self.retries if delivery.kind == "events_api" else ()
        outcome = await self._attempt(delivery)
        for seconds in retries:
            if outcome.ok or not outcome.again:
                break
            await self._wait(delivery, seconds * self.retry_scale)
            delivery.attempts += 1
            delivery.reason = outcome.reason
            outcome = await self._attempt(delivery)
        delivery.result = outcome
        del self._pending[delivery.number]
        if not outcome.ok and delivery.kind == "events_api":
            self.given_up.append(delivery)
        if delivery.on_result is not None:
            delivery.on_result(outcome)
        self.changed()

    async def _attempt(self, delivery: Delivery) -> Outcome:
        assert self.transport is not None, "nobody to deliver to"
        fault = self.faults.hit(DELIVERY, delivery.conversation, only=("cut", "lost_answer"))
        if fault is not None and fault.kind == "cut":
            return Outcome(ok=False, reason="connection_failed")
        outcome = await self.transport.attempt(delivery)
        self.changed()
        if fault is not None and outcome.ok:
            return Outcome(ok=False, reason="http_timeout")
        return outcome

    async def _wait(self, delivery: Delivery, seconds: float) -> None:
        if seconds <= 0:
            return
        delivery.wake.clear()
        self.changed()
        try:
            async with asyncio.timeout(seconds):
                await delivery.wake.wait()
        except TimeoutError:
            pass
