"""Whose turn it is where one thread takes them all, and how much time people get whom nobody invited."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.platforms.base import Pace
from storage.messaging.inbox import Inbox, WaitingEvent


class Rounds:
    """Every chat with something waiting gets one turn a round, the one that waited longest first.

    So whoever sends two thousand messages at once delays everybody else by one turn, not by two thousand. Where nobody comes up
    twice it costs nothing: the oldest event is next.
    """

    def __init__(self) -> None:
        self._served: set[str] = set()
        self._to_come: deque[tuple[str, int]] = deque()

    def next(self, inbox: Inbox) -> WaitingEvent | None:
        """The event whose turn it is, locked until the inbox's work ends; None where there is none to be had now."""
        event = inbox.next()
        if event is None:
            self._served.clear()
            self._to_come.clear()
            return None
        if event.chat in self._served:
            event = self._of_another_chat(inbox) or self._new_round(event)
        self._served.add(event.chat)
        return event

    def _of_another_chat(self, inbox: Inbox) -> WaitingEvent | None:
        if not self._to_come:
            self._to_come.extend(
                (chat, first) for chat, first in inbox.first_of_each_chat() if chat not in self._served
            )
        while self._to_come:
            _chat, first = self._to_come.popleft()
            if event := inbox.lock(first):  # it may have to wait until it is tried again
                return event
        return None

    def _new_round(self, event: WaitingEvent) -> WaitingEvent:
        self._served.clear()
        return event


EACH = Pace(10, 10.0)
ALL = Pace(100, 0.2)
"""Answers to one account that nobody invited, and to all such accounts: enough to find out how to get in."""
MOST_ACCOUNTS = 5_000


@dataclass
class Allowance:
    """Answers that fill up with time, to the burst of a pace at the most."""

    pace: Pace
    at: float
    left: float = field(init=False)

    def __post_init__(self) -> None:
        self.left = self.pace.burst

    def fill(self, now: float) -> bool:
        """Whether there is one to be had."""
        self.left, self.at = min(self.pace.burst, self.left + (now - self.at) / self.pace.every), now
        return self.left >= 1


class UnregisteredBudget:
    """How many answers unregistered users get. Their messages are read even beyond it: an invitation is always taken."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._all = Allowance(ALL, clock())
        self._each: dict[tuple[str, str], Allowance] = {}

    def allows(self, platform: str, account: str) -> bool:
        """Whether this account may be answered once more; counts it."""
        now, account_ = self._clock(), (platform, account)
        mine = self._each.pop(account_, None) or Allowance(EACH, now)
        while len(self._each) >= MOST_ACCOUNTS:
            self._each.pop(next(iter(self._each)))
        self._each[account_] = mine
        if not (mine.fill(now) and self._all.fill(now)):
            return False
        mine.left -= 1
        self._all.left -= 1
        return True
