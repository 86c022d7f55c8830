"""A lead's owner hears of it, is reminded while nobody answers, then their manager hears of it, then somebody else gets it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers.kit.calendar.business_time import BusinessTime
from handlers.kit.format.durations import BusinessDuration
from handlers.kit.format.texts import Words, _
from handlers.kit.people.managers import managers_of
from handlers.kit.people.permissions import MANAGERS
from handlers.leads.assigning import company_time, next_owner
from handlers.leads.card import announcement
from handlers.leads.intake import by_when, chase, following, found, give, give_out, latest_words
from reminders.rule import Look, Nudge, Rule
from storage.crm.leads.imports import LISTED
from storage.crm.leads.records import NEW, LeadRecord, LeadWait
from storage.crm.leads.waits import Chase
from storage.people.records import Person

AT_A_TIME = 200
TIME_TO_ANSWER = 10
"""Business minutes between two steps that were due at once, after a night or an outage."""
NOBODY_THERE = timedelta(hours=1)
"""After this it is looked again for somebody who could have a lead of a list."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A lead that waits, its clock, and who has it, as it is at this moment."""

    wait: LeadWait
    lead: LeadRecord
    owner: Person | None

    @classmethod
    def of(cls, look: Look, wait: LeadWait) -> "Waiting":
        """What a wait is about."""
        lead = found(look.work, wait.lead_id)
        return cls(wait, lead, look.work.people.works_here(lead.owner_id) if lead.owner_id else None)


def _due(look: Look) -> Iterable[LeadWait]:
    return look.work.lead_waits.due(look.now, limit=AT_A_TIME)


def _nudge(look: Look, wait: LeadWait) -> Nudge | None:
    at = Waiting.of(look, wait)
    if not at.lead.is_open:
        return None
    if wait.step == LISTED:
        if not give_out(look.work, look.company, at.lead, wait):
            look.work.lead_waits.chase(wait.id, Chase(LISTED, look.now + NOBODY_THERE))
        return None
    if wait.step == "reassign":
        _reassign(look, at)
        return None  # whoever has it now hears of it as of any other lead
    to = at.owner if wait.step in {"new", "owner"} else next(iter(managers_of(look.work, at.owner)), None)
    if to is None:
        return None
    key = f"lead:{wait.id}:{wait.step}:{to.id}:{wait.assigned_at:%Y%m%dT%H%M%S}"
    # To whoever works right now it is told at once, however much they were told today: somebody waits.
    message = latest_words(look.work, at.lead.id)
    told = announcement(at.lead, _notice(look, at), message=message, gives=to.role in MANAGERS)
    return Nudge(key, to.id, told, asked=_on_duty(look, to))


def _notice(look: Look, at: Waiting) -> Words:
    promised = BusinessDuration(look.company.lead_response.target * 60)
    match at.wait.step:
        case "new":
            return _("A lead for you. Promised: an answer within {time}.", time=promised)
        case "owner":
            return _("Nobody has answered this lead yet. Promised: within {time}.", time=promised)
    if at.owner is None:
        return _("Nobody has this lead.")
    return _("{name} has not answered this lead within {time}.", name=at.owner.name, time=promised)


def _reassign(look: Look, at: Waiting) -> None:
    """It goes to whoever's turn it is, of those who have not had it; one that somebody took on stays with them."""
    if at.lead.state != NEW:
        return
    had = look.work.leads.had_by(at.lead.id, at.wait.started_at)
    to = next_owner(look.work, look.company, at.lead, without=had | ({at.owner.id} if at.owner else set()))
    if to is not None:
        give(look.work, look.company, at.lead, to)


def _on_duty(look: Look, person: Person) -> bool:
    return look.calendars.absence_of(person) is None and look.calendars.business_time_of(person).is_open(look.now)


def _told(look: Look, wait: LeadWait) -> None:
    """What comes next, by the calendar of whoever has it; nothing where it was given to somebody else just now."""
    now = look.work.lead_waits.of(wait.lead_id)
    if wait.step != LISTED and now and (now.assigned_at, now.step) == (wait.assigned_at, wait.step):
        next_ = _next(look, wait)
        if next_.at is not None and next_.at <= look.now:
            # This step was late: whoever was told just now has time to answer.
            next_ = replace(next_, at=by_when(_business(look, Waiting.of(look, wait)), look.now, TIME_TO_ANSWER))
        look.work.lead_waits.chase(wait.id, next_)


def _later(look: Look, wait: LeadWait, at: datetime) -> None:
    """Not before this time; where what comes next is due before, that is done instead."""
    next_ = _next(look, wait)
    overtaken = next_.at is not None and next_.at <= at
    look.work.lead_waits.chase(wait.id, next_ if overtaken else Chase(wait.step, at))


def _next(look: Look, wait: LeadWait) -> Chase:
    business = _business(look, Waiting.of(look, wait))
    return chase(look.company, business, wait.assigned_at, following(wait.step))


def _business(look: Look, at: Waiting) -> BusinessTime:
    return look.calendars.business_time_of(at.owner) if at.owner else company_time(look.work, look.company)


RULE = Rule(_due, _nudge, _told, _later)
