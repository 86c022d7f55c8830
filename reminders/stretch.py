"""How long a tick keeps the store's writer before it lets others have it."""

import time

AT_MOST = 0.04
"""Seconds: a transaction of a tick begins nothing more after them. Whoever waits hardly notices, and a commit costs far less."""


class Stretch:
    """A stretch of work, from now on."""

    __slots__ = ("_until",)

    def __init__(self) -> None:
        self._until = time.monotonic() + AT_MOST

    @property
    def is_over(self) -> bool:
        """Whether the transaction is to end here."""
        return time.monotonic() >= self._until
