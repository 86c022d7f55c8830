"""Follow-ups come back at their minute."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from handlers.follow_ups import nudge
from reminders.rules import Nudge
from storage.work import Work

AT_A_TIME = 200
TRY_AGAIN = timedelta(hours=1)


def due_follow_ups(work: Work, now: datetime) -> Iterable[Nudge]:
    """Open follow-ups whose minute has come, each once a due time."""
    for promise in work.follow_ups.to_nudge(now, limit=AT_A_TIME):
        yield Nudge(
            key=f"follow_up:{promise.id}:{promise.due_at:%Y%m%dT%H%M}",
            to=promise.owner_id,
            reply=nudge(promise),
            told=partial(_told, promise.id),
            unreachable=partial(_later, promise.id, now + TRY_AGAIN),
        )


def _told(follow_up_id: int, work: Work) -> None:
    work.follow_ups.nudged(follow_up_id)


def _later(follow_up_id: int, at: datetime, work: Work) -> None:
    work.follow_ups.nudge_later(follow_up_id, at)
