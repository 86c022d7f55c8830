"""What is said to customers unasked still has to be true when it is sent: they may have stopped meanwhile. It nudges nobody."""

from collections.abc import Iterable
from datetime import datetime

from handlers.kit.outreach.gate import KIND, still_to_say
from reminders.rule import Look, Nudge, Rule


def _none(_look: Look) -> Iterable[int]:
    return ()


def _nudge(_look: Look, _approach: int) -> Nudge | None:
    return None


def _told(_look: Look, _approach: int) -> None: ...


def _later(_look: Look, _approach: int, _at: datetime) -> None: ...


RULE = Rule(_none, _nudge, _told, _later, about=KIND, holds=still_to_say)
