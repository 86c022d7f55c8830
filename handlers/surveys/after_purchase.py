"""After a purchase the customer is asked how it went, by somebody who did not sell it: on their own phone, or by another colleague."""

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
from storage.crm.records import CustomerRecord
from storage.crm.surveys.records import SurveyAsk, SurveyQuestion
from storage.crm.surveys.surveys import Surveys
from storage.people.records import Person
from storage.purchases.imports import SalesImports
from storage.work import Work

PURCHASE: Final = "purchase"
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


def is_partial(ask: SurveyAsk, person: Person) -> bool:
    """Whether somebody sold what a question is about, and so is not the one to ask it."""
    return person.id != ask.staff_id and person.id in {ask.owner_id, ask.created_by}


def pass_on(turn: Turn, ask: int) -> Reply:
    """A button: somebody else is to ask it."""
    surveys = turn.work.topic(Surveys)
    found = surveys.get(ask)
    customer = turn.work.customers.get(found.customer_id) if found else None
    if found is None or customer is None or found.staff_id != turn.person.id or found.state not in {"planned", "asked"}:
        raise Sorry(_("That question is not there any more."))
    question = surveys.question(found.question_id)
    partial = {found.owner_id, found.created_by, turn.person.id}
    chosen = next(iter(others(turn.work, turn.company, turn.calendars, customer, partial)), None)
    if chosen is None or question is None:
        raise Sorry(_("There is nobody else who could ask it."))
    surveys.give(found.id, chosen.id)
    turn.tell(chosen.id, reminder(question, found, customer, chosen))
    return Reply.of(_("{name} asks {customer}.", name=chosen.first_name, customer=customer.name), replaces=True)


def reminder(question: SurveyQuestion, ask: SurveyAsk, customer: CustomerRecord, to: Person) -> Reply:
    """What the colleague who asks is told: what, and why it is they."""
    this = {"customer": customer.id, "question": question.id}
    return Reply(
        (
            Paragraph(
                _(
                    "Please ask {customer} about their purchase: “{question}”",
                    customer=customer.name,
                    question=question.text(to.language),
                )
            ),
            Paragraph(_("It is you because whoever sells does not ask, and {why}.", why=_why(to))),
        ),
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
