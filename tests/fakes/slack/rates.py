"""How fast an app may call: Slack's tiers, as buckets that fill with time (docs.slack.dev, "Rate limits").

chat.postMessage has a limit of its own: about one message a second in one channel, short bursts pass.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.fakes.buckets import Bucket, Rate

from .errors import ratelimited


def _a_minute(calls: int) -> Rate:
    return Rate(calls, 60 / calls)


TIER_1, TIER_2, TIER_3, TIER_4 = Rate(10, 60.0), _a_minute(20), _a_minute(50), _a_minute(100)
"""The second number is Slack's; the bursts are what is seen in practice. Ten connections may be opened at once."""

CHANNEL = Rate(2, 1.0)
METHODS: Mapping[str, Rate] = {
    "apps.connections.open": TIER_1,
    "auth.test": Rate(100, 0.1),
    "chat.delete": TIER_3,
    "chat.postEphemeral": TIER_4,
    "chat.update": TIER_3,
    "conversations.info": TIER_3,
    "conversations.open": TIER_3,
    "files.completeUploadExternal": TIER_4,
    "files.getUploadURLExternal": TIER_4,
    "files.info": TIER_4,
    "users.info": TIER_4,
    "views.open": TIER_4,
    "views.publish": TIER_4,
    "views.update": TIER_4,
}


@dataclass(frozen=True, slots=True)
class Rates:
    """The limits; a rate that is None is lifted."""

    channel: Rate | None = CHANNEL
    methods: Mapping[str, Rate] = field(default_factory=lambda: METHODS)


NO_RATES = Rates(channel=None, methods={})


class Pace:
    """Counts calls and refuses what comes too fast. A refused call does not count."""

    def __init__(self, rates: Rates, clock: Callable[[], float]) -> None:
        self.rates = rates
        self.clock = clock
        self._buckets: dict[str, Bucket] = {}

    def call(self, method: str) -> None:
        """Count one call of a method, or refuse it with 429 and the seconds to wait."""
        self._take(method, self.rates.methods.get(method))

    def message(self, channel: str) -> None:
        """Count one message to a channel, or refuse it."""
        self._take(f"message {channel}", self.rates.channel)

    def _take(self, key: str, rate: Rate | None) -> None:
        if rate is None:
            return
        now = self.clock()
        bucket = self._buckets.get(key)
        if bucket is None or bucket.rate is not rate:
            bucket = self._buckets[key] = Bucket(rate, now)
        wait = bucket.wait(now)
        if wait > 1e-9:
            raise ratelimited(max(1, math.ceil(wait)))
        bucket.level -= 1
