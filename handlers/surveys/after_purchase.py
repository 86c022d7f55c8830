"""After a purchase, or a complaint, the customer is asked how it went: on their own phone, or by a colleague who had no part in it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from handlers.kit.calendar.calendars import Calendars
from handlers.kit.format.texts import On, Words, _, ngettext
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.surveys.choosing import next_questions
from handlers.kit.surveys.sending import plan_for
from handlers.kit.turn import Company, Sorry, Turn
from storage.crm.complaints.records import ComplaintRecord
from storage.crm.records import CustomerRecord
from storage.crm.surveys.records import SurveyAsk, SurveyQuestion
from storage.crm.surveys.surveys import Surveys
from storage.people.records import Person
from storage.purchases.imports import SalesImports
from storage.work import Work

PURCHASE: Final = "purchase"
COMPLAINT: Final = "complaint_closed"
SUPPORT: Final = "support"
AFTER: Final = timedelta(days=3)
"""By then what was ordered should have come."""
LATELY: Final = timedelta(days=7)
"""Of a table that is imported, what was bought longer ago is no news to be asked about."""
MOST_OF_A_TABLE: Final = 100
"""Customers that one table has asked: each is looked at in the turn that tells of the import."""


def purchased(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """A purchase was kept: says who asks the customer about it, and why; nothing where they were asked not long ago."""
    accounts = turn.work.customer_accounts.of_customer(customer.id)
    day = On(turn.local(turn.now + AFTER).date())
    if any(turn.work.consents.granted(account.id, "surveys") for account in accounts):
        if plan_for(turn.work, PURCHASE, customer, turn.now, after=AFTER) is None:
            return None
        words = _("{customer} is asked on their own phone how it went, from {day}.", customer=customer.name, day=day)
        return Reply.of(words)
    today = turn.local(turn.now).date()
    found = next_questions(turn.work, customer, by="staff", now=turn.now, today=today, most=1, trigger=PURCHASE)
    if not found:
        return None
    sellers = {turn.person.id, customer.owner_id}
    chosen = next(iter(others(turn.work, turn.company, turn.calendars, customer, sellers)), None)
    turn.work.topic(Surveys).plan_for_colleague(
        found[0].id, customer.id, turn.now + AFTER, chosen.id if chosen else None
    )
    if chosen is None:
        return Reply.of(_("How it went should be asked by somebody else, and there is nobody else: I'll wait for one."))
    words = _(
        "{name} asks {customer} how it went, from {day}: whoever sells does not ask, and {why}.",
        name=chosen.first_name,
        customer=customer.name,
        day=day,
        why=_why(chosen),
    )
    return Reply.of(words)


def imported(turn: Turn, import_id: int) -> Reply | None:
    """Purchases came in as a table: whoever bought lately is asked as after any purchase; says how many that is."""
    since = turn.local(turn.now).date() - LATELY
    asked = 0
    for id_ in turn.work.topic(SalesImports).customers_since(import_id, since, limit=MOST_OF_A_TABLE):
        customer = turn.work.customers.get(id_)
        asked += customer is not None and purchased(turn, customer) is not None
    if not asked:
        return None
    day = On(turn.local(turn.now + AFTER).date())
    return Reply.of(
        ngettext(
            "{count} customer who bought in the last week is asked how it went, from {day}, by somebody who did not sell it.",
            "{count} customers who bought in the last week are asked how it went, from {day}, by somebody who did not sell it.",
            asked,
            day=day,
        )
    )


def others(
    work: Work, company: Company, calendars: Calendars, customer: CustomerRecord, sellers: Iterable[int | None]
) -> list[Person]:
    """Who could ask a customer about a purchase, the fittest first: neither whoever sells to them nor anybody who is away.

    Support comes first, then whoever has fewest of these to ask. Nobody who may not see the customer is among them.
    """
    surveys, partial = work.topic(Surveys), set(sellers)
    found = [
        person
        for person in work.people.everyone()
        if person.id not in partial
        and work.people.address(person.id)
        and calendars.absence_of(person) is None
        and _sees(work, company, person, customer)
    ]
    return sorted(found, key=lambda person: (person.role != SUPPORT, surveys.burden(person.id), person.id))


def closed(turn: Turn, complaint: ComplaintRecord) -> Reply | None:
    """A complaint was closed: says who asks the customer how it was dealt with; neither its carer nor whoever wrote it down."""
    customer = turn.work.customers.get(complaint.customer_id)
    if customer is None:
        return None
    accounts = turn.work.customer_accounts.of_customer(customer.id)
    if any(turn.work.consents.granted(account.id, "surveys") for account in accounts):
        if plan_for(turn.work, COMPLAINT, customer, turn.now) is None:
            return None
        return Reply.of(_("{customer} is asked how it was dealt with.", customer=customer.name))
    today = turn.local(turn.now).date()
    found = next_questions(turn.work, customer, by="staff", now=turn.now, today=today, most=1, trigger=COMPLAINT)
    if not found:
        return None
    partial = {complaint.carer_id, complaint.author_id, turn.person.id}
    chosen = next(iter(others(turn.work, turn.company, turn.calendars, customer, partial)), None)
    turn.work.topic(Surveys).plan_for_colleague(
        found[0].id, customer.id, turn.now + AFTER, chosen.id if chosen else None
    )
    if chosen is None:
        return Reply.of(
            _("How it was dealt with should be asked by somebody else, and there is nobody else: I'll wait for one.")
        )
    words = _(
        "{name} asks {customer} how it was dealt with, from {day}: whoever cared for it, or wrote it down, does not ask.",
        name=chosen.first_name,
        customer=customer.name,
        day=On(turn.local(turn.now + AFTER).date()),
    )
    return Reply.of(words)


def partial_to(work: Work, ask: SurveyAsk) -> set[int | None]:
    """Who is not to ask a customer this: whoever sold it to them; of a complaint its carer, and whoever wrote it down or closed it."""
    question = work.topic(Surveys).question(ask.question_id)
    if question is not None and question.trigger == COMPLAINT:
        return {ask.created_by, *judged_by(work, ask.customer_id)}
    return {ask.owner_id, ask.created_by}


def judged_by(work: Work, customer_id: int) -> set[int | None]:
    """Whose work the question about a customer's complaint is about: who cared for the latest one, and who wrote it down."""
    latest = work.complaints.of_customer(customer_id, limit=1, closed=True)
    return {staff for one in latest for staff in (one.carer_id, one.author_id)}


