"""Follow-ups come back at their minute; those for which no hour was asked, when their owner may be told."""

from collections.abc import Iterable
from datetime import datetime

from handlers.follow_ups.reminding import nudge
from handlers.kit.calendar.due_dates import following
from handlers.kit.follow_ups.follow_up import FOLLOW_UP
from reminders.rule import Look, Nudge, Rule
from storage.crm.records import FollowUpRecord
from storage.work import Work

AT_A_TIME = 200


def _due(look: Look) -> Iterable[FollowUpRecord]:
    return look.work.follow_ups.to_nudge(look.now, limit=AT_A_TIME)


def _nudge(_look: Look, follow_up: FollowUpRecord) -> Nudge:
    at = follow_up.nudge_at or follow_up.due_at
    return Nudge(
        key=f"follow_up:{follow_up.id}:{follow_up.owner_id}:{at:%Y%m%dT%H%M}",
        to=follow_up.owner_id,
        reply=nudge(follow_up),
        asked=follow_up.grain == "minute" and at >= follow_up.due_at,
        even_away=follow_up.even_away,
    )


def _told(look: Look, follow_up: FollowUpRecord) -> None:
    working = look.calendars.working_time_of(look.work.people.get(follow_up.owner_id))
    look.work.follow_ups.nudged(follow_up, following(follow_up.due, look.now, working))


def _later(look: Look, follow_up: FollowUpRecord, at: datetime) -> None:
    look.work.follow_ups.nudge_later(follow_up.id, at)


def _holds(work: Work, follow_up_id: int) -> bool:
    follow_up = work.follow_ups.get(follow_up_id)
    return follow_up is not None and follow_up.is_open


RULE = Rule(_due, _nudge, _told, _later, about=FOLLOW_UP, holds=_holds)
