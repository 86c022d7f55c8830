"""What goes wrong on request, for whichever platform: whom a fault hits, and how often."""

import asyncio
import random
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Generic, TypeVar


@dataclass(slots=True, eq=False)
class BaseFault:
    """One thing that goes wrong, for the next `times` calls that it fits (None: until removed).

    It fits calls of `method` (None: every one but those a platform excepts) about `chat` (None: any), the first `skip`
    of them excepted, and of those a random `share`, the same for the same `seed`.
    """

    kind: str
    method: str | None = None
    chat: int | str | None = None
    times: int | None = 1
    skip: int = 0
    share: float = 1.0
    seed: int = 0
    seconds: float = 0.0
    hits: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)
    _random: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    async def travel(self) -> None:
        """Half of the time that a late call takes."""
        if self.seconds:
            await asyncio.sleep(self.seconds / 2)

    def release(self) -> None:
        """Let the answers go that a slow fault holds, and those to come."""
        self.released.set()

    def fits(self, method: str, chat: int | str | None, excepted: Collection[str]) -> bool:
        """Returns whether this call is one of those that go wrong, and counts it."""
        if self.times is not None and self.hits >= self.times:
            return False
        if self.method is None and method in excepted:
            return False
        if self.method is not None and self.method.lower() != method.lower():
            return False
        if self.chat is not None and self.chat != chat:
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.share < 1 and self._random.random() >= self.share:
            return False
        self.hits += 1
        return True


F = TypeVar("F", bound=BaseFault)


class BaseFaults(Generic[F]):
    """The faults in force; the first that fits a call is the one that happens to it."""

    excepted: Collection[str] = ()

    def __init__(self) -> None:
        self._active: list[F] = []

    def force(self, fault: F) -> F:
        """Returns the fault, now in force: `hits` counts, `release()` ends a slow one."""
        self._active.append(fault)
        return fault

    def clear(self) -> None:
        """End all faults and let held answers go."""
        for fault in self._active:
            fault.release()
        self._active.clear()

    def hit(self, method: str, chat: int | str | None, *, only: Collection[str] | None = None) -> F | None:
        """Returns the fault that happens to this call, if any; `only` names the kinds that can happen here."""
        for fault in self._active:
            if (only is None or fault.kind in only) and fault.fits(method, chat, self.excepted):
                return fault
        return None
