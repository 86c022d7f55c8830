"""Who has to know a promotion reads it, and is reminded each working day until they say that they do; a newcomer reads what runs."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.promotions.briefing import to_brief
from handlers.promotions.lookup import BRIEFED
from handlers.promotions.wording import state
from reminders.rule import Look, Nudge, Rule
from storage.people.records import Person
from storage.promotions.briefings import Briefings
from storage.promotions.promotions import Promotions
from storage.promotions.records import DRAFT, STOPPED, BriefingRecord

AT_A_TIME = 100
MOST = 6
"""How often somebody is told at most; then whoever launches it sees that they have not read it."""


def _due(look: Look) -> Iterable[BriefingRecord]:
    briefings = look.work.topic(Briefings)
    for promotion_id, staff_id in briefings.missing(BRIEFED, look.now.astimezone(_zone(look)).date()):
        briefings.begin(promotion_id, [staff_id], look.now)
    for one in briefings.due(look.now, limit=AT_A_TIME):
        person = look.work.people.get(one.staff_id)
        absence = look.calendars.absence_of(person)
        if absence is None:
            yield one
        else:  # nobody can know it in their stead
            briefings.later(one.id, _opening(look, person, look.calendars.day_back(person, absence.last)))


def _nudge(look: Look, one: BriefingRecord) -> Nudge | None:
    promotion = look.work.topic(Promotions).get(one.promotion_id)
    person = look.work.people.get(one.staff_id)
    today = look.calendars.today_of(person)
    if promotion is None or promotion.state in {DRAFT, STOPPED} or promotion.has_ended(today) or one.told >= MOST:
        return None
    questions = look.work.topic(Briefings).questions(promotion.id)
    reply = to_brief(promotion, state(promotion, today), questions, told=one.told)
    return Nudge(f"promotion_briefing:{one.id}:{one.told}", one.staff_id, reply)


def _told(look: Look, one: BriefingRecord) -> None:
    promotion = look.work.topic(Promotions).get(one.promotion_id)
    person = look.work.people.get(one.staff_id)
    today = look.calendars.today_of(person)
    over = promotion is None or promotion.state in {DRAFT, STOPPED} or promotion.has_ended(today)
    if over or one.told >= MOST:
        look.work.topic(Briefings).later(one.id, None)
    else:
        look.work.topic(Briefings).told(one.id, _opening(look, person, today + timedelta(days=1)))


def _later(look: Look, one: BriefingRecord, at: datetime) -> None:
    look.work.topic(Briefings).later(one.id, at)


def _opening(look: Look, person: Person, day: date) -> datetime:
    """When somebody's work begins, on that day or the next working one."""
    working = look.calendars.working_time_of(person)
    opens = working.open_from(datetime.combine(day, time.min))
    return opens.replace(tzinfo=ZoneInfo(person.zone))


def _zone(look: Look) -> ZoneInfo:
    return ZoneInfo(look.company.zone)


RULE = Rule(_due, _nudge, _told, _later)
