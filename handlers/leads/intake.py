"""An enquiry comes in: it joins the lead that it belongs to, or is a new one; somebody has it, and its clock runs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.kit.calendar.business_time import BusinessTime
from handlers.kit.calendar.calendars import Calendars
from handlers.kit.format.texts import _, voice
from handlers.kit.notifying import notify
from handlers.kit.turn import Company
from handlers.leads.assigning import company_time, next_owner
from handlers.leads.card import announcement, title
from storage.crm.leads.records import INBOUND, Enquiry, LeadRecord, LeadWait
from storage.crm.leads.waits import Chase
from storage.crm.records import Due
from storage.people.records import Person
from storage.work import Work

MINUTE = 60
A_WORKING_DAY = 480
"""Business minutes within which a lead of a list is to be answered."""
STEPS = ("new", "owner", "manager", "reassign")
"""What the reminders do about a lead that waits, one after another: its owner hears of it, is reminded, their manager hears of it,
somebody else gets it."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """Which lead an enquiry belongs to, and whether that was known `before`."""

    lead_id: int
    before: bool


def arrive(work: Work, company: Company, said: Enquiry, *, by: Person | None = None) -> Arrived:
    """Keeps an enquiry. A colleague who takes it down themselves has it, and has taken it on."""
    customer_id = said.customer_id or work.leads.customer_at(said.phone, said.email)
    known_id = work.leads.known_as(said.phone, said.email)
    if known_id is None:
        lead_id = work.leads.add(said, customer_id=customer_id)
        _begin(work, company, lead_id, by)
        return Arrived(lead_id, before=False)
    work.leads.lock(known_id)
    known = found(work, known_id)
    work.leads.again(known, said, customer_id=customer_id)
    if known.is_open:
        _tell_again(work, company, known, said)
    else:
        _begin(work, company, known_id, by, former=known.owner_id)
    return Arrived(known_id, before=True)


def reopen(work: Work, company: Company, lead: LeadRecord, message: str | None, by: Person) -> None:
    """A closed lead is this colleague's to answer again, with a clock of its own; `message` is what was told of it."""
    said = Enquiry("chat", lead.name, source_id=lead.source_id, message=message)
    work.leads.again(lead, said, customer_id=lead.customer_id)
    _begin(work, company, lead.id, by)


def found(work: Work, lead_id: int) -> LeadRecord:
    """A lead that there is, whoever sees it."""
    record = work.leads.get(lead_id, whoever_sees=True)
    if record is None:
        raise LookupError("a lead that is there was not found")
    return record


def latest_words(work: Work, lead_id: int) -> str | None:
    """What they wrote last."""
    said = [touch.message for touch in work.leads.journey(lead_id) if touch.kind in INBOUND and touch.message]
    return said[-1] if said else None


# ------------------------------------------------------------------ whose it is
def give(work: Work, company: Company, lead: LeadRecord, to: Person | None) -> None:
    """It is somebody else's to answer, or nobody's: they are told and reminded from now on."""
    work.leads.assign(lead.id, to.id if to else None)
    wait = work.lead_waits.of(lead.id)
    if wait and wait.is_waiting:
        work.lead_waits.give(wait.id, Chase("new" if to else "manager", work.now))


def _begin(work: Work, company: Company, lead_id: int, by: Person | None, *, former: int | None = None) -> None:
    """A clock of its own, and an owner: who took it down, who had it before, or whose turn it is."""
    lead = found(work, lead_id)
    owner = by or _had_it(work, company, former) or next_owner(work, company, lead)
    if by is not None:
        work.leads.take(lead_id, by.id)
    else:
        work.leads.assign(lead_id, owner.id if owner else None)
    business = _business_time(work, company, owner)
    target = by_when(business, work.now, company.lead_response.target)
    step = "manager" if owner is None else "new" if by is None else "owner"
    work.lead_waits.start(lead_id, lead.source_id, target, chase(company, business, work.now, step))


def _had_it(work: Work, company: Company, staff_id: int | None) -> Person | None:
    """Who answered them before, where they work here and are not away."""
    person = work.people.works_here(staff_id) if staff_id else None
    return person if person and Calendars(work, company).absence_of(person) is None else None


def _business_time(work: Work, company: Company, owner: Person | None) -> BusinessTime:
    return Calendars(work, company).business_time_of(owner) if owner else company_time(work, company)


def give_out(work: Work, company: Company, lead: LeadRecord, wait: LeadWait) -> bool:
    """A lead of a list is whose the list says, or whose turn it is; False where nobody is there for it.

    Lists come many at once and nobody wrote just now, so it is to be answered within a working day, and is not chased one by one.
    """
    owner = _had_it(work, company, lead.owner_id) or next_owner(work, company, lead)
    if owner is None:
        return False
    work.leads.assign(lead.id, owner.id)
    business = Calendars(work, company).business_time_of(owner)
    work.lead_waits.promise(wait.id, by_when(business, work.now, A_WORKING_DAY))
    return True


# ------------------------------------------------------------------ when
def chase(company: Company, business: BusinessTime, since: datetime, step: str | None) -> Chase:
    """When a step is due for whoever has had the lead since then."""
    if step is None:
        return Chase(None, None)
    times = company.lead_response
    minutes = {"new": 0, "owner": times.remind, "manager": times.target, "reassign": times.reassign}[step]
    return Chase(step, by_when(business, since, minutes))


def following(step: str | None) -> str | None:
    """The step that comes next, None after the last."""
    at = STEPS.index(step) + 1 if step in STEPS else len(STEPS)
    return STEPS[at] if at < len(STEPS) else None


def by_when(business: BusinessTime, since: datetime, minutes: int) -> datetime:
    """When so many business minutes will have passed; for somebody who never works, as many of the clock's."""
    try:
        return business.deadline(since, minutes * MINUTE)
    except OverflowError:
        return since + timedelta(minutes=minutes)


# ------------------------------------------------------------------ again
def _tell_again(work: Work, company: Company, lead: LeadRecord, said: Enquiry) -> None:
    """Its owner hears at once that they wrote again, or finds it first thing when work begins."""
    owner = work.people.works_here(lead.owner_id) if lead.owner_id else None
    if owner is None or owner.id == work.person_id:
        return
    calendars, zone = Calendars(work, company), ZoneInfo(owner.zone)
    if calendars.business_time_of(owner).is_open(work.now):
        told = announcement(lead, _("{who} wrote again.", who=lead.name), message=said.message)
        notify(work, owner.id, told, now=work.now, country=company.country)
        return
    local = work.now.astimezone(zone).replace(tzinfo=None)
    opens = calendars.working_time_of(owner).open_from(local)
    what = voice(owner.language, company.country, local.date()).say(
        _("Answer {lead}: they wrote again", lead=title(lead))
    )
    work.follow_ups.add(what, Due(opens, owner.zone, "day"), owner_id=owner.id, customer_id=lead.customer_id)
