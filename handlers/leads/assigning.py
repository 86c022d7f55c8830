"""Whose a lead is: its customer's owner's, or a colleague's by rule, or else the turn goes round among those on duty."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from handlers.kit.calendar.business_time import BusinessTime
from handlers.kit.calendar.calendars import LOOKED_BACK, Calendars
from handlers.kit.calendar.week import Week
from handlers.kit.calendar.working_time import DaysOff, WorkingTime
from handlers.kit.turn import Company
from storage.crm.leads.records import LeadRecord, LeadRuleRecord
from storage.names.folding import fold
from storage.people.records import Person
from storage.work import Work

ANSWER_IN_TURN = ("rep", "manager", "admin")
"""Whoever has the first of these roles and is not away takes turns; the next one where there is nobody."""
NOBODY = 0
"""No colleague's id: the days off of everybody."""
_EARLIEST = datetime.min.replace(tzinfo=UTC)

FIELDS: dict[str, Callable[[LeadRecord], str | None]] = {
    "territory": lambda lead: lead.territory,
    "product": lambda lead: " ".join(part for part in (lead.product, lead.message) if part),
    "language": lambda lead: lead.language,
    "source": lambda lead: lead.source,
}
"""What a rule can go by. A product is looked for in what was said, too: few say it in a field."""


def next_owner(work: Work, company: Company, lead: LeadRecord, *, without: Collection[int] = ()) -> Person | None:
    """Who is to answer this lead now, none of those `without`; None where there is nobody.

    The owner of its customer; or one whom a rule names, then any, on duty, who was given none for longest; while nobody is on
    duty, whoever's hours begin first. Who is away or cannot be reached is skipped, and so is whoever covers for them.
    """
    calendars = Calendars(work, company)
    present = list(_present(work, calendars, without))
    customer = work.customers.get(lead.customer_id) if lead.customer_id else None
    for person in present:
        if customer and person.id == customer.owner_id:
            return person
    team = _first_role(present)
    ruled = {rule.staff_id for rule in work.lead_rules.all() if applies(rule, lead)}
    pools = ([person for person in present if person.id in ruled], team)
    for pool in pools:
        if on_duty := [person for person in pool if calendars.business_time_of(person).is_open(work.now)]:
            return min(on_duty, key=lambda person: (work.leads.last_given(person.id) or _EARLIEST, person.id))
    for pool in pools:
        if pool:
            return min(pool, key=lambda person: (_opens(work, calendars, person), person.id))
    return None


def applies(rule: LeadRuleRecord, lead: LeadRecord) -> bool:
    """Whether a lead is one of those that a rule is about: its value is said as whole words."""
    said = FIELDS[rule.field](lead)
    return bool(said) and f" {rule.value} " in f" {' '.join(_words(said or ''))} "


def company_time(work: Work, company: Company) -> BusinessTime:
    """The company's own business time, for what is nobody's yet."""
    off = DaysOff.of(work.absences.days_off(NOBODY, (work.now - LOOKED_BACK).date()))
    working = WorkingTime(Week.parse(company.working_hours), company.country, company.subdivision, off)
    return BusinessTime(working, ZoneInfo(company.zone))


def _present(work: Work, calendars: Calendars, without: Collection[int]) -> Iterator[Person]:
    for person in work.people.everyone():
        if person.id not in without and calendars.absence_of(person) is None and work.people.address(person.id):
            yield person


def _first_role(people: Sequence[Person]) -> list[Person]:
    groups = ([person for person in people if person.role == role] for role in ANSWER_IN_TURN)
    return next((group for group in groups if group), [])


def _opens(work: Work, calendars: Calendars, person: Person) -> datetime:
    zone = ZoneInfo(person.zone)
    local = work.now.astimezone(zone).replace(tzinfo=None)
    return calendars.working_time_of(person).open_from(local).replace(tzinfo=zone)


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in fold(text)).split()
