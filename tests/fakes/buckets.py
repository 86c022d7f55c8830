"""Limits as buckets that fill with time."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` messages at once, then one more every `every` seconds."""

    burst: int
    every: float


class Bucket:
    """How much of one rate is left; take one by `level -= 1`."""

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
