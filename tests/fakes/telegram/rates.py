"""How fast a bot may send: Telegram's limits, as buckets that fill with time.

core.telegram.org/bots/faq, "My bot is hitting limits": about one message a second in one chat (short bursts pass),
20 a minute in a group, about 30 a second in all.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from .errors import too_many_requests


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` messages at once, then one more every `every` seconds."""

    burst: int
    every: float


@dataclass(frozen=True, slots=True)
class Rates:
    """The limits; a rate that is None is lifted. The private burst is what is seen in practice, no written promise."""

    private: Rate | None = Rate(3, 1.0)
    group: Rate | None = Rate(20, 3.0)
    overall: Rate | None = Rate(30, 1 / 30)


NO_RATES = Rates(private=None, group=None, overall=None)


class _Bucket:
    __slots__ = ("at", "level", "rate")

    def __init__(self, rate: Rate, now: float) -> None:
        self.rate = rate
        self.level = float(rate.burst)
        self.at = now

    def wait(self, now: float) -> float:
        """Returns the seconds until one more message passes, 0 for now."""
        self.level = min(self.rate.burst, self.level + (now - self.at) / self.rate.every)
        self.at = now
        return max(0.0, (1 - self.level) * self.rate.every)


class Pace:
    """Counts what is sent and refuses what comes too fast. A refused message does not count."""

    def __init__(self, rates: Rates, clock: Callable[[], float]) -> None:
        self.rates = rates
        self.clock = clock
        self._buckets: dict[int, _Bucket] = {}

    def message(self, chat_id: int) -> None:
        """Count one message to a chat (groups have negative ids), or refuse it with 429 and the seconds to wait."""
        rates = self.rates
        now = self.clock()
        used = []
        for key, rate in ((chat_id, rates.private if chat_id > 0 else rates.group), (0, rates.overall)):
            if rate is None:
                continue
            bucket = self._buckets.get(key)
            if bucket is None or bucket.rate is not rate:
                bucket = self._buckets[key] = _Bucket(rate, now)
            wait = bucket.wait(now)
            if wait > 1e-9:
                raise too_many_requests(max(1, math.ceil(wait)))
            used.append(bucket)
        for bucket in used:
            bucket.level -= 1
