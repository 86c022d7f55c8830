"""Whether a platform is out. While it is, one message at a time tries whether it is back, and nothing else is tried."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

import structlog

from bot.dispatch.backoff import Backoff

log = structlog.get_logger()


@dataclass(frozen=True, eq=False, slots=True)
class Permit:
    """Leave to try, good until the circuit opens again; a probe's is good while it is open."""

    generation: int


class Circuit:
    """Closed while the platform answers, open while it does not.

    It opens at once where nothing can have reached the platform; where its answer was lost or it failed on a message, only when a
    second chat fares the same with nothing answered in between: one message may be to blame for its own trouble. Probes come
    after pauses that double, from the chats in turn.
    """

    def __init__(self, platform: str, backoff: Backoff | None = None) -> None:
        self._platform = platform
        self._backoff = backoff or Backoff()
        self._gate = asyncio.Lock()
        self._changed = asyncio.Event()
        self._probe: Permit | None = None
        self._probe_at = 0.0
        self._generation = 0
        self._suspects: set[str] = set()
        self.is_open = False
        self.answers = 0
        """How often the platform answered, whatever it said."""

    async def enter(self) -> Permit:
        """Returns when something may be tried; first come, first in. Hand the permit back with `leave`."""
        if not self.is_open:
            return Permit(self._generation)
        loop = asyncio.get_running_loop()
        async with self._gate:
            while self.is_open:
                left = self._probe_at - loop.time()
                if self._probe is None and left <= 0:
                    self._probe = Permit(self._generation)
                    return self._probe
                self._changed.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(left if self._probe is None else None):
                        await self._changed.wait()
        return Permit(self._generation)

    def leave(self, permit: Permit) -> None:
        """Whoever had this permit has tried, or will not."""
        if permit is self._probe:
            self._probe = None
            self._changed.set()

    def admits(self, permit: Permit) -> bool:
        """Whether the permit is still good."""
        return permit is self._probe or (not self.is_open and permit.generation == self._generation)

    def answered(self) -> None:
        """The platform answered: it is not out."""
        self.answers += 1
        self._suspects.clear()
        if self.is_open:
            log.info("platform_back", platform=self._platform)
            self.is_open = False
            self._backoff.reset()
            self._changed.set()

    def failed(self, permit: Permit, chat: str, *, certainly: bool, at_least: float = 0.0) -> None:
        """An attempt for a chat got no answer; `certainly` because of the platform. Probes wait `at_least` so many seconds."""
        self._suspects.add(chat)
        if self.is_open and permit is not self._probe:
            return  # it was under way when the circuit opened, and tells nothing new
        if not (self.is_open or certainly or len(self._suspects) > 1):
            return
        pause = max(self._backoff.next(), at_least)
        self._probe_at = asyncio.get_running_loop().time() + pause
        if not self.is_open:
            self.is_open = True
            self._generation += 1
        log.warning("platform_out", platform=self._platform, next_try_in=round(pause, 1))
        self._changed.set()
