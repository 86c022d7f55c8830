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
from storage.crm.records import Due, FollowUpRecord
from storage.work import Work

AT_A_TIME = 200
TRY_AGAIN = timedelta(hours=1)


def due_follow_ups(work: Work, now: datetime, company: Company) -> Iterable[Nudge]:
    """Open follow-ups whose minute has come, each once a time; those for which no hour was asked wait for working time."""
    for follow_up in work.follow_ups.to_nudge(now, limit=AT_A_TIME):
        working = company.working_time_of(work.people.get(follow_up.owner_id))
        if opening := _must_wait(follow_up, now, working):
            work.follow_ups.nudge_later(follow_up.id, opening)
            continue
        yield Nudge(
            key=f"follow_up:{follow_up.id}:{follow_up.owner_id}:{follow_up.nudge_at:%Y%m%dT%H%M}",
            to=follow_up.owner_id,
            reply=nudge(follow_up),
            on_queued=partial(_on_queued, follow_up, following(follow_up.due, now, working)),
            on_unreachable=partial(_later, follow_up.id, now + TRY_AGAIN),
        )


def _must_wait(follow_up: FollowUpRecord, now: datetime, working: WorkingTime) -> datetime | None:
    """When the next working day begins, for what has no hour of its own and is found outside working time."""
    zone = ZoneInfo(follow_up.zone)
    local = now.astimezone(zone).replace(tzinfo=None)
    asked_for = (
        follow_up.grain == "minute" and follow_up.nudge_at is not None and follow_up.nudge_at >= follow_up.due_at
    )
    if asked_for or working.is_open(local):
        return None
    return working.next_opening(local).replace(tzinfo=zone)


def _on_queued(follow_up: FollowUpRecord, next_time: Due | None, work: Work) -> None:
    work.follow_ups.nudged(follow_up, next_time)


def _later(follow_up_id: int, at: datetime, work: Work) -> None:
    work.follow_ups.nudge_later(follow_up_id, at)
