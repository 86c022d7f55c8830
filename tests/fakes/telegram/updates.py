# ruff: noqa: ASYNC109 -- whoever waits says for how long
"""The queue of updates that wait for the bot, and long polling (`do_get_updates` in Client.cpp, TQueue in TDLib)."""

import asyncio
import json
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .errors import OTHER_POLLER, TERMINATED_BY_WEBHOOK, Refused

KEPT_SECONDS = 24 * 3600  # getUpdates: "Incoming updates are stored … not … longer than 24 hours"
MAX_POLL_SECONDS = 50  # LONG_POLL_MAX_TIMEOUT
GATHER_SECONDS = 0.001  # LONG_POLL_WAIT_AFTER: updates that come together are answered together
FUTURE_IDS = 10  # TQueue: an offset further ahead than this is not believed
OFF_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}  # getUpdates, allowed_updates


@dataclass(frozen=True, slots=True, eq=False)
class Update:
    """One update as it will be delivered; `order` names the queue (a chat) within which webhooks keep order."""

    update_id: int
    kind: str
    body: dict[str, Any]
    encoded: str
    order: int
    expires: float


class Updates:
    """What waits for the bot. One poller or one webhook takes from it."""

    def __init__(self, clock: Callable[[], float], seed: int, on_wait: Callable[[], None]) -> None:
        self._clock = clock
        self._on_wait = on_wait
        self._random = random.Random(seed)
        self._waiting: deque[Update] = deque()
        self._again: list[Update] = []
        self._poller: asyncio.Future[None] | None = None
        self._wake: asyncio.TimerHandle | None = None
        self.allowed: list[str] = []
        self.on_push: Callable[[Update], None] | None = None
        self.log: list[dict[str, Any]] = []
        self.twice = False
        self.next_id = 0
        self._confirmed = 0
        self.restart_ids()

    def __len__(self) -> int:
        self._expire()
        return len(self._waiting) + len(self._again)

    def restart_ids(self) -> None:
        """Go on at a random number ("If there are no new updates for at least a week …", Update)."""
        assert not self._waiting, "update_ids restart when nothing waits"
        self.next_id = self._random.randrange(10**8, 10**9)
        self._confirmed = self.next_id - 1

    def push(self, kind: str, content: dict[str, Any], order: int = 0) -> dict[str, Any]:
        """Queue an update of one kind and return it; one that the bot did not ask for is returned and not queued."""
        body = {"update_id": self.next_id, kind: content}
        self.next_id += 1
        if (kind in self.allowed) if self.allowed else (kind not in OFF_BY_DEFAULT):
            self.push_raw(body, kind, order)
            if self.twice:
                self.push_raw(dict(body), kind, order)
        return body

    def push_raw(self, body: dict[str, Any], kind: str = "", order: int = 0) -> None:
        """Queue an update as it is, whatever is in it. One without an update_id gets the next.

        One whose update_id is not newer than those queued is delivered once, whatever the bot has confirmed.
        """
        update_id = body.setdefault("update_id", self.next_id)
        encoded = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        update = Update(update_id, kind, body, encoded, order, self._clock() + KEPT_SECONDS)
        newest = self._waiting[-1].update_id if self._waiting else self._confirmed
        self.log.append(body)
        if isinstance(update_id, int) and update_id > newest:
            self._waiting.append(update)
            self.next_id = max(self.next_id, update_id + 1)
        else:
            self._again.append(update)
        if self.on_push is not None:
            self.on_push(update)
        elif self._poller is not None and self._wake is None:
            self._wake = asyncio.get_running_loop().call_later(GATHER_SECONDS, self._wake_poller)

    def allow(self, kinds: object) -> None:
        """Take over `allowed_updates` of a call that has it; an empty list stands for the default."""
        if isinstance(kinds, list):
            self.allowed = [str(kind) for kind in kinds]

    async def poll(self, offset: int, limit: int, timeout: float) -> str:
        """Returns a JSON array of updates from `offset` on, and forgets those before it.

        With none there, wait up to `timeout` seconds; a later poller that waits ends this one with 409.
        """
        found = self._take(offset, limit)
        if not found and timeout > 0:
            self._end_poller(OTHER_POLLER)
            poller = self._poller = asyncio.get_running_loop().create_future()
            self._on_wait()
            timer = asyncio.get_running_loop().call_later(min(timeout, MAX_POLL_SECONDS), self._wake_poller)
            try:
                await poller
            finally:
                timer.cancel()
                if self._poller is poller:
                    self._poller = None
            found = self._take(offset, limit)
        return "[" + ",".join(update.encoded for update in found) + "]"

    @property
    def polled(self) -> bool:
        """Whether a getUpdates waits now."""
        return self._poller is not None

    def terminate_poller(self) -> None:
        """End a waiting getUpdates because a webhook was set."""
        self._end_poller(TERMINATED_BY_WEBHOOK)

    def waiting(self) -> list[Update]:
        """Returns the updates that wait, oldest first."""
        self._expire()
        return [*self._again, *self._waiting]

    def forget(self, update: Update) -> None:
        """Drop an update that the webhook took."""
        if self._waiting and self._waiting[0] is update:
            self._waiting.popleft()
        elif update in self._again:
            self._again.remove(update)
        elif update in self._waiting:
            self._waiting.remove(update)
        if isinstance(update.update_id, int):
            self._confirmed = max(self._confirmed, update.update_id)

    def clear(self, keep: int = 0) -> None:
        """Drop all updates but the newest `keep`."""
        while len(self._waiting) > keep:
            self._waiting.popleft()

    def _take(self, offset: int, limit: int) -> list[Update]:
        self._expire()
        if offset < 0:
            self.clear(keep=-offset)
        waiting = self._waiting
        if 0 < offset <= self.next_id + FUTURE_IDS:
            while waiting and waiting[0].update_id < offset:
                self._confirmed = waiting.popleft().update_id
        again, self._again = self._again[:limit], self._again[limit:]
        return again + [waiting[i] for i in range(min(limit - len(again), len(waiting)))]

    def _expire(self) -> None:
        now = self._clock()
        while self._waiting and self._waiting[0].expires <= now:
            self._waiting.popleft()

    def _wake_poller(self) -> None:
        self._wake = None
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)

    def _end_poller(self, description: str) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(Refused(409, description))
        self._poller = None
