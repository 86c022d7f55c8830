"""A complaint is opened: by whoever tells it, or by a low score; somebody cares for it from then on."""

from collections.abc import Iterator
from dataclasses import dataclass

from handlers.kit.calendar.calendars import Calendars
from handlers.kit.complaints.clock import RESCUE, answer_by
from handlers.kit.people.managers import managers_of
from handlers.kit.turn import Company
from storage.crm.complaints.conditions import open_complaint
from storage.crm.complaints.records import ComplaintInput
from storage.people.records import Person
from storage.work import Work

SUPPORT = "support"


@dataclass(frozen=True, slots=True)
class Opened:
    """The number of a complaint, and whether it was open before and only more was said of it."""

    id: int
    joined: bool


def complain(work: Work, company: Company, said: ComplaintInput) -> Opened:
    """Opens a complaint of its own: it has a carer, a promised answer, and thirty days."""
    carer = carer_of(work, company, said)
    business = Calendars(work, company).business_time_of(carer) if carer else None
    opened = work.complaints.open(
        said,
        carer_id=carer.id if carer else None,
        answer_by=answer_by(business, work.now),
        rescue_by=work.now + RESCUE,
    )
    return Opened(opened, joined=False)


def complain_of_score(
    work: Work,
    company: Company,
    *,
    customer_id: int,
    score: int,
    words: str,
    contact_id: int | None = None,
) -> Opened:
    """A survey was answered with a low score: it joins the complaint that the customer has open, or opens one.

    `words` are the customer's own, or what the question and the score were where they said nothing more.
    """
    if (known := open_complaint(work, customer_id)) is not None:
        work.complaints.event(known, "joined", words=words)
        return Opened(known, joined=True)
    return complain(work, company, ComplaintInput(customer_id, words, contact_id, origin="survey", score=score))


def carer_of(work: Work, company: Company, said: ComplaintInput) -> Person | None:
    """Who is to care for it: by rule; of the support people whoever has fewest; the customer's owner; who wrote it down; a manager.

    Who is away is skipped.
    """
    calendars = Calendars(work, company)
    return next((one for one in _possible(work, said) if calendars.absence_of(one) is None), None)


def _possible(work: Work, said: ComplaintInput) -> Iterator[Person]:
    people = {person.id: person for person in work.people.everyone()}
    for rule in work.complaint_rules.all():
        if rule.cause == said.cause and rule.staff_id in people:
            yield people[rule.staff_id]
    support = [person for person in people.values() if person.role == SUPPORT]
    yield from sorted(support, key=lambda person: (work.complaints.burden(person.id), person.id))
    customer = work.customers.get(said.customer_id)
    for staff_id in (customer.owner_id if customer else None, work.person_id):
        if staff_id in people:
            yield people[staff_id]
    yield from managers_of(work, None)
    yield from people.values()
