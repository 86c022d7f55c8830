"""What was said unasked while the line broke is brought up again when its owner's work next begins, and says that it may be the second time."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.kit.format.texts import _
from handlers.kit.messages.action import Target
from handlers.kit.messages.blocks import Paragraph
from handlers.kit.messages.reply import Reply, Spoken, blocks_of
from handlers.kit.messages.stored_choices import choice_from_json
from reminders.rule import Look, Nudge, Rule
from storage.messaging.unsure_nudges import UnsureNudge, UnsureNudges

AT_A_TIME = 50


def _due(look: Look) -> Iterable[UnsureNudge]:
    for nudge in look.work.topic(UnsureNudges).due(look.now, limit=AT_A_TIME):
        if nudge.again_at is None:
            look.work.topic(UnsureNudges).later(nudge.id, _next_opening(look, nudge.staff_id))
        else:
            yield nudge


def _next_opening(look: Look, staff_id: int) -> datetime:
    person = look.work.people.get(staff_id)
    zone = ZoneInfo(person.zone)
    local = look.now.astimezone(zone).replace(tzinfo=None)
    return look.calendars.telling_time_of(person).next_opening(local).replace(tzinfo=zone)


def _nudge(look: Look, nudge: UnsureNudge) -> Nudge | None:
    if not look.stands(look.work, nudge.about):
        return None
    said = Spoken.of(nudge.payload)
    warning = Paragraph(_("I may have told you this already: the connection dropped while I was sending it."))
    choices = tuple(choice_from_json(choice) for choice in said.choices)
    reply = Reply((warning, *blocks_of(said)), choices, about=Target.parse(nudge.about))
    return Nudge(f"again:{nudge.id}", nudge.staff_id, reply)


def _told(look: Look, nudge: UnsureNudge) -> None:
    look.work.topic(UnsureNudges).told_again(nudge.id)


def _later(look: Look, nudge: UnsureNudge, at: datetime) -> None:
    look.work.topic(UnsureNudges).later(nudge.id, at)


RULE = Rule(_due, _nudge, _told, _later)
