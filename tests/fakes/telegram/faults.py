"""What goes wrong on request: refusals, cut connections, lost and late answers."""

import asyncio
import random
from dataclasses import dataclass, field
from typing import Literal, get_args

from .errors import Refused, forbidden, too_many_requests

Kind = Literal[
    "too_many_requests",  # 429 with retry_after
    "server_error",  # `code`: 500 with JSON, or 502 with the HTML page of the server in front
    "cut",  # the connection breaks before anything happened
    "lost_answer",  # it happened, and the connection breaks without an answer
    "slow",  # it happened, and the answer waits for `release()`
    "forbidden",  # 403 with `description`
    "migrate",  # the group becomes a supergroup just before the call
]
WEBHOOK = "webhook"  # as `method`: faults of the delivery to the bot's webhook ("cut" and "lost_answer")


@dataclass(slots=True, eq=False)
class Fault:
    """One thing that goes wrong, for the next `times` calls that it fits (None: until removed).

    It fits calls of `method` (None: every one but getUpdates) about `chat` (None: any), the first `skip` of them
    excepted, and of those a random `share`, the same for the same `seed`.
    """

    kind: Kind
    method: str | None = None
    chat: int | None = None
    times: int | None = 1
    skip: int = 0
    share: float = 1.0
    seed: int = 0
    retry_after: int = 1
    code: int = 500
    description: str = "bot was blocked by the user"
    hits: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)
    _random: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"unknown fault {self.kind!r}")
        self._random = random.Random(self.seed)

    def release(self) -> None:
        """Let the answers go that a slow fault holds, and those to come."""
        self.released.set()

    def fits(self, method: str, chat: int | None) -> bool:
        """Returns whether this call is one of those that go wrong, and counts it."""
        if self.times is not None and self.hits >= self.times:
            return False
        if self.method is None and method in ("getupdates", WEBHOOK):
            return False
        if (self.method is not None and self.method.lower() != method) or (self.chat is not None and self.chat != chat):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.share < 1 and self._random.random() >= self.share:
            return False
        self.hits += 1
        return True

    def refuse(self) -> None:
        """Raise the refusal that this fault stands for, if it is one."""
        if self.kind == "too_many_requests":
            raise too_many_requests(self.retry_after)
        if self.kind == "forbidden":
            raise forbidden(self.description)
        if self.kind == "server_error":
            raise Refused(self.code, "Internal Server Error" if self.code == 500 else "Bad Gateway")


class Faults:
    """The faults in force; the first that fits a call is the one that happens to it."""

    def __init__(self) -> None:
        self._active: list[Fault] = []

    def add(
        self,
        kind: Kind,
        method: str | None = None,
        *,
        chat: int | None = None,
        times: int | None = 1,
        skip: int = 0,
        share: float = 1.0,
        seed: int = 0,
        retry_after: int = 1,
        code: int = 500,
        description: str = "bot was blocked by the user",
    ) -> Fault:
        """Returns the fault, now in force: `hits` counts, `release()` ends a slow one. See `Fault`."""
        fault = Fault(kind, method, chat, times, skip, share, seed, retry_after, code, description)
        self._active.append(fault)
        return fault

    def clear(self) -> None:
        """End all faults and let held answers go."""
        for fault in self._active:
            fault.release()
        self._active.clear()

    def hit(self, method: str, chat: int | None) -> Fault | None:
        """Returns the fault that happens to this call (`method` in small letters), if any."""
        for fault in self._active:
            if fault.fits(method, chat):
                return fault
        return None