def is_partial(work: Work, ask: SurveyAsk, person: Person) -> bool:
    """Whether somebody has a part in what a question is about, and so is not the one to ask it."""
    return person.id != ask.staff_id and person.id in partial_to(work, ask)


def pass_on(turn: Turn, ask: int) -> Reply:
    """A button: somebody else is to ask it."""
    surveys = turn.work.topic(Surveys)
    found = surveys.get(ask)
    customer = turn.work.customers.get(found.customer_id) if found else None
    if found is None or customer is None or found.staff_id != turn.person.id or found.state not in {"planned", "asked"}:
        raise Sorry(_("That question is not there any more."))
    question = surveys.question(found.question_id)
    partial = {*partial_to(turn.work, found), turn.person.id}
    chosen = next(iter(others(turn.work, turn.company, turn.calendars, customer, partial)), None)
    if chosen is None or question is None:
        raise Sorry(_("There is nobody else who could ask it."))
    surveys.give(found.id, chosen.id)
    turn.tell(chosen.id, reminder(question, found, customer, chosen))
    return Reply.of(_("{name} asks {customer}.", name=chosen.first_name, customer=customer.name), replaces=True)


def reminder(question: SurveyQuestion, ask: SurveyAsk, customer: CustomerRecord, to: Person) -> Reply:
    """What the colleague who asks is told: what, and why it is they."""
    this = {"customer": customer.id, "question": question.id}
    about = {"customer": customer.name, "question": question.text(to.language)}
    said = (
        (
            _("Please ask {customer} about their complaint: “{question}”", **about),
            _("It is you because whoever cared for it does not ask, and {why}.", why=_why(to)),
        )
        if question.trigger == COMPLAINT
        else (
            _("Please ask {customer} about their purchase: “{question}”", **about),
            _("It is you because whoever sells does not ask, and {why}.", why=_why(to)),
        )
    )
    return Reply(
        tuple(Paragraph(words) for words in said),
        (
            Choice(_("Answer"), Action("note_answer", this)),
            Choice(_("Card"), Action("card", {"customer": customer.id})),
            Choice(_("Somebody else, please"), Action("pass_question_on", {"ask": ask.id})),
        ),
        about=Target("survey_ask", ask.id),
    )


def _why(person: Person) -> Words:
    if person.role == SUPPORT:
        return _("{name} is in support", name=person.first_name)
    return _("{name} has fewest of these questions", name=person.first_name)


def _sees(work: Work, company: Company, person: Person, customer: CustomerRecord) -> bool:
    seen = work.people.owners_seen(person, company.visibility)
    return seen is None or customer.owner_id is None or customer.owner_id in seen
