"""How fast a bot may send: Telegram's limits, as buckets that fill with time.

core.telegram.org/bots/faq, "My bot is hitting limits": about one message a second in one chat (short bursts pass),
20 a minute in a group, about 30 a second in all.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from tests.fakes.buckets import Bucket, Rate

from .errors import too_many_requests

_PRIVATE, _GROUP, _OVERALL = Rate(3, 1.0), Rate(20, 3.0), Rate(30, 1 / 30)


@dataclass(frozen=True, slots=True)
class Rates:
    """The limits; a rate that is None is lifted. The private burst is what is seen in practice, no written promise."""

    private: Rate | None = _PRIVATE
    group: Rate | None = _GROUP
    overall: Rate | None = _OVERALL


NO_RATES = Rates(private=None, group=None, overall=None)


class Pauses:
    """Who was told by a 429 to wait, and whoever writes before that is over. It is refused again, for what is left.

    Only where it is `kept`: a bot whose clock a test moves waits by another clock than this one.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.kept = False
        self._chats: dict[int, tuple[float, float]] = {}
        self._flood_until = 0.0
        self.early: list[tuple[int, float, float]] = []
        """What came too early: the chat, when it was told to wait, and when something came all the same."""

    def told(self, chat_id: int, seconds: int) -> None:
        """A chat's message was refused for so long."""
        now = self._clock()
        self._chats[chat_id] = (now, now + seconds)

    def flood(self, seconds: float) -> None:
        """The bot as a whole has sent too much: nothing is taken from it for so long."""
        self._flood_until = self._clock() + seconds

    def check(self, chat_id: int) -> None:
        """Refuse a message that comes in a pause."""
        if not self.kept:
            return
        now = self._clock()
        since, until = self._chats.get(chat_id, (0.0, 0.0))
        if now < until:
            self.early.append((chat_id, since, now))
            raise too_many_requests(max(1, math.ceil(until - now)))
        if now < self._flood_until:
            raise too_many_requests(max(1, math.ceil(self._flood_until - now)))


class Pace:
    """Counts what is sent and refuses what comes too fast. A refused message does not count."""

    def __init__(self, rates: Rates, clock: Callable[[], float]) -> None:
        self.rates = rates
        self.clock = clock
        self._buckets: dict[int, Bucket] = {}

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
                bucket = self._buckets[key] = Bucket(rate, now)
            wait = bucket.wait(now)
            if wait > 1e-9:
                raise too_many_requests(max(1, math.ceil(wait)))
            used.append(bucket)
        for bucket in used:
            bucket.level -= 1
