"""How long to wait before the next try: longer each time, and never for all at the same moment."""

import random
from collections.abc import Callable

FIRST = 1.0
LONGEST = 300.0
"""Seconds: five minutes after a platform is back at the latest, that is noticed."""


class Backoff:
    """Pauses that double from `FIRST` to `LONGEST`, each shortened by chance by up to a half."""

    def __init__(self, chance: Callable[[], float] = random.random) -> None:
        self._chance = chance
        self.failures = 0

    def next(self) -> float:
        """One more failure: the seconds to wait after it."""
        pause = min(LONGEST, FIRST * 2.0 ** min(self.failures, 16))
        self.failures += 1
        return pause * (1 - self._chance() / 2)

    def reset(self) -> None:
        """It went well."""
        self.failures = 0
