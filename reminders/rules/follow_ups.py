"""Follow-ups come back at their minute."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from handlers.follow_ups.capability import nudge
from handlers.kit.calendar.due_dates import following
from handlers.kit.calendar.working_time import WorkingTime
from handlers.kit.turn import Company
from reminders.nudge import Nudge
from storage.records import Due, FollowUpRecord
from storage.work import Work

AT_A_TIME = 200
TRY_AGAIN = timedelta(hours=1)


def due_follow_ups(work: Work, now: datetime, company: Company) -> Iterable[Nudge]:
    """Open follow-ups whose minute has come, each once a time; those for which no hour was asked wait for working time."""
    for promise in work.follow_ups.to_nudge(now, limit=AT_A_TIME):
        working = company.working_time_of(work.people.get(promise.owner_id))
        if opening := _must_wait(promise, now, working):
            work.follow_ups.nudge_later(promise.id, opening)
            continue
        yield Nudge(
            key=f"follow_up:{promise.id}:{promise.owner_id}:{promise.nudge_at:%Y%m%dT%H%M}",
            to=promise.owner_id,
            reply=nudge(promise),
            told=partial(_told, promise, following(promise.due, now, working)),
            unreachable=partial(_later, promise.id, now + TRY_AGAIN),
        )


def _must_wait(promise: FollowUpRecord, now: datetime, working: WorkingTime) -> datetime | None:
    """When the next working day begins, for what has no hour of its own and is found outside working time."""
    zone = ZoneInfo(promise.zone)
    local = now.astimezone(zone).replace(tzinfo=None)
    asked_for = promise.grain == "minute" and promise.nudge_at is not None and promise.nudge_at >= promise.due_at
    if asked_for or working.is_open(local):
        return None
    return working.next_opening(local).replace(tzinfo=zone)


def _told(promise: FollowUpRecord, next_time: Due | None, work: Work) -> None:
    work.follow_ups.nudged(promise, next_time)


def _later(follow_up_id: int, at: datetime, work: Work) -> None:
    work.follow_ups.nudge_later(follow_up_id, at)
