"""What a rule is: it looks at the store and says what is due, for whom, in whose words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Company
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Nudge:
    """Something to say unasked. `key` makes it unique for all time; `to` is a colleague's id.

    `on_queued` is called in the same commit that puts it in the outbox; `on_unreachable` where its person has no address.
    """

    key: str
    to: int
    reply: Reply
    on_queued: Callable[[Work], None]
    on_unreachable: Callable[[Work], None]


Rule = Callable[[Work, datetime, Company], Iterable[Nudge]]
"""Yields what is due now for a company, a bounded number at a time; what is left comes with the next tick."""
